"""Zipped documents: looked at in their directory before anything is unpacked."""

import io
import stat
import zipfile
import zlib
from collections.abc import Callable
from typing import TypeVar
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .blocks import Refused

UNPACKED_LIMIT = 100_000_000
"""Bytes that a document may unpack to."""

ENTRY_LIMIT = 2_000
"""Files inside a document."""

RATIO_LIMIT = 100
"""How many times larger than packed a large part may be."""

LARGE = 1_000_000
# zipfile raises RuntimeError for encrypted or exotically packed parts, ValueError for a directory
# that points before the file's beginning. Each is told on as a refusal.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)

Result = TypeVar("Result")


def names_in(raw: bytes) -> tuple[frozenset[str], bytes]:
    """The names of an archive's parts, and what its part `mimetype` says."""

    def look(archive: zipfile.ZipFile) -> tuple[frozenset[str], bytes]:
        names = frozenset(archive.namelist())
        return names, archive.read("mimetype").strip() if "mimetype" in names else b""

    return _inside(raw, look)


def part(raw: bytes, name: str) -> Element | None:
    """The XML of one part of a document, or None where it has none; entities are refused."""

    def look(archive: zipfile.ZipFile) -> bytes | None:
        return archive.read(name) if name in archive.namelist() else None

    content = _inside(raw, look)
    try:
        return None if content is None else fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise Refused(
            "holds declarations that no office program writes and that could read other files. "
            "Open it, save it under a new name, and attach that."
        ) from error
    except ParseError as error:
        raise Refused(
            "is damaged or protected by a password. Open it, save it again without a password, "
            "and attach that."
        ) from error


def _inside(raw: bytes, look: Callable[[zipfile.ZipFile], Result]) -> Result:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _ensure_harmless(archive.infolist())
            return look(archive)
    except BROKEN as error:
        raise Refused(
            "is damaged: not all of its parts can be unpacked. Save it again and attach that."
        ) from error


def _ensure_harmless(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_LIMIT or len(entries) > ENTRY_LIMIT or any(map(_is_bomb, entries)):
        raise Refused(
            f"would unpack to {unpacked:,} bytes in {len(entries):,} parts; that is more than any "
            "paper needs. Save it as PDF or plain text and attach that."
        )
    if any(_leads_elsewhere(entry) for entry in entries):
        raise Refused(
            "has parts that point outside of it, as no office program writes them. Save it again "
            "and attach that."
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    packed = max(entry.compress_size, 1)
    return entry.file_size > LARGE and entry.file_size > RATIO_LIMIT * packed


def _leads_elsewhere(entry: zipfile.ZipInfo) -> bool:
    steps = entry.filename.replace("\\", "/").split("/")
    return not steps[0] or ".." in steps or stat.S_ISLNK(entry.external_attr >> 16)
