"""What became of one stakeholder's input: each point, its theme, and what was decided once signed.

A theme and how many are in it are others' words. Until a chair's signature stands, and while
anybody can still send, none of it is told: only the author's own points. Then a title that is the
machine's is told as anywhere else (`told.Telling`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    CampaignCopy,
    Draft,
    OpenQuestion,
    Outcome,
    OutcomeKind,
    OwnOutcome,
    Placement,
    Point,
    Position,
    Provision,
    Round,
    Stakeholder,
    Submission,
    Theme,
)
from consultation.queries.contributions.accounts import PointState, state_of_point
from consultation.queries.contributions.submissions import counts, is_submission
from consultation.queries.desk.points import from_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.plenary.changed import Names, named
from consultation.queries.plenary.signing import stands
from consultation.queries.plenary.summaries import FilledSummary
from consultation.queries.plenary.told import Telling


@dataclass(frozen=True)
class Others:
    """How many others have a point in the same theme."""

    organisations: int
    submissions: int


@dataclass(frozen=True)
class PointOutcome:
    """One point of an answer; from `theme` on all is empty until a chair has signed.

    `changes` are the provisions that change because of what was decided, by their keys; `is_own`
    where it was decided on by itself, and not with its theme.
    """

    start: int
    end: int
    state: PointState
    theme: str
    others: Others
    outcome: str
    reason: str
    changes: Names
    is_own: bool


@dataclass(frozen=True)
class Change:
    """A provision that an answer is about or changed, and what it is in a later published draft."""

    old: Provision
    new: Provision | None
    draft: Draft


@dataclass(frozen=True)
class AnswerOutcome:
    """One answer as it counts, with its points in their order; `signed_by` says what is told.

    `ticks` are the author's own choices, with how many ticked each once that may be told.
    `changed_after` is when a chair signed a state that is not the one of now: none of it is told.
    """

    answer: Answer
    is_read: bool
    points: tuple[PointOutcome, ...]
    alike: int
    signed_by: str
    signed_at: datetime | None
    summary: FilledSummary | None
    changes: tuple[Change, ...]
    ticks: tuple[tuple[str, int | None], ...]
    changed_after: datetime | None

    @property
    def is_without_text(self) -> bool:
        """Only ticked, or only a position: counted, and nothing to read points in."""
        return not self.answer.text.strip()

    @property
    def spans(self) -> list[tuple[int, int]]:
        return [(point.start, point.end) for point in self.points]


def outcomes_of(submission: Submission, now: datetime) -> list[AnswerOutcome]:
    """Every answer of a submission that says anything, in the draft's order."""
    answers = [answer for answer in _answers(submission) if _says_anything(answer)]
    later = next_draft(submission.round)
    points = _points(answers)
    return [_outcome(answer, points[answer.id], later, now) for answer in answers]


def _answers(submission: Submission) -> Sequence[Answer]:
    return session.scalars(
        select(Answer)
        .join(Answer.question)
        .where(Answer.submission == submission, Answer.replaced_at.is_(None))
        .options(
            contains_eager(Answer.question).options(
                selectinload(OpenQuestion.sign_offs), selectinload(OpenQuestion.provisions)
            ),
            joinedload(Answer.reading),
            joinedload(Answer.campaign_copy),
        )
        .order_by(OpenQuestion.rank, Answer.id)
    ).all()


def _says_anything(answer: Answer) -> bool:
    return not answer.version.is_blank or answer.position is not Position.NONE


def next_draft(round_: Round) -> Draft | None:
    """The first published draft of a later round of the same consultation."""
    return session.scalar(
        select(Draft)
        .join(Draft.round)
        .where(
            Round.consultation_id == round_.consultation_id,
            Round.number > round_.number,
            Draft.published_at.is_not(None),
        )
        .order_by(Round.number)
        .limit(1)
    )


def _outcome(
    answer: Answer, points: Sequence[Point], later: Draft | None, now: datetime
) -> AnswerOutcome:
    question = answer.question
    signed = question.sign_off if question.round.is_over(now) else None
    signature = signed if signed and stands(question) else None
    others = _others(question, answer.submission) if signature else {}
    reading = answer.reading
    names = named(question, map(_decided, points)) if signature else {}
    telling = Telling(question, published=question.round.is_published(now)) if signature else None
    return AnswerOutcome(
        answer=answer,
        is_read=reading is not None and reading.version_id == answer.version_id,
        points=tuple(_point(point, others, names, telling) for point in points),
        alike=_alike(answer) if signature else 0,
        signed_by=signature.chair.name if signature else "",
        signed_at=signature.signed_at if signature else None,
        summary=telling.summary() if telling else None,
        changes=tuple(_changes(question, names, later)) if later else (),
        ticks=_ticks(answer, signed=signature is not None),
        changed_after=signed.signed_at if signed and not signature else None,
    )


