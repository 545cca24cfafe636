"""The plenary pack as an OpenDocument text, with named styles, real headings and real tables."""

import io
from datetime import UTC

from odfdo import Document, Element

from consultation.exports.document import Document as Content
from consultation.exports.document import document_of
from consultation.exports.odt.page import set_up_page
from consultation.exports.odt.styles import set_up_styles
from consultation.exports.odt.writer import Writer
from consultation.exports.packing import steady_zip
from consultation.exports.text import xml_text
from consultation.operations.plenary.pack import Pack


def render_odt(pack: Pack) -> bytes:
    """The pack as ODT; the same pack gives the same bytes."""
    return odt_of(document_of(pack))


def odt_of(content: Content) -> bytes:
    """Any document as ODT; the same content gives the same bytes."""
    document = _empty()
    _set_properties(document, content)
    set_up_styles(document)
    set_up_page(document, content)
    writer = Writer()
    body = Element.from_tag(f"<office:text>{writer.xml(content.blocks)}</office:text>")
    Element.extend(document.body, body.children)
    for style in writer.styles:
        document.insert_style(style, automatic=True)
    out = io.BytesIO()
    document.save(out)
    return steady_zip(out.getvalue())


def _empty() -> Document:
    """A text with nothing in it, nor what a new one has of its maker's screen."""
    document = Document("text")
    for paths, forget in (
        (document.parts, document.del_part),
        (document.manifest.get_paths(), document.manifest.del_full_path),
    ):
        for path in paths:
            if path.startswith(("Configurations2/", "Thumbnails/")):
                forget(path)
    document.body.clear()
    return document


def _set_properties(document: Document, content: Content) -> None:
    meta = document.meta
    meta.title, meta.subject = xml_text(content.title), xml_text(content.subject)
    meta.creator = meta.initial_creator = xml_text(content.author)
    made_at = content.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    meta.creation_date = meta.date = made_at
    meta.generator = "Plenary"
    document.language = "en-GB"
