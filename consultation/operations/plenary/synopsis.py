"""The synopsis report: what a consultation did, who replied, what was said and what came of it.

Only what everybody may be told stands in it: themes and outcomes of signed questions, meetings and
official answers that are published, authors' words and names once the contributions are. What is
not signed is named as such, with its counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.languages import LANGUAGES
from consultation.models import Consultation, Draft, Meeting, Round
from consultation.models.draft import kind_name
from consultation.operations.plenary.method import method_of
from consultation.operations.plenary.using import UsedLine, used
from consultation.queries.contributions.meetings import meetings_of
from consultation.queries.contributions.published import every_contribution
from consultation.queries.contributions.replies import (
    AnsweredLine,
    CampaignCount,
    Replies,
    by_question,
    campaign_counts,
    replies,
)
from consultation.queries.counts import QuestionFigures, QuoteLine, ThemeLine
from consultation.queries.drafts.official_answers import official_answers_in
from consultation.queries.drafts.places import place_name
from consultation.queries.plenary.results import (
    ProvisionResult,
    QuestionResult,
    by_provision,
    results,
)


@dataclass(frozen=True)
class SignedPart:
    """What is told of a signed question; `quotes` are empty while contributions are not public."""

    chair: str
    signed_at: datetime
    figures: QuestionFigures
    themes: tuple[ThemeLine, ...]
    quotes: tuple[tuple[int, QuoteLine], ...]
    summary: str


@dataclass(frozen=True)
class QuestionPart:
    """A question with how much was answered; `signed` is None where no signature stands."""

    number: str
    text: str
    about: tuple[str, ...]
    answered: AnsweredLine
    signed: SignedPart | None


@dataclass(frozen=True)
class ProvisionPart:
    """A provision that was asked about or changes: where, because of what, and what it became."""

    name: str
    questions: tuple[str, ...]
    because: tuple[str, ...]
    became: str


@dataclass(frozen=True)
class RoundPart:
    """One round: its window with everything that was moved, who replied, and its results."""

    title: str
    draft: str
    opens_at: datetime
    closes_at: datetime
    days: int
    is_closed: bool
    terms: tuple[str, ...]
    replies: Replies
    campaigns: tuple[CampaignCount, ...]
    questions: tuple[QuestionPart, ...]
    provisions: tuple[ProvisionPart, ...]
    contributors: tuple[str, ...]
    nameless: int
    is_published: bool
    outcomes_published: bool

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The questions under which no signature stands."""
        return tuple(part.number for part in self.questions if part.signed is None)


@dataclass(frozen=True)
class MeetingPart:
    """A published meeting: when, who was there, how many points were raised, what polls asked."""

    label: str
    title: str
    held_at: datetime
    attendance: tuple[tuple[str, int], ...]
    points: int
    polls: tuple[tuple[str, int, tuple[tuple[str, int], ...]], ...]


@dataclass(frozen=True)
class OfficialPart:
    """A published official answer, and whether it is in force."""

    number: int
    question: str
    about: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class Synopsis:
    """The whole report; `used` is what became of every theme and of every point by itself."""

    consultation: str
    host: str
    purpose: str
    legal_basis: str
    usual_days: int | None
    languages: tuple[str, ...]
    time_zone: str
    compiled_at: datetime
    rounds: tuple[RoundPart, ...]
    meetings: tuple[MeetingPart, ...]
    official: tuple[OfficialPart, ...]
    used: tuple[UsedLine, ...]
    method: tuple[str, ...]

    @property
    def unsigned(self) -> tuple[str, ...]:
        """Every question under which no signature stands, with its round."""
        return tuple(f"{r.title} {number}" for r in self.rounds for number in r.unsigned)

    @property
    def unpublished(self) -> tuple[str, ...]:
        """The rounds whose outcomes are not published yet."""
        return tuple(r.title for r in self.rounds if not r.outcomes_published)


