"""Every figure of a question's desk, counted from two reads: its answers and its points.

A question may have tens of thousands of points. They are read as columns, once, under the filter,
and all that the page counts is counted from the same rows, so that its figures agree; that they
agree with those of the pack, which the database counts, is tested.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Fit,
    OpenQuestion,
    Placement,
    Point,
    Stakeholder,
    Submission,
    Subtheme,
)
from consultation.queries.contributions.submissions import counts, was_said_in_a_meeting
from consultation.queries.counts import Counts, QuestionFigures, ThemeLine
from consultation.queries.desk.filters import (
    EVERYTHING,
    FIELDS,
    Filter,
    Offered,
    Part,
    column,
    in_order,
)
from consultation.queries.desk.question_figures import in_order_of_position, most_first
from consultation.queries.desk.themes import arranged, bare_lines


class AnswerFacts(NamedTuple):
    """What an answer is counted by; country and size as its author lets them show."""

    answer_id: int
    submission_id: int
    is_from_meeting: bool
    organisation_id: int | None
    category: str
    position: str
    country: str
    size: str
    campaign: str
    choices: list[str]


class PointFacts(NamedTuple):
    """What a point is counted by."""

    point_id: int
    answer_id: int
    theme_id: int | None
    is_filler: bool
    is_discarded: bool
    subtheme_id: int | None
    language: str
    kind: str


@dataclass(frozen=True)
class Tally:
    """What is left of a question under a filter: its answers, and the points of theirs."""

    question: OpenQuestion
    narrowed: Filter = EVERYTHING

    @cached_property
    def answers(self) -> Sequence[AnswerFacts]:
        """The answers that are asked for; where points are, those with one that is."""
        if not self.narrowed.of_points():
            return list(self._asked.values())
        speaking = {point.answer_id for point in self.points}
        return [answer for answer in self._asked.values() if answer.answer_id in speaking]

    @cached_property
    def points(self) -> Sequence[PointFacts]:
        """The points that are asked for; filler says nothing that could be."""
        return [
            point
            for point in self._points
            if point.answer_id in self._asked
            and not (point.is_filler and self.narrowed.of_points())
        ]

    @cached_property
    def counts(self) -> QuestionFigures:
        """How much was said, by whom, and what was ticked."""
        ticked: dict[str, int] = dict.fromkeys(self.question.choices, 0)
        for answer in self.answers:
            for choice in answer.choices:
                ticked[choice] = ticked.get(choice, 0) + 1
        return QuestionFigures(
            counts=_counts(len(self.points), self.answers),
            by_position=in_order_of_position(_shares(self.answers, "position")),
            by_category=most_first(_shares(self.answers, "category")),
            choices=tuple(ticked.items()),
        )

    @cached_property
    def themes(self) -> list[ThemeLine]:
        """The question's themes as `arranged`; without their quotes."""
        lines = bare_lines(self.question)
        nested: defaultdict[int, list[int]] = defaultdict(list)
        for line in lines:
            if line.parent_id:
                nested[line.parent_id].append(line.theme_id)
        return arranged(self._line(line, nested.get(line.theme_id, [])) for line in lines)

    @property
    def unplaced(self) -> int:
        """How many points fit no theme yet."""
        return len(self._places.get(None, ()))

    @cached_property
    def parts(self) -> dict[int, list[Part]]:
        """By theme: its sub-themes that hold any of its points, in the order they were found."""
        sizes = Counter((p.theme_id, p.subtheme_id) for p in self.points)
        found: defaultdict[int, list[Part]] = defaultdict(list)
        for part in session.scalars(
            select(Subtheme)
            .where(Subtheme.theme.has(question_id=self.question.id))
            .order_by(Subtheme.id)
        ):
            if size := sizes[part.theme_id, part.id]:
                found[part.theme_id].append(Part(part.id, part.title, size))
        return dict(found)

    @cached_property
    def offered(self) -> list[Offered]:
        """What can be chosen in each field of the filter, and how many answers that would leave.

        A field with one value for all is left out, unless something is asked in it.
        """
        found = [
            Offered(name, label, self._without(name).values_of(name))
            for name, label in FIELDS.items()
        ]
        return [o for o in found if len(o.values) > 1 or o.name in self.narrowed.asked]

    def values_of(self, name: str) -> tuple[tuple[str, int], ...]:
        """The values that are left in a field, and how many answers have each."""
        if name in AnswerFacts._fields:
            return in_order(name, Counter(getattr(answer, name) for answer in self.answers))
        pairs = {(getattr(p, name), p.answer_id) for p in self.points if not p.is_filler}
        return in_order(name, Counter(value for value, _ in pairs))

    def _without(self, name: str) -> "Tally":
        """What would be left were nothing asked in one field; what is the same is not read anew."""
        if name not in self.narrowed.asked:
            return self
        nothing: dict[str, Any] = {name: ""}
        wider = Tally(self.question, replace(self.narrowed, **nothing))
        same = "_points" if name in AnswerFacts._fields else "_asked"
        wider.__dict__[same] = getattr(self, same)
        return wider

    def _line(self, line: ThemeLine, nested: Sequence[int]) -> ThemeLine:
        counted, answers = self._under(line.theme_id)
        return replace(
            line,
            counts=counted,
            with_nested=self._under(line.theme_id, *nested)[0] if nested else None,
            by_category=most_first(_shares(answers, "category")),
            by_position=in_order_of_position(_shares(answers, "position")),
        )

    def _under(self, *themes: int) -> tuple[Counts, list[AnswerFacts]]:
        """What is under some themes together, and the answers that it is from."""
        points = [point for theme in themes for point in self._places.get(theme, ())]
        answers = [self._asked[number] for number in {point.answer_id for point in points}]
        return _counts(len(points), answers), answers

    @cached_property
    def _places(self) -> Mapping[int | None, Sequence[PointFacts]]:
        """Points by their theme, None for the unplaced; without filler and what was discarded."""
        places: defaultdict[int | None, list[PointFacts]] = defaultdict(list)
        for point in self.points:
            if not point.is_filler and not point.is_discarded:
                places[point.theme_id].append(point)
        return places

    @cached_property
    def _asked(self) -> dict[int, AnswerFacts]:
        """The answers that are asked for, whatever is asked of points."""
        rows = session.execute(
            select(
                Answer.id,
                Answer.submission_id,
                was_said_in_a_meeting(),
                Stakeholder.organisation_id,
                *(column(name) for name in AnswerFacts._fields[4:-1]),
                AnswerVersion.choices,
            )
            .join(Answer.version)
            .join(Answer.submission)
            .join(Submission.stakeholder)
            .where(Answer.question_id == self.question.id, counts(), *self.narrowed.of_answers())
            .order_by(Answer.id)
        )
        return {row[0]: AnswerFacts._make(row) for row in rows}

    @cached_property
    def _points(self) -> list[PointFacts]:
        """The points that are asked for, whatever is asked of answers."""
        asked = self.narrowed.of_points()
        some: Any = (
            select(
                Point.id,
                Point.answer_id,
                Placement.theme_id,
                Point.filler,
                Placement.discarded_because.is_not(None),
                Fit.subtheme_id,
                *(column(name) for name in PointFacts._fields[6:]),
            )
            .join(Point.answer)
            .outerjoin(Point.placement)
            .outerjoin(Point.fit)
            .where(Answer.question_id == self.question.id, *asked)
        )
        return [
            PointFacts._make(row)
            for row in session.execute(some.join(Answer.version) if asked else some)
        ]


def _counts(points: int, answers: Collection[AnswerFacts]) -> Counts:
    return Counts(
        points=points,
        answers=len(answers),
        submissions=len({a.submission_id for a in answers if not a.is_from_meeting}),
        organisations=len({answer.organisation_id for answer in answers} - {None}),
        from_meetings=sum(answer.is_from_meeting for answer in answers),
    )


def _shares(answers: Iterable[AnswerFacts], name: str) -> list[tuple[str, int]]:
    return list(Counter(str(getattr(answer, name)) for answer in answers).items())
