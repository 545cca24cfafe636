"""Where something can be said of a draft, and which place a text names."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, OpenQuestion, Provision
from consultation.models.draft import kind_name
from consultation.queries.contributions.submissions import is_asked

Place = Draft | OpenQuestion | Provision
_QUESTION = re.compile(r"\bQ(?:uestion)?[\s.]?0*(\d+)\b", re.IGNORECASE)
_SHORT = 3
"""Letters of words that say little of what a heading is about."""

_PART = r"[\w]+(?:[.\-][\w]+)*"


def place_value(place: Place) -> str:
    """How forms name a place."""
    return f"{place.__tablename__} {place.id}"


def place_name(place: Place) -> str:
    """How people name a place."""
    if isinstance(place, Draft):
        return "The draft as a whole"
    if isinstance(place, OpenQuestion):
        return f"{place.number} {place.text}"
    return f"{kind_name(place.kind)} {place.number} {place.title}".replace("  ", " ")


@dataclass(frozen=True)
class Places:
    """Every place of a draft: the whole of it, its questions, its provisions."""

    draft: Draft
    questions: tuple[OpenQuestion, ...]
    provisions: tuple[Provision, ...]

    def all(self) -> Iterator[Place]:
        yield self.draft
        yield from self.questions
        yield from self.provisions

    def by_value(self) -> dict[str, Place]:
        """The places by what forms call them."""
        return {place_value(place): place for place in self.all()}

    def named_in(self, text: str) -> Place | None:
        """The place that a text names most often: a provision by kind and number, or a question."""
        found = Counter(self._mentions(text))
        return found.most_common(1)[0][0] if found else None

    def worded(self, words: str) -> Place | None:
        """The place that a table calls by a number, by its own words, or as a clause."""
        plain = " ".join(words.split()).casefold()
        for question in self.questions:
            if plain in {" ".join(question.text.split()).casefold(), question.number.casefold()}:
                return question
        if plain.isdecimal():
            return self.named_in(f"Q{plain}")
        return self.clause_names(words)

    def clause_names(self, clause: str) -> Place | None:
        """The place that a cell of a comment table names; a number is enough there."""
        return self.named_in(clause) or self._numbered(clause)

    def heading_names(self, heading: str) -> Place | None:
        """The place that a heading of a paper is about.

        A paper has numbers of its own: a number names a provision only beside a word of its title.
        """
        if (named := self.named_in(heading)) is not None:
            return named
        numbered = self._numbered(heading)
        is_titled = numbered is not None and _long_words(numbered.title) & _long_words(heading)
        return numbered if is_titled else None

    def _numbered(self, text: str) -> Provision | None:
        first = text.split(" ", 1)[0].strip(".:()")
        bare = [p for p in self.provisions if p.number and p.number == first]
        return bare[0] if len(bare) == 1 else None

    def _mentions(self, text: str) -> Iterator[Place]:
        asked = {_plain_number(question.number): question for question in self.questions}
        for match in _QUESTION.finditer(text):
            if match.group(1) in asked:
                yield asked[match.group(1)]
        numbered = {(p.kind.casefold(), p.number.casefold()): p for p in self.provisions}
        kinds = "|".join(sorted({re.escape(kind) for kind, _ in numbered}))
        if not kinds:
            return
        for match in re.finditer(rf"\b({kinds})s?(?:\s+fields?)?\s+({_PART})", text, re.IGNORECASE):
            place = numbered.get((match.group(1).casefold(), match.group(2).casefold()))
            if place is not None:
                yield place


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > _SHORT}


def _plain_number(number: str) -> str:
    match = _QUESTION.fullmatch(number.strip())
    return match.group(1) if match else number


def places_in(draft: Draft) -> Places:
    """The places of a draft, in its order."""
    questions = session.scalars(
        select(OpenQuestion)
        .where(OpenQuestion.draft == draft, is_asked())
        .order_by(OpenQuestion.rank)
    )
    provisions = session.scalars(
        select(Provision).where(Provision.draft == draft).order_by(Provision.rank)
    )
    return Places(draft, tuple(questions), tuple(provisions))