def compile_synopsis(consultation: Consultation, *, now: datetime) -> Synopsis:
    """The report on all rounds that have begun, as they stand now."""
    begun = [round_ for round_ in consultation.rounds if round_.opens_at <= now]
    found = {round_.id: results(round_, now) for round_ in begun}
    return Synopsis(
        consultation=consultation.title,
        host=consultation.host,
        purpose=consultation.summary,
        legal_basis=consultation.legal_basis,
        usual_days=consultation.usual_days,
        languages=tuple(LANGUAGES.get(code, code) for code in consultation.languages),
        time_zone=consultation.time_zone,
        compiled_at=now,
        rounds=tuple(_round(round_, found[round_.id], now) for round_ in begun),
        meetings=tuple(
            _meeting(line.meeting, line.points)
            for line in reversed(meetings_of(consultation, published_only=True))
        ),
        official=tuple(
            OfficialPart(
                line.answer.number,
                line.wording.question,
                tuple(name for _, name in line.about),
                line.state or "in force",
            )
            for line in official_answers_in(consultation, published_only=True)
        ),
        used=tuple(line for r in begun for line in used(r.title, found[r.id])),
        method=tuple(dict.fromkeys(sentence for r in begun for sentence in method_of(r))),
    )


def _round(round_: Round, found: Sequence[QuestionResult], now: datetime) -> RoundPart:
    answered = {line.name: line for line in by_question(round_)}
    is_published = round_.is_published(now)
    lines = list(every_contribution(round_)) if is_published else []
    draft = session.scalar(
        select(Draft).where(Draft.round == round_, Draft.published_at.is_not(None))
    )
    return RoundPart(
        title=round_.title,
        draft=draft.title if draft else "",
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        days=round_.days,
        is_closed=now > round_.closes_at,
        terms=tuple(_terms(round_)),
        replies=replies(round_),
        campaigns=tuple(campaign_counts(round_)),
        questions=tuple(
            _question(result, answered.get(result.question.number)) for result in found
        ),
        provisions=tuple(_provision(place) for place in by_provision(found)),
        contributors=tuple(sorted({line.author for line in lines if not line.is_anonymous})),
        nameless=sum(line.is_anonymous for line in lines),
        is_published=is_published,
        outcomes_published=round_.outcomes_published_at is not None,
    )


def _terms(round_: Round) -> Iterator[str]:
    """Everything that differs from what was usual or announced, with its reason."""
    if round_.shorter_because:
        yield f"It was shorter than usual: {round_.shorter_because}"
    for moved in round_.reschedulings:
        yield (
            f"It was first announced for {round_.local(moved.opened_at)} to "
            f"{round_.local(moved.closed_at)}: {moved.reason}"
        )
    for extension in round_.extensions:
        yield (
            f"It was extended from {round_.local(extension.was)} to "
            f"{round_.local(extension.closes_at)}: {extension.reason}"
        )
    if round_.late_until:
        yield f"Late submissions were taken until {round_.local(round_.late_until)}, apart."


def _question(result: QuestionResult, answered: AnsweredLine | None) -> QuestionPart:
    question = result.question
    return QuestionPart(
        number=question.number,
        text=question.text,
        about=tuple(place_name(provision) for provision in result.provisions),
        answered=answered or AnsweredLine(question.number, question.text, 0, 0, 0),
        signed=_signed(result),
    )


def _signed(result: QuestionResult) -> SignedPart | None:
    if result.signature is None or result.figures is None:
        return None
    themes = tuple(theme.line for theme in result.themes)
    text, written = "", False
    if result.summary:
        text = result.summary.beside_themes
        # A person's summary has its quotes already.
        written = bool(text.strip()) and not result.summary.composed
    return SignedPart(
        chair=result.signature.chair.name,
        signed_at=result.signature.signed_at,
        figures=result.figures,
        themes=themes,
        quotes=()
        if written
        else tuple((line.theme_id, quote) for line in themes for quote in line.quotes[:1]),
        summary=text,
    )


def _provision(place: ProvisionResult) -> ProvisionPart:
    return ProvisionPart(
        name=place_name(place.provision),
        questions=tuple(
            result.question.number + ("" if result.signature else " (not signed)")
            for result in place.questions
        ),
        because=tuple(f"{theme.line.title} ({theme.line.outcome})" for _, theme in place.themes),
        became=_became(place),
    )


def _became(place: ProvisionResult) -> str:
    """What it is in the next draft: "reworded (Measure 3.2)"."""
    if place.became is None:
        return ""
    news = ", ".join(f"{kind_name(new.kind)} {new.number}".strip() for new in place.became.news)
    told = ", ".join(place.became.became)
    return f"{told} ({news})" if news and not place.became.is_kept else told


def _meeting(meeting: Meeting, points: int) -> MeetingPart:
    return MeetingPart(
        label=meeting.label,
        title=meeting.title,
        held_at=meeting.held_at,
        attendance=tuple(meeting.attendance.items()),
        points=points,
        polls=tuple(
            (poll.question, poll.answered, tuple((option, count) for option, count in poll.options))
            for poll in meeting.polls
        ),
    )
