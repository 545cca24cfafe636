"""The plenary pack: everything the plenary receives on a round, as frozen data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Analysis, Draft, OpenQuestion, Round, WorkingGroup
from consultation.models.draft import kind_name
from consultation.queries.campaigns import campaigns_of
from consultation.queries.counts import (
    CampaignLine,
    Counts,
    LedgerLine,
    MinorityLine,
    OwnOutcomeLine,
    ThemeLine,
)
from consultation.queries.doubts import doubts_of
from consultation.queries.ledger import question_ledger, submission_lines
from consultation.queries.minority import minority_of
from consultation.queries.own_outcomes import own_outcomes_of
from consultation.queries.points import unplaced_points
from consultation.queries.rounds import round_counts
from consultation.queries.signing import stands
from consultation.queries.submissions import questions_in
from consultation.queries.summaries import filled_summary
from consultation.queries.themes import question_counts, themes_in_order


@dataclass(frozen=True)
class Signature:
    """Who signed which state, when."""

    chair: str
    signed_at: datetime
    state_hash: str


@dataclass(frozen=True)
class QuestionPart:
    """What the pack says of one question.

    An `outdated` signature stands under an earlier state: what counts changed after it. The
    summary has its fields filled; `summary_doubts` say where it and the data disagree.
    """

    number: str
    text: str
    kind: str
    provisions: tuple[str, ...]
    counts: Counts
    by_position: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]
    themes: tuple[ThemeLine, ...]
    own_outcomes: tuple[OwnOutcomeLine, ...]
    minority: tuple[MinorityLine, ...]
    campaigns: tuple[CampaignLine, ...]
    unplaced: int
    summary: str
    summary_by: str | None
    summary_composed: bool
    summary_doubts: tuple[str, ...]
    signature: Signature | None
    outdated: Signature | None
    ledger_answers: tuple[LedgerLine, ...]
    ledger_points: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class GroupPart:
    """One working group's questions, in the order of the draft."""

    code: str
    name: str
    chairs: tuple[str, ...]
    questions: tuple[QuestionPart, ...]


@dataclass(frozen=True)
class Pack:
    """The whole pack; `ledger` accounts for the round's submissions."""

    consultation: str
    host: str
    round: str
    draft: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    compiled_at: datetime
    counts: Counts
    groups: tuple[GroupPart, ...]
    ledger: tuple[LedgerLine, ...]
    unsigned: tuple[str, ...]
    method: tuple[str, ...]


def compile_pack(round_: Round, *, now: datetime) -> Pack:
    """Everything the plenary receives on a round, signed or marked as unsigned."""
    questions = questions_in(round_)
    groups = sorted({q.working_group for q in questions}, key=lambda group: group.code)
    consultation = round_.consultation
    draft = session.scalar(select(Draft).where(Draft.round == round_))
    parts = tuple(
        _group(group, [q for q in questions if q.working_group is group]) for group in groups
    )
    signed = {part.number for group in parts for part in group.questions if part.signature}
    return Pack(
        consultation=consultation.title,
        host=consultation.host,
        round=round_.title,
        draft=draft.title if draft else "",
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        time_zone=consultation.time_zone,
        compiled_at=now,
        counts=round_counts(round_),
        groups=parts,
        ledger=submission_lines(round_),
        unsigned=tuple(q.number for q in questions if q.number not in signed),
        method=_method(round_),
    )


def _group(group: WorkingGroup, questions: list[OpenQuestion]) -> GroupPart:
    offices = [*group.appointments, *(group.parent.appointments if group.parent else [])]
    return GroupPart(
        code=group.code,
        name=group.name,
        chairs=tuple(sorted(f"{a.person.name} ({a.office})" for a in offices)),
        questions=tuple(_question(question) for question in questions),
    )


def _question(question: OpenQuestion) -> QuestionPart:
    figures = question_counts(question)
    ledger = question_ledger(question)
    signature = _signature(question)
    holds = stands(question)
    themes = themes_in_order(question)
    summary = filled_summary(question, themes)
    return QuestionPart(
        number=question.number,
        text=question.text,
        kind=str(question.kind),
        provisions=tuple(
            f"{kind_name(provision.kind)} {provision.number}: {provision.title}"
            for provision in question.provisions
        ),
        counts=figures.counts,
        by_position=figures.by_position,
        by_category=figures.by_category,
        choices=figures.choices,
        themes=tuple(themes),
        own_outcomes=tuple(own_outcomes_of(question)),
        minority=tuple(minority_of(question)),
        campaigns=tuple(campaigns_of(question)),
        unplaced=unplaced_points(question),
        summary=summary.text if summary else "",
        summary_by=summary.written_by if summary else None,
        summary_composed=summary is not None and summary.composed,
        summary_doubts=doubts_of(question, summary),
        signature=signature if holds else None,
        outdated=None if holds else signature,
        ledger_answers=ledger.answers,
        ledger_points=ledger.points,
    )


def _signature(question: OpenQuestion) -> Signature | None:
    signed = question.sign_off
    if signed is None:
        return None
    return Signature(signed.chair.name, signed.signed_at, signed.state_hash)


def _method(round_: Round) -> tuple[str, ...]:
    """How the figures came about, in sentences a plenary can be given."""
    analyses = session.scalars(
        select(Analysis)
        .join(Analysis.question)
        .join(OpenQuestion.draft)
        .where(Draft.round == round_)
    ).all()
    return (
        "Every answer was cut into points, each a passage of the answer as it was written; quotes "
        "are such passages, word for word.",
        "Near-identical answers were grouped as campaigns. They count in every figure; the "
        "campaign tables show submissions, distinct texts and organisations side by side.",
        "Points were grouped into themes by software on the secretariat's own machine, without "
        "any service outside it. Chairs corrected, named and merged what it suggested; whatever "
        "no person has touched is marked as suggested.",
        "Minority points are listed apart: those that few make, or one kind of stakeholder only, "
        "each with the reason, as the last analysis counted. One that a person took from where it "
        "was found stays listed, with the note of why.",
        "Counts of submissions, answers and organisations are never votes: who took part chose "
        "to, and some wrote for many.",
        *sorted({f"Software: {_software(analysis)}." for analysis in analyses}),
    )


def _software(analysis: Analysis) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(analysis.settings.items()))
