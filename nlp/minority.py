"""Points that size would hide: held by few, or by one kind of stakeholder only, and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from nlp.kinds import CLAIMS
from nlp.points import Point
from nlp.sides import Side, side_of
from nlp.themes import Theme

_MOST = 12  # listed: more than a chair reads out is hidden again
_FEW = 2  # authors of a theme or a side that are few
_AMONG = 6  # authors a theme must have before few of them are a minority in it
_SHORTEST = 50  # characters of a point that stands for itself
_VERBS: dict[str, str] = {Side.SUPPORT: "supports", Side.OPPOSE: "opposes"}


@dataclass(frozen=True)
class Minority:
    """A point to be heard although few make it: index into the points, why, its theme if any."""

    point: int
    reason: str
    theme: int | None


@dataclass(frozen=True)
class Author:
    """Who wrote a text: a name that tells one from another, kind and side where they are known."""

    name: str
    kind: str | None
    position: str | None


def minority_points(
    points: Sequence[Point],
    themes: Sequence[Theme],
    unplaced: Sequence[int],
    authors: Sequence[Author],
) -> tuple[Minority, ...]:
    """At most `_MOST` points, none twice, listed by reason; an author stands alone once.

    - A side (support, oppose) that one or two authors of a theme take, and most others do not. Who
      takes both sides, in two texts, is counted with the few.
    - The only author of one kind in a theme where all others are of one other kind, as far as all
      are known and nobody is of two.
    - A theme that one or two authors speak to while the middle theme has three times as many.
    - A theme that several authors of one kind speak to and nobody of another.
    - A proposal or concern of at least `_SHORTEST` characters that fits no theme, those with most
      cue words first.

    `authors[k]` wrote text k. A theme is represented by its first quote. Each reason is literally
    true of the points and authors given: positions are those stated, unstated ones are no side.
    """
    said = [[(point, authors[points[point].text]) for point in theme.points] for theme in themes]
    alone = [
        *(each for number, own in enumerate(said) for each in _few_on_a_side(number, own, themes)),
        *(each for number, own in enumerate(said) for each in _alone(number, own, themes)),
    ]
    # One position stands for a whole answer: its author is listed once, not once for every theme.
    of_author = {authors[points[each.point].text].name: each for each in reversed(alone)}
    found = [
        *(each for each in alone if of_author[authors[points[each.point].text].name] is each),
        *_small_themes(themes, said),
        *_themes_of_one_kind(themes, said),
        *_unplaced(points, unplaced),
    ]
    first = {each.point: each for each in reversed(found)}
    return tuple(each for each in found if first[each.point] is each)[:_MOST]


Said = Sequence[tuple[int, Author]]


def _few_on_a_side(number: int, said: Said, themes: Sequence[Theme]) -> Iterator[Minority]:
    taken = _authors(said, lambda author: side_of(author.position))
    everyone = {name for names in taken.values() for name in names}
    for side, names in sorted(taken.items()):
        others = len(everyone - names)
        if len(names) <= _FEW and len(everyone) >= _AMONG and others > 3 * len(names):
            who = "The only author" if len(names) == 1 else f"One of {len(names)} authors"
            verb = _VERBS[side] if len(names) == 1 else side
            own = [point for point, author in said if side_of(author.position) == side]
            yield Minority(
                _best(own, themes[number]), f"{who} who {verb}, against {others} others.", number
            )


def _alone(number: int, said: Said, themes: Sequence[Theme]) -> Iterator[Minority]:
    kinds = _authors(said, lambda author: author.kind)
    each_kind = {(author.name, author.kind) for _, author in said}
    everyone = {author.name for _, author in said}
    known = all(kind for _, kind in each_kind) and len(each_kind) == len(everyone)
    if not known or len(kinds) != 2 or len(everyone) < _AMONG:
        return
    (rare, few), (usual, many) = sorted(kinds.items(), key=lambda item: len(item[1]))
    if len(few) == 1:
        own = [point for point, author in said if author.kind == rare]
        reason = f"The only {rare} among {len(many)} of {usual}."
        yield Minority(_best(own, themes[number]), reason, number)


def _small_themes(themes: Sequence[Theme], said: Sequence[Said]) -> Iterator[Minority]:
    sizes = [len({author.name for _, author in own}) for own in said]
    usual = median(sizes) if sizes else 0
    for number, size in enumerate(sizes):
        if size <= _FEW and usual >= 3 * size:
            who = "one author speaks" if size == 1 else f"{size} authors speak"
            yield Minority(_first_quote(themes[number]), f"A theme that only {who} to.", number)


def _themes_of_one_kind(themes: Sequence[Theme], said: Sequence[Said]) -> Iterator[Minority]:
    kinds = [_authors(own, lambda author: author.kind) for own in said]
    if len({kind for own in kinds for kind in own}) < 2:
        return
    for number, own in enumerate(kinds):
        known = sum(map(len, own.values()))
        if len(own) == 1 and known > _FEW and all(author.kind for _, author in said[number]):
            reason = f"A theme that only {next(iter(own))} speaks to ({known} authors)."
            yield Minority(_first_quote(themes[number]), reason, number)


def _unplaced(points: Sequence[Point], unplaced: Sequence[int]) -> Iterator[Minority]:
    claims = [
        number
        for number in unplaced
        if points[number].kind in CLAIMS and points[number].end - points[number].start >= _SHORTEST
    ]
    for number in sorted(claims, key=lambda number: (-len(points[number].cues), number)):
        yield Minority(number, f"A {points[number].kind} that fits no theme.", None)


def _authors(said: Said, sort: Callable[[Author], str | None]) -> dict[str, set[str]]:
    """The authors by kind or side, without those for whom it is unknown."""
    found: dict[str, set[str]] = {}
    for _, author in said:
        if name := sort(author):
            found.setdefault(name, set()).add(author.name)
    return found


def _best(own: Sequence[int], theme: Theme) -> int:
    """The first quote among some points of a theme, else the first of them."""
    return next((quote for quote in theme.quotes if quote in own), own[0])


def _first_quote(theme: Theme) -> int:
    return _best(theme.points, theme)
