"""What of a question's input is looked at: the filters of the desk, honoured in every query."""

from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    CampaignCopy,
    Fit,
    OpenQuestion,
    Organisation,
    Placement,
    Point,
    Position,
    Stakeholder,
    Submission,
    Subtheme,
)
from consultation.queries.reading import is_read_by, is_unread_by, read_counts
from consultation.queries.submissions import counts, is_nameless

IN_CAMPAIGN, APART = "in a campaign", "in no campaign"
READ, TO_READ = "read by me", "mine to read"


@dataclass(frozen=True)
class Filter:
    """Which answers and points are counted and listed; a field that is empty asks for nothing.

    Country and size are asked only of those whom a name stands beside: with their kind they could
    be one. `words` are looked for in a point's own words, all of them. `part` is a sub-theme.
    `mine` is whether `reader`, a person's number, has read the answer.
    """

    words: str = ""
    category: str = ""
    country: str = ""
    size: str = ""
    language: str = ""
    position: str = ""
    campaign: str = ""
    kind: str = ""
    part: int | None = None
    mine: str = ""
    reader: int = 0

    @property
    def asked(self) -> dict[str, str | int]:
        """The fields that ask for something."""
        said = {f.name: getattr(self, f.name) for f in fields(self) if f.name != "reader"}
        return {name: value for name, value in said.items() if value}

    def of_answers(self) -> list[ColumnElement[bool]]:
        """Conditions on an answer, joined with its version, submission and stakeholder."""
        asked: list[ColumnElement[bool]] = []
        if self.category:
            asked.append(Stakeholder.category == self.category)
        if self.country:
            asked += [Stakeholder.country == self.country, ~is_nameless()]
        if self.size:
            asked += [Stakeholder.organisation.has(size=self.size), ~is_nameless()]
        if self.position:
            asked.append(AnswerVersion.position == self.position)
        if self.campaign:
            inside = Answer.campaign_copy.has()
            asked.append(inside if self.campaign == IN_CAMPAIGN else ~inside)
        return asked + self._of_reader()

    def _of_reader(self) -> list[ColumnElement[bool]]:
        if not self.mine:
            return []
        return [(is_read_by if self.mine == READ else is_unread_by)(self.reader)]

    def of_points(self) -> list[ColumnElement[bool]]:
        """Conditions on a point, joined with the version it stands in."""
        asked: list[ColumnElement[bool]] = [says(word) for word in self.words.split()]
        if self.language:
            asked.append(Point.language == self.language)
        if self.kind:
            asked.append(Point.kind == self.kind)
        if self.part:
            asked.append(Point.fit.has(subtheme_id=self.part))
        return asked

    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on a point, joined with its answer and all that stands around it."""
        return [*self.of_answers(), *self.of_points()]

    def of_answers_with_points(self) -> list[ColumnElement[bool]]:
        """Conditions on an answer, of which some point is asked for where points are."""
        asked = self.of_points()
        if not asked:
            return self.of_answers()
        some = exists().where(Point.answer_id == Answer.id, Point.filler.is_(False), *asked)
        return [*self.of_answers(), some.correlate(Answer, AnswerVersion)]

    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.asked)


EVERYTHING = Filter()


def says(word: str) -> ColumnElement[bool]:
    """Whether a point has a word in it, in any case."""
    length = Point.end - Point.start
    return contains(func.substr(AnswerVersion.text, Point.start + 1, length), word)


def contains(
    column: ColumnElement[str] | InstrumentedAttribute[str], word: str
) -> ColumnElement[bool]:
    """Whether a text has a word in it.

    SQLite folds the case of ASCII alone; the usual ways to write a word are asked for too.
    """
    ways = dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))
    return or_(*(column.icontains(way, autoescape=True) for way in ways))


@dataclass(frozen=True)
class Offered:
    """A field of the filter, and what can be chosen there: values with their numbers of answers."""

    name: str
    label: str
    values: tuple[tuple[str, int], ...]


def offered(question: OpenQuestion, reader: int = 0) -> tuple[Offered, ...]:
    """What the input of a question can be narrowed to, and how many answers each choice has.

    A field with a single value for all is left out: it would narrow nothing.
    """
    named = ~is_nameless()
    found = (
        Offered("category", "Kind of stakeholder", _by_answer(question, Stakeholder.category)),
        Offered("country", "Country", _by_answer(question, Stakeholder.country, named)),
        Offered("size", "Size of organisation", _by_answer(question, Organisation.size, named)),
        Offered("position", "Position", _by_position(question)),
        Offered("campaign", "Campaign", _by_campaign(question)),
        Offered("mine", "Reading", _by_reading(question, reader)),
        Offered("language", "Language", _by_point(question, Point.language)),
        Offered("kind", "Kind of point", _by_point(question, Point.kind)),
    )
    return tuple(each for each in found if len(each.values) > 1)


def _by_answer(
    question: OpenQuestion, column: InstrumentedAttribute[str], *conditions: ColumnElement[bool]
) -> tuple[tuple[str, int], ...]:
    rows = session.execute(
        select(column, func.count(Answer.id))
        .select_from(Answer)
        .join(Answer.version)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .outerjoin(Stakeholder.organisation)
        .where(Answer.question_id == question.id, counts(), column != "", *conditions)
        .group_by(column)
        .order_by(column)
    )
    return tuple((str(value), count) for value, count in rows)


def _by_position(question: OpenQuestion) -> tuple[tuple[str, int], ...]:
    rows = dict(
        session.execute(
            select(AnswerVersion.position, func.count(Answer.id))
            .select_from(Answer)
            .join(Answer.version)
            .join(Answer.submission)
            .where(Answer.question_id == question.id, counts())
            .group_by(AnswerVersion.position)
        ).all()
    )
    return tuple((str(each), rows[each]) for each in Position if each in rows)


def _by_campaign(question: OpenQuestion) -> tuple[tuple[str, int], ...]:
    rows = session.execute(
        select(CampaignCopy.id.is_not(None), func.count(Answer.id))
        .select_from(Answer)
        .join(Answer.submission)
        .outerjoin(Answer.campaign_copy)
        .where(Answer.question_id == question.id, counts())
        .group_by(CampaignCopy.id.is_not(None))
    )
    found = {bool(inside): count for inside, count in rows}
    words = ((True, IN_CAMPAIGN), (False, APART))
    return tuple((word, found[inside]) for inside, word in words if inside in found)


def _by_reading(question: OpenQuestion, reader: int) -> tuple[tuple[str, int], ...]:
    """How many answers a person has to read, and has read; both are offered while there are any."""
    found = read_counts([question.id], reader).get(question.id)
    if found is None or not reader:
        return ()
    return ((TO_READ, found.unread), (READ, found.read))


def _by_point(
    question: OpenQuestion, column: InstrumentedAttribute[str | None]
) -> tuple[tuple[str, int], ...]:
    rows = session.execute(
        select(column, func.count(Answer.id.distinct()))
        .select_from(Point)
        .join(Point.answer)
        .join(Answer.submission)
        .where(
            Answer.question_id == question.id,
            counts(),
            Point.filler.is_(False),
            column.is_not(None),
        )
        .group_by(column)
        .order_by(column)
    )
    return tuple((str(value), count) for value, count in rows)


@dataclass(frozen=True)
class Part:
    """A sub-theme, and how many points of its theme are still in it."""

    subtheme_id: int
    title: str
    points: int


def parts_of(question: OpenQuestion, narrowed: Filter = EVERYTHING) -> dict[int, list[Part]]:
    """By theme: its sub-themes that hold any of its points, in the order they were found."""
    rows = session.execute(
        select(Subtheme.theme_id, Subtheme.id, Subtheme.title, func.count(Point.id))
        .select_from(Point)
        .join(Point.answer)
        .join(Answer.version)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .join(Point.placement)
        .join(Point.fit)
        .join(Subtheme, Fit.subtheme_id == Subtheme.id)
        .where(
            Answer.question_id == question.id,
            counts(),
            Point.filler.is_(False),
            Subtheme.theme_id == Placement.theme_id,
            *narrowed.conditions(),
        )
        .group_by(Subtheme.theme_id, Subtheme.id, Subtheme.title)
        .order_by(Subtheme.id)
    )
    found: dict[int, list[Part]] = {}
    for theme_id, subtheme_id, title, points in rows:
        found.setdefault(theme_id, []).append(Part(subtheme_id, title, points))
    return found
