"""A body's own Word document, of which nothing but its looks is used."""

import io
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn

from consultation.errors import RuleError


class NoTemplate(RuleError):
    """What was given is no Word document."""


def opened(template: bytes) -> Document:
    """The document without its text: its styles, its pages, its headers and footers remain."""
    try:
        document = docx.Document(io.BytesIO(template))
    except (BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise NoTemplate("The template is no Word document (DOCX). Save it as one.") from error
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    return document
