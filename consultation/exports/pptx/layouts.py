"""The slides' layouts: wide, in our colours and sizes, with real places for title and text."""

import re
from typing import Any

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Made
from pptx.shapes.base import BaseShape
from pptx.util import Cm, Emu, Length

OPENING, MESSAGE = "Title Slide", "Title and Content"
WIDTH, HEIGHT = Cm(33.867), Cm(19.05)
MARGIN = Cm(1.5)
ACROSS = Emu(WIDTH - 2 * MARGIN)
TOP = Cm(4.0)
"""Where what is below a slide's title begins."""

_COLOURS = {
    "dk1": "1B1F24", "lt1": "FFFFFF", "dk2": "1D4F91", "lt2": "EEF2F7", "accent1": "1D4F91",
    "accent2": "1B7F79", "accent3": "B8500F", "accent4": "8A8F98", "accent5": "6FA8A3",
    "accent6": "A4262C", "hlink": "1D4F91", "folHlink": "5B636E",
}  # fmt: skip
_PLACES: dict[str, dict[int, tuple[Length, Length]]] = {
    OPENING: {0: (Cm(4.5), Cm(4.0)), 1: (Cm(9.0), Cm(7.0))},
    MESSAGE: {0: (Cm(0.9), Cm(2.8)), 1: (TOP, Cm(13.2))},
}
"""Top and height of a layout's title and text."""

_FOOT = {10: (0.88, 0.02), 11: (0.0, 0.88), 12: (0.9, 0.1)}
"""Where date, footer and number begin below, and how wide they are, as shares of the width."""

_STYLES = {
    "p:titleStyle": '<a:lvl1pPr {ns} algn="l"><a:lnSpc><a:spcPct val="90000"/></a:lnSpc><a:buNone/>'
    '<a:defRPr sz="2600" b="1"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
    '<a:latin typeface="+mj-lt"/><a:ea typeface="+mj-ea"/><a:cs typeface="+mj-cs"/></a:defRPr>'
    "</a:lvl1pPr>",
    "p:bodyStyle": '<a:lvl1pPr {ns} marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="500"/>'
    '</a:spcBef><a:buNone/><a:defRPr sz="1600"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
    '<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    "</a:lvl1pPr>",
}


def wide_presentation() -> Made:
    """An empty presentation of 16 to 9 with two layouts: for the opening, and for a message."""
    made = Presentation()
    made.slide_width, made.slide_height = WIDTH, HEIGHT
    for layout in list(made.slide_layouts):
        if layout.name not in _PLACES:
            made.slide_layouts.remove(layout)
    _dress(made.slide_master)
    for layout in made.slide_layouts:
        _arrange(layout, _PLACES[layout.name])
    return made


def _dress(master: Any) -> None:
    """Our colours in the theme, our sizes in the styles."""
    part = next(rel.target_part for rel in master.part.rels.values() if "theme" in rel.reltype)
    theme = part.blob.decode()
    for name, colour in _COLOURS.items():
        ours = f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
        theme = re.sub(f"<a:{name}>.*?</a:{name}>", ours, theme)
    part.blob = theme.encode()
    for tag, style in _STYLES.items():
        (place,) = master.element.iter(qn(tag))
        first = place.find(qn("a:lvl1pPr"))
        place.replace(first, parse_xml(style.format(ns=nsdecls("a"))))
    for shape in master.placeholders:
        number = {"DATE": 10, "FOOTER": 11, "SLIDE_NUMBER": 12}.get(
            shape.placeholder_format.type.name
        )
        if number:
            begins, share = _FOOT[number]
            _put(shape, MARGIN + int(begins * ACROSS), Cm(17.8), int(share * ACROSS), Cm(0.9))
        else:
            top, height = _PLACES[MESSAGE][shape.placeholder_format.idx]
            _put(shape, MARGIN, top, ACROSS, height)


def _arrange(layout: Any, places: dict[int, tuple[Length, Length]]) -> None:
    for shape in layout.placeholders:
        if shape.placeholder_format.idx in places:
            top, height = places[shape.placeholder_format.idx]
            _put(shape, MARGIN, top, ACROSS, height)
            for style in shape.element.iter(qn("a:lstStyle")):
                for child in list(style):
                    style.remove(child)


def _put(shape: BaseShape, left: int, top: int, width: int, height: int) -> None:
    shape.left, shape.top = Emu(left), Emu(top)
    shape.width, shape.height = Emu(width), Emu(height)
