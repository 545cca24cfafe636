"""What leaves the platform: the plenary pack, in every format it is handed out in."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from zoneinfo import ZoneInfo

from consultation.exports.docx import render_docx
from consultation.exports.files import whole_file, write_whole
from consultation.exports.odt import render_odt
from consultation.exports.pack_csv import render_pack_csv
from consultation.exports.pack_json import render_pack_json
from consultation.exports.page import render_page
from consultation.exports.pdf import render_pdf
from consultation.exports.pptx import render_pptx
from consultation.exports.xlsx import render_xlsx
from consultation.operations.plenary.pack import Pack

__all__ = [
    "FORMATS",
    "Format",
    "file_name",
    "formats_with",
    "mimetype_of",
    "slug",
    "whole_file",
    "write_whole",
]

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """A format a pack is handed out in: its media type and who writes it."""

    mimetype: str
    render: Callable[[Pack], bytes]


FORMATS = {
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", render_docx),
    "pdf": Format("application/pdf", render_pdf),
    "html": Format("text/html", render_page),
    "odt": Format("application/vnd.oasis.opendocument.text", render_odt),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", render_pptx),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", render_xlsx),
    "csv.zip": Format("application/zip", render_pack_csv),
    "json": Format("application/json", render_pack_json),
}


def mimetype_of(name: str) -> str:
    """The media type of a file that leaves, by the end of its name."""
    _, _, extension = name.partition(".")
    return FORMATS[extension].mimetype


def formats_with(template: bytes | None) -> dict[str, Format]:
    """The formats, of which the Word document has the pages and styles of a template, if any."""
    word = Format(FORMATS["docx"].mimetype, partial(render_docx, template=template))
    return FORMATS | {"docx": word}


def file_name(pack: Pack, ext: str) -> str:
    """A name for a pack's file: ASCII letters, digits and dashes, whatever the titles hold."""
    day = pack.compiled_at.astimezone(ZoneInfo(pack.time_zone)).date()
    parts = (slug(pack.consultation, 60), slug(pack.round, 30), "plenary-pack", day.isoformat())
    return "-".join(part for part in parts if part) + f".{ext}"


def slug(text: str, limit: int) -> str:
    """A text as a part of a file's name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:limit].strip("-")
