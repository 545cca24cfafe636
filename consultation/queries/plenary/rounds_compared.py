"""The themes of a round against those of the round before, matched by the words they share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, OpenQuestion, Round
from consultation.queries.counts import ThemeLine
from consultation.queries.desk.themes import themes_in_order

LEAST = 0.4
"""The share of words in common from which two themes are taken to be one."""

STEM = 5
"""Letters of a word that are compared, so that its endings do not tell."""


@dataclass(frozen=True)
class HeardTheme:
    """A theme of a round, with the question that it is in."""

    question: OpenQuestion
    line: ThemeLine


@dataclass(frozen=True)
class ComparedTheme:
    """A theme of the round before, of this one, or of both where they are taken to be one."""

    before: HeardTheme | None
    now: HeardTheme | None

    @property
    def what(self) -> str:
        """What became of it from one round to the other, by the submissions that make it."""
        if self.before is None or self.now is None:
            return "new" if self.before is None else "not heard any more"
        was, is_now = (each.line.counts.submissions for each in (self.before, self.now))
        if was == is_now:
            return "persists"
        return "grew" if is_now > was else "shrank"


@dataclass(frozen=True)
class ComparedRounds:
    """Two rounds, and their themes: those of this round first, as they are arranged."""

    before: Round
    themes: tuple[ComparedTheme, ...]


def compared_with_before(round_: Round) -> ComparedRounds | None:
    """A round's themes against those of the last round before it; None for the first round."""
    before = session.scalar(
        select(Round)
        .where(Round.consultation_id == round_.consultation_id, Round.number < round_.number)
        .order_by(Round.number.desc())
        .limit(1)
    )
    if before is None:
        return None
    return ComparedRounds(before, tuple(_compared(_heard(before), _heard(round_))))


def _heard(round_: Round) -> list[HeardTheme]:
    questions = session.scalars(
        select(OpenQuestion)
        .join(OpenQuestion.draft)
        .where(Draft.round == round_, Draft.published_at.is_not(None))
        .order_by(OpenQuestion.rank)
    )
    return [HeardTheme(each, line) for each in questions for line in themes_in_order(each)]


def _compared(before: Sequence[HeardTheme], now: Sequence[HeardTheme]) -> list[ComparedTheme]:
    """Each theme at most once: the most alike are matched first."""
    olds, news = [_words(each.line) for each in before], [_words(each.line) for each in now]
    alike = sorted(
        (-likeness, new, old)
        for new, its in enumerate(news)
        for old, others in enumerate(olds)
        if (likeness := shared(its, others)) >= LEAST
    )
    origin: dict[int, int] = {}
    for _, new, old in alike:
        if new not in origin and old not in origin.values():
            origin[new] = old
    heard = set(origin.values())
    return [
        *(
            ComparedTheme(before[origin[new]] if new in origin else None, each)
            for new, each in enumerate(now)
        ),
        *(ComparedTheme(each, None) for old, each in enumerate(before) if old not in heard),
    ]


def _words(line: ThemeLine) -> frozenset[str]:
    words = re.findall(r"\w{3,}", line.title.casefold())
    return frozenset(word[:STEM] for word in words)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two have in common, 0 to 1 (Dice's coefficient).

    >>> shared(frozenset({"recor", "chang"}), frozenset({"recor", "repai"}))
    0.5
    """
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 0.0
