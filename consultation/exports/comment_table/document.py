"""The comment table as a document, on wide pages."""

import io
from collections.abc import Sequence

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Emu, Pt

from consultation.exports.packing import steady_zip
from consultation.exports.text import xml_text
from consultation.queries.contributions.comment_table import COLUMNS, TableRow

_SHARES = {
    "body": 13, "line": 9, "clause": 16, "paragraph": 14, "remark": 10, "comment": 31,
    "proposed": 21, "observations": 18, "row_id": 10,
}  # fmt: skip
"""Of a page's width, for the document."""


def render_table_docx(rows: Sequence[TableRow], title: str) -> bytes:
    """The table as DOCX, on wide pages with the header repeated; no text is too long for it."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.2)
    section.top_margin = section.bottom_margin = Cm(1.5)
    document.styles["Normal"].font.size = Pt(8)
    document.add_heading(xml_text(title), 1)
    table = document.add_table(1, len(COLUMNS), "Table Grid")
    table.autofit = False
    across = section.page_width - section.left_margin - section.right_margin
    widths = [Emu(int(across * part / sum(_SHARES.values()))) for part in _SHARES.values()]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, name, width in zip(table.rows[0].cells, COLUMNS.values(), widths, strict=True):
        cell.width = width
        letters = cell.paragraphs[0].add_run(name).font
        letters.bold, letters.size = True, Pt(7)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for row in rows:
        for cell, text, width in zip(table.add_row().cells, row.cells, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(xml_text(text))
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())
