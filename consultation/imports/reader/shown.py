"""Cells as they are shown: the clause 3.10 and the share 50 % are kept as 3.1 and 0.5.

What is shown stands for a number only where it says all of it: 2.75, shown as 3, stays 2.75.
Tabs and line breaks are elements in an ODS file, which the reader of workbooks passes over.
"""

import io
import math
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element

from .cells import OFFICE, Found, elements, in_ods, in_xlsx, part_of
from .odt import TEXT, pieces

_PLACES = re.compile(r"0(?:\.(0{1,15}))?(%)?")
_BUILT_IN = {"2": "0.00", "9": "0%", "10": "0.00%"}
_SUSPECT = re.compile(rb"(?:[.,]\d*0|%)\s*</|<text:(?:tab|line-break)\b")
"""What an ODS file must hold: a number that ends in a nought, a share, a tab or a line break."""

_BREAKS = (f"{TEXT}tab", f"{TEXT}line-break")


def shown_cells(raw: bytes, sheet: str) -> Iterator[Found]:
    """The cells of a sheet in an XLSX or ODS file that are shown otherwise than they are read."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if {"xl/workbook.xml", "xl/styles.xml"} <= {*names}:
            part, formats = part_of(archive, sheet), _formats(archive)
            if part in names and formats:
                yield from in_xlsx(archive, part, partial(_xlsx_cell, formats=formats))
        elif "content.xml" in names and _SUSPECT.search(archive.read("content.xml")):
            yield from in_ods(archive, sheet, _ods_cell)


def _formats(archive: zipfile.ZipFile) -> dict[str, str]:
    """By what a cell calls its format: those that only say how many places there are."""
    codes, kept = dict(_BUILT_IN), {}
    for found in elements(archive, "xl/styles.xml", "numFmt"):
        codes[found.get("numFmtId", "")] = found.get("formatCode", "")
    for formats in elements(archive, "xl/styles.xml", "cellXfs"):
        for place, found in enumerate(formats.iterfind("{*}xf")):
            code = codes.get(found.get("numFmtId", ""), "")
            if _PLACES.fullmatch(code):
                kept[str(place)] = code
    return kept


def _xlsx_cell(cell: Element, formats: dict[str, str]) -> str:
    code, value = formats.get(cell.get("s", "")), cell.find("{*}v")
    if code is None or value is None or cell.get("t", "n") != "n":
        return ""
    kept = float(value.text or "nan")
    places, percent = _PLACES.fullmatch(code).groups()  # type: ignore[union-attr]
    shown = f"{kept * (100 if percent else 1):.{len(places or '')}f}{percent or ''}"
    return _whole(shown, kept)


def _ods_cell(cell: Element) -> str:
    kind = cell.get(f"{OFFICE}value-type")
    if kind == "string":
        return _ods_text(cell)
    if kind not in {"float", "percentage"}:
        return ""
    shown = "".join(text for part in cell.iterfind("{*}p") for text in part.itertext())
    return _whole(shown.replace(",", ".").strip(), float(cell.get(f"{OFFICE}value", "nan")))


def _ods_text(cell: Element) -> str:
    if all(next(cell.iter(tag), None) is None for tag in _BREAKS):
        return ""
    return "\n".join("".join(pieces(part)) for part in cell.iterfind(f"{TEXT}p"))


def _whole(shown: str, kept: float) -> str:
    """What is shown, where it says all of the number; a share is told as one in any case."""
    if not re.fullmatch(r"-?\d+(\.\d+)?\s?%?", shown):
        return ""
    is_share = shown.endswith("%")
    said = float(shown.rstrip("% ")) / (100 if is_share else 1)
    if math.isclose(said, kept, rel_tol=1e-12, abs_tol=1e-15):
        return shown
    return f"{kept * 100:.12g}%" if is_share and math.isfinite(kept) else ""
