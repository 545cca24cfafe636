"""The plenary pack: everything the plenary receives on a round, as frozen data."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, OpenQuestion, Round, WorkingGroup
from consultation.models.draft import kind_name
from consultation.operations.plenary.method import method_of
from consultation.operations.plenary.speaking import NOTHING_SAID, SpeakingPart, speaking_of
from consultation.queries.coding.coded_lines import CodesPart, FrameLine, codes_part, frame_line
from consultation.queries.consultations.rounds import round_counts
from consultation.queries.contributions.ledger import question_ledger, submission_lines
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.counts import (
    CampaignLine,
    Counts,
    LedgerLine,
    MinorityLine,
    OwnOutcomeLine,
    ThemeLine,
)
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.grouping.campaigns import campaigns_of
from consultation.queries.plenary.across_groups import NOTHING_ACROSS, AcrossPart, across_groups
from consultation.queries.plenary.doubts import doubts_of
from consultation.queries.plenary.signing import stands
from consultation.queries.plenary.since_signature import ReopeningLine, reopenings_of
from consultation.queries.plenary.summaries import filled_summary
from consultation.queries.plenary.told import Leaving


@dataclass(frozen=True)
class Signature:
    """Who signed which state, when."""

    chair: str
    signed_at: datetime
    state_hash: str


@dataclass(frozen=True)
class QuestionPart:
    """What the pack says of one question.

    An `outdated` signature stands under an earlier state: what counts changed after it. Of those
    that were taken back `reopenings` tell why, and what changed until the next. The summary has
    its fields filled; `summary_doubts` say where it and the data disagree.
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
    codes: CodesPart
    campaigns: tuple[CampaignLine, ...]
    unplaced: int
    summary: str
    summary_by: str | None
    summary_composed: bool
    summary_doubts: tuple[str, ...]
    signature: Signature | None
    outdated: Signature | None
    reopenings: tuple[ReopeningLine, ...]
    ledger_answers: tuple[LedgerLine, ...]
    ledger_points: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class GroupPart:
    """One working group's questions, in the order of the draft."""

    code: str
    name: str
    chairs: tuple[str, ...]
    questions: tuple[QuestionPart, ...]
    speaking: SpeakingPart = NOTHING_SAID


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
    code_frame: FrameLine | None
    counts: Counts
    groups: tuple[GroupPart, ...]
    ledger: tuple[LedgerLine, ...]
    unsigned: tuple[str, ...]
    method: tuple[str, ...]
    across: AcrossPart = NOTHING_ACROSS


def compile_pack(round_: Round, *, now: datetime) -> Pack:
    """Everything the plenary receives on a round, signed or marked as unsigned."""
    leaving = [Leaving(question) for question in questions_in(round_)]
    groups = sorted({each.question.working_group for each in leaving}, key=lambda g: g.code)
    consultation = round_.consultation
    draft = session.scalar(select(Draft).where(Draft.round == round_))
    parts = tuple(
        _group(group, [each for each in leaving if each.question.working_group is group])
        for group in groups
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
        code_frame=frame_line(consultation),
        counts=round_counts(round_),
        groups=parts,
        ledger=submission_lines(round_),
        unsigned=tuple(e.question.number for e in leaving if e.question.number not in signed),
        method=method_of(round_),
        across=across_groups(leaving),
    )


def _group(group: WorkingGroup, leaving: list[Leaving]) -> GroupPart:
    offices = [*group.appointments, *(group.parent.appointments if group.parent else [])]
    parts = tuple(_question(each) for each in leaving)
    return GroupPart(
        code=group.code,
        name=group.name,
        chairs=tuple(sorted(f"{a.person.name} ({a.office})" for a in offices)),
        questions=parts,
        speaking=speaking_of(parts),
    )


def _question(leaving: Leaving) -> QuestionPart:
    question, themes = leaving.question, leaving.themes
    figures = question_counts(question)
    ledger = question_ledger(question)
    signature = _signature(question)
    holds = stands(question)
    summary = filled_summary(question, themes)
    listed = [quote for theme in themes for quote in theme.quotes]
    listed += [own.said for own in leaving.own_outcomes]
    listed += [each.said for each in leaving.minority]
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
        own_outcomes=tuple(leaving.own_outcomes),
        minority=tuple(leaving.minority),
        codes=codes_part(question, themes, listed),
        campaigns=tuple(campaigns_of(question)),
        unplaced=unplaced_points(question),
        summary=summary.beside_themes if summary else "",
        summary_by=summary.written_by if summary else None,
        summary_composed=summary is not None and summary.composed,
        summary_doubts=doubts_of(question, summary),
        signature=signature if holds else None,
        outdated=None if holds else signature,
        reopenings=reopenings_of(question),
        ledger_answers=ledger.answers,
        ledger_points=ledger.points,
    )


def _signature(question: OpenQuestion) -> Signature | None:
    signed = question.sign_off
    if signed is None:
        return None
    return Signature(signed.chair.name, signed.signed_at, signed.state_hash)
