"""Putting a text of a consultation in force: the one before stays to be read.

One rule for privacy notices and for rules of moderation: no row is ever changed, an empty text
says that there is none from now on, and who has read another text than the one in force is told.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import StaleEdit
from consultation.models import AuditEntry, Consultation, ModerationRules, Person, PrivacyNotice
from consultation.models.notice import sha256_of
from consultation.operations.audit import record
from consultation.queries.consultations.texts_in_force import (
    Text,
    newest,
    number_of_newest,
    text_of,
)


class _Named(NamedTuple):
    """What a kind of text is called: by people, as an act, and its hash in the log."""

    called: str
    act: str
    in_the_log: str


_NAMED = {
    PrivacyNotice: _Named("a privacy notice", "put a privacy notice in force", "notice"),
    ModerationRules: _Named("rules of moderation", "put rules of moderation in force", "rules"),
}


class StaleText(StaleEdit):
    """Another text came into force since this one was read: what was read, and what holds."""

    def __init__(self, sentence: str, *, was: str, now: str, number: int) -> None:
        super().__init__(sentence)
        self.was, self.now, self.number = was, now, number


def put_in_force(
    kind: type[Text],
    consultation: Consultation,
    text: str,
    *,
    seen: int | None = None,
    by: Person | None = None,
    now: datetime,
) -> Text | None:
    """Let a text hold from now on, or none where it is empty; what holds already changes nothing.

    `seen` is the number of the text that was read, None where nobody reads one first; `by` is
    nobody where a command does it. Raises StaleText where another came into force since.
    """
    locked(consultation)
    before, named = newest(kind, consultation), _NAMED[kind]
    if text == (before.text if before is not None else ""):
        return before
    _ensure_seen(kind, consultation, seen)
    fresh = kind(
        consultation=consultation,
        number=before.number + 1 if before is not None else 1,
        text=text,
        sha256=sha256_of(text),
        in_force_from=now,
    )
    session.add(fresh)
    record(
        named.act,
        consultation,
        person=by,
        now=now,
        after={named.in_the_log: fresh.sha256, "number": fresh.number},
    )
    return fresh


def _ensure_seen(kind: type[Text], consultation: Consultation, seen: int | None) -> None:
    number = number_of_newest(kind, consultation)
    if seen is None or seen == number:
        return
    raise StaleText(
        f"{_who_did_last(kind, consultation)} put {_NAMED[kind].called} in force since you opened "
        "this page. Nothing was overwritten: what is different is below, and your text is in the "
        "form. Bring them together, then put yours in force.",
        was=text_of(kind, consultation, seen),
        now=text_of(kind, consultation, number),
        number=number,
    )


def _who_did_last(kind: type[Text], consultation: Consultation) -> str:
    entry = session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.subject == Consultation.__tablename__,
            AuditEntry.subject_id == consultation.id,
            AuditEntry.action == _NAMED[kind].act,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return entry.person.name if entry is not None and entry.person else "A command of the instance"
