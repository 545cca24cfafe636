"""Drafts as they are read: provisions in order, each with the questions about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import Consultation, Draft, OpenQuestion, Provision, Round
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
    provisions = session.scalars(
        select(Provision)
        .where(Provision.draft == draft)
        .options(joinedload(Provision.working_group))
        .order_by(Provision.rank)
    ).all()
    beside = _questions_beside(draft)
    depths: dict[int, int] = {}
    for provision in provisions:
        depths[provision.id] = depths.get(provision.parent_id or 0, -1) + 1
    found = [Section(p, depths[p.id], tuple(beside.pop(p.id, ()))) for p in provisions]
    rest = beside.get(None, [])
    return [*found, Section(None, 0, tuple(rest))] if rest else found


def _questions_beside(draft: Draft) -> dict[int | None, list[OpenQuestion]]:
    questions = session.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.draft == draft, is_asked())
        .options(selectinload(OpenQuestion.provisions), joinedload(OpenQuestion.working_group))
        .order_by(OpenQuestion.rank)
    )
    beside: dict[int | None, list[OpenQuestion]] = defaultdict(list)
    for question in questions:
        beside[question.provisions[0].id if question.provisions else None].append(question)
    return beside
