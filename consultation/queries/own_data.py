"""Everything that is kept about one person, for that person."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from consultation.db import Base, session
from consultation.models import (
    Answer,
    AnswerVersion,
    Appointment,
    AuditEntry,
    Colleague,
    Mail,
    Membership,
    Note,
    Organisation,
    Person,
    Receipt,
    Stakeholder,
    Submission,
)

SECRETS = frozenset(
    {"password_hash", "session_key", "totp_secret", "totp_step", "code_hash", "path"}
)
"""What opens an account or a workspace is in no file."""


def parts_of(person: Person) -> Sequence[Stakeholder]:
    """The parts a person has, as lead or colleague, the newest first."""
    joined = select(Colleague.stakeholder_id).where(Colleague.person == person)
    return session.scalars(
        select(Stakeholder)
        .where(or_(Stakeholder.person == person, Stakeholder.id.in_(joined)))
        .order_by(Stakeholder.id.desc())
    ).all()


def data_file(person: Person, *, now: datetime) -> str:
    """Every row about a person as JSON, by table."""
    content = {
        "format": "plenary-my-data-1",
        "made_at": now.isoformat(),
        "rows": {
            model.__tablename__: [_columns(row) for row in _rows(model, condition)]
            for model, condition in _about(person)
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def _about(person: Person) -> Iterable[tuple[type[Base], ColumnElement[bool]]]:
    parts = [part.id for part in parts_of(person)]
    own = select(Submission.id).where(Submission.stakeholder_id.in_(parts))
    yield Person, Person.id == person.id
    yield Organisation, Organisation.id == person.organisation_id
    yield Membership, Membership.person == person
    yield Appointment, Appointment.person == person
    yield Stakeholder, Stakeholder.id.in_(parts)
    yield Colleague, Colleague.person == person
    yield Submission, Submission.stakeholder_id.in_(parts)
    yield (
        AnswerVersion,
        or_(AnswerVersion.submission_id.in_(own), AnswerVersion.saved_by_id == person.id),
    )
    yield Answer, Answer.submission_id.in_(own)
    yield Receipt, Receipt.submission_id.in_(own)
    yield Note, Note.person == person
    yield AuditEntry, AuditEntry.person == person
    yield Mail, Mail.to == person.email


def _rows(model: type[Base], condition: ColumnElement[bool]) -> Iterable[Base]:
    return session.scalars(select(model).where(condition).order_by(model.id)).unique()


def _columns(row: Base) -> dict[str, Any]:
    return {
        column.key: getattr(row, column.key)
        for column in row.__mapper__.column_attrs
        if column.key not in SECRETS
    }
