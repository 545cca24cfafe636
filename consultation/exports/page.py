"""The plenary pack as one page of HTML that needs nothing else: no script, no foreign request."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from consultation.config import ROOT
from consultation.exports.document import Document, document_of
from consultation.exports.document.plain import plain
from consultation.operations.plenary.pack import Pack

_pages = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render_page(pack: Pack) -> bytes:
    """The pack as HTML in UTF-8; the same pack gives the same bytes."""
    return page_of(document_of(pack))


def page_of(content: Document) -> bytes:
    """Any document as HTML in UTF-8; the same content gives the same bytes."""
    page = _pages.get_template("exports/pack.html")
    return page.render(document=plain(content)).encode()
