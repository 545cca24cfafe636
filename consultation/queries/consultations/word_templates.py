"""The Word document of its own that a consultation's files look like."""

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, WordTemplate


def word_template(consultation: Consultation) -> WordTemplate | None:
    """The one in use; its content comes when it is asked for."""
    return session.scalar(select(WordTemplate).where(WordTemplate.consultation == consultation))


def looks_of(consultation: Consultation) -> bytes | None:
    """The document itself, or None where the usual looks are in use."""
    found = word_template(consultation)
    return found.content if found else None
