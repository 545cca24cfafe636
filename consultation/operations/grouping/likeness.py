"""Points that say what one of them says, or what somebody typed: by meaning, not by letters."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.models import OpenQuestion, Point
from consultation.operations.grouping.vectors import ReadOnlyMemory
from consultation.queries.desk.points import PointInContext, points_in_context
from consultation.queries.desk.themes import current_themes
from consultation.queries.grouping.passages import Passage, passages_of

READ_AT_MOST = 3_000
SHOWN_AT_MOST = 25
_LEAST = 0.05
"""The likeness below which a point has no more to do with it than any other."""


@dataclass(frozen=True)
class AlikeLine:
    """A point that is like what was looked for, how much (0 to 1), and where it is."""

    point: PointInContext
    likeness: float
    theme_id: int | None
    theme: str

    @property
    def value(self) -> str:
        """The point as a form carries it, with where it was seen."""
        return f"{self.point.point_id}:{self.theme_id or 0}"


@dataclass(frozen=True)
class Alike:
    """What was found, the most alike first; `read` of `points` were looked at."""

    lines: tuple[AlikeLine, ...]
    read: int
    points: int


def points_like(question: OpenQuestion, phrase: str, *, but: Point | None = None) -> Alike:
    """The points of a question that are most like a phrase, without the point it was taken from."""
    # The import is here because it takes seconds, once in a process.
    import nlp

    everything = passages_of(question)
    others = [p for p in everything if but is None or p.point_id != but.id]
    passages = [p for p in others if not p.is_discarded][:READ_AT_MOST]
    likenesses = nlp.alike(
        [p.text for p in passages],
        phrase,
        question=question.text,
        languages=[p.language or "en" for p in passages],
        memory=ReadOnlyMemory(question.id),
    )
    ranked = sorted(
        zip(likenesses, passages, strict=True), key=lambda each: (-each[0], each[1].point_id)
    )
    # Among a handful all are shown: what all share says nothing, and little is left of likeness.
    least = _LEAST if len(passages) > SHOWN_AT_MOST else -1.0
    near = [each for each in ranked[:SHOWN_AT_MOST] if each[0] >= least]
    return Alike(tuple(_lines(question, near)), len(passages), len(everything))


def _lines(question: OpenQuestion, near: Sequence[tuple[float, Passage]]) -> list[AlikeLine]:
    titles = {theme.id: theme.title for theme in current_themes(question)}
    points = points_in_context(question, [passage.point_id for _, passage in near])
    return [
        AlikeLine(
            point,
            max(likeness, 0.0),
            passage.theme_id,
            titles.get(passage.theme_id or 0, ""),
        )
        for point, (likeness, passage) in zip(points, near, strict=True)
    ]
