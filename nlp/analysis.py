"""analyse(): many answers to one question → points, campaigns and themes, stage by stage."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.campaigns import Campaign, find_campaigns, has_several_authors
from nlp.clusters import group
from nlp.encoder import Memory
from nlp.minority import Author, Minority, minority_points
from nlp.points import Point, points_of, why_left_out
from nlp.statements import is_cut_short
from nlp.themes import Theme, Voice, themes_of_groups
from nlp.vectors import rows_of
from nlp.voices import speakers

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Text:
    """One answer; `language` (ISO 639-1), `author`, `position` and `kind` may be unknown.

    `kind` is that of the stakeholder: industry, civil society, public authority …
    """

    id: str
    text: str
    language: str | None = None
    author: str | None = None
    position: str | None = None
    kind: str | None = None


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a caller may choose: about how many themes (None: a rule decides) and the seed."""

    themes: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a number of themes that no analysis can have."""
        if self.themes is not None and self.themes < 1:
            raise ValueError("The number of themes must be at least 1.")


@dataclass(frozen=True)
class Analysis:
    """What was said: indexes into the texts and into `points`, and nothing lost.

    Every text has a point or stands in `left_out` as `(text, reason)`. Every point that is not
    filler is in one theme or in `unplaced`. `minority` lists apart what size would hide.
    """

    points: tuple[Point, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    themes: tuple[Theme, ...] = ()
    unplaced: tuple[int, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    minority: tuple[Minority, ...] = ()

    def themes_of(self, text: int) -> tuple[int, ...]:
        """The themes of one text, the one with most of its points first."""
        counts = Counter(
            self._theme_of[number]
            for number, point in enumerate(self.points)
            if point.text == text and number in self._theme_of
        )
        return tuple(sorted(counts, key=lambda theme: (-counts[theme], theme)))

    @cached_property
    def _theme_of(self) -> dict[int, int]:
        return {point: number for number, theme in enumerate(self.themes) for point in theme.points}


def analyse(
    texts: Sequence[Text],
    *,
    question: str = "",
    options: Options | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Read the answers to one question.

    The same texts, question and options give the same result, byte for byte, on one thread or on
    several, and with a memory of earlier readings or without; the order of the texts does not
    change which points belong together. `progress` is called with (done, total, stage).

    >>> result = analyse([Text("a1", "Ban it. It harms children."), Text("a2", " ")])
    >>> [(point.start, point.end) for point in result.points], result.left_out
    ([(0, 26)], ((1, 'blank'),))
    """
    options = options or Options()
    tell = progress or _silent
    # BLAS may add in another order on another number of threads, which can decide a tie.
    with threadpool_limits(limits=1):
        points = _points(texts, tell)
        left_out = tuple(
            (number, reason)
            for number, text in enumerate(texts)
            if (reason := why_left_out(text.text)) is not None
        )
        tell(0, 1, "finding campaigns")
        alike = find_campaigns([text.text for text in texts])
        tell(1, 1, "finding campaigns")
        authors = [text.author for text in texts]
        campaigns = tuple(each for each in alike if has_several_authors(each, authors))
        themes, unplaced = _themes(texts, points, alike, question, options, memory, tell)
        minority = minority_points(points, themes, unplaced, [_author(text) for text in texts])
    return Analysis(points, campaigns, themes, unplaced, left_out, minority)


def _author(text: Text) -> Author:
    return Author(text.author or f"the author of {text.id}", text.kind, text.position)


def _silent(done: int, total: int, stage: str) -> None:
    """Nobody is listening."""


def _points(texts: Sequence[Text], tell: Progress) -> tuple[Point, ...]:
    points: list[Point] = []
    for number, text in enumerate(texts):
        tell(number, len(texts), "splitting into points")
        points.extend(points_of(number, text.text, text.language))
    tell(len(texts), len(texts), "splitting into points")
    return tuple(points)


def _ends_cut(point: Point, sources: Sequence[str]) -> bool:
    source = sources[point.text]
    return point.end >= len(source.rstrip()) and is_cut_short(source)


def _themes(
    texts: Sequence[Text],
    points: Sequence[Point],
    alike: Sequence[Campaign],
    question: str,
    options: Options,
    memory: Memory | None,
    tell: Progress,
) -> tuple[tuple[Theme, ...], tuple[int, ...]]:
    sources = [text.text for text in texts]
    spoken_by = speakers(sources, points, alike)
    voices = sorted(
        (
            Voice(
                number,
                sources[points[number].text][points[number].start : points[number].end],
                points[number].language,
                texts[points[number].text].author,
                texts[points[number].text].position,
                cut=_ends_cut(points[number], sources),
            )
            for number in sorted(set(spoken_by.values()))
        ),
        key=lambda voice: (voice.passage.casefold(), texts[points[voice.point].text].id),
    )
    rows = rows_of(
        [voice.passage for voice in voices],
        [voice.language for voice in voices],
        question=question,
        seed=options.seed,
        memory=memory,
        progress=lambda done, total: tell(done, total, "reading the points"),
    )
    tell(0, 1, "grouping into themes")
    grouping = group(rows, themes=options.themes, seed=options.seed)
    themes = themes_of_groups(voices, rows, grouping, spoken_by, question=question, memory=memory)
    tell(1, 1, "grouping into themes")
    placed = {point for theme in themes for point in theme.points}
    return themes, tuple(point for point in spoken_by if point not in placed)
