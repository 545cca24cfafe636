"""The register of processing as a document: the same pieces as the pack, in three formats."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from consultation.exports.document import Document
from consultation.exports.document.blocks import (
    Block,
    Listing,
    Paragraph,
    Role,
    Run,
    fact,
    heading,
    said,
    table,
)
from consultation.exports.docx import docx_of
from consultation.exports.page import page_of
from consultation.exports.pdf import pdf_of
from consultation.exports.text import cut
from consultation.queries.privacy.register import Register


@dataclass(frozen=True)
class RegisterFormat:
    """A format of the register, and who writes it."""

    mimetype: str
    render: Callable[[Document], bytes]


REGISTER_FORMATS = {
    "docx": RegisterFormat(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx_of
    ),
    "pdf": RegisterFormat("application/pdf", pdf_of),
    "html": RegisterFormat("text/html", page_of),
}


def register_document(register: Register, *, now: datetime) -> Document:
    """An entry of the register, to hand to whoever supervises it."""
    return Document(
        title=cut(f"Register of processing: {register.consultation}", 255),
        author=cut(dict(register.facts)["Controller"], 255),
        subject="Record of processing activities",
        language="en",
        made_at=now,
        above=cut(register.consultation, 90),
        state="",
        below=f"Register of processing, {now:%-d %B %Y}",
        blocks=tuple(_blocks(register)),
    )


def _blocks(register: Register) -> Iterator[Block]:
    yield said("Register of processing", Role.TITLE)
    yield said(register.consultation, Role.SUBTITLE)
    yield said(
        "Record of processing activities under Article 30 of Regulation (EU) 2016/679, or for "
        "Union bodies Article 31 of Regulation (EU) 2018/1725.",
        Role.TEXT,
    )
    for label, words in register.facts:
        yield fact(label, words)
    yield heading("Categories of personal data", 1, new_page=False)
    yield table(
        "Personal data and where it is kept",
        ("About", "What", "Columns"),
        [(line.about, line.what, ", ".join(line.columns)) for line in register.data],
        (4.0, 4.0, 8.5),
    )
    yield heading("Technical and organisational measures", 1, new_page=False)
    yield Listing(tuple((Paragraph((Run(line),)),) for line in register.measures))
