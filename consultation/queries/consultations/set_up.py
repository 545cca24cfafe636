"""What was changed of how a consultation is set up: when, by whom, from what to what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.languages import LANGUAGES
from consultation.models import AuditEntry, Consultation, Person, Round, WorkingGroup

CALLED = {
    "title": "Title",
    "host": "Host",
    "summary": "Purpose",
    "legal_basis": "Legal basis",
    "usual_days": "Usual number of days",
    "shorter_because": "Why a window is shorter",
    "languages": "Languages",
    "time_zone": "Time zone",
    "is_public": "Public",
    "registration": "Open registration",
    "categories": "Kinds of stakeholders",
    "opens_at": "Opens",
    "closes_at": "Closes",
    "late_until": "Late submissions until",
    "template": "Word template",
    "sha256": "SHA-256",
    "retention_months": "Months for which data are kept",
    "protection_contact": "Whom people ask about their data",
}
"""What is kept under a name in the log, as the pages call it."""

UNSAID = {"notice", "rules"}
"""What the log keeps for programs: hashes of notices and rules, which have a number for people."""

COMMAND = "a command of the instance"

BY_ITSELF = {"let personal data go": "the site by itself, or a command of it"}
"""Who does what nobody asks for: acts that the worker does when they are due."""


@dataclass(frozen=True)
class Difference:
    """One thing that was changed; what was not there before or is not after is empty."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class SettingChange:
    """One act on how a consultation is set up."""

    at: datetime
    who: str
    action: str
    about: str
    differences: tuple[Difference, ...]
    reason: str


def set_up_changes(consultation: Consultation) -> list[SettingChange]:
    """Everything that was announced and set up, the newest first."""
    rounds = {round_.id: round_.title for round_ in consultation.rounds}
    groups = {group.id: group.code for group in consultation.working_groups}
    named = {
        Consultation.__tablename__: {consultation.id: ""},
        Round.__tablename__: rounds,
        WorkingGroup.__tablename__: groups,
    }
    entries = session.scalars(
        select(AuditEntry)
        .where(
            or_(
                *(
                    and_(AuditEntry.subject == table, AuditEntry.subject_id.in_(rows))
                    for table, rows in named.items()
                )
            )
        )
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
    )
    return [
        SettingChange(
            at=entry.at,
            who=entry.person.name if entry.person else BY_ITSELF.get(entry.action, COMMAND),
            action=entry.action,
            about=named[entry.subject][entry.subject_id],
            differences=tuple(_differences(entry, consultation)),
            reason=entry.reason,
        )
        for entry in entries
    ]


def _differences(entry: AuditEntry, consultation: Consultation) -> Iterator[Difference]:
    for name in {**entry.before, **entry.after}:
        before, after = (
            _worded(name, state.get(name), consultation) for state in (entry.before, entry.after)
        )
        if before != after and name not in UNSAID:
            yield Difference(CALLED.get(name, name.replace("_", " ").capitalize()), before, after)


def _worded(name: str, value: Any, consultation: Consultation) -> str:
    """A value of the log as people read it."""
    if value is None:
        return ""
    if name == "person":
        person = session.get(Person, value)
        return person.name if person is not None else "somebody"
    if name == "languages":
        return ", ".join(LANGUAGES.get(code, code) for code in value)
    if name in {"opens_at", "closes_at", "late_until", "at"}:
        local = datetime.fromisoformat(value).astimezone(consultation.zone)
        return f"{local:%-d %B %Y, %H:%M}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
