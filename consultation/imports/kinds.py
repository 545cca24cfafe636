"""What kind of file this is, by its first bytes: a name promises, bytes do not."""

from enum import StrEnum

from consultation.errors import ImportRefused

BYTES_NEEDED = 1024
"""How much of a file's beginning `kind_of` looks at."""

_UTF8_MARK = b"\xef\xbb\xbf"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLES = (
    (b"%pdf-", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file"),
    (b"rar!", "a compressed file"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"gif8", "a picture"),
    (b"{\\rtf", "an RTF document"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<table", "a web page"),
    (b"<?xml", "an XML document"),
    (b"[{", "a JSON file"),
    (b'{"', "a JSON file"),
    (b"sqlite format 3", "a database"),
)


class Kind(StrEnum):
    """How the table in a file is to be read."""

    SEPARATED = "separated values"
    ZIPPED = "zipped workbook"
    OLD = "old workbook"


def kind_of(start: bytes, *, name: str) -> Kind:
    """How to read a file that begins with `start`; text of any kind passes for separated values.

    Raises ImportRefused, with what the file is, for the kinds that hold no table.

    >>> kind_of(b"text;question", name="answers.xlsx")
    <Kind.SEPARATED: 'separated values'>
    """
    if start.startswith(_ZIP):
        return Kind.ZIPPED
    if start.startswith(_OLE):
        return Kind.OLD
    head = start[:BYTES_NEEDED].removeprefix(_UTF8_MARK).lstrip().lower()
    for signature, what in _NO_TABLES:
        if head.startswith(signature):
            raise not_a_table(name, what)
    return Kind.SEPARATED


def not_a_table(name: str, what: str) -> ImportRefused:
    """The refusal of a file that is something else."""
    return ImportRefused(
        f"“{name}” is {what}, not a table. Give the answers as CSV (UTF-8), XLSX, XLS or ODS."
    )
