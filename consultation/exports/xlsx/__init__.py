"""The plenary pack as a workbook: one sheet per table, every cell a text or a number."""

import io
from datetime import UTC

from xlsxwriter import Workbook

from consultation.exports.packing import steady_zip
from consultation.exports.text import cut, xml_text
from consultation.exports.xlsx.sheets import SHEETS
from consultation.exports.xlsx.writing import Looks, write_sheet
from consultation.operations.plenary.pack import Pack

_NO_SURPRISES = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_xlsx(pack: Pack) -> bytes:
    """The pack as XLSX; the same pack gives the same bytes."""
    out = io.BytesIO()
    with Workbook(out, _NO_SURPRISES) as workbook:
        workbook.set_properties(
            {
                "title": xml_text(cut(f"Plenary pack: {pack.consultation}, {pack.round}", 255)),
                "author": xml_text(cut(pack.host, 255)),
                "created": pack.compiled_at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        looks = Looks.of(workbook)
        for sheet in SHEETS:
            write_sheet(workbook, looks, sheet, list(sheet.rows(pack)))
    return steady_zip(out.getvalue())