def _ticks(answer: Answer, *, signed: bool) -> tuple[tuple[str, int | None], ...]:
    own = answer.version.choices
    found = dict(question_counts(answer.question).choices) if own and signed else {}
    return tuple((choice, found.get(choice)) for choice in own)


def _points(answers: Iterable[Answer]) -> dict[int, list[Point]]:
    """By answer: its points, in the order of its text."""
    found: dict[int, list[Point]] = {answer.id: [] for answer in answers}
    rows = session.scalars(
        select(Point)
        .where(Point.answer_id.in_(found))
        .options(
            joinedload(Point.placement)
            .joinedload(Placement.theme)
            .options(
                joinedload(Theme.outcome),
                joinedload(Theme.proposed_by),
                joinedload(Theme.titled_by),
            ),
            joinedload(Point.outcome),
        )
        .order_by(Point.start)
    )
    for point in rows:
        found[point.answer_id].append(point)
    return found


def _decided(point: Point) -> Outcome | OwnOutcome | None:
    """What was decided on a point: by itself, or else on its theme."""
    theme = point.placement.theme if point.placement and not point.filler else None
    return point.outcome or (theme.outcome if theme else None)


def _point(
    point: Point, others: dict[int, Others], names: Names, telling: Telling | None
) -> PointOutcome:
    """One point; without `telling` nobody has signed."""
    placement, signed = point.placement, telling is not None
    theme = placement.theme if signed and placement and not point.filler else None
    outcome = _decided(point) if signed else None
    discarded = placement.discarded_because if placement else None
    return PointOutcome(
        start=point.start,
        end=point.end,
        state=state_of_point(point.filler, placement.theme_id if placement else None, discarded),
        theme=telling.title(theme, theme.id) if telling and theme else "",
        others=others.get(theme.id, Others(0, 0)) if theme else Others(0, 0),
        outcome=str(outcome.kind if outcome else OutcomeKind.NOT_EXAMINED) if signed else "",
        reason=((outcome.reason if outcome else discarded) or "") if signed else "",
        changes={key: n for key, n in names.items() if outcome and key in outcome.provision_keys},
        is_own=signed and point.outcome is not None,
    )


def _others(question: OpenQuestion, own: Submission) -> dict[int, Others]:
    """By theme: how many other organisations, and how many other submissions, are in it."""
    organisation = own.stakeholder.organisation_id
    rows = session.execute(
        from_points(
            Placement.theme_id,
            func.count(distinct(Stakeholder.organisation_id)),
            func.count(distinct(case((is_submission(), Submission.id)))),
        )
        .where(
            Answer.question == question,
            Point.filler.is_(False),
            Placement.theme_id.is_not(None),
            Submission.id != own.id,
            Stakeholder.organisation_id.is_distinct_from(organisation)
            if organisation
            else Submission.id.is_not(None),
        )
        .group_by(Placement.theme_id)
    )
    return {theme: Others(organisations, sent) for theme, organisations, sent in rows}


def _alike(answer: Answer) -> int:
    """How many other answers that count are in the same campaign."""
    if answer.campaign_copy is None:
        return 0
    return (
        session.scalar(
            select(func.count(CampaignCopy.id))
            .join(CampaignCopy.answer)
            .join(Answer.submission)
            .where(
                CampaignCopy.campaign_id == answer.campaign_copy.campaign_id,
                Answer.id != answer.id,
                counts(),
            )
        )
        or 0
    )


def _changes(question: OpenQuestion, names: Names, later: Draft) -> list[Change]:
    """What became of the provisions that the question is about, and of those an outcome changed."""
    new = {provision.key: provision for provision in later.provisions}
    own = question.provisions
    others = question.draft.provisions if names else ()
    more = [each for each in others if each.key in names and each not in own]
    return [Change(old, new.get(old.key), later) for old in (*own, *more)]
