"""Everything that is kept about one person, for that person."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from consultation.db import Base, session
from consultation.models import (
    Answer,
    AnswerRead,
    AnswerVersion,
    Appointment,
    Assignment,
    AuditEntry,
    CodeRefusal,
    CodeUse,
    Colleague,
    Eligibility,
    FrameAct,
    Invitation,
    Mail,
    Matter,
    MatterEntry,
    Membership,
    Note,
    Organisation,
    Paper,
    Person,
    PrivacyNotice,
    Receipt,
    Stakeholder,
    Submission,
    Visit,
)
from consultation.queries.notices import notices_agreed_to

SECRETS = frozenset(
    {
        "password_hash",
        "session_key",
        "totp_secret",
        "totp_step",
        "code_hash",
        "calendar_hash",
        "link_hash",
        "path",
    }
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


def papers_about(person: Person) -> Sequence[Paper]:
    """The papers of a person's parts, and those that they attached themselves."""
    return session.scalars(select(Paper).where(_paper_of(person)).order_by(Paper.id)).all()


def data_file(person: Person, *, files: Mapping[str, str], now: datetime) -> str:
    """Every row about a person as JSON, by table; `files` lie beside it, each with its SHA-256."""
    content = {
        "format": "plenary-my-data-2",
        "made_at": now.isoformat(),
        "files": files,
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
    yield Invitation, Invitation.email == person.email
    yield Eligibility, Eligibility.email == person.email
    yield Stakeholder, Stakeholder.id.in_(parts)
    yield Colleague, Colleague.person == person
    yield PrivacyNotice, PrivacyNotice.id.in_(notices_agreed_to(person, parts_of(person)))
    yield Submission, Submission.stakeholder_id.in_(parts)
    yield (
        AnswerVersion,
        or_(AnswerVersion.submission_id.in_(own), AnswerVersion.saved_by_id == person.id),
    )
    yield Answer, Answer.submission_id.in_(own)
    yield Paper, _paper_of(person)
    yield Receipt, Receipt.submission_id.in_(own)
    yield Note, Note.person == person
    yield AnswerRead, AnswerRead.person == person
    yield Visit, Visit.person == person
    yield Assignment, Assignment.person == person
    yield Matter, or_(Matter.raised_by == person, Matter.owner == person)
    yield MatterEntry, MatterEntry.person == person
    yield FrameAct, FrameAct.person == person
    yield CodeUse, CodeUse.person == person
    yield CodeRefusal, CodeRefusal.person == person
    yield AuditEntry, AuditEntry.person == person
    yield Mail, Mail.to == person.email


def _paper_of(person: Person) -> ColumnElement[bool]:
    parts = [part.id for part in parts_of(person)]
    own = select(Submission.id).where(Submission.stakeholder_id.in_(parts))
    return or_(Paper.submission_id.in_(own), Paper.added_by_id == person.id)


def _rows(model: type[Base], condition: ColumnElement[bool]) -> Iterable[Base]:
    return session.scalars(select(model).where(condition).order_by(model.id)).unique()


def _columns(row: Base) -> dict[str, Any]:
    return {
        column.key: getattr(row, column.key)
        for column in row.__mapper__.column_attrs
        if column.key not in SECRETS
    }
