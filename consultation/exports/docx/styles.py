"""How the document looks: every style it uses, in one table."""

from dataclasses import dataclass

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

SERIF, SANS, MONO = "Cambria", "Calibri", "Consolas"
INK, MUTED, ACCENT, DANGER = "1B1F24", "5B636E", "1D4F91", "A4262C"
TABLE_STYLE = "Plenary Table"
_DEFAULTS = {"Default Paragraph Font", "Normal Table", "No List"}


@dataclass(frozen=True)
class Look:
    """One paragraph style: sizes and spaces in points, indents in centimetres."""

    size: float = 10.5
    font: str = SERIF
    bold: bool = False
    italic: bool = False
    colour: str = INK
    before: float = 0
    after: float = 6
    indent: float = 0
    lines: float = 1.15
    right: bool = False
    with_next: bool = False
    together: bool = False
    new_page: bool = False
    bar: str = ""
    level: int | None = None


def _heading(size: float, before: float, level: int, *, new_page: bool = False) -> Look:
    colour = ACCENT if level < 2 else INK
    return Look(
        size, SANS, bold=True, colour=colour, before=before, after=4, lines=1.05,
        with_next=True, together=True, new_page=new_page, level=level,
    )  # fmt: skip


_LOWEST = {f"Heading {level}": _heading(10.5, 8, level - 1) for level in range(5, 10)}

LOOKS = {
    "Normal": Look(),
    "Title": Look(26, SANS, bold=True, colour=ACCENT, before=72, after=6, lines=1.0),
    "Subtitle": Look(14, SANS, colour=MUTED, after=24),
    "Heading 1": _heading(18, 0, 0, new_page=True),
    "Heading 2": _heading(14, 22, 1),
    "Heading 3": _heading(12, 14, 2),
    "Heading 4": _heading(10.5, 10, 3),
    **_LOWEST,
    "Caption": Look(9.5, SANS, bold=True, colour=MUTED, before=8, after=3, with_next=True),
    "Header": Look(8.5, SANS, colour=MUTED, after=0),
    "Footer": Look(8.5, SANS, colour=MUTED, after=0),
    "Plenary Contents 1": Look(10.5, SANS, bold=True, before=6, after=2),
    "Plenary Contents 2": Look(10, SANS, after=2, indent=0.6),
    "Plenary Fact": Look(10.5, SANS, after=3),
    "Plenary State": Look(
        12, SANS, bold=True, colour=DANGER, before=18, after=4, indent=0.3, bar="single"
    ),
    "Plenary Suggested": Look(
        9.5, SANS, colour=MUTED, indent=0.3, after=4, with_next=True, bar="dashed"
    ),
    "Plenary Decided": Look(9.5, SANS, indent=0.3, after=4, with_next=True, bar="single"),
    "Plenary Unsigned": Look(
        9.5, SANS, bold=True, colour=DANGER, indent=0.3, after=4, bar="dashed"
    ),
    "Plenary Line": Look(9.5, SANS, after=3),
    "Plenary After Table": Look(9.5, SANS, before=5),
    "Plenary Outcome": Look(9.5, SANS, before=2, after=5, with_next=True),
    "Plenary Quote": Look(10, italic=True, lines=1.1, before=5, after=1, indent=0.8),
    "Plenary Attribution": Look(9, SANS, colour=MUTED, after=6, indent=0.8),
    "Plenary Template": Look(10, before=3, after=4, indent=0.8, bar="dotted"),
    "Plenary Empty": Look(10.5, SANS, italic=True, colour=MUTED),
    "Plenary List": Look(after=3),
    "Plenary Indent": Look(indent=0.8, colour=MUTED),
    "Plenary Code": Look(9, MONO, indent=0.4, lines=1.0),
    "Plenary Table Head": Look(9, SANS, bold=True, after=1, before=1, lines=1.0, with_next=True),
    "Plenary Table Text": Look(9, SANS, after=1, before=1, lines=1.05),
    "Plenary Table Figure": Look(9, SANS, after=1, before=1, lines=1.05, right=True),
    "Plenary Table Head Figure": Look(
        9, SANS, bold=True, after=1, before=1, lines=1.0, right=True, with_next=True
    ),
}  # fmt: skip


def set_up_styles(document: Document, *, ours: bool = True) -> None:
    """Define every style of `LOOKS`, the table's and the language; nothing of Word's remains.

    In a document that is not `ours` only those are defined that it has not.
    """
    if ours:
        _clear(document)
    there = set() if ours else {style.name for style in document.styles}
    for name, look in LOOKS.items():
        if name not in there:
            _define(document, name, look)
    if TABLE_STYLE not in there:
        document.styles.element.append(parse_xml(_TABLE))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")


def _clear(document: Document) -> None:
    """Take away the template's other styles: nobody meets them, and every look-up walks them."""
    for style in list(document.styles):
        if style.name not in LOOKS and style.name not in _DEFAULTS:
            style.delete()
    for link in document.styles.element.xpath("./w:style/w:link | ./w:style/w:next"):
        link.getparent().remove(link)


def _define(document: Document, name: str, look: Look) -> None:
    """Define a style anew, so that no theme font or colour of Word's template shows through."""
    styles = document.styles
    known = name in styles
    style = styles[name] if known else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 – for the type checker
    for old in style.element.xpath("./w:pPr | ./w:rPr"):
        style.element.remove(old)
    if not known:
        style.base_style = styles["Normal"]
        style.quick_style = True
    _set_paragraph(style, look)
    _set_font(style, look)


def _set_paragraph(style: ParagraphStyle, look: Look) -> None:
    properties = style.element.get_or_add_pPr()
    if look.bar:
        colour = MUTED if look.bar != "single" else ACCENT
        properties.append(parse_xml(_BAR.format(kind=look.bar, colour=colour)))
    if look.level is not None:
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{look.level}"/>'))
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.left_indent = Cm(look.indent)
    form.line_spacing = look.lines
    form.widow_control = True
    form.keep_with_next = look.with_next
    form.keep_together = look.together
    form.page_break_before = look.new_page
    form.alignment = WD_ALIGN_PARAGRAPH.RIGHT if look.right else WD_ALIGN_PARAGRAPH.LEFT


def _set_font(style: ParagraphStyle, look: Look) -> None:
    font = style.font
    font.name, font.size = look.font, Pt(look.size)
    font.bold, font.italic = look.bold, look.italic
    font.color.rgb = RGBColor.from_string(look.colour)
    fonts = style.element.rPr.rFonts
    # Scripts that the named fonts lack (Arabic, Hebrew) need one that every Word has.
    fonts.set(qn("w:cs"), "Times New Roman" if look.font == SERIF else "Arial")
    fonts.set(qn("w:eastAsia"), look.font)


_BAR = (
    f"<w:pBdr {nsdecls('w')}>"
    '<w:left w:val="{kind}" w:sz="12" w:space="6" w:color="{colour}"/></w:pBdr>'
)
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="C9C5BE"'
_TABLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="PlenaryTable">
  <w:name w:val="{TABLE_STYLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/>
  <w:tblPr><w:tblBorders>
    <w:top {_LINE}/><w:bottom {_LINE}/><w:insideH {_LINE}/>
  </w:tblBorders>
  <w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF2F7"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""
