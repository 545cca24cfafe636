"""What people decided, used at once: where the points that nobody decided about would go.

The learning reads kept vectors, so that it takes no longer than a page may. It writes nothing: a
suggestion is only ever a line on a page until a person accepts it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consultation.errors import RuleError
from consultation.models import OpenQuestion
from consultation.operations.grouping.vectors import ReadOnlyMemory
from consultation.queries.desk.points import PointInContext, points_in_context
from consultation.queries.desk.themes import current_themes
from consultation.queries.grouping.passages import Passage, passages_of, suffice

if TYPE_CHECKING:
    import nlp

READ_AT_MOST = 3_000
"""The points that one page reads: all that were decided, then unplaced ones, then the others."""

SHOWN_AT_MOST = 200


@dataclass(frozen=True)
class Suggestion:
    """Where a point would go, how sure that is (a share, 0 to 1), and what runs up.

    `theme` names where the point is now, and is empty for an unplaced one.
    """

    point: PointInContext
    theme_id: int | None
    theme: str
    to_id: int
    to: str
    share: float
    runner_up_id: int | None
    runner_up: str

    @property
    def tenths(self) -> int:
        """How sure, in so many of ten."""
        return min(round(10 * self.share), 10)

    @property
    def value(self) -> str:
        """The suggestion as a form carries it: the point, where it goes and where it was seen."""
        return f"{self.point.point_id}:{self.to_id}:{self.theme_id or 0}"


@dataclass(frozen=True)
class Suggestions:
    """What is suggested, in order of sureness, and what it was learnt from.

    `decided` points of `themes` themes taught it; of `points` in all, `read` were looked at.
    Beyond the lines shown there are `more`.
    """

    lines: tuple[Suggestion, ...]
    more: int
    decided: int
    themes: int
    read: int
    points: int
    moves: bool


def suggestions_of(question: OpenQuestion, *, least_sure_first: bool = False) -> Suggestions:
    """Where the free points of a question would go, by what people decided about the others.

    Free is what no person placed, discarded or refused to move. Unplaced points are always looked
    at; those that the analysis placed only once people have decided enough to say otherwise.
    Raises RuleError where the sentence encoder of the settings cannot be used.
    """
    everything = passages_of(question)
    read = sorted(everything, key=_rank)[:READ_AT_MOST]
    themes = current_themes(question)
    titles = {theme.id: theme.title for theme in themes}
    taught = [p.theme_id for p in read if p.is_decided and p.theme_id in titles]
    moves = suffice(taught)
    own = {theme.id: theme.title for theme in themes if theme.titled_by_id or theme.proposed_by_id}
    placed = _placed(question, read, titles, own) if any(p.is_free for p in read) else ()
    found = [
        (passage, placement)
        for passage, placement in zip(read, placed, strict=False)
        if passage.is_free and _says_otherwise(passage, placement, moves)
    ]
    turn = 1 if least_sure_first else -1
    found.sort(key=lambda each: (turn * each[1].confidence, each[0].point_id))
    return Suggestions(
        lines=tuple(_lines(question, found[:SHOWN_AT_MOST], titles)),
        more=max(len(found) - SHOWN_AT_MOST, 0),
        decided=len(taught),
        themes=len(set(taught)),
        read=len(read),
        points=len(everything),
        moves=moves,
    )


def _rank(passage: Passage) -> tuple[bool, bool, int]:
    return (not passage.is_decided, not passage.is_unplaced, passage.point_id)


def _placed(
    question: OpenQuestion,
    passages: Sequence[Passage],
    titles: Mapping[int, str],
    own: Mapping[int, str],
) -> "Sequence[nlp.Placement]":
    """Where each point would go; the import is here because it takes seconds, once a process."""
    import nlp

    try:
        return nlp.place(
            [p.text for p in passages],
            [p.theme_id if p.theme_id in titles else None for p in passages],
            {i: p.theme_id for i, p in enumerate(passages) if p.is_decided},
            titles=own,
            question=question.text,
            languages=[p.language for p in passages],
            memory=ReadOnlyMemory(question.id),
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error


def _says_otherwise(passage: Passage, placement: "nlp.Placement", moves: bool) -> bool:
    if placement.likeliest is None:
        return False
    if passage.is_unplaced:
        return True
    return moves and placement.theme not in {None, passage.theme_id}


def _lines(
    question: OpenQuestion,
    found: Sequence[tuple[Passage, "nlp.Placement"]],
    titles: Mapping[int, str],
) -> Iterator[Suggestion]:
    points = points_in_context(question, [passage.point_id for passage, _ in found])
    for point, (passage, placement) in zip(points, found, strict=True):
        to, second = placement.likeliest, placement.runner_up
        if to is not None:
            yield Suggestion(
                point=point,
                theme_id=passage.theme_id,
                theme=titles.get(passage.theme_id or 0, ""),
                to_id=to,
                to=titles[to],
                share=placement.confidence,
                runner_up_id=second,
                runner_up=titles.get(second or 0, ""),
            )
