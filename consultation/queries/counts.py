"""Frozen rows that the pages, the pack and the exports share."""

from dataclasses import dataclass

CLOSE = 0.1
"""A lead below which a point might as well be in the runner-up: one point in fifteen or so."""

FEWEST = 5
"""Answers below which a count is told alone: a share of fewer would tell of single answers."""


def part_of(count: int, of: int) -> float | None:
    """Which part of a whole some answers are; None of fewer than `FEWEST`.

    >>> part_of(5, 8), part_of(4, 8)
    (0.625, None)
    """
    return count / of if count >= FEWEST else None


@dataclass(frozen=True)
class Counts:
    """How much was said, counted four ways; none of them is a vote.

    What was said in meetings is in points and answers, of which so many are `from_meetings`; it is
    nobody's submission, and no organisation's.
    """

    points: int
    answers: int
    submissions: int
    organisations: int
    from_meetings: int = 0

    @property
    def sent(self) -> int:
        """The answers that stakeholders sent."""
        return self.answers - self.from_meetings


@dataclass(frozen=True)
class QuestionFigures:
    """How much was said to a question, by whom, and what was ticked; `by_…` count answers."""

    counts: Counts
    by_position: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class QuoteLine:
    """A verbatim span of a stored answer, its author as they chose to be named, how it came in.

    One that `is_withheld` is read by those who review, and quoted in nothing that leaves.
    """

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
    taken_from: str = ""
    source: str = ""
    is_withheld: bool = False

    @property
    def by(self) -> str:
        """Its author, and how it came in where it was not sent here."""
        return f"{self.author}, {self.source}" if self.source else self.author


@dataclass(frozen=True)
class ThemeLine:
    """A theme with everything that is said about it; `by_…` count answers, most first.

    `parent_id` is the theme it is nested in; `with_nested` counts what is under it and under those
    nested in it, each once, and is None where there are none. `changes` names the provisions that
    the outcome changes. As the theme leaves, it is without quotes of what is withheld, of which so
    many are `unquotable`.
    """

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
    rank: int | None = None
    parent_id: int | None = None
    with_nested: Counts | None = None
    changes: tuple[str, ...] = ()
    unquotable: int = 0

    @property
    def quotable(self) -> tuple[QuoteLine, ...]:
        """The quotes that may leave: of nothing that is withheld."""
        return tuple(quote for quote in self.quotes if not quote.is_withheld)


@dataclass(frozen=True)
class OtherTheme:
    """A theme that a point might as well be in, and how well the point would fit it."""

    theme_id: int
    title: str
    score: float


@dataclass(frozen=True)
class FitLine:
    """How well a point fits the theme it is in (`score`), and the runner-up, if there is one.

    An unplaced point has no score; its runner-up is the theme it is nearest to.
    """

    score: float | None
    runner_up: OtherTheme | None

    @property
    def lead(self) -> float | None:
        """By how much the point fits its theme better than the runner-up."""
        if self.score is None or self.runner_up is None:
            return None
        return self.score - self.runner_up.score

    @property
    def is_close(self) -> bool:
        """Whether the point might as well be in the runner-up."""
        return self.lead is not None and self.lead < CLOSE


@dataclass(frozen=True)
class MinorityLine:
    """A point to be heard although few make it, verbatim, and why.

    `theme` is where it is now, and empty for one that is under none. Where it is no longer where
    it was found, `since` says what became of it, and `found_in` is the theme of before, empty for
    one that was unplaced; `note` is why `noted_by` took it from there.
    """

    said: QuoteLine
    reason: str
    theme_id: int | None
    theme: str
    found_in: str
    since: str = ""
    note: str = ""
    noted_by: str = ""


@dataclass(frozen=True)
class OwnOutcomeLine:
    """A point that was decided on by itself; `theme` is where it is, empty for an unplaced one."""

    said: QuoteLine
    theme_id: int | None
    theme: str
    outcome: str
    reason: str
    decided_by: str
    changes: tuple[str, ...] = ()


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

    answer: str
    author: str
    similarity: float
    additions: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class LedgerLine:
    """One line of the account: what became of so many."""

    what: str
    count: int
