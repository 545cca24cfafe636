"""The plenary pack as CSV: the tables of the workbook, one file each, in one archive."""

import csv
import io
import zipfile

from consultation.cells import guarded
from consultation.exports.packing import steady_entry
from consultation.exports.text import xml_text
from consultation.exports.xlsx.sheets import SHEETS
from consultation.operations.plenary.pack import Pack


def render_pack_csv(pack: Pack) -> bytes:
    """Each sheet as RFC 4180 in UTF-8 with its mark; the same pack gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in SHEETS:
            lines = io.StringIO(newline="")
            writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
            writer.writerow(title for title, _ in sheet.columns)
            writer.writerows(map(_cell, row) for row in sheet.rows(pack))
            name = f"{sheet.name.lower().replace(' ', '-')}.csv"
            archive.writestr(steady_entry(name), lines.getvalue().encode("utf-8-sig"))
    return out.getvalue()


def _cell(value: str | int | float | None) -> str | int | float | None:
    return guarded(xml_text(value)) if isinstance(value, str) else value
