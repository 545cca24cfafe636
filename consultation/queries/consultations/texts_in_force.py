"""Texts that a consultation puts in force one after the other: notices, rules of moderation."""

from typing import TypeVar

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, ModerationRules, PrivacyNotice

Text = TypeVar("Text", PrivacyNotice, ModerationRules)


def newest(kind: type[Text], consultation: Consultation) -> Text | None:
    """What was put in force last, be it that there is none any more."""
    return session.scalar(
        select(kind)
        .where(kind.consultation_id == consultation.id)
        .order_by(kind.number.desc())
        .limit(1)
    )


def in_force(kind: type[Text], consultation: Consultation) -> Text | None:
    """The text that holds now, where there is one."""
    found = newest(kind, consultation)
    return found if found is not None and found.text else None


def number_of_newest(kind: type[Text], consultation: Consultation) -> int:
    """By what a form knows which text it showed; 0 where there never was one."""
    found = newest(kind, consultation)
    return found.number if found is not None else 0


def text_of(kind: type[Text], consultation: Consultation, number: int) -> str:
    """What the text of a number says; nothing where there is no such."""
    found = session.scalar(
        select(kind.text).where(kind.consultation_id == consultation.id, kind.number == number)
    )
    return found or ""
