"""Drafts as they are read: provisions in order, each with the questions about it.

What was published is not changed any more, for people have answered to it: a published draft is
read from the database once in a process, as plain values that outlive the transaction.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Consultation, Draft, OpenQuestion, Provision, Round, WorkingGroup
from consultation.models.question import question_provision
from consultation.queries.contributions.submissions import is_asked

TEXTS = 32
"""Published drafts that a process keeps at hand."""


@dataclass(frozen=True)
class PlainGroup:
    """A working group as it is named beside what it answers for."""

    id: int
    parent_id: int | None
    code: str
    name: str


@dataclass(frozen=True, eq=False)
class PlainProvision:
    """A provision as it is read; `text` is Markdown."""

    id: int
    parent_id: int | None
    working_group: PlainGroup | None
    key: str
    number: str
    kind: str
    title: str
    text: str


@dataclass(frozen=True, eq=False)
class PlainQuestion:
    """An open question as it is read, with the numbers of the provisions it is about."""

    id: int
    working_group: PlainGroup
    rank: int
    number: str
    text: str
    choices: tuple[str, ...]
    takes_several: bool
    about: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Section:
    """A provision, how deep it stands in the tree, and the questions put beside it.

    A question about several provisions stands beside the first; questions about none come last,
    in a section without a provision.
    """

    provision: PlainProvision | None
    depth: int
    questions: tuple[PlainQuestion, ...]


@dataclass(frozen=True, eq=False)
class DraftText:
    """A draft from top to bottom, and the working groups that answer for it, by code."""

    sections: tuple[Section, ...]
    groups: tuple[PlainGroup, ...]

    @property
    def provisions(self) -> list[PlainProvision]:
        return [section.provision for section in self.sections if section.provision]


def published_drafts(consultation: Consultation) -> Sequence[Draft]:
    return session.scalars(
        select(Draft)
        .join(Draft.round)
        .where(Round.consultation == consultation, Draft.published_at.is_not(None))
        .order_by(Round.number)
    ).all()


def text_of(draft: Draft) -> DraftText:
    """A draft to be read; one that is still being prepared is read anew each time."""
    if draft.published_at is None:
        return _read_text(draft.id)
    return _published_text(session.get_bind(), draft.id, draft.published_at)


@lru_cache(maxsize=TEXTS)
def _published_text(
    _database: Engine | Connection, draft_id: int, _published_at: datetime
) -> DraftText:
    return _read_text(draft_id)


def _read_text(draft_id: int) -> DraftText:
    groups = session.scalars(
        select(WorkingGroup)
        .join(Round, Round.consultation_id == WorkingGroup.consultation_id)
        .join(Draft, Draft.round_id == Round.id)
        .where(Draft.id == draft_id)
        .order_by(WorkingGroup.code)
    )
    return DraftText(tuple(_sections(draft_id)), tuple(map(_group, groups)))


def _sections(draft_id: int) -> list[Section]:
    provisions = _provisions(draft_id)
    beside: dict[int | None, list[PlainQuestion]] = defaultdict(list)
    for question in _questions(draft_id):
        beside[question.about[0] if question.about else None].append(question)
    depths: dict[int, int] = {}
    for provision in provisions:
        depths[provision.id] = depths.get(provision.parent_id or 0, -1) + 1
    found = [Section(p, depths[p.id], tuple(beside.pop(p.id, ()))) for p in provisions]
    rest = beside.get(None, [])
    return [*found, Section(None, 0, tuple(rest))] if rest else found


def _provisions(draft_id: int) -> list[PlainProvision]:
    rows = session.scalars(
        select(Provision)
        .where(Provision.draft_id == draft_id)
        .options(joinedload(Provision.working_group))
        .order_by(Provision.rank)
    )
    return [
        PlainProvision(
            row.id,
            row.parent_id,
            _group(row.working_group) if row.working_group else None,
            row.key,
            row.number,
            row.kind,
            row.title,
            row.text,
        )
        for row in rows
    ]


def _group(row: WorkingGroup) -> PlainGroup:
    return PlainGroup(row.id, row.parent_id, row.code, row.name)


def _questions(draft_id: int) -> list[PlainQuestion]:
    about: dict[int, list[int]] = defaultdict(list)
    for question_id, provision_id in session.execute(
        select(question_provision.c.question_id, Provision.id)
        .join(Provision, Provision.id == question_provision.c.provision_id)
        .where(Provision.draft_id == draft_id)
        .order_by(Provision.rank)
    ):
        about[question_id].append(provision_id)
    rows = session.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.draft_id == draft_id, is_asked())
        .options(joinedload(OpenQuestion.working_group))
        .order_by(OpenQuestion.rank)
    )
    return [
        PlainQuestion(
            row.id,
            _group(row.working_group),
            row.rank,
            row.number,
            row.text,
            tuple(row.choices),
            row.takes_several,
            tuple(about[row.id]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Spot:
    """A provision with what stands around it in its draft."""

    provision: PlainProvision
    parents: tuple[PlainProvision, ...]
    children: tuple[PlainProvision, ...]
    questions: tuple[PlainQuestion, ...]
    previous: PlainProvision | None
    next: PlainProvision | None


def spot(text: DraftText, key: str) -> Spot | None:
    """A provision by its permanent key, with every open question about it; None for no such."""
    provisions = text.provisions
    by_id = {provision.id: provision for provision in provisions}
    place = next((i for i, provision in enumerate(provisions) if provision.key == key), None)
    if place is None:
        return None
    provision = provisions[place]
    asked = [q for section in text.sections for q in section.questions if provision.id in q.about]
    return Spot(
        provision,
        parents=tuple(_above(provision, by_id)),
        children=tuple(p for p in provisions if p.parent_id == provision.id),
        questions=tuple(sorted(asked, key=lambda question: question.rank)),
        previous=provisions[place - 1] if place else None,
        next=provisions[place + 1] if place + 1 < len(provisions) else None,
    )


def _above(provision: PlainProvision, by_id: dict[int, PlainProvision]) -> list[PlainProvision]:
    """What a provision is a part of, the widest first."""
    above: list[PlainProvision] = []
    parent = by_id.get(provision.parent_id or 0)
    while parent is not None:
        above.insert(0, parent)
        parent = by_id.get(parent.parent_id or 0)
    return above


def with_strands(groups: Sequence[PlainGroup], everyone: Sequence[PlainGroup]) -> frozenset[int]:
    """The numbers of some working groups and of their strands."""
    chosen = frozenset(group.id for group in groups)
    return chosen | {group.id for group in everyone if group.parent_id in chosen}
