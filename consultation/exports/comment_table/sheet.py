"""What the comment table is on every sheet: its widths, its kinds of remark, what fits a cell."""

from collections.abc import Sequence

from consultation.cells import CELL_LIMIT, units
from consultation.exports.text import xml_text
from consultation.queries.contributions.comment_table import REMARKS, TOO_LONG, TableRow

NAME = "Comments"

WIDTHS = {
    "body": 16, "line": 8, "clause": 34, "paragraph": 22, "remark": 13, "comment": 70,
    "proposed": 44, "observations": 36, "row_id": 22,
}  # fmt: skip
"""Of the columns, in characters."""

ROWS_TO_ADD = 500
"""Empty rows below the table that offer the kinds of remark too."""

KINDS = tuple(word for word, remark in REMARKS.items() if word == remark.value)
"""What column 5 offers."""


def too_long(rows: Sequence[TableRow]) -> list[TableRow]:
    """The rows whose text does not fit a cell of a spreadsheet."""
    return [row for row in rows if any(units(cell) > CELL_LIMIT for cell in row.cells)]


def fitting(row: TableRow) -> list[str]:
    """The cells of a row as XML can hold them; one that does not fit says so in its place."""
    return [
        xml_text(cell)
        if units(cell) <= CELL_LIMIT
        else f"{TOO_LONG} The text has {len(cell):,} characters. It stays as you saved it while "
        "this sentence stands here; edit it on its page, or download the table as DOCX or CSV."
        for cell in row.cells
    ]
