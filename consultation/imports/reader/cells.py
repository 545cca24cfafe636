"""The cells of a sheet as an XLSX or ODS file has them: each element with its place, from 0."""

import re
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .blocks import Refused

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE = (f"{{{_ODF}{name}:1.0}}" for name in ("office", "table"))
_CELLS = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
_LETTERS = re.compile(r"[A-Z]+")

Found = tuple[int, int, str]
"""What was found in a cell, after its row and its column."""

MOST = 100_000
"""How many cells of a sheet are told of: a few bytes of an ODS file repeat one without end."""

T = TypeVar("T")


@contextmanager
def refusing_damaged() -> Iterator[None]:
    """Say in a sentence what is wrong with a file that does not hold what it should."""
    wrong = (DefusedXmlException, ParseError, KeyError, IndexError, ValueError, OSError)
    try:
        yield
    except (*wrong, struct.error) as error:
        raise Refused(
            "is damaged, or no spreadsheet program wrote it. Open it, save it under a new name and "
            "give that."
        ) from error


def bounded(found: Iterable[Found], what: str) -> list[Found]:
    """All that was found. Raises Refused where it is more than can be told."""
    told = list(islice(found, MOST + 1))
    if len(told) > MOST:
        raise Refused(f"has more than {MOST:,} cells {what}. Delete them, then save it again.")
    return told


def first(found: Iterable[T]) -> T:
    """The first of what was found; KeyError where nothing was."""
    for each in found:
        return each
    raise KeyError


def elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[Element]:
    """Each element of a name once it is read; forgotten afterwards, since sheets are large.

    Names count without their namespace: XLSX has two, of which one is for its strict kind.
    """
    with archive.open(part) as opened:
        for _, element in iterparse(opened, events=("end",), forbid_dtd=True):
            if element.tag.rpartition("}")[2] == name:
                yield element
                element.clear()


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The part that holds a sheet: the workbook names a relation, and that the part."""
    relation = first(
        value
        for found in elements(archive, "xl/workbook.xml", "sheet")
        if found.get("name") == sheet
        for key, value in found.items()
        if key.endswith("}id")
    )
    for found in elements(archive, "xl/_rels/workbook.xml.rels", "Relationship"):
        if found.get("Id") == relation:
            target = found.get("Target", "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def in_xlsx(archive: zipfile.ZipFile, part: str, told: Callable[[Element], str]) -> Iterator[Found]:
    """What is told of the cells of a sheet, where it is anything."""
    at = -1
    for row in elements(archive, part, "row"):
        at = int(row.get("r") or at + 2) - 1
        column = -1
        for cell in row.iterfind("{*}c"):
            column = _column(cell.get("r"), column)
            if what := told(cell):
                yield at, column, what


def _column(reference: str | None, before: int) -> int:
    """The place of a cell called `C7`: 2; the one after the last where it has no name."""
    found = _LETTERS.match(reference or "")
    if found is None:
        return before + 1
    place = 0
    for letter in found[0]:
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def in_ods(archive: zipfile.ZipFile, sheet: str, told: Callable[[Element], str]) -> Iterator[Found]:
    """The same of a sheet in an ODS file; one by one where a cell or a row is said to repeat."""
    for table in elements(archive, "content.xml", "table"):
        if table.get(f"{TABLE}name") != sheet:
            continue
        at = 0
        for row in table.iter(f"{TABLE}table-row"):
            times = int(row.get(f"{TABLE}number-rows-repeated", "1"))
            found = [each for each in _in_row(row, told) if each[2]]
            for again in range(times if found else 0):
                for column, columns, what in found:
                    yield from ((at + again, column + more, what) for more in range(columns))
            at += times


def _in_row(row: Element, told: Callable[[Element], str]) -> Iterator[Found]:
    """The first column, how many there are, and what is told of them."""
    column = 0
    for cell in row:
        times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        yield column, times, told(cell) if cell.tag in _CELLS else ""
        column += times
