"""Reports that are documents alone: the factual summary of a round, and the synopsis report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from consultation.exports import FORMATS, slug
from consultation.exports.document import Document
from consultation.exports.docx import docx_of
from consultation.exports.odt import odt_of
from consultation.exports.page import page_of
from consultation.exports.pdf import pdf_of


@dataclass(frozen=True)
class ReportFormat:
    """A format a report is handed out in: its media type and who writes it."""

    mimetype: str
    write: Callable[[Document], bytes]


REPORT_FORMATS = {
    extension: ReportFormat(FORMATS[extension].mimetype, write)
    for extension, write in (
        ("docx", docx_of),
        ("pdf", pdf_of),
        ("html", page_of),
        ("odt", odt_of),
    )
}


def report_name(*titles: str, made_at: datetime, zone: ZoneInfo, ext: str) -> str:
    """A name for a report's file: ASCII letters, digits and dashes, whatever the titles hold."""
    day = made_at.astimezone(zone).date().isoformat()
    return "-".join(part for part in (*(slug(t, 60) for t in titles), day) if part) + f".{ext}"
