"""Cells of an ODS file that are merged over several columns."""

import io
import zipfile
from xml.etree.ElementTree import Element

from .blocks import Merged
from .cells import TABLE, bounded, in_ods
from .kinds import ZIPPED

_SPANNED = f"{TABLE}number-columns-spanned"


def merged_cells(raw: bytes, sheet: str) -> list[Merged]:
    """Those of a sheet; none in other kinds of files."""
    if not raw.startswith(ZIPPED):
        return []
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        names = archive.namelist()
        if "content.xml" not in names or b"columns-spanned" not in archive.read("content.xml"):
            return []
        return [
            Merged(row, column, column + int(columns) - 1)
            for row, column, columns in bounded(in_ods(archive, sheet, _spanned), "that are merged")
        ]


def _spanned(cell: Element) -> str:
    """Over how many columns a cell with a text goes; nothing for one that is as all are."""
    columns = cell.get(_SPANNED, "1")
    return columns if columns != "1" and "".join(cell.itertext()).strip() else ""
