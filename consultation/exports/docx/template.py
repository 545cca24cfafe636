"""A body's own Word document, of which nothing but its looks is used."""

import io
import zipfile

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from consultation.errors import RuleError

UNPACKED_LIMIT = 100_000_000
"""Bytes that a template may unpack to."""

_BROKEN = (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError)


class NoTemplate(RuleError):
    """What was given is no Word document."""


def ensure_template(template: bytes, *, name: str, limit: int) -> None:
    """Raise NoTemplate, in a sentence, for what no Word file can be made with."""
    if len(template) > limit:
        raise NoTemplate(
            f"“{name}” has {len(template) / 1e6:.1f} MB; a template has at most "
            f"{limit / 1e6:.1f}. Take large pictures out of it."
        )
    for relation in _outside(opened(template)):
        raise NoTemplate(
            f"“{name}” shows something from another place, “{relation}”. Whoever opened a file "
            "made with it would ask for that: put it into the document itself."
        )


def opened(template: bytes) -> Document:
    """The document without its text: its styles, its pages, its headers and footers remain.

    It forgets the file that it was itself made with, which no reader has.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED_LIMIT:
                raise NoTemplate("The template unpacks to too much. Take pictures out of it.")
        document = docx.Document(io.BytesIO(template))
    except _BROKEN as error:
        raise NoTemplate("The template is no Word document (DOCX). Save it as one.") from error
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    _forget_its_own(document)
    return document


def _forget_its_own(document: Document) -> None:
    settings = document.settings.element
    for made_with in settings.findall(qn("w:attachedTemplate")):
        settings.remove(made_with)
    relations = document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key, relation in list(relations.items()):
        if relation.reltype.endswith("/attachedTemplate"):
            del relations[key]


def _outside(document: Document) -> list[str]:
    """What the document would fetch when it is opened; a link to click on fetches nothing."""
    return [
        relation.target_ref
        for part in document.part.package.iter_parts()
        for relation in part.rels.values()
        if relation.is_external and relation.reltype != RELATIONSHIP_TYPE.HYPERLINK
    ]
