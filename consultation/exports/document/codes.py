"""What was coded with the code frame: a table a question, and what fits no code."""

from collections.abc import Iterator

from consultation.exports.document.blocks import Block, Cell, Role, fact, heading, said, table
from consultation.exports.document.theme import titled
from consultation.exports.text import excerpt
from consultation.queries.coding.coded_lines import CodedLine, CodesPart, FrameLine, UnfitLine

UNFIT_SHOWN = 20
WORDS_SHOWN = 300  # characters


def code_blocks(codes: CodesPart, number: str, frame: FrameLine | None) -> Iterator[Block]:
    """The codes of a question under a heading of their own; nothing where nothing is coded."""
    if frame is None or not codes.counts:
        return
    yield heading("Codes", 3)
    yield said(f"{frame.name}, version {frame.version}.", Role.LINE)
    rows: list[list[Cell]] = [
        [line.facet, code(line), line.themes, line.points, line.answers, line.organisations]
        for line in codes.counts
    ]
    header = ["Facet", "Code", "Themes", "Points", "Answers", "Organisations"]
    yield table(f"Codes, {number}", header, rows, [1.9, 5.6, 1.8, 1.6, 1.9, 3.1])
    text = (
        "A point has its own codes, and in a facet where it has none, those of its theme. One "
        "point can have several codes: the rows do not add up."
    )
    yield said(text, Role.NOTE)
    for line in codes.fits_none[:UNFIT_SHOWN]:
        yield fact(f"Fits no code of “{line.facet}”", unfit(line))
    rest = len(codes.fits_none) - UNFIT_SHOWN
    if rest > 0:
        yield said(f"… and {rest:,} more that fit no code in the workbook.", Role.LINE)


def code(line: CodedLine) -> str:
    """A code as a row of the table names it."""
    name = f"{line.key} {line.label}".strip()
    return f"{name} (out of use since version {line.out_of_use})" if line.out_of_use else name


def unfit(line: UnfitLine) -> str:
    """A theme, or a point of an answer, and the code that is missing."""
    words = excerpt(line.text, WORDS_SHOWN)
    what = titled(line.theme) if line.theme else f"“{words}” (answer {line.answer})"
    return f"{what}. Missing: {line.missing}." if line.missing else f"{what}."
