"""The plenary pack as slides to speak from: one message each, the quotes in the notes."""

import io
from datetime import UTC

from consultation.exports.document import document_of
from consultation.exports.packing import steady_zip
from consultation.exports.pptx.deck import deck_of
from consultation.exports.pptx.layouts import wide_presentation
from consultation.exports.pptx.writer import add_slide
from consultation.exports.text import xml_text
from consultation.operations.plenary.pack import Pack


def render_pptx(pack: Pack) -> bytes:
    """The pack as PPTX; the same pack gives the same bytes."""
    content = document_of(pack)
    presentation = wide_presentation()
    core = presentation.core_properties
    core.title, core.subject = xml_text(content.title), xml_text(content.subject)
    core.author = core.last_modified_by = xml_text(content.author)
    core.language = content.language
    core.created = core.modified = content.made_at.astimezone(UTC).replace(tzinfo=None)
    core.revision = 1
    for slide in deck_of(pack):
        add_slide(presentation, slide, f"{content.state} · {content.below}")
    out = io.BytesIO()
    presentation.save(out)
    return steady_zip(out.getvalue())
