"""Word's automatic numbering (ECMA-376, 17.9): the number before a paragraph as Word shows it."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from .archives import part
from .docx import W
from .numerals import FORMATS
from .outline import BULLET

_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 9
_CHAIN = 10
_LARGEST = 99_999


@dataclass(frozen=True)
class Level:
    """How one level of a list counts, and what it writes."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restarts: bool = True
    style: str = ""


@dataclass(frozen=True)
class Label:
    """What is written before a paragraph, and how deep in its list it stands, from 0."""

    text: str
    depth: int


Levels = dict[int, Level]


class Numbering:
    """Counts through a document: `label` is asked of every paragraph, in order."""

    def __init__(self, raw: bytes) -> None:
        document = part(raw, "word/numbering.xml")
        styles = part(raw, "word/styles.xml")
        self._styles = {s.get(f"{W}styleId", ""): s for s in _all(styles, "style")}
        self._abstract = {
            each.get(f"{W}abstractNumId", ""): each for each in _all(document, "abstractNum")
        }
        self._lists = {each.get(f"{W}numId", ""): each for each in _all(document, "num")}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self.unknown: set[str] = set()

    def label(self, paragraph: Element) -> Label | None:
        """The number of a paragraph; None for one without. Each call counts on."""
        number, depth = self._place(paragraph)
        if number in {"", "0"} or number not in self._lists:
            return None
        abstract, levels = self._levels(number)
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._count(abstract, number, depth, levels)
        if level.form == "bullet":
            return Label(BULLET, depth)
        return Label(self._written(level, levels, counts), depth)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """The list and the level that a paragraph stands in, of its own or by its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = _value(paragraph, f"{W}pPr/{W}pStyle")
        number, depth = _value(own, f"{W}numId"), _value(own, f"{W}ilvl")
        chain = self._chain(style)
        for name in chain:
            inherited = self._styles[name].find(f"{W}pPr/{W}numPr")
            number = number or _value(inherited, f"{W}numId")
            depth = depth or _value(inherited, f"{W}ilvl")
        if not depth and number in self._lists:
            depth = str(self._linked(number, chain))
        return number, min(int(depth), _DEEPEST - 1) if depth.isdecimal() else 0

    def _chain(self, style: str) -> list[str]:
        """A style and those it is based on; a circle ends."""
        found: list[str] = []
        while style in self._styles and style not in found and len(found) < _CHAIN:
            found.append(style)
            style = _value(self._styles[style], f"{W}basedOn")
        return found

    def _linked(self, number: str, chain: list[str]) -> int:
        """The level that names one of the styles as its own; else the first."""
        _, levels = self._levels(number)
        return next((at for at, level in levels.items() if level.style in chain and chain), 0)

    def _levels(self, number: str, deep: int = 0) -> tuple[str, Levels]:
        """The abstract list behind a list, and its levels as the list overrides them."""
        entry = self._lists[number]
        abstract = _value(entry, f"{W}abstractNumId")
        found = self._abstract.get(abstract)
        linked = _value(found, f"{W}numStyleLink")
        if linked and deep < _CHAIN:
            behind = _value(self._styles.get(linked), f"{W}pPr/{W}numPr/{W}numId")
            if behind in self._lists:
                return self._levels(behind, deep + 1)
        levels = {_at(lvl): _level(lvl) for lvl in _all(found, "lvl")}
        for override in _all(entry, "lvlOverride"):
            at, own = _at(override), override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            elif at in levels and (start := _value(override, f"{W}startOverride")).isdecimal():
                levels[at] = replace(levels[at], start=min(int(start), _LARGEST))
        return abstract, levels

    def _count(self, abstract: str, number: str, depth: int, levels: Levels) -> list[int | None]:
        counts = self._counts.setdefault(abstract, [None] * _DEEPEST)
        for above in range(depth):
            if counts[above] is None:
                counts[above] = levels[above].start if above in levels else 1
        before = counts[depth]
        starts_anew = (number, depth) not in self._begun and self._overrides(number, depth)
        self._begun.add((number, depth))
        counts[depth] = levels[depth].start if before is None or starts_anew else before + 1
        for below in range(depth + 1, _DEEPEST):
            if below not in levels or levels[below].restarts:
                counts[below] = None
        return counts

    def _overrides(self, number: str, depth: int) -> bool:
        return any(
            _at(each) == depth and each.find(f"{W}startOverride") is not None
            for each in _all(self._lists[number], "lvlOverride")
        )

    def _written(self, level: Level, levels: Levels, counts: list[int | None]) -> str:
        def number(place: re.Match[str]) -> str:
            at = int(place.group(1)) - 1
            form = "decimal" if level.is_legal else levels.get(at, Level()).form
            if form not in FORMATS:
                self.unknown.add(form)
            return FORMATS.get(form, str)(counts[at] or 0)

        return _PLACE.sub(number, level.text).strip()


def _all(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else list(element.iter(f"{W}{name}"))


def _value(element: Element | None, path: str) -> str:
    found = None if element is None else element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def _at(element: Element) -> int:
    value = element.get(f"{W}ilvl", "0")
    return min(int(value), _DEEPEST - 1) if value.isdecimal() else 0


def _level(element: Element) -> Level:
    start = _value(element, f"{W}start")
    legal = element.find(f"{W}isLgl")
    return Level(
        start=min(int(start), _LARGEST) if start.isdecimal() else 1,
        form=_value(element, f"{W}numFmt") or "decimal",
        text=_value(element, f"{W}lvlText")[:200],
        is_legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false"},
        restarts=_value(element, f"{W}lvlRestart") != "0",
        style=_value(element, f"{W}pStyle"),
    )
