"""What was coded with the code frame: a table a question, and what fits no code."""

from docx.document import Document

from consultation.exports.docx.blocks import Cell, add_fact, add_heading, add_table, add_text
from consultation.exports.docx.theme import titled
from consultation.exports.text import excerpt
from consultation.queries.coded_lines import CodedLine, CodesPart, FrameLine, UnfitLine

UNFIT_SHOWN = 20
WORDS_SHOWN = 300  # characters


def write_codes(document: Document, codes: CodesPart, number: str, frame: FrameLine | None) -> None:
    """The codes of a question under a heading of their own; nothing where nothing is coded."""
    if frame is None or not codes.counts:
        return
    add_heading(document, "Codes", 3)
    add_text(document, f"{frame.name}, version {frame.version}.", "Plenary Line")
    rows: list[list[Cell]] = [
        [line.facet, code(line), line.themes, line.points, line.answers, line.organisations]
        for line in codes.counts
    ]
    header = ["Facet", "Code", "Themes", "Points", "Answers", "Organisations"]
    add_table(document, f"Codes, {number}", header, rows, [1.9, 5.6, 1.8, 1.6, 1.9, 3.1])
    text = (
        "A point has its own codes, and in a facet where it has none, those of its theme. One "
        "point can have several codes: the rows do not add up."
    )
    add_text(document, text, "Plenary After Table")
    for line in codes.fits_none[:UNFIT_SHOWN]:
        add_fact(document, f"Fits no code of “{line.facet}”", unfit(line))
    rest = len(codes.fits_none) - UNFIT_SHOWN
    if rest > 0:
        add_text(document, f"… and {rest:,} more that fit no code in the workbook.", "Plenary Line")


def code(line: CodedLine) -> str:
    """A code as a row of the table names it."""
    name = f"{line.key} {line.label}".strip()
    return f"{name} (out of use since version {line.out_of_use})" if line.out_of_use else name


def unfit(line: UnfitLine) -> str:
    """A theme, or a point of an answer, and the code that is missing."""
    words = excerpt(line.text, WORDS_SHOWN)
    what = titled(line.theme) if line.theme else f"“{words}” (answer {line.answer})"
    return f"{what}. Missing: {line.missing}." if line.missing else f"{what}."
