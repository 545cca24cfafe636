"""Cells of a workbook that say something which is not in the file as a text: they read as empty.

A formula has no text until a spreadsheet program has worked it out, and an error stands where the
text was lost ("- please delete", typed into a cell, is taken for a formula and becomes `#NAME?`).
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .blocks import Refused, Unread

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet has at most, in every spreadsheet program."""

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _TABLE = (f"{{{_ODF}{name}:1.0}}" for name in ("office", "table"))
_EXTENSION = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_LETTERS = re.compile(r"[A-Z]+")
_SUSPECT = re.compile(rb"""<(?:\w+:)?f[\s/>]|\bt\s*=\s*["']e["']|:formula\b|["']error["']""")
"""What a part must hold to be worth reading: most tables have neither formulas nor errors."""


def unread_cells(raw: bytes, sheet: str) -> list[Unread]:
    """Those of a sheet in an XLSX or ODS file; none in other kinds, which say nothing of them."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            found = list(_cells(archive, sheet))
        if any(cell.row >= MOST_ROWS or cell.column >= MOST_COLUMNS for cell in found):
            raise ValueError("a place that no sheet has")
    except (DefusedXmlException, ParseError, KeyError, ValueError) as error:
        raise Refused(
            "is damaged, or no spreadsheet program wrote it. Open it, save it under a new name and "
            "give that."
        ) from error
    return found


def _cells(archive: zipfile.ZipFile, sheet: str) -> Iterator[Unread]:
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        part = _part_of(archive, sheet)
        if part in names and _SUSPECT.search(archive.read(part)):
            yield from _in_xlsx(archive, part)
    elif "content.xml" in names and _SUSPECT.search(archive.read("content.xml")):
        yield from _in_ods(archive, sheet)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    """Each element of a name once it is read; forgotten afterwards, since sheets are large.

    Names count without their namespace: XLSX has two, of which one is for its strict kind.
    """
    with archive.open(part) as opened:
        for _, element in iterparse(opened, events=("end",), forbid_dtd=True):
            if element.tag.rpartition("}")[2] == name:
                yield element
                element.clear()


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet: the workbook names a relation, and that the part."""
    relation = next(
        value
        for found in _elements(archive, "xl/workbook.xml", "sheet")
        if found.get("name") == sheet
        for key, value in found.items()
        if key.endswith("}id")
    )
    for found in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if found.get("Id") == relation:
            target = found.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _in_xlsx(archive: zipfile.ZipFile, part: str) -> Iterator[Unread]:
    at = -1
    for row in _elements(archive, part, "row"):
        at = int(row.get("r") or at + 2) - 1
        column = -1
        for cell in row.iterfind("{*}c"):
            column = _column(cell.get("r"), column)
            if what := _xlsx_cell(cell):
                yield Unread(at, column, what)


def _column(reference: str | None, before: int) -> int:
    """The place of a cell called `C7`: 2; the one after the last where it has no name."""
    found = _LETTERS.match(reference or "")
    if found is None:
        return before + 1
    place = 0
    for letter in found[0]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def _xlsx_cell(cell: Element) -> str:
    value, formula = cell.find("{*}v"), cell.find("{*}f")
    stored = "" if value is None else value.text or ""
    if cell.get("t") == "e":
        return stored or "#ERROR"
    # A formula may well have been worked out to an empty text: then its kind is said to be text.
    worked_out = stored or (value is not None and cell.get("t") == "str")
    return "" if formula is None or worked_out else f"={formula.text or '…'}"


def _in_ods(archive: zipfile.ZipFile, sheet: str) -> Iterator[Unread]:
    for table in _elements(archive, "content.xml", "table"):
        if table.get(f"{_TABLE}name") != sheet:
            continue
        at = 0
        for row in table.iter(f"{_TABLE}table-row"):
            found, times = _in_ods_row(row), int(row.get(f"{_TABLE}number-rows-repeated", "1"))
            for again in range(min(times, MOST_ROWS) if found else 0):
                yield from (Unread(at + again, column, what) for column, what in found)
            at += times


def _in_ods_row(row: Element) -> list[tuple[int, str]]:
    found, column = [], 0
    for cell in row:
        times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if what := _ods_cell(cell):
            found += [(column + again, what) for again in range(min(times, MOST_COLUMNS))]
        column += times
    return found


def _ods_cell(cell: Element) -> str:
    if cell.get(f"{_EXTENSION}value-type") == "error":
        return "".join(cell.itertext()).strip() or "#ERROR"
    formula = cell.get(f"{_TABLE}formula")
    if formula is None or cell.get(f"{_OFFICE}value-type"):
        return ""
    return formula.partition(":")[2] or formula
