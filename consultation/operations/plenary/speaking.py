"""What a chair says of a working group in plenary: key messages, minutes, what stays open."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from markdown_it import MarkdownIt

from consultation.models.answer import Position
from consultation.models.plenary import OutcomeKind
from consultation.queries.counts import Counts, ThemeLine, part_of
from consultation.wording import noun

MINUTES = 20
"""What a working group has in plenary; with more answered questions, one for each of them."""

MESSAGE_LIMIT = 320
"""Characters of a key message: what is said in one breath or two."""

_FOR = (Position.SUPPORT, Position.CHANGES)
_STOPS = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[\"“(]?[^\W\d_a-z])")
_BREAKS = ("softbreak", "hardbreak")
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False})


@dataclass(frozen=True)
class KeyMessage:
    """One thing to say on a question; a `composed` one nobody has worded. `source` is whence."""

    question: str
    text: str
    composed: bool
    source: str


@dataclass(frozen=True)
class SpeakingTime:
    """Minutes that a question might take.

    `disagreement` is in percent; None where fewer stated a position, or took the smaller side, than
    a share is told of.
    """

    question: str
    answers: int
    disagreement: int | None
    minutes: int


@dataclass(frozen=True)
class OpenLine:
    """Something that stays open in a question."""

    question: str
    what: str


@dataclass(frozen=True)
class SpeakingPart:
    """A working group's page for speaking."""

    minutes: int = 0
    messages: tuple[KeyMessage, ...] = ()
    times: tuple[SpeakingTime, ...] = ()
    open: tuple[OpenLine, ...] = ()


NOTHING_SAID = SpeakingPart()


class _Signed(Protocol):
    @property
    def chair(self) -> str: ...


