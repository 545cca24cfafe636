"""Errors in the cells of XLSB and XLS files, which are rows of binary records (MS-XLSB, MS-XLS)."""

import io
import zipfile
from collections.abc import Iterator
from struct import unpack_from

import olefile

from .cells import Found, elements, first

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA",
}  # fmt: skip
_BUNDLE_SHEET, _ROW, _CELL_ERROR, _FORMULA_ERROR = 156, 0, 3, 11
_BOUND_SHEET, _END, _BOOLEAN_OR_ERROR, _FORMULA = 0x85, 0x0A, 0x0205, 0x0006


def in_xlsb(archive: zipfile.ZipFile, sheet: str) -> Iterator[Found]:
    """The cells of a sheet that hold an error."""
    row = 0
    for kind, body in _long_records(archive.read(_part_of(archive, sheet))):
        if kind == _ROW:
            (row,) = unpack_from("<I", body)
        elif kind in {_CELL_ERROR, _FORMULA_ERROR}:
            column, _, error = unpack_from("<IIB", body)
            yield row, column, ERRORS.get(error, "#ERROR")


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    relation = first(
        relation
        for kind, body in _long_records(archive.read("xl/workbook.bin"))
        if kind == _BUNDLE_SHEET
        for relation, name in [_two_texts(body, 8)]
        if name == sheet
    )
    target = first(
        found.get("Target", "")
        for found in elements(archive, "xl/_rels/workbook.bin.rels", "Relationship")
        if found.get("Id") == relation
    )
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _two_texts(body: bytes, at: int) -> tuple[str, str]:
    texts = []
    for _ in range(2):
        (length,) = unpack_from("<I", body, at)
        texts.append(body[at + 4 : at + 4 + 2 * length].decode("utf-16-le"))
        at += 4 + 2 * length
    return texts[0], texts[1]


def _long_records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of an XLSB part: a number of one or two bytes, a size of up to four, a body."""
    at = 0
    while at < len(raw):
        kind, at = raw[at], at + 1
        if kind & 0x80:
            kind, at = (kind & 0x7F) | (raw[at] & 0x7F) << 7, at + 1
        size = shift = 0
        for _ in range(4):
            size, shift, more = size | (raw[at] & 0x7F) << shift, shift + 7, raw[at] & 0x80
            at += 1
            if not more:
                break
        yield kind, raw[at : at + size]
        at += size


def in_xls(raw: bytes, sheet: str) -> Iterator[Found]:
    """The same of a sheet in an XLS file of Excel 97 or later."""
    with olefile.OleFileIO(io.BytesIO(raw)) as file:
        if not file.exists("Workbook"):
            return
        book = file.openstream("Workbook").read()
    begin = first(
        unpack_from("<I", body)[0]
        for kind, body in _records(book, 0)
        if kind == _BOUND_SHEET and _sheet_name(body) == sheet
    )
    for kind, body in _records(book, begin):
        if kind == _BOOLEAN_OR_ERROR and body[7]:
            error = body[6]
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":
            error = body[8]
        else:
            continue
        row, column = unpack_from("<HH", body)
        yield row, column, ERRORS.get(error, "#ERROR")


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    if is_wide:
        return body[8 : 8 + 2 * length].decode("utf-16-le")
    return body[8 : 8 + length].decode("latin-1")


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of an XLS stream from a place to the end of its part."""
    while at + 4 <= len(book):
        kind, size = unpack_from("<HH", book, at)
        if kind == _END:
            return
        yield kind, book[at + 4 : at + 4 + size]
        at += 4 + size
