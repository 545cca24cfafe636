"""The comment table in every format it is handed out in, to be filled offline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from consultation.exports.comment_table.document import render_table_docx
from consultation.exports.comment_table.opendocument import render_table_ods
from consultation.exports.comment_table.separated import render_table_csv
from consultation.exports.comment_table.sheet import too_long
from consultation.exports.comment_table.workbook import render_table_xlsx
from consultation.queries.contributions.comment_table import TableRow

__all__ = ["TABLE_FORMATS", "TableFormat", "too_long"]

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class TableFormat:
    """A format the table is handed out in: its media type and who writes it, rows and a title."""

    mimetype: str
    render: Callable[[Sequence[TableRow], str], bytes]


TABLE_FORMATS = {
    "xlsx": TableFormat(f"{_OFFICE}.spreadsheetml.sheet", render_table_xlsx),
    "ods": TableFormat("application/vnd.oasis.opendocument.spreadsheet", render_table_ods),
    "csv": TableFormat("text/csv; charset=utf-8", render_table_csv),
    "docx": TableFormat(f"{_OFFICE}.wordprocessingml.document", render_table_docx),
}
