"""Results of an analysis made by hand: any points, any groups, in no time.

What the real reading finds is tested in tests/nlp; what is kept of it, whatever it finds, here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import nlp
from nlp.fits import Fit

_SENTENCE = re.compile(r"[^.]+\.?")


@dataclass(frozen=True)
class Cut:
    """A point to be found: a span, the group it goes to (None: nowhere), whether it is filler."""

    start: int
    end: int
    group: int | None = None
    filler: bool = False


def sentences(text: str) -> list[tuple[int, int]]:
    """Where a text's sentences stand."""
    return [match.span() for match in _SENTENCE.finditer(text) if match.group().strip()]


def one_theme_a_word(text: str) -> list[Cut]:
    """A point a sentence, grouped by its first letter; what begins with “Dear” is filler."""
    return [
        Cut(start, end, ord(text[start:end].strip()[0]), text[start:end].strip().startswith("Dear"))
        for start, end in sentences(text)
    ]


def analysis_of(
    texts: Sequence[str], cut: Callable[[str], list[Cut]] = one_theme_a_word, *, title: str = ""
) -> nlp.Analysis:
    """What `nlp.analyse` would return, had it found just these points and groups."""
    points: list[nlp.Point] = []
    groups: dict[int, list[int]] = defaultdict(list)
    unplaced: list[int] = []
    for number, text in enumerate(texts):
        for each in cut(text):
            if not each.filler:
                (unplaced if each.group is None else groups[each.group]).append(len(points))
            points.append(nlp.Point(number, each.start, each.end, "en", filler=each.filler))
    named = sorted(groups.items(), key=lambda item: (-len(item[1]), item[1]))
    themes = tuple(
        nlp.Theme(
            title or f"Theme {name}", (f"word{name}",), tuple(own), tuple(own[:2]), None, 0.5,
            stability=0.75, nearest=_other(number, len(named)),
        )
        for number, (name, own) in enumerate(named)
    )  # fmt: skip
    blank = tuple((number, "blank") for number, text in enumerate(texts) if not text.strip())
    return nlp.Analysis(
        tuple(points),
        themes=themes,
        subthemes=tuple(_subthemes(themes)),
        unplaced=tuple(unplaced),
        left_out=blank,
        fits=tuple(_fits(len(points), themes, unplaced)),
    )


def _other(number: int, count: int) -> int | None:
    """The next of several groups: the one that is nearest, and every point's runner-up."""
    return (number + 1) % count if count > 1 else None


def _fits(count: int, themes: Sequence[nlp.Theme], unplaced: Sequence[int]) -> Iterator[Fit | None]:
    """Each point fits its group .6 and the next one .5; what is in none fits the first .3."""
    group_of = {point: number for number, theme in enumerate(themes) for point in theme.points}
    for point in range(count):
        if point in group_of:
            other = _other(group_of[point], len(themes))
            yield Fit(0.6, other, 0.0 if other is None else 0.5)
        elif point in unplaced and themes:
            yield Fit(None, 0, 0.3)
        else:
            yield None


def _subthemes(themes: Sequence[nlp.Theme]) -> Iterator[nlp.Theme]:
    """Of each group with two points or more the first alone, and the rest."""
    for parent, theme in enumerate(themes):
        for part in (theme.points[:1], theme.points[1:]):
            if len(theme.points) > 1:
                title = f"{theme.title}, part {'one' if part == theme.points[:1] else 'two'}"
                yield nlp.Theme(title, (), part, part[:1], parent, 0.5)
