"""The themes of a round against those of the round before, matched by the words of their points.

A chair's title and the machine's for the same points may share no word, so all that was said under
a theme is compared with its title, and a word tells the more the fewer themes it is said under
(cosine of tf-idf; Salton and Buckley, 1988).
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Draft, OpenQuestion, Placement, Point, Round
from consultation.queries.counts import ThemeLine
from consultation.queries.desk.points import from_points
from consultation.queries.desk.themes import themes_in_order

LEAST = 0.3
"""The cosine from which two themes are taken to be one: seldom wrongly, on the demonstration."""

STEM = 5
"""Letters of a word that are compared, so that its endings do not tell."""


@dataclass(frozen=True)
class HeardTheme:
    """A theme of a round, with the question that it is in, and how often words are said in it."""

    question: OpenQuestion
    line: ThemeLine
    words: Counter[str]


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
    return [theme for question in questions for theme in _themes(question)]


def _themes(question: OpenQuestion) -> Iterable[HeardTheme]:
    said = _words_said(question)
    for line in themes_in_order(question):
        yield HeardTheme(question, line, Counter(_stems(line.title)) + said[line.theme_id])


def _compared(before: Sequence[HeardTheme], now: Sequence[HeardTheme]) -> list[ComparedTheme]:
    """Each theme at most once: the most alike are matched first."""
    vectors = _vectors([each.words for each in (*now, *before)])
    news, olds = vectors[: len(now)], vectors[len(now) :]
    alike = sorted(
        (-likeness, new, old)
        for new, its in enumerate(news)
        for old, others in enumerate(olds)
        if (likeness := cosine(its, others)) >= LEAST
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


def _words_said(question: OpenQuestion) -> dict[int, Counter[str]]:
    """By theme: how often each word was said under it."""
    words = func.substr(AnswerVersion.text, Point.start + 1, Point.end - Point.start)
    said: dict[int, Counter[str]] = defaultdict(Counter)
    rows = session.execute(
        from_points(Placement.theme_id, words).where(
            Answer.question_id == question.id, Placement.theme_id.is_not(None)
        )
    )
    for theme_id, text in rows:
        said[theme_id].update(_stems(text))
    return said


def _stems(text: str) -> Iterable[str]:
    return (word[:STEM] for word in re.findall(r"\w{3,}", text.casefold()))


def _vectors(themes: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Words of each theme weighed, as vectors of length 1; one without words is empty."""
    under = Counter(word for words in themes for word in words)
    weighed = (
        {
            word: (1 + math.log(count)) * math.log(1 + len(themes) / under[word])
            for word, count in words.items()
        }
        for words in themes
    )
    return [
        {word: weight / math.hypot(*vector.values()) for word, weight in vector.items()}
        for vector in weighed
    ]


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    """How alike two vectors of length 1 are.

    >>> cosine({"record": 0.6, "change": 0.8}, {"record": 1.0})
    0.6
    """
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())
