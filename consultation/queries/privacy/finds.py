"""What is to be moderated: finds of the machine, and what was decided on them, answer by answer."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload

from consultation.db import at_once, session
from consultation.models import (
    Answer,
    AnswerVersion,
    Find,
    Redaction,
    Removal,
    Round,
    SealedField,
    Submission,
)
from consultation.queries.contributions.submissions import counts

PAGE_SIZE = 25
WAITING, DECIDED, ALL = "waiting", "decided", "all"
AROUND = 60
"""Characters shown on either side of a span."""


@dataclass(frozen=True)
class SpanLine:
    """A span in its place: what is around it, and what was decided on it, if anything."""

    field: str
    start: int
    end: int
    kind: str
    before: str
    words: str
    after: str
    decision: Redaction | None


@dataclass(frozen=True)
class ModeratedAnswer:
    """An answer, its spans in the order of the text, and whether it is being taken out of view."""

    answer: Answer
    lines: tuple[SpanLine, ...]
    removal: Removal | None


@dataclass(frozen=True)
class ModerationList:
    """One page of the answers of a round on which something is to be, or was, decided."""

    answers: tuple[ModeratedAnswer, ...]
    total: int
    page: int
    by_kind: tuple[tuple[str, int], ...]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def spans_kept(numbers: Collection[int]) -> set[tuple[int, SealedField, int, int]]:
    """The spans of some versions that the machine found before."""
    return {
        (version_id, field, start, end)
        for some in at_once(numbers)
        for version_id, field, start, end in session.execute(
            select(Find.version_id, Find.field, Find.start, Find.end).where(
                Find.version_id.in_(some)
            )
        )
    }


def _is_decided() -> ColumnElement[bool]:
    """Finds on whose span a decision holds."""
    return exists().where(
        Redaction.version_id == Find.version_id,
        Redaction.field == Find.field,
        Redaction.start < Find.end,
        Find.start < Redaction.end,
        Redaction.lifted_at.is_(None),
    )


def _answers(round_: Round) -> Select[Any]:
    return (
        select(Answer.id)
        .join(Answer.submission)
        .join(AnswerVersion, Answer.version_id == AnswerVersion.id)
        .where(Submission.round == round_, counts())
    )


def _concerned(state: str, kind: str) -> ColumnElement[bool]:
    """Answers with a find that waits, or with a decision or a removal, or with either."""
    of_kind = [Find.kind == kind] if kind else []
    waits = exists().where(Find.version_id == Answer.version_id, ~_is_decided(), *of_kind)
    decided = or_(
        exists().where(
            Redaction.version_id == Answer.version_id,
            Redaction.lifted_at.is_(None),
            *([Redaction.kind == kind] if kind else []),
        ),
        *([] if kind else [exists().where(Removal.answer_id == Answer.id)]),
    )
    return {WAITING: waits, DECIDED: decided}.get(state, or_(waits, decided))


def moderation_list(
    round_: Round, *, state: str = WAITING, kind: str = "", page: int = 1
) -> ModerationList:
    """The answers of a round in which personal data was found or something decided."""
    wanted = _answers(round_).where(_concerned(state, kind))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    numbers = session.scalars(
        wanted.order_by(Answer.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).all()
    answers = session.scalars(
        select(Answer)
        .where(Answer.id.in_(numbers))
        .options(joinedload(Answer.question), joinedload(Answer.submission))
        .order_by(Answer.id)
    ).all()
    return ModerationList(tuple(moderated(answers)), total, page, waiting_by_kind(round_))


def waiting_by_kind(round_: Round) -> tuple[tuple[str, int], ...]:
    """How many finds of each kind nobody has decided on, the most first."""
    rows = session.execute(
        select(Find.kind, func.count())
        .join(Answer, Answer.version_id == Find.version_id)
        .join(Answer.submission)
        .where(Submission.round == round_, counts(), ~_is_decided())
        .group_by(Find.kind)
        .order_by(func.count().desc(), Find.kind)
    )
    return tuple((kind, count) for kind, count in rows)


def moderated(answers: Sequence[Answer]) -> Iterable[ModeratedAnswer]:
    """Answers with their spans and removals."""
    versions = [answer.version_id for answer in answers]
    finds: defaultdict[int, list[Find]] = defaultdict(list)
    for find in session.scalars(select(Find).where(Find.version_id.in_(versions))):
        finds[find.version_id].append(find)
    held: defaultdict[int, list[Redaction]] = defaultdict(list)
    for each in session.scalars(
        select(Redaction)
        .where(Redaction.version_id.in_(versions), Redaction.lifted_at.is_(None))
        .options(joinedload(Redaction.by))
    ):
        held[each.version_id].append(each)
    removals = {
        each.answer_id: each
        for each in session.scalars(
            select(Removal).where(
                Removal.answer_id.in_([answer.id for answer in answers]),
                Removal.ended_at.is_(None),
            )
        )
    }
    for answer in answers:
        version = answer.version_id
        lines = _lines(answer.version, finds[version], held[version])
        yield ModeratedAnswer(answer, lines, removals.get(answer.id))


def _lines(
    version: AnswerVersion, finds: Iterable[Find], held: Sequence[Redaction]
) -> tuple[SpanLine, ...]:
    lines = [_line(version, each, each) for each in held]
    lines += [
        _line(version, find, None)
        for find in finds
        if not any(
            d.field is find.field and d.start < find.end and find.start < d.end for d in held
        )
    ]
    return tuple(sorted(lines, key=lambda line: (line.field, line.start)))


def _line(version: AnswerVersion, at: Find | Redaction, decision: Redaction | None) -> SpanLine:
    text = getattr(version, at.field.value)
    first = max(0, at.start - AROUND)
    return SpanLine(
        field=str(at.field),
        start=at.start,
        end=at.end,
        kind=at.kind,
        before=("… " if first else "") + text[first : at.start],
        words=text[at.start : at.end],
        after=text[at.end : at.end + AROUND] + (" …" if at.end + AROUND < len(text) else ""),
        decision=decision,
    )
