"""How input was used: what was followed, in part, or not, and why, as far as a chair signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from consultation.models import OutcomeKind
from consultation.queries.plenary.results import QuestionResult


class Use(StrEnum):
    """What became of input, in the words of the synopsis report."""

    FOLLOWED = "followed"
    IN_PART = "followed in part"
    NOT = "not followed"
    ELSEWHERE = "referred or deferred"
    UNEXAMINED = "not yet examined"


USE_OF = {
    OutcomeKind.ADOPTED: Use.FOLLOWED,
    OutcomeKind.IN_PART: Use.IN_PART,
    OutcomeKind.CLARIFIED: Use.IN_PART,
    OutcomeKind.OUTSIDE_MANDATE: Use.NOT,
    OutcomeKind.OTHER_RULES: Use.NOT,
    OutcomeKind.OUTWEIGHED: Use.NOT,
    OutcomeKind.REFERRED: Use.ELSEWHERE,
    OutcomeKind.DEFERRED: Use.ELSEWHERE,
    OutcomeKind.NOT_EXAMINED: Use.UNEXAMINED,
}
"""Under which use each outcome is told; every outcome has one."""


def use_of(outcome: str | None) -> Use:
    """Under which use an outcome is told.

    >>> use_of("clarified"), use_of(None)
    (<Use.IN_PART: 'followed in part'>, <Use.UNEXAMINED: 'not yet examined'>)
    """
    return USE_OF[OutcomeKind(outcome)] if outcome else Use.UNEXAMINED


@dataclass(frozen=True)
class UsedLine:
    """A theme, or a point that was decided on by itself, with what was decided and why.

    `answers` is None for a point by itself, whose words `what` are.
    """

    round: str
    question: str
    what: str
    answers: int | None
    outcome: str
    reason: str
    changes: tuple[str, ...]

    @property
    def use(self) -> Use:
        return use_of(self.outcome)


def used(round_title: str, found: Iterable[QuestionResult]) -> Iterator[UsedLine]:
    """Every theme of a signed question once, and every point that has an outcome of its own."""
    for result in found:
        for theme in result.themes:
            line = theme.line
            yield UsedLine(
                round=round_title,
                question=result.question.number,
                what=line.title,
                answers=line.counts.answers,
                outcome=line.outcome or str(OutcomeKind.NOT_EXAMINED),
                reason=line.outcome_reason,
                changes=tuple(theme.changes.values()),
            )
        for own in result.own:
            yield UsedLine(
                round=round_title,
                question=result.question.number,
                what=f"“{own.said.text}” ({own.said.by})",
                answers=None,
                outcome=own.outcome,
                reason=own.reason,
                changes=own.changes,
            )
