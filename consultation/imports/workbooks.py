"""Tables in workbooks: XLSX, XLSB, XLS and ODS, every cell as the text a person sees."""

import io
import zipfile
from collections.abc import Iterable

from python_calamine import CalamineError

from consultation.errors import ImportRefused
from consultation.imports.kinds import not_a_table
from consultation.imports.reader.archives import BROKEN
from consultation.imports.reader.blocks import Refused, Sheet
from consultation.imports.reader.tables import filled_sheets

ENTRY_LIMIT = 2_000
"""Files inside a workbook."""

UNPACKED_LIMIT = 200_000_000
"""Bytes that a workbook may unpack to."""

RATIO_LIMIT = 100
"""How many times larger than packed a large entry may be."""

LARGE_ENTRY = 10_000_000
CELL_LIMIT = 20_000_000
"""Cells in the rectangle that a sheet spans: two cells in far corners make it huge."""


def workbook_sheet(raw: bytes, *, zipped: bool, name: str) -> Sheet:
    """The one visible sheet that holds anything, from its first row on.

    Raises ImportRefused for a damaged or protected workbook, one that unpacks to too much, one
    that is no spreadsheet, and one with several filled sheets: which one is meant is not guessed.
    """
    if zipped:
        _ensure_harmless(raw, name)
    try:
        sheets = list(filled_sheets(raw, limit=CELL_LIMIT, hidden=False))
    except Refused as refused:
        raise ImportRefused(f"“{name}” {refused}") from refused
    except CalamineError as error:
        raise ImportRefused(
            f"“{name}” cannot be read as a workbook: it is damaged, protected by a password or "
            f"no spreadsheet ({error}). Open it in a spreadsheet program and save it as CSV."
        ) from error
    if len(sheets) > 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
        raise ImportRefused(
            f"“{name}” has {len(sheets)} sheets with something on them ({names}). "
            "Save the one with the answers as a file of its own."
        )
    return sheets[0] if sheets else Sheet()


def _ensure_harmless(raw: bytes, name: str) -> None:
    """Look at the directory of the archive before anything is unpacked, then at its checksums."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _ensure_small(archive.infolist(), name)
            _ensure_spreadsheet(archive, name)
            whole = archive.testzip() is None
    except BROKEN:
        whole = False
    if not whole:
        raise ImportRefused(
            f"“{name}” is damaged: not all of its parts can be unpacked. Save or download it again."
        )


def _ensure_small(entries: Iterable[zipfile.ZipInfo], name: str) -> None:
    entries = list(entries)
    unpacked = sum(entry.file_size for entry in entries)
    bombs = [
        entry
        for entry in entries
        if entry.file_size > LARGE_ENTRY
        and entry.file_size > RATIO_LIMIT * max(entry.compress_size, 1)
    ]
    if bombs or unpacked > UNPACKED_LIMIT or len(entries) > ENTRY_LIMIT:
        raise ImportRefused(
            f"“{name}” would unpack to {unpacked:,} bytes in {len(entries):,} parts; that is more "
            "than a table of answers needs. Save the sheet with the answers as CSV."
        )


def _ensure_spreadsheet(archive: zipfile.ZipFile, name: str) -> None:
    names = archive.namelist()
    if any(part.startswith("xl/") for part in names):
        return
    if "mimetype" in names and b"opendocument.spreadsheet" in archive.read("mimetype"):
        return
    if any(part.startswith("word/") for part in names):
        raise not_a_table(name, "a Word document")
    raise not_a_table(name, "a ZIP archive or a document")
