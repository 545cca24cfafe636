"""The styles of an OpenDocument text: what looks.py says, as OpenDocument wants it."""

from collections.abc import Iterator
from html import escape

from odfdo import Document

from consultation.exports.figures import COLOURS, PLAIN
from consultation.exports.looks import ACCENT, LOOKS, MONO, MUTED, Look
from consultation.exports.odt.lists import LISTS

TEXT_WIDTH = 16.0
"""Centimetres between the margins of an A4 page."""

_LINE = "0.5pt solid #c9c5be"
_FIXED = (
    '<style:style style:name="Plenary_20_Link" style:display-name="Plenary Link" '
    f'style:family="text"><style:text-properties fo:color="#{ACCENT}" '
    'style:text-underline-style="none"/></style:style>',
    '<style:style style:name="Plenary_20_Strong" style:display-name="Plenary Strong" '
    'style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Plenary_20_Emphasis" style:display-name="Plenary Emphasis" '
    'style:family="text"><style:text-properties fo:font-style="italic"/></style:style>',
    '<style:style style:name="Plenary_20_Strong_20_Emphasis" '
    'style:display-name="Plenary Strong Emphasis" style:family="text">'
    '<style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>',
    '<style:style style:name="Plenary_20_Fixed" style:display-name="Plenary Fixed" '
    f'style:family="text"><style:text-properties fo:font-family="{MONO}"/></style:style>',
)
_AUTOMATIC = (
    '<style:style style:name="body-cell" style:family="table-cell"><style:table-cell-properties '
    f'fo:border-bottom="{_LINE}" fo:padding="0.05cm" fo:padding-right="0.15cm"/></style:style>',
    '<style:style style:name="head-cell" style:family="table-cell"><style:table-cell-properties '
    f'fo:border-top="{_LINE}" fo:border-bottom="{_LINE}" fo:background-color="#eef2f7" '
    'fo:padding="0.05cm" fo:padding-right="0.15cm"/></style:style>',
    '<style:style style:name="whole-row" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style>',
    '<style:style style:name="long-row" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="auto"/></style:style>',
)
_CONTENTS = (
    '<style:style style:name="contents-{level}" style:family="paragraph" '
    'style:parent-style-name="Plenary_20_Contents_20_{level}"><style:paragraph-properties>'
    f'<style:tab-stops><style:tab-stop style:position="{TEXT_WIDTH}cm" style:type="right" '
    'style:leader-style="dotted" style:leader-text="."/></style:tab-stops>'
    "</style:paragraph-properties></style:style>"
)


def named(style: str) -> str:
    """A style's name as it stands inside the file."""
    return style.replace(" ", "_20_")


def set_up_styles(document: Document) -> None:
    """Define the styles of `LOOKS`, and those of runs, tables, bars and lists."""
    for name, look in LOOKS.items():
        document.insert_style(_style(name, look))
    for style in _FIXED:
        document.insert_style(style)
    contents = [_CONTENTS.replace("{level}", str(level)) for level in (1, 2)]
    for style in (*_AUTOMATIC, *contents, *_bars(), *LISTS):
        document.insert_style(style, automatic=True)


def _style(name: str, look: Look) -> str:
    parent = "" if name == "Normal" else ' style:parent-style-name="Normal"'
    level = f' style:default-outline-level="{look.level + 1}"' if look.level is not None else ""
    return (
        f'<style:style style:name="{named(name)}" style:display-name="{name}" '
        f'style:family="paragraph"{parent}{level}>'
        f"<style:paragraph-properties {_paragraph(look)}/>"
        f"<style:text-properties {_letters(look)}/></style:style>"
    )


def _paragraph(look: Look) -> str:
    colour = ACCENT if look.bar == "single" else MUTED
    lines = {"single": "solid", "dashed": "dashed", "dotted": "dotted"}
    values = {
        "fo:margin-top": f"{look.before}pt",
        "fo:margin-bottom": f"{look.after}pt",
        "fo:margin-left": f"{look.indent}cm",
        "fo:line-height": f"{look.lines:.0%}",
        "fo:text-align": "end" if look.right else "start",
        "fo:keep-with-next": "always" if look.with_next else "auto",
        "fo:keep-together": "always" if look.together else "auto",
        "fo:break-before": "page" if look.new_page else "auto",
        "fo:orphans": "2",
        "fo:widows": "2",
    }
    if look.bar:
        values["fo:border-left"] = f"1.5pt {lines[look.bar]} #{colour}"
        values["fo:padding-left"] = "0.2cm"
    return _attributes(values)


def _letters(look: Look) -> str:
    values = {
        "fo:font-family": look.font,
        "fo:font-size": f"{look.size}pt",
        "fo:font-weight": "bold" if look.bold else "normal",
        "fo:font-style": "italic" if look.italic else "normal",
        "fo:color": f"#{look.colour}",
        "fo:language": "en",
        "fo:country": "GB",
    }
    return _attributes(values)


def _attributes(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in values.items())


def bar_style(kind: str) -> str:
    """The style of a part of a bar."""
    return f"bar-{kind.replace(' ', '-')}" if kind in COLOURS else "bar"


def _bars() -> Iterator[str]:
    for name, colour in [("", PLAIN), *COLOURS.items()]:
        ground = colour.ink if colour.hatched else colour.ground
        shade = "6FA8A3" if colour.hatched else ground
        yield (
            f'<style:style style:name="{bar_style(name)}" style:family="text">'
            f'<style:text-properties fo:background-color="#{shade}" fo:font-size="9pt"/>'
            "</style:style>"
        )