class Heard(Protocol):
    """What has to be known of a question to speak of it: a part of the pack's own."""

    @property
    def number(self) -> str: ...
    @property
    def counts(self) -> Counts: ...
    @property
    def by_position(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def themes(self) -> tuple[ThemeLine, ...]: ...
    @property
    def unplaced(self) -> int: ...
    @property
    def summary(self) -> str: ...
    @property
    def summary_composed(self) -> bool: ...
    @property
    def signature(self) -> _Signed | None: ...


def speaking_of(questions: Sequence[Heard]) -> SpeakingPart:
    """The page for speaking on some questions; one without answers is not spoken of."""
    answered = [part for part in questions if part.counts.answers]
    times = _times(answered)
    return SpeakingPart(
        minutes=sum(time.minutes for time in times),
        messages=tuple(message for part in answered for message in _messages(part)),
        times=times,
        open=tuple(OpenLine(part.number, what) for part in answered for what in _open(part)),
    )


def _messages(part: Heard) -> Iterator[KeyMessage]:
    sentence = spoken(part.summary, composed=part.summary_composed)
    if part.signature and sentence:
        source = f"from the summary signed by {part.signature.chair}"
        if part.summary_composed:
            source += ", composed from the data by rule"
        yield KeyMessage(part.number, sentence, part.summary_composed, source)
    elif part.themes:
        largest = max(part.themes, key=lambda theme: theme.counts.answers)
        counts = largest.counts
        text = (
            f"The largest theme: {largest.title.rstrip('.')} ({noun(counts.answers, 'answer')} "
            f"from {noun(counts.organisations, 'organisation')})."
        )
        yield KeyMessage(part.number, text, True, "composed from the data by rule")


def spoken(summary: str, *, composed: bool) -> str:
    """What is said of a summary in one breath: a person's first sentence, a rule's paragraph.

    A rule names titles, which may be of several sentences; its first paragraph is short.
    """
    return _cut(_first_paragraph(summary)) if composed else first_sentence(summary)


def first_sentence(markdown: str) -> str:
    r"""The first sentence of a text's first paragraph, without its marks.

    >>> first_sentence("# Summary\n\nMost **agree**. Some do not.")
    'Most agree.'
    >>> first_sentence("No stop at the end")
    'No stop at the end'
    """
    return _cut(_STOPS.split(_first_paragraph(markdown), maxsplit=1)[0])


def _first_paragraph(markdown: str) -> str:
    tokens = _parser.parse(markdown)
    paragraphs = (
        "".join(" " if child.type in _BREAKS else child.content for child in inline.children or [])
        for before, inline in pairwise(tokens)
        if before.type == "paragraph_open"
    )
    return " ".join(next(paragraphs, "").split())


def _cut(sentence: str) -> str:
    if len(sentence) <= MESSAGE_LIMIT:
        return sentence
    head = sentence[: MESSAGE_LIMIT - 1]
    return (head.rsplit(" ", 1)[0] if " " in head else head) + "…"


def disagreement(by_position: Sequence[tuple[str, int]]) -> float | None:
    """How evenly those who stated a position are split: 0 where they agree, 1 where half oppose.

    >>> disagreement((("support", 3), ("oppose", 1), ("no position", 9)))
    0.5
    >>> disagreement((("no position", 9),)) is None
    True
    """
    smaller, total = _sides(by_position)
    return 2 * smaller / total if total else None


def told_disagreement(by_position: Sequence[tuple[str, int]]) -> int | None:
    """Disagreement in percent, where it is of enough answers to be told.

    >>> told_disagreement((("support", 30), ("oppose", 10)))
    50
    >>> told_disagreement((("support", 30), ("oppose", 4))) is None
    True
    """
    smaller, total = _sides(by_position)
    part = part_of(smaller, total) if smaller else part_of(total, total) and 0.0
    return None if part is None else round(200 * part)


def _sides(by_position: Sequence[tuple[str, int]]) -> tuple[int, int]:
    """How many are on the smaller side, and how many stated a position."""
    stated = {position: count for position, count in by_position if position != Position.NONE}
    total = sum(stated.values())
    in_favour = sum(stated.get(position, 0) for position in _FOR)
    return min(in_favour, total - in_favour), total


def _times(answered: Sequence[Heard]) -> tuple[SpeakingTime, ...]:
    splits = [disagreement(part.by_position) for part in answered]
    weights = [
        part.counts.answers * (1 + (split or 0))
        for part, split in zip(answered, splits, strict=True)
    ]
    minutes = shares(weights, max(MINUTES, len(weights))) if weights else []
    return tuple(
        SpeakingTime(
            part.number, part.counts.answers, told_disagreement(part.by_position), minutes_of
        )
        for part, minutes_of in zip(answered, minutes, strict=True)
    )


def shares(weights: Sequence[float], total: int) -> list[int]:
    """`total` whole minutes in proportion to weights, at least one each, by largest remainder.

    >>> shares([30, 10, 1], 20)
    [14, 5, 1]
    >>> shares([1, 1, 1], 20)
    [7, 7, 6]
    """
    spare, whole = total - len(weights), sum(weights)
    exact = [spare * weight / whole for weight in weights]
    minutes = [1 + int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (int(exact[at]) - exact[at], at))
    for at in by_remainder[: total - sum(minutes)]:
        minutes[at] += 1
    return minutes


def _open(part: Heard) -> Iterator[str]:
    if part.signature is None:
        yield "Not signed yet."
    undecided = sum(theme.outcome in {None, OutcomeKind.NOT_EXAMINED} for theme in part.themes)
    if undecided:
        verb = "has" if undecided == 1 else "have"
        yield f"{noun(undecided, 'theme')} {verb} no outcome yet."
    for kind in (OutcomeKind.DEFERRED, OutcomeKind.REFERRED):
        yield from (
            f"{kind.capitalize()}: “{theme.title}”."
            for theme in part.themes
            if theme.outcome == kind
        )
    if part.unplaced:
        verb = "is" if part.unplaced == 1 else "are"
        yield f"{noun(part.unplaced, 'point')} {verb} not placed under any theme."
