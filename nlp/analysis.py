"""analyse(): many answers to one question → points, campaigns and themes, stage by stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.campaigns import Campaign, find_campaigns, has_several_authors
from nlp.clusters import group
from nlp.encoder import Memory
from nlp.fits import Fit, fits_of_points, themes_of_texts
from nlp.minority import Author, Minority, minority_points
from nlp.neighbours import smoothed
from nlp.points import Point, points_of, why_left_out
from nlp.quality import stability
from nlp.statements import is_cut_short
from nlp.subthemes import subthemes_of
from nlp.themes import Asked, Theme, Voice, largest_first, points_of_groups, themes_of_groups
from nlp.vectors import plain_rows
from nlp.voices import speakers

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Text:
    """One answer; `language` (ISO 639-1), `author`, `position` and `kind` may be unknown.

    `kind` is that of the stakeholder: industry, civil society, public authority … `spans`, in
    order, are passages that people cut: they are points as they are, never filler, and what would
    be found across them yields to them.
    """

    id: str
    text: str
    language: str | None = None
    author: str | None = None
    position: str | None = None
    kind: str | None = None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a caller may choose.

    `themes`: about how many (None: a rule decides). `encoder=False` groups and names by words and
    letters alone, which is quicker and needs no encoder. `seed` decides what chance decides.
    """

    themes: int | None = None
    encoder: bool = True
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse a number of themes that no analysis can have."""
        if self.themes is not None and self.themes < 1:
            raise ValueError("The number of themes must be at least 1.")


@dataclass(frozen=True)
class Analysis:
    """What was said: indexes into the texts and into `points`, and nothing lost.

    Every text has a point or stands in `left_out` as `(text, reason)`. Every point that is not
    filler is in one theme or in `unplaced`; `fits` says how well, point by point. A point of a
    large theme may be in one of its `subthemes` too, whose `parent` is an index into `themes`.
    `by_text` has the themes of each text, the one nearest to the text as a whole first. `minority`
    lists apart what size would hide.
    """

    points: tuple[Point, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    themes: tuple[Theme, ...] = ()
    subthemes: tuple[Theme, ...] = ()
    unplaced: tuple[int, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    minority: tuple[Minority, ...] = ()
    fits: tuple[Fit | None, ...] = ()
    by_text: tuple[tuple[int, ...], ...] = ()

    def themes_of(self, text: int) -> tuple[int, ...]:
        """The themes of one text, the one nearest to the text as a whole first."""
        return self.by_text[text]


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
        tell(0, 1, "finding campaigns")
        alike = find_campaigns([text.text for text in texts], known=[question])
        tell(1, 1, "finding campaigns")
        points = _points(texts, alike, tell)
        left_out = tuple(
            (number, reason)
            for number, text in enumerate(texts)
            if (reason := why_left_out(text.text)) is not None
        )
        authors = [text.author for text in texts]
        campaigns = tuple(each for each in alike if has_several_authors(each, authors))
        found = _grouped(texts, points, alike, question, options, memory, tell)
    authors_of_texts = [_author(text) for text in texts]
    return replace(
        found,
        campaigns=campaigns,
        left_out=left_out,
        minority=minority_points(points, found.themes, found.unplaced, authors_of_texts),
    )


def _author(text: Text) -> Author:
    return Author(text.author or f"the author of {text.id}", text.kind, text.position)


def _silent(done: int, total: int, stage: str) -> None:
    """Nobody is listening."""


def _points(texts: Sequence[Text], alike: Sequence[Campaign], tell: Progress) -> tuple[Point, ...]:
    added = {member.text: member.additions for each in alike for member in each.members}
    points: list[Point] = []
    for number, text in enumerate(texts):
        tell(number, len(texts), "splitting into points")
        additions = added.get(number, ())
        points.extend(points_of(number, text.text, text.language, additions, text.spans))
    tell(len(texts), len(texts), "splitting into points")
    return tuple(points)


def _ends_cut(point: Point, sources: Sequence[str]) -> bool:
    source = sources[point.text]
    return point.end >= len(source.rstrip()) and is_cut_short(source)


def _grouped(
    texts: Sequence[Text],
    points: tuple[Point, ...],
    alike: Sequence[Campaign],
    question: str,
    options: Options,
    memory: Memory | None,
    tell: Progress,
) -> Analysis:
    spoken_by = speakers([text.text for text in texts], points, alike)
    voices = _voices(texts, points, spoken_by)
    sources = _sources([points[voice.point].text for voice in voices])
    plain = plain_rows(
        [voice.passage for voice in voices],
        [voice.language for voice in voices],
        question=question,
        seed=options.seed,
        encoder=options.encoder,
        memory=memory,
        progress=lambda done, total: tell(done, total, "reading the points"),
        sources=sources,
    )
    tell(0, 1, "grouping into themes")
    rows = smoothed(plain, options.seed)
    grouping = group(rows, themes=options.themes, seed=options.seed)
    grouping, members = largest_first(grouping, points_of_groups(voices, grouping, spoken_by))
    asked = Asked(question=question, encoder=options.encoder, memory=memory)
    themes = themes_of_groups(voices, rows, plain, grouping, members, **asked)
    stable = stability(plain, grouping.labels, sources=sources, seed=options.seed).tolist()
    subthemes = subthemes_of(
        themes, voices, rows, plain, grouping, spoken_by, seed=options.seed, **asked
    )
    row = {voice.point: number for number, voice in enumerate(voices)}
    row_of = {point: row[speaker] for point, speaker in spoken_by.items()}
    tell(1, 1, "grouping into themes")
    return Analysis(
        points,
        themes=tuple(map(_with_stability, themes, stable)),
        subthemes=subthemes,
        unplaced=tuple(point for point in spoken_by if grouping.labels[row_of[point]] < 0),
        fits=fits_of_points(points, row_of, rows, grouping),
        by_text=themes_of_texts(
            len(texts), points, row_of, plain, rows, grouping, seed=options.seed
        ),
    )


def _sources(texts: Sequence[int]) -> list[int]:
    """The texts renumbered as they come, so that their own order decides nothing."""
    number = {text: position for position, text in enumerate(dict.fromkeys(texts))}
    return [number[text] for text in texts]


def _with_stability(theme: Theme, share: float) -> Theme:
    return replace(theme, stability=share)


def _voices(
    texts: Sequence[Text], points: Sequence[Point], spoken_by: Mapping[int, int]
) -> list[Voice]:
    """The points that speak, in an order that does not depend on that of the texts."""
    sources = [text.text for text in texts]
    voices = (
        Voice(
            number,
            sources[points[number].text][points[number].start : points[number].end],
            points[number].language,
            texts[points[number].text].author,
            texts[points[number].text].position,
            cut=_ends_cut(points[number], sources),
        )
        for number in sorted(set(spoken_by.values()))
    )
    return sorted(
        voices,
        key=lambda voice: (voice.passage.casefold(), texts[points[voice.point].text].id),
    )
