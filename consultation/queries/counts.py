"""Frozen rows that the pages, the pack and the exports share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """How much was said, counted four ways; none of them is a vote."""

    points: int
    answers: int
    submissions: int
    organisations: int


@dataclass(frozen=True)
class QuestionFigures:
    """How much was said to a question, by whom, and what was ticked; `by_…` count answers."""

    counts: Counts
    by_position: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class QuoteLine:
    """A verbatim span of a stored answer, and its author as they chose to be named."""

    point_id: int
    answer: str
    start: int
    end: int
    text: str
    author: str
    category: str
    position: str
    language: str | None
    marked_by: str | None


@dataclass(frozen=True)
class ThemeLine:
    """A theme with everything that is said about it; `by_…` count answers, most first."""

    theme_id: int
    title: str
    terms: tuple[str, ...]
    proposed_by: str | None
    titled_by: str | None
    cohesion: float | None
    version: int
    counts: Counts
    by_category: tuple[tuple[str, int], ...]
    by_position: tuple[tuple[str, int], ...]
    quotes: tuple[QuoteLine, ...]
    outcome: str | None
    outcome_reason: str
    outcome_by: str | None


@dataclass(frozen=True)
class CampaignLine:
    """Near-identical texts and their three counts; `copies` pairs an answer with its additions."""

    campaign_id: int
    template: str
    submissions: int
    distinct_texts: int
    organisations: int
    copies: tuple["CopyLine", ...]


@dataclass(frozen=True)
class CopyLine:
    """One copy: its answer, how near it is to the template, and what its author added."""

    answer_id: int
    answer: str
    author: str
    similarity: float
    additions: tuple[str, ...]


@dataclass(frozen=True)
class LedgerLine:
    """One line of the account: what became of so many."""

    what: str
    count: int
