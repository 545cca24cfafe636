"""Real Word lists: bullets and numbers that Word counts itself, each list from its own start."""

from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

DEEPEST = 8
"""Word's lists have nine levels, counted from 0."""

_BULLETS, _NUMBERS = 900, 901
_STEP = 360


def start_list(document: Document, depth: int, *, start: int | None) -> int:
    """A new list at `depth`, numbered from `start` or bulleted; its number for `put_in_list`."""
    numbering = document.part.numbering_part.element
    if not numbering.xpath(f"./w:abstractNum[@w:abstractNumId={_BULLETS}]"):
        for identity, levels in ((_BULLETS, _bullets()), (_NUMBERS, _numbers())):
            numbering.insert(0, parse_xml(_abstract(identity, levels)))
    number = numbering.add_num(_BULLETS if start is None else _NUMBERS)
    if start is not None:
        number.add_lvlOverride(min(depth, DEEPEST)).add_startOverride(start)
    return int(number.numId)


def put_in_list(paragraph: Paragraph, number: int, depth: int) -> None:
    """Make a paragraph an item of a list."""
    properties = paragraph.paragraph_format.element.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(depth, DEEPEST)
    properties.get_or_add_numId().val = number


def _bullets() -> list[str]:
    signs = "•–▪"
    return [_level(at, "bullet", signs[at % len(signs)]) for at in range(DEEPEST + 1)]


def _numbers() -> list[str]:
    kinds = ("decimal", "lowerLetter", "lowerRoman")
    return [_level(at, kinds[at % len(kinds)], f"%{at + 1}.") for at in range(DEEPEST + 1)]


def _level(at: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{(at + 1) * _STEP}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
    )


def _abstract(identity: int, levels: list[str]) -> str:
    return (
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{identity}">'
        f'<w:multiLevelType w:val="multilevel"/>{"".join(levels)}</w:abstractNum>'
    )
