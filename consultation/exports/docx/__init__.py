"""The plenary pack as a Word document that can be handed to a plenary."""

import io

import docx

from consultation.exports.document import Document, document_of
from consultation.exports.docx.page import set_properties, set_up_page
from consultation.exports.docx.styles import set_up_styles
from consultation.exports.docx.template import opened
from consultation.exports.docx.writer import Writer
from consultation.exports.packing import steady_zip
from consultation.operations.plenary.pack import Pack


def render_docx(pack: Pack, *, template: bytes | None = None) -> bytes:
    """The pack as DOCX; the same pack gives the same bytes.

    Of a `template` its pages and whatever styles it has are used; ours are added where it has none.
    """
    return docx_of(document_of(pack), template=template)


def docx_of(content: Document, *, template: bytes | None = None) -> bytes:
    """Any document as DOCX; the same content gives the same bytes."""
    document = opened(template) if template else docx.Document()
    set_up_styles(document, ours=template is None)
    set_up_page(document, content, ours=template is None)
    set_properties(document, content)
    Writer(document).write(content.blocks)
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())
