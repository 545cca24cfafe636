"""One theme → the parts it could be split into, whenever a person asks."""

from collections.abc import Collection, Sequence

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.clusters import group
from nlp.encoder import Memory
from nlp.language import language_of
from nlp.neighbours import smoothed
from nlp.subthemes import number_of_parts
from nlp.themes import Theme, Voice, largest_first, points_of_groups, themes_of_groups
from nlp.vectors import plain_rows

FEWEST = 6
"""Different wordings that a theme must have to be split: two parts of three."""


def split(
    points: Sequence[str],
    *,
    question: str = "",
    languages: Sequence[str | None] | None = None,
    taken: Collection[str] = (),
    memory: Memory | None = None,
    seed: int = 0,
) -> tuple[Theme, ...]:
    """The parts that the points of one theme could be split into, the largest first.

    What the points have in common sets none of them apart here, so that themes which people made
    or merged can be split as well as those that were found. Copies of a text stay together; a point
    that fits no part is in none. Without `FEWEST` different wordings, or where all say one thing,
    there are no parts. No title is one of those `taken`. A memory spares the encoder.

    Raises ValueError where the languages are not as many as the points.

    >>> fees = ["Lower the yearly fee.", "The yearly fee is too high.", "Halve the yearly fee."]
    >>> bans = ["Ban face recognition.", "Face recognition must stop.", "Stop face recognition."]
    >>> [part.points for part in split([*fees, *bans])]
    [(0, 1, 2), (3, 4, 5)]
    """
    if languages is not None and len(languages) != len(points):
        raise ValueError(f"There are {len(points)} points but {len(languages)} languages.")
    spoken = [
        own or language_of(text, None)
        for text, own in zip(points, languages or [None] * len(points), strict=True)
    ]
    first: dict[tuple[str, str], int] = {}
    spoken_by = {
        point: first.setdefault(said, point)
        for point, said in enumerate(zip(points, spoken, strict=True))
    }
    if len(first) < FEWEST:
        return ()
    voices = [
        Voice(point, text, language, None, None)
        for (text, language), point in sorted(first.items())
    ]
    with threadpool_limits(limits=1):
        plain = plain_rows(
            [voice.passage for voice in voices],
            [voice.language for voice in voices],
            question=question,
            seed=seed,
            memory=memory,
        )
        rows = smoothed(plain, seed)
        parts = group(rows, themes=number_of_parts(len(voices)), seed=seed)
        if len(parts.middles) < 2:
            return ()
        parts, members = largest_first(parts, points_of_groups(voices, parts, spoken_by))
        return themes_of_groups(
            voices, rows, plain, parts, members, question=question, memory=memory, taken=taken
        )
