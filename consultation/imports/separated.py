"""Tables of separated values: CSV and its cousins with semicolons or tabs."""

import csv
import io
from itertools import islice

from consultation.errors import ImportRefused

SEPARATORS = (",", ";", "\t")
NO_SEPARATOR = "\x1f"
"""For a table of one column, whose commas are commas."""

SAMPLE = 20
"""Records that are looked at to find the separator."""

# One cell may hold a whole position paper; what is too long is refused later, row by row. The
# largest value that a C long takes everywhere.
csv.field_size_limit(2**31 - 1)

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def separated_records(raw: bytes, *, encoding: str, name: str) -> list[list[str]]:
    """The records of a file of separated values; a cell of several lines is part of one record.

    Raises ImportRefused for bytes that are not text in this encoding, for a NUL character, and for
    a quotation mark that is never closed (it would swallow every record after it).
    """
    return records_in(_decoded(raw, encoding, name), name=name)


def records_in(text: str, *, name: str) -> list[list[str]]:
    """The records of a text of separated values; raises ImportRefused as `separated_records`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    records: list[list[str]] = []
    line = 1
    try:
        for record in reader:
            records.append(record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise ImportRefused(
            f"“{name}”: in the record that begins on line {line} a quotation mark is not closed, "
            f"or not doubled inside a quoted cell ({error}). Correct it or save the table again."
        ) from error
    return records


def _decoded(raw: bytes, encoding: str, name: str) -> str:
    if raw.startswith(_UTF16_MARKS) and encoding.startswith("utf-8"):
        raise ImportRefused(
            f"“{name}” is text in UTF-16. Add --encoding utf-16, or save it as CSV in UTF-8."
        )
    try:
        text = raw.decode(encoding)
    except LookupError as error:
        raise ImportRefused(
            f"There is no encoding “{encoding}”. Usual ones are utf-8, cp1252 and latin-1."
        ) from error
    except UnicodeDecodeError as error:
        line = bytes(error.object)[: error.start].count(b"\n") + 1
        raise ImportRefused(
            f"“{name}” is not text in {encoding.removesuffix('-sig').upper()}: line {line} cannot "
            "be read. Add --encoding cp1252 or --encoding latin-1 (tables from Western European "
            "spreadsheets), or save it as CSV in UTF-8."
        ) from error
    _ensure_no_nul(text, name)
    return text


def _ensure_no_nul(text: str, name: str) -> None:
    place = text.find("\0")
    if place >= 0:
        raise ImportRefused(
            f"“{name}” holds a NUL character on line {text.count(chr(10), 0, place) + 1}: it is "
            "damaged, no text, or text in another encoding. Save it as CSV in UTF-8."
        )


def _separator(text: str) -> str:
    """The separator that cuts the table best; where none cuts the header, one that cuts nothing."""
    fits = {separator: _fit(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: fits[separator])
    return NO_SEPARATOR if fits[best] == (0.0, 1) else best


def _fit(text: str, separator: str) -> tuple[float, int]:
    """How well a separator cuts the table: the share of records as wide as the header; the width.

    A share below a half counts as none: a sign that the header's wording happens to hold.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    filled = [record for record in islice(reader, SAMPLE) if "".join(record).strip(" ,;\t")]
    widths = [len(record) for record in filled] or [0]
    alike = widths.count(widths[0]) / len(widths)
    return (alike if alike >= 0.5 and widths[0] > 1 else 0.0, widths[0])
