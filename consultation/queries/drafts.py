"""Drafts as they are read: provisions in order, each with the questions about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Appointment,
    Consultation,
    Draft,
    OpenQuestion,
    Person,
    Provision,
    Round,
    WorkingGroup,
)
from consultation.models.question import question_provision
from consultation.queries.submissions import is_asked


@dataclass(frozen=True)
class Section:
    """A provision, how deep it stands in the tree, and the questions put beside it.

    A question about several provisions stands beside the first; questions about none come last,
    in a section without a provision.
    """

    provision: Provision | None
    depth: int
    questions: tuple[OpenQuestion, ...]


def published_drafts(consultation: Consultation) -> Sequence[Draft]:
    return session.scalars(
        select(Draft)
        .join(Draft.round)
        .where(Round.consultation == consultation, Draft.published_at.is_not(None))
        .order_by(Round.number)
    ).all()


def sections(draft: Draft) -> list[Section]:
    """The draft from top to bottom."""
    provisions = _provisions(draft)
    beside: dict[int | None, list[OpenQuestion]] = defaultdict(list)
    for question, about in _questions(draft):
        beside[about[0] if about else None].append(question)
    depths: dict[int, int] = {}
    for provision in provisions:
        depths[provision.id] = depths.get(provision.parent_id or 0, -1) + 1
    found = [Section(p, depths[p.id], tuple(beside.pop(p.id, ()))) for p in provisions]
    rest = beside.get(None, [])
    return [*found, Section(None, 0, tuple(rest))] if rest else found


def _provisions(draft: Draft) -> Sequence[Provision]:
    return session.scalars(
        select(Provision)
        .where(Provision.draft == draft)
        .options(joinedload(Provision.working_group))
        .order_by(Provision.rank)
    ).all()


def _questions(draft: Draft) -> list[tuple[OpenQuestion, list[int]]]:
    """The open questions of a draft, each with the numbers of the provisions it is about."""
    questions = session.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.draft == draft, is_asked())
        .options(joinedload(OpenQuestion.working_group))
        .order_by(OpenQuestion.rank)
    ).all()
    # Numbers alone: the provisions are read already, and rows cost more than their question.
    about: dict[int, list[int]] = defaultdict(list)
    for question_id, provision_id in session.execute(
        select(question_provision.c.question_id, Provision.id)
        .join(Provision, Provision.id == question_provision.c.provision_id)
        .where(Provision.draft_id == draft.id)
        .order_by(Provision.rank)
    ):
        about[question_id].append(provision_id)
    return [(question, about[question.id]) for question in questions]


@dataclass(frozen=True)
class Spot:
    """A provision with what stands around it in its draft."""

    provision: Provision
    parents: tuple[Provision, ...]
    children: tuple[Provision, ...]
    questions: tuple[OpenQuestion, ...]
    previous: Provision | None
    next: Provision | None


def spot(draft: Draft, key: str) -> Spot | None:
    """A provision by its permanent key, with every open question about it; None for no such."""
    provisions = _provisions(draft)
    by_id = {provision.id: provision for provision in provisions}
    place = next((i for i, provision in enumerate(provisions) if provision.key == key), None)
    if place is None:
        return None
    provision = provisions[place]
    return Spot(
        provision,
        parents=tuple(_above(provision, by_id)),
        children=tuple(p for p in provisions if p.parent_id == provision.id),
        questions=tuple(q for q, about in _questions(draft) if provision.id in about),
        previous=provisions[place - 1] if place else None,
        next=provisions[place + 1] if place + 1 < len(provisions) else None,
    )


def _above(provision: Provision, by_id: dict[int, Provision]) -> list[Provision]:
    """What a provision is a part of, the widest first."""
    above: list[Provision] = []
    parent = by_id.get(provision.parent_id or 0)
    while parent is not None:
        above.insert(0, parent)
        parent = by_id.get(parent.parent_id or 0)
    return above


def groups_led_by(person: Person, consultation: Consultation) -> Sequence[WorkingGroup]:
    """The working groups in which a person is chair or vice-chair."""
    return session.scalars(
        select(WorkingGroup)
        .join(Appointment)
        .where(Appointment.person == person, WorkingGroup.consultation == consultation)
        .order_by(WorkingGroup.code)
    ).all()


def with_strands(groups: Sequence[WorkingGroup], everyone: Sequence[WorkingGroup]) -> set[int]:
    """The numbers of some working groups and of their strands."""
    chosen = {group.id for group in groups}
    return chosen | {group.id for group in everyone if group.parent_id in chosen}
