"""What the fields of a summary are filled with, and why there may be nothing to fill one with."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import at_once, session
from consultation.models import Answer, OpenQuestion, Point, Quote, Submission, Theme
from consultation.queries.counts import MinorityLine, QuestionFigures, QuoteLine, ThemeLine
from consultation.queries.desk.points import from_points, unplaced_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import quote_line, themes_in_order
from consultation.queries.grouping.minority import merged_to, minority_of
from consultation.queries.plenary.fields import (
    Field,
    fields_in,
    point_values,
    question_values,
    said_most,
    theme_values,
)

_SHOWN = 60
"""Characters that a sentence repeats of what somebody wrote."""


class Figures:
    """What the fields of one text are filled with; what none of them tells of is not read."""

    def __init__(
        self, question: OpenQuestion, text: str, themes: Sequence[ThemeLine] | None = None
    ) -> None:
        self.written = fields_in(text)
        self.fields = list(dict.fromkeys(one.field for one in self.written if one.field))
        self._question = question
        self._given = themes

    def value(self, field: Field) -> str | None:
        """What a field is filled with; None for a theme or a point that is not there (any more)."""
        values = {"theme": self._of_theme, "point": self._of_point, "question": self._of_question}
        return values[field.subject](field.number).get(field.what)

    def title(self, field: Field) -> str:
        """The title of the theme that a field tells of."""
        line = self._themes.get(field.number) if field.subject == "theme" else None
        return line.title if line else ""

    def _of_theme(self, number: int) -> dict[str, str]:
        line = self._themes.get(number)
        return theme_values(line, self._whole.counts) if line else {}

    def _of_point(self, number: int) -> dict[str, str]:
        found = self._points.get(number)
        return point_values(found, self._notes.get(number, "")) if found else {}

    def _of_question(self, _number: int) -> dict[str, str]:
        return self._all

    @cached_property
    def _themes(self) -> dict[int, ThemeLine]:
        found = themes_in_order(self._question) if self._given is None else self._given
        return {line.theme_id: line for line in found}

    @cached_property
    def _points(self) -> dict[int, QuoteLine]:
        numbers = {field.number for field in self.fields if field.subject == "point"}
        return counted_points(self._question, sorted(numbers))

    @cached_property
    def _notes(self) -> dict[int, str]:
        return {line.said.point_id: line.note for line in self._minority}

    @cached_property
    def _minority(self) -> list[MinorityLine]:
        return minority_of(self._question)

    @cached_property
    def _whole(self) -> QuestionFigures:
        return question_counts(self._question)

    @cached_property
    def _all(self) -> dict[str, str]:
        asked = {field.what for field in self.fields if field.subject == "question"}
        others = {
            "themes": lambda: f"{len(self._themes):,}",
            "said most": lambda: said_most(self._themes.values()),
            "unplaced points": lambda: f"{unplaced_points(self._question):,}",
            "minority points": lambda: f"{len(self._minority):,}",
        }
        return question_values(self._whole, {w: others[w]() for w in others.keys() & asked})


def counted_points(question: OpenQuestion, numbers: Sequence[int]) -> dict[int, QuoteLine]:
    """Those of some points that count, with their words and their authors as they chose."""
    found: dict[int, QuoteLine] = {}
    for some in at_once(numbers):
        points = session.scalars(
            from_points(Point)
            .where(Point.id.in_(some), Answer.question_id == question.id, Point.filler.is_(False))
            .options(
                joinedload(Point.quote).joinedload(Quote.marked_by),
                joinedload(Point.answer)
                .joinedload(Answer.submission)
                .joinedload(Submission.stakeholder),
            )
        )
        found |= {point.id: quote_line(point) for point in points}
    return found


def unknown_field(typed: str) -> str:
    return (
        f"“{shortened(typed)}” is no field. The editor of the summary lists the fields that "
        "there are. Two braces that are no field are written \\{{."
    )


def dead_field(field: Field, question: OpenQuestion) -> str:
    sentence = f"“{{{{{field.name}}}}}” cannot be filled: {why_gone(field, question)}."
    into = _merged_into(field, question)
    if into is None:
        return f"{sentence} Take it out."
    return f"{sentence} Write {{{{theme {into.id}: {field.what}}}}}, or take it out."


def why_gone(field: Field, question: OpenQuestion) -> str:
    """Why there is nothing to fill a field with."""
    if field.subject == "point":
        return f"point {field.number} is none of {question.number} that counts"
    into = _merged_into(field, question)
    if into is not None:
        return f"theme {field.number} was merged into theme {into.id}"
    theme = _theme(field, question)
    if theme is not None:
        return f"theme {field.number} was discarded"
    return f"{question.number} has no theme {field.number}"


def _merged_into(field: Field, question: OpenQuestion) -> Theme | None:
    theme = _theme(field, question)
    into = merged_to(theme)
    return into if into is not None and into is not theme and into.is_current else None


def _theme(field: Field, question: OpenQuestion) -> Theme | None:
    if field.subject != "theme":
        return None
    return session.scalar(
        select(Theme).where(Theme.id == field.number, Theme.question_id == question.id)
    )


def shortened(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"
