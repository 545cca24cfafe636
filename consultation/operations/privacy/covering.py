"""Covering words in what was made of a text, or quotes it; and giving them back.

What the machine made of texts (titles, terms, templates, composed summaries, former states) loses
every whole occurrence of the words. What a person wrote loses them where they are long or tell
somebody, and else where they are quoted: where what stood around them stands around them there.

Covering changes nothing of what a chair signed but the letters of others' words. So where a
signature stands, it stands under the same state with these letters covered, and the log says so;
a public outcome stays public. Where it stands no more, covering does not make it stand.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from consultation.db import Base, session
from consultation.models import (
    OpenQuestion,
    Person,
    SignOff,
)
from consultation.models.moderation import MASK, masked
from consultation.operations.audit import record
from consultation.operations.privacy.repeating import made_of
from consultation.queries.plenary.signed_state import former_state, signed_state
from consultation.queries.plenary.signing import canonical, hash_of, stands

FEWEST = 3
"""Letters from which on words are looked for elsewhere."""
TELLING = 6
"""Letters from which on words are covered wherever a person wrote them."""
WHOLE = 12
"""Letters from which on a title that stands in a text goes with all of that text."""
LONGEST = 2_000
"""Letters up to which words are found however they are broken and escaped."""
AROUND = 16
"""Letters that must be alike, with those around, where shorter words are taken as quoted."""

_TITLE = re.compile("“([^”]+)”")

Place = list[Any]
"""Table, number and column of a row, the way into its value, an offset, and what stood there."""


@dataclass(frozen=True)
class Cover:
    """Words that go: a span of the text that they stood in; with `terms` also from terms."""

    text: str
    start: int
    end: int
    terms: bool = True

    @property
    def _is_all(self) -> bool:
        return self.start == 0 and self.end == len(self.text)

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @cached_property
    def _sought(self) -> re.Pattern[str]:
        """The words wherever they stand whole, with the signs that Markdown sets between them."""
        words = self.words.strip()
        parts = [
            "".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in part)
            for part in words.split()
        ]
        left = r"(?<!\w)" if words[0].isalnum() else ""
        right = r"(?!\w)" if words[-1].isalnum() else ""
        return re.compile(left + r"\s+(?:>\s*)*".join(parts) + right, re.IGNORECASE)

    def spans_in(self, told: str, *, by_machine: bool) -> list[tuple[int, int]]:
        """Where the words are to be covered in another text."""
        if len(self.words.strip()) < FEWEST:
            return []
        if by_machine and self._is_all and (parts := self._parts_of_it(told)):
            return parts
        spans = self._spans_of_all(told)
        if by_machine:
            return spans or self._begun_at_the_end_of(told)
        return [span for span in spans if self._tells or self._is_quoted(told, *span)]

    def _parts_of_it(self, told: str) -> list[tuple[int, int]]:
        """Titles that are a part of the text: alone, or between quotation marks."""
        titles = [(0, len(told)), *(match.span(1) for match in _TITLE.finditer(told))]
        return [
            (start, end)
            for start, end in titles
            if end - start >= WHOLE
            and told[start:end].strip(" …").casefold() in self.text.casefold()
        ]

    def _spans_of_all(self, told: str) -> list[tuple[int, int]]:
        if len(self.words) <= LONGEST:
            return [match.span() for match in self._sought.finditer(told)]
        at = told.find(self.words)
        return [(at, at + len(self.words))] if at >= 0 else []

    @property
    def _tells(self) -> bool:
        return len(self.words) >= TELLING or any(c.isdigit() or c == "@" for c in self.words)

    def _is_quoted(self, told: str, start: int, end: int) -> bool:
        before = _alike(self.text[: self.start][::-1], told[:start][::-1])
        after = _alike(self.text[self.end :], told[end:])
        return before + len(self.words) + after >= AROUND

    def _begun_at_the_end_of(self, title: str) -> list[tuple[int, int]]:
        """Where a shortened title ends within the words."""
        kept = title.rstrip(" …")
        if kept == title:
            return []
        for length in range(min(len(self.words), len(kept)), FEWEST - 1, -1):
            at = len(kept) - length
            if kept[at:].casefold() == self.words[:length].casefold() and (
                at == 0 or not kept[at - 1].isalnum()
            ):
                return [(at, len(kept))]
        return []


def _alike(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a.casefold() != b.casefold():
            break
        count += 1
    return count


def under_the_signature(
    question: OpenQuestion, change: Callable[[], None], *, by: Person, now: datetime
) -> None:
    """Make a change that covers or uncovers words, and let a signature stand as it stood."""
    signature, held = question.sign_off, stands(question)
    change()
    session.flush()
    session.expire_all()
    if signature is None or not held:
        return
    state = signed_state(question) if signature.is_kept else former_state(question)
    was, text = signature.state_hash, canonical(state)
    if was == hash_of(text):
        return
    if signature.is_kept:
        signature.state = text
    signature.state_hash = hash_of(text)
    record(
        "cover words under a signature",
        question,
        person=by,
        now=now,
        before={"state": was},
        after={"state": signature.state_hash},
        question=question,
    )


def cover(question_id: int, covers: Sequence[Cover]) -> list[Place]:
    """Cover words in everything that was made of the answers to a question; return where."""
    return [
        [row.__tablename__, row.id, column, *place]
        for row, column, by_machine in made_of(question_id)
        for place in _cover_in(row, column, covers, by_machine=by_machine)
    ]


def uncover(question_id: int, places: Iterable[Place]) -> None:
    """Give covered words back wherever they are still covered."""
    rows = {(row.__tablename__, row.id, column): row for row, column, _ in made_of(question_id)}
    for table, number, column, way, at, words in places:
        row = rows.get((table, number, column))
        if row is not None:
            _put_back(row, column, way, at, words)


def _cover_in(
    row: Base, column: str, covers: Sequence[Cover], *, by_machine: bool
) -> Iterator[Place]:
    value = _value(row, column)
    if value is None:
        return
    places: list[Place] = []

    def covered(way: list[Any], told: str) -> str:
        for each in covers:
            spans = each.spans_in(told, by_machine=by_machine)
            if column == "terms" and each.terms:
                spans = spans or _of_term(told, each)
            places.extend([way, start, told[start:end]] for start, end in spans)
            told = masked(told, spans)
        return told

    fresh = _mapped(value, covered)
    if places:
        _set(row, column, fresh)
        yield from places


def _of_term(term: str, each: Cover) -> list[tuple[int, int]]:
    """A term of which every word is one of those that go."""
    gone = set(re.findall(r"\w+", each.words.casefold()))
    own = re.findall(r"\w{3,}", term.casefold())
    return [(0, len(term))] if own and set(own) <= gone else []


def _put_back(row: Base, column: str, way: list[Any], at: int, words: str) -> None:
    def uncovered(here: list[Any], told: str) -> str:
        there = told[at : at + len(words)]
        if here != way or there != masked(words, [(0, len(words))]) or MASK not in there:
            return told
        return told[:at] + words + told[at + len(words) :]

    value = _value(row, column)
    if value is not None:
        _set(row, column, _mapped(value, uncovered))


def _value(row: Base, column: str) -> Any:
    value = getattr(row, column)
    return json.loads(value) if value and column == "state" else value


def _set(row: Base, column: str, value: Any) -> None:
    if column == "state" and isinstance(row, SignOff):
        row.state = canonical(value)
        row.state_hash = hash_of(row.state)
    else:
        setattr(row, column, value)


def _mapped(value: Any, change: Callable[[list[Any], str], str], way: tuple[Any, ...] = ()) -> Any:
    """A value with each text in it changed; `way` leads to the text."""
    if isinstance(value, str):
        return change(list(way), value)
    if isinstance(value, dict):
        return {name: _mapped(each, change, (*way, name)) for name, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change, (*way, at)) for at, each in enumerate(value)]
    return value
