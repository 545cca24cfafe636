"""Results of an analysis made by hand: any points, any groups, in no time.

What the real reading finds is tested in tests/nlp; what is kept of it, whatever it finds, here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import nlp

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
    themes = tuple(
        nlp.Theme(title or f"Theme {name}", (f"word{name}",), tuple(own), tuple(own[:2]), None, 0.5)
        for name, own in sorted(groups.items(), key=lambda item: (-len(item[1]), item[1]))
    )
    blank = tuple((number, "blank") for number, text in enumerate(texts) if not text.strip())
    return nlp.Analysis(tuple(points), (), themes, tuple(unplaced), blank)
