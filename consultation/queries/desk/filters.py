"""What of a question's input is looked at: the filters of the desk, honoured in every query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, aliased
from sqlalchemy.sql.functions import FunctionElement

from consultation.models import (
    Answer,
    AnswerVersion,
    Organisation,
    Point,
    Position,
    Stakeholder,
)
from consultation.queries.contributions.visible import (
    is_nameless,
)
from consultation.queries.desk.reading import is_unread_by
from consultation.wording import folded, folded_words

UNSAID = "not stated"
"""What stands for a country, a size, a language or a kind that is not known or may not be shown."""
UNREAD = "not read by me"
IN_CAMPAIGN, APART = "in a campaign", "in no campaign"

FIELDS = {
    "category": "Kind of stakeholder",
    "country": "Country",
    "size": "Size of organisation",
    "position": "Position",
    "campaign": "Campaign",
    "language": "Language",
    "kind": "Kind of point",
}
"""The fields in which one of several values is chosen, and what they are called."""


@dataclass(frozen=True)
class Filter:
    """Which answers and points are counted and listed; a field that is empty asks for nothing.

    Country and size are known only of those whom a name stands beside: with their kind they could
    be one. `words` are looked for in a point's own words, all of them. `part` is a sub-theme;
    `unread` asks for what the `reader` has yet to read.
    """

    words: str = ""
    category: str = ""
    country: str = ""
    size: str = ""
    language: str = ""
    position: str = ""
    campaign: str = ""
    kind: str = ""
    unread: str = ""
    part: int | None = None
    reader: int | None = None

    @property
    def asked(self) -> dict[str, str | int]:
        """The fields that ask for something."""
        names = [f.name for f in fields(self) if f.name != "reader"]
        return {name: value for name in names if (value := getattr(self, name))}

    def of_answers(self) -> list[ColumnElement[bool]]:
        """Conditions on an answer, joined with its version, submission and stakeholder."""
        asked = [_OF_ANSWERS[n]() == value for n, value in self.asked.items() if n in _OF_ANSWERS]
        if self.unread and self.reader:
            asked.append(is_unread_by(self.reader))
        return asked

    def of_points(self) -> list[ColumnElement[bool]]:
        """Conditions on a point, joined with the version it stands in."""
        asked = [_OF_POINTS[n]() == value for n, value in self.asked.items() if n in _OF_POINTS]
        if self.part:
            asked.append(Point.fit.has(subtheme_id=self.part))
        return [*asked, *(says(word) for word in folded_words(self.words))]

    def conditions(self) -> list[ColumnElement[bool]]:
        """Conditions on a point, joined with its answer and all that stands around it."""
        return [*self.of_answers(), *self.of_points()]

    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.asked)


EVERYTHING = Filter()


def column(name: str) -> ColumnElement[Any]:
    """The value that an answer or a point has in a field, as it may be shown."""
    return (_OF_ANSWERS | _OF_POINTS)[name]()


def _shown(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """What is known of an author, unless they chose to be named by nothing but their kind."""
    return case((is_nameless(), UNSAID), else_=_stated(value))


def _stated(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.nullif(value, ""), UNSAID)


def _size() -> ColumnElement[Any]:
    body = aliased(Organisation)
    return select(body.size).where(body.id == Stakeholder.organisation_id).scalar_subquery()


_OF_ANSWERS: dict[str, Callable[[], ColumnElement[Any]]] = {
    "category": lambda: Stakeholder.category.expression,
    "country": lambda: _shown(Stakeholder.country.expression),
    "size": lambda: _shown(_size()),
    "position": lambda: AnswerVersion.position.expression,
    "campaign": lambda: case((Answer.campaign_copy.has(), IN_CAMPAIGN), else_=APART),
}
_OF_POINTS: dict[str, Callable[[], ColumnElement[Any]]] = {
    "language": lambda: _stated(Point.language.expression),
    "kind": lambda: _stated(Point.kind.expression),
}


class without_accents(FunctionElement[str]):  # noqa: N801 it is a function
    """A text without case and accents, in the database: `consultation.wording.folded`."""

    type = String()
    inherit_cache = True


@compiles(without_accents, "sqlite")
def _in_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    return f"folded({compiler.process(element.clauses, **given)})"


@compiles(without_accents, "postgresql")
def _in_postgres(element: Any, compiler: Any, **given: Any) -> str:
    text = compiler.process(element.clauses, **given)
    return f"regexp_replace(lower(normalize({text}, NFKD)), '[\u0300-\u036f]', '', 'g')"


def says(word: str) -> ColumnElement[bool]:
    """Whether a point has a word in it."""
    length = Point.end - Point.start
    return contains(func.substr(AnswerVersion.text, Point.start + 1, length), word)


def contains(
    text: ColumnElement[str] | InstrumentedAttribute[str], word: str
) -> ColumnElement[bool]:
    """Whether a text has a word in it, whatever the case and the accents of either."""
    return func.coalesce(without_accents(text), "").contains(folded(word), autoescape=True)


@dataclass(frozen=True)
class Offered:
    """A field of the filter, and what can be chosen there: values with their numbers of answers."""

    name: str
    label: str
    values: tuple[tuple[str, int], ...]


def in_order(name: str, found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The values of a field: positions in their own order, others by name, what is unsaid last."""
    own = [str(position) for position in Position] if name == "position" else []
    keys = {v: (own.index(v) if v in own else 0, v == UNSAID, v.casefold()) for v in found}
    return tuple((str(v), found[v]) for v in sorted(found, key=keys.__getitem__))


@dataclass(frozen=True)
class Part:
    """A sub-theme, and how many points of its theme are still in it."""

    subtheme_id: int
    title: str
    points: int
