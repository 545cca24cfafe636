"""The plenary pack as a tagged PDF (PDF/UA-1), set in type from data."""

import json
from pathlib import Path

from consultation.exports.document import Document, document_of
from consultation.exports.document.plain import plain
from consultation.exports.typesetting import codes_for, typeset, written
from consultation.operations.plenary.pack import Pack

_TEMPLATE = Path(__file__).with_name("pack.typ")
CODES = (
    "Letters that no font of this machine has are shown as their code, such as [U+1F642]. The "
    "workbook and the data hold them as they were written."
)


def render_pdf(pack: Pack) -> bytes:
    """The pack as PDF; the same pack gives the same bytes."""
    return pdf_of(document_of(pack))


def pdf_of(document: Document) -> bytes:
    """Any document as PDF; the same content gives the same bytes."""
    content = plain(document)
    codes = codes_for(json.dumps(content, ensure_ascii=False))
    data = written(content, codes) | {"codes": CODES if codes else ""}
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    return typeset(_TEMPLATE.read_bytes(), inputs, document.made_at)
