"""What kind of file this is, by its bytes alone: a name promises, bytes do not."""

import re
from enum import StrEnum

import puremagic

from .archives import names_in
from .blocks import NotTaken, Refused


class Kind(StrEnum):
    """The kinds that can be read."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "markdown"
    TEXT = "text"
    XLSX = "xlsx"
    ODS = "ods"


ZIPPED = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<svg|<\?xml|<script|<body|<head)", re.IGNORECASE)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BY_TYPE = {
    b"application/vnd.oasis.opendocument.text": Kind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": Kind.ODS,
}
_BY_PART = {"word/document.xml": Kind.DOCX, "xl/workbook.xml": Kind.XLSX}


def kind_of(raw: bytes) -> Kind:
    r"""The kind of a file; Refused, with what it seems to be, for every other.

    >>> kind_of(b"%PDF-1.7\n"), kind_of(b"# Measure 3.2\n"), kind_of(b"We agree.")
    (<Kind.PDF: 'pdf'>, <Kind.MARKDOWN: 'markdown'>, <Kind.TEXT: 'text'>)
    """
    if not raw.strip():
        raise Refused("is empty. Choose the file once more.")
    if raw.startswith(b"%PDF-"):
        return Kind.PDF
    if raw.startswith(ZIPPED):
        return _zipped(raw)
    if raw.startswith(_OLE):
        raise NotTaken(
            "is an old or a password-protected Office file. Open it and save it anew, without a "
            "password."
        )
    return _text_kind(raw)


def _zipped(raw: bytes) -> Kind:
    names, mimetype = names_in(raw)
    if mimetype in _BY_TYPE:
        return _BY_TYPE[mimetype]
    for part, kind in _BY_PART.items():
        if part in names:
            return kind
    raise NotTaken("is an archive. Unpack it and choose the files one by one.")


def _text_kind(raw: bytes) -> Kind:
    if _MARKUP.match(raw.removeprefix(b"\xef\xbb\xbf")):
        raise NotTaken("is a web page, a picture or another kind of markup.")
    text = decoded(raw)
    if text is None:
        raise NotTaken(_named(raw))
    return Kind.MARKDOWN if _HEADING.search(text) else Kind.TEXT


def decoded(raw: bytes) -> str | None:
    r"""A text file's text: UTF-8, UTF-16 with its mark, else Windows-1252; None for other bytes.

    >>> decoded(b"caf\xe9"), decoded(b"MZ\x00\x01") is None
    ('café', True)
    """
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def _named(raw: bytes) -> str:
    try:
        name = puremagic.magic_string(raw)[0].name
    except (puremagic.PureError, IndexError, ValueError):
        name = ""
    return f"is, by its content, “{name}”." if name else "is nothing that can be read here."
