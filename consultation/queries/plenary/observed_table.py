"""The comment table of a whole round: what everybody said, with observations.

An observation is composed from the outcomes, unless somebody wrote one by hand.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consultation.models import Answer, Observation, OpenQuestion, Round
from consultation.queries.contributions.comment_table import TableRow
from consultation.queries.contributions.submissions import questions_in, submitted_answers
from consultation.queries.counts import ThemeLine
from consultation.queries.desk.points import PlainPoint, points_by_answer
from consultation.queries.desk.themes import bare_lines
from consultation.queries.drafts.places import Place, place_name
from consultation.queries.plenary.changed import Names, called, names_of
from consultation.queries.plenary.observations import observations_by_answer
from consultation.queries.plenary.signing import stands

UNEXAMINED = "Not yet examined"
UNSIGNED = "Not signed yet: "
"""What comes before an observation under which no signature stands."""
BY_HAND = "Edited by hand: "
"""What comes before an observation that somebody wrote."""
_SEEN = 10
"""Digits of a hash that tell which observation a row showed."""


@dataclass(frozen=True)
class Observed:
    """A row of the table with what it is made of; its answer by both of its numbers.

    `by_hand` is what somebody wrote, if it holds; `composed` is what would stand there otherwise.
    """

    question: OpenQuestion
    answer_id: int
    public_number: int
    row: TableRow
    composed: str
    by_hand: Observation | None


@dataclass(frozen=True)
class ObservedId:
    """A row's id: the public number of its answer, and which observation was shown."""

    number: int
    seen: str

    def __str__(self) -> str:
        return f"{self.number}|{self.seen}"

    @classmethod
    def parse(cls, text: str) -> "ObservedId | None":
        """The id that a cell holds.

        >>> ObservedId.parse("57|3f9a2c1d04")
        ObservedId(number=57, seen='3f9a2c1d04')
        >>> ObservedId.parse("question|Q03|1|x") is ObservedId.parse("") is None
        True
        """
        number, _, seen = text.strip().partition("|")
        if not (number.isascii() and number.isdigit()) or len(number) > 18 or len(seen) != _SEEN:
            return None
        return cls(int(number), seen)


def seen_of(observation: str) -> str:
    r"""A mark of an observation, whatever a program does to the spaces in it.

    >>> seen_of("Adopted:it  was unclear.\n") == seen_of("Adopted: it was unclear.")
    True
    """
    return hashlib.sha256("".join(observation.split()).encode()).hexdigest()[:_SEEN]


def unmarked(observation: str) -> str:
    r"""An observation without the marks that the table puts before it.

    >>> unmarked("Not signed yet: Adopted.\nNot signed yet: Deferred: Later.")
    'Adopted.\nDeferred: Later.'
    >>> unmarked("Not signed yet: Edited by hand: We agree.")
    'We agree.'
    """
    return "\n".join(_unmarked(line) for line in observation.strip().split("\n"))


def _unmarked(line: str) -> str:
    kept = line.rstrip()
    for mark in (UNSIGNED, BY_HAND):
        kept = kept.removeprefix(mark)
    return kept


def observed_rows(round_: Round) -> list[TableRow]:
    """A row for each answer that counts and says anything, in the draft's order.

    Authors are named as they chose. The observation is what somebody wrote by hand, marked so, or
    else what was decided on each of the points by itself or on the point's theme, each once.
    """
    return [each.row for question in questions_in(round_) for each in observed(question)]


def observed(question: OpenQuestion) -> Iterator[Observed]:
    """The rows of one question, each with what it is made of."""
    points = points_by_answer(question)
    themes = {line.theme_id: line for line in bare_lines(question)}
    names = names_of(question, (key for own in points.values() for p in own for key in p.changes))
    written = observations_by_answer(question)
    mark = "" if stands(question) else UNSIGNED
    place: Place = question.comments_on or (question.draft if question.on_whole_draft else question)
    for answer in submitted_answers(question):
        if not answer.version.is_blank:
            decided = _decided(points[answer.id], themes, names)
            composed = "\n".join(f"{mark}{each}" for each in decided) or UNEXAMINED
            own = written.get(answer.id)
            shown = f"{mark}{BY_HAND}{own.text}" if own else composed
            row = _row(answer, place, shown)
            yield Observed(question, answer.id, answer.public_number, row, composed, own)


def _row(answer: Answer, place: Place, observation: str) -> TableRow:
    version = answer.version
    ticked = "; ".join(version.choices)
    return TableRow(
        body=", ".join(filter(None, (answer.author, answer.source))),
        clause=place_name(place),
        paragraph=version.passage["exact"] if version.passage else "",
        remark=str(version.remark or ""),
        comment="\n".join(filter(None, (answer.in_public(answer.text), ticked))),
        proposed=answer.in_public(version.proposed),
        observations=observation,
        row_id=str(ObservedId(answer.public_number, seen_of(observation))),
    )


def _decided(
    points: Sequence[PlainPoint], themes: Mapping[int, ThemeLine], names: Names
) -> list[str]:
    """What was decided on the points of an answer, in their order and without repeating it."""
    told = []
    for point in points:
        if point.outcome is not None:
            changed = called(point.changes, names)
            told.append(_said(str(point.outcome), point.outcome_reason, changed))
        elif (theme := themes.get(point.theme_id or 0)) is not None and theme.outcome:
            told.append(_said(theme.outcome, theme.outcome_reason, theme.changes))
    return list(dict.fromkeys(told))


def _said(outcome: str, reason: str | None, changes: Sequence[str]) -> str:
    where = f" ({', '.join(changes)})" if changes else ""
    return f"{outcome.capitalize()}{where}{f': {reason}' if reason else '.'}"
