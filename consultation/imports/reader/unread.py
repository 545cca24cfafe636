"""Cells of a workbook that say something which is not in the file as a text: they read as empty.

A formula has no text until a spreadsheet program has worked it out, and an error stands where the
text was lost ("- please delete", typed into a cell, is taken for a formula and becomes `#NAME?`).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from .binary import OLE, in_xls, in_xlsb
from .blocks import Unread
from .cells import OFFICE, TABLE, Found, bounded, in_ods, in_xlsx, part_of

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet has at most, in every spreadsheet program."""

_EXTENSION = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\bt\s*=\s*["']e["']|:formula\b|["']error["']""")
"""What a part must hold to be worth reading: most tables have neither formulas nor errors."""


def unread_cells(raw: bytes, sheet: str) -> list[Unread]:
    """Those of a sheet in an XLSX or ODS file, and the errors of one in an XLSB or XLS file.

    Raises what `refusing_damaged` turns into a refusal.
    """
    found = [
        Unread(*cell)
        for cell in bounded(_found(raw, sheet), "with an error or a formula not worked out")
    ]
    if any(cell.row >= MOST_ROWS or cell.column >= MOST_COLUMNS for cell in found):
        raise ValueError("a place that no sheet has")
    return found


def _found(raw: bytes, sheet: str) -> Iterator[Found]:
    if raw.startswith(OLE):
        yield from in_xls(raw, sheet)
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if "xl/workbook.bin" in names:
            yield from in_xlsb(archive, sheet)
        elif "xl/workbook.xml" in names:
            part = part_of(archive, sheet)
            if part in names and _SUSPECT.search(archive.read(part)):
                yield from in_xlsx(archive, part, _xlsx_cell)
        elif "content.xml" in names and _SUSPECT.search(archive.read("content.xml")):
            yield from in_ods(archive, sheet, _ods_cell)


def _xlsx_cell(cell: Element) -> str:
    value, formula = cell.find("{*}v"), cell.find("{*}f")
    stored = "" if value is None else value.text or ""
    if cell.get("t") == "e":
        return stored or "#ERROR"
    # A formula may well have been worked out to an empty text: then its kind is said to be text.
    worked_out = stored or (value is not None and cell.get("t") == "str")
    return "" if formula is None or worked_out else f"={formula.text or '…'}"


def _ods_cell(cell: Element) -> str:
    if cell.get(f"{_EXTENSION}value-type") == "error":
        return "".join(cell.itertext()).strip() or "#ERROR"
    formula = cell.get(f"{TABLE}formula")
    if formula is None or cell.get(f"{OFFICE}value-type"):
        return ""
    return formula.partition(":")[2] or formula
