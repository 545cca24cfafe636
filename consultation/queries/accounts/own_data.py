"""Everything that is kept about one person, for that person."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select

from consultation.db import Base, session
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    Colleague,
    Eligibility,
    Organisation,
    Paper,
    Person,
    PrivacyNotice,
    Removal,
    Stakeholder,
    Submission,
)
from consultation.queries.audit import PARTS, as_read
from consultation.queries.consultations.notices import notices_agreed_to
from consultation.queries.privacy.data_map import data_map


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
            model.__tablename__: list(_given(model, condition, person))
            for model, condition in _about(person)
        },
    }
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def _about(person: Person) -> Iterable[tuple[type[Base], ColumnElement[bool]]]:
    """Every model with the rows about a person, found as the data map says; the notices beside."""
    yield Organisation, Organisation.id == person.organisation_id
    yield PrivacyNotice, PrivacyNotice.id.in_(notices_agreed_to(person, parts_of(person)))
    theirs = _numbers(person)
    models = [mapper.class_ for mapper in Base.registry.mappers]
    for model in sorted(models, key=lambda each: str(each.__tablename__)):
        mapped = data_map()[model.__tablename__]
        ways = [_way(model, name, person, theirs) for name in mapped.through]
        if ways:
            yield model, or_(*ways)


def _numbers(person: Person) -> dict[str, Any]:
    """By table: the rows that belong to a person, to which others lead."""
    parts = [part.id for part in parts_of(person)]
    sent = select(Submission.id).where(Submission.stakeholder_id.in_(parts))
    return {
        "person": [person.id],
        "stakeholder": parts,
        "led": select(Stakeholder.id).where(Stakeholder.person == person),
        "submission": sent,
        "answer_version": select(AnswerVersion.id).where(AnswerVersion.submission_id.in_(sent)),
        "answer": select(Answer.id).where(Answer.submission_id.in_(sent)),
        "removal": select(Removal.id).where(
            Removal.answer_id.in_(select(Answer.id).where(Answer.submission_id.in_(sent)))
        ),
    }


def _way(
    model: type[Base], name: str, person: Person, theirs: Mapping[str, Any]
) -> ColumnElement[bool]:
    """How a column leads to a person: by a key, or by their address."""
    column = model.__table__.c[name]
    if name == "id":
        return model.id.in_(theirs[model.__tablename__])
    keys = list(column.foreign_keys)
    if not keys:
        return column == person.email
    if model is Eligibility and name == "stakeholder_id":
        return column.in_(theirs["led"])
    return column.in_(theirs[keys[0].column.table.name])


def _paper_of(person: Person) -> ColumnElement[bool]:
    parts = [part.id for part in parts_of(person)]
    own = select(Submission.id).where(Submission.stakeholder_id.in_(parts))
    return or_(Paper.submission_id.in_(own), Paper.added_by_id == person.id)


def _rows(model: type[Base], condition: ColumnElement[bool]) -> Iterable[Base]:
    return session.scalars(select(model).where(condition).order_by(model.id)).unique()


def _given(
    model: type[Base], condition: ColumnElement[bool], person: Person
) -> Iterable[dict[str, Any]]:
    """The rows as they are given: what somebody did to others is theirs, who these are is not."""
    identity = data_map()[model.__tablename__].columns["identity"]
    own = set(session.scalars(select(model.id).where(_is_whose(model, person)))) if identity else ()
    for row in _rows(model, condition):
        yield _columns(row, without=() if not identity or row.id in own else identity)


def _is_whose(model: type[Base], person: Person) -> ColumnElement[bool]:
    """Rows that say who this person is, and not only what they did to another."""
    if model is Organisation:
        return Organisation.id == person.organisation_id
    theirs = _numbers(person)
    ways = [
        _way(model, name, person, theirs)
        for name in data_map()[model.__tablename__].through
        if not _is_act(model, name)
    ]
    return or_(false(), *ways)


def _is_act(model: type[Base], name: str) -> bool:
    """Whether a column says who did something: `by_id`, `added_by_id`."""
    return name.endswith("by_id") and bool(model.__table__.c[name].foreign_keys)


def _columns(row: Base, *, without: Collection[str] = ()) -> dict[str, Any]:
    secret = {*data_map()[row.__tablename__].secret, *without}
    return {
        column.key: _read(row, column.key)
        for column in row.__mapper__.column_attrs
        if column.columns[0].name not in secret
    }


def _read(row: Base, name: str) -> Any:
    """A value as it is read: in the log, what was redacted or erased since is covered."""
    if isinstance(row, AuditEntry) and name in PARTS:
        return as_read(row, name)
    return getattr(row, name)
