"""Where chairs have corrected enough, the points they have not looked at follow what they did.

What people decided is gathered with the texts; the learning, between gathering and keeping, holds
no lock. It only suggests: for points in which no person has a hand, into themes that people keep.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import nlp
from consultation.models import OpenQuestion
from consultation.operations.grouping.readings import points_of
from consultation.operations.grouping.regrouping import is_kept, most_lie_in
from consultation.queries.desk.themes import current_themes
from consultation.queries.grouping.passages import refused_points, suffice

Span = tuple[int, int, int]
"""An answer's id, and where in its text a point begins and ends."""


@dataclass(frozen=True)
class Decisions:
    """What people have decided about the points of one question, as plain data.

    `places` are theirs (None: in no theme). `held` are the machine's points in the themes that
    people keep, and `titles` people's own words for those. For what is `refused` nothing is
    suggested.
    """

    places: Mapping[Span, int | None] = field(default_factory=dict)
    held: Mapping[Span, int] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    refused: Set[Span] = frozenset()

    def suffice(self) -> bool:
        """Whether there is enough to learn from: one theme alone would swallow the others."""
        return suffice([theme for theme in self.places.values() if theme is not None])


def decisions_on(question: OpenQuestion) -> Decisions:
    """What people have decided so far."""
    points = points_of(question.id)
    kept = {theme.id: theme for theme in current_themes(question) if is_kept(theme, points)}
    places: dict[Span, int | None] = {}
    held: dict[Span, int] = {}
    for point in points:
        span, placement = (point.answer_id, point.start, point.end), point.placement
        if placement is not None and placement.placed_by_id is not None:
            places[span] = placement.theme_id
        elif placement is not None and placement.theme_id in kept:
            held[span] = placement.theme_id
    titles = {
        theme.id: theme.title
        for theme in kept.values()
        if theme.titled_by_id is not None or theme.proposed_by_id is not None
    }
    return Decisions(places, held, titles, refused_points(question))


def suggestions(
    decisions: Decisions,
    result: nlp.Analysis,
    answers: Sequence[int],
    texts: Sequence[nlp.Text],
    *,
    question: str,
    memory: nlp.Memory | None = None,
) -> dict[int, int | None]:
    """For each free point of a result the theme of people's that it is like, or None.

    None stays with its group, or waits where its group goes to a theme that people keep. Nothing
    is said of any point while there is too little to learn from.
    """
    if not decisions.suffice():
        return {}
    spans = [(answers[point.text], point.start, point.end) for point in result.points]
    free = [
        number
        for number, span in enumerate(spans)
        if not (result.points[number].filler or span in decisions.places or span in decisions.held)
    ]
    guesses = _guesses(decisions, result, spans)
    known = _with_text(decisions, dict(zip(answers, texts, strict=True)))
    placed = nlp.place(
        [*(text for _, text in known), *(_words(texts, result.points[n]) for n in free)],
        [*(decisions.held.get(span) for span, _ in known), *(guesses.get(n) for n in free)],
        {
            row: decisions.places[span]
            for row, (span, _) in enumerate(known)
            if span in decisions.places
        },
        titles=decisions.titles,
        question=question,
        languages=[*([None] * len(known)), *(result.points[n].language for n in free)],
        memory=memory,
    )
    return {
        number: None
        if spans[number] in decisions.refused or not _is_kept(placement.theme)
        else placement.theme
        for number, placement in zip(free, placed[len(known) :], strict=True)
    }


def _guesses(decisions: Decisions, result: nlp.Analysis, spans: Sequence[Span]) -> dict[int, int]:
    """The theme of grouped points: one that people keep, or below zero the group's own.

    A group out of which people have taken points, to different themes, says nothing of the others.
    """
    where: dict[Span, int | None] = {**decisions.held, **decisions.places}
    guesses: dict[int, int] = {}
    for number, group in enumerate(result.themes):
        home = most_lie_in([where.get(spans[point]) for point in group.points])
        if home is not None:
            guesses |= dict.fromkeys(group.points, home)
        elif not any(spans[point] in decisions.places for point in group.points):
            guesses |= dict.fromkeys(group.points, -1 - number)
    return guesses


def _with_text(decisions: Decisions, texts: Mapping[int, nlp.Text]) -> list[tuple[Span, str]]:
    """The points from which there is to learn, in answers that still count."""
    return [
        (span, texts[answer].text[start:end])
        for span in sorted({*decisions.places, *decisions.held})
        for answer, start, end in [span]
        if answer in texts
    ]


def _words(texts: Sequence[nlp.Text], point: nlp.Point) -> str:
    return texts[point.text].text[point.start : point.end]


def _is_kept(theme: int | None) -> bool:
    return theme is not None and theme >= 0
