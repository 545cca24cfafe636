"""How values look on a page: Markdown, dates in the consultation's zone, highlighted spans."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import nh3
from markupsafe import Markup

from consultation.differences import differences
from consultation.models.consultation import utc_offset
from consultation.models.draft import kind_name
from consultation.plain import PARSER, plain
from consultation.quoting import MARKDOWN_LIMIT
from consultation.wording import folded_words, not_repeated, noun, spans_of

_TAGS = {
    "p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_LOWER = {"h1": "h3", "h2": "h4"}


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Markdown as safe HTML: raw HTML stays text, pictures are not loaded, headings start at 3."""
    if len(text) > MARKDOWN_LIMIT:
        return Markup("<pre>{}</pre>").format(text)
    tokens = PARSER.parse(text)
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    return Markup(nh3.clean(html, tags=_TAGS, link_rel="nofollow noreferrer"))  # noqa: S704


def moment(value: datetime, zone: ZoneInfo) -> str:
    """A point in time as the consultation's clocks show it.

    >>> from datetime import UTC
    >>> moment(datetime(2027, 1, 11, 22, 59, tzinfo=UTC), ZoneInfo("Europe/Brussels"))
    '11 January 2027, 23:59'
    """
    return f"{value.astimezone(zone):%-d %B %Y, %H:%M}"


def short_moment(value: datetime, zone: ZoneInfo) -> str:
    """A point in time for one line of the header: day, time, city, offset.

    >>> from datetime import UTC
    >>> short_moment(datetime(2027, 1, 11, 22, 59, tzinfo=UTC), ZoneInfo("Europe/Brussels"))
    '11 Jan 23:59 Brussels (UTC+1)'
    """
    city = zone.key.rpartition("/")[2].replace("_", " ")
    there = value.astimezone(zone)
    return f"{there:%-d %b %H:%M} {city} ({utc_offset(there)})"


def left(until: datetime, now: datetime) -> str:
    """How long a window stays open, in the largest unit that is honest.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2027, 1, 11, tzinfo=UTC)
    >>> left(now + timedelta(days=6, hours=5), now), left(now + timedelta(minutes=90), now)
    ('closes in 6 days', 'closes in 1 hour')
    >>> left(now, now + timedelta(seconds=1))
    'closed'
    """
    seconds = (until - now).total_seconds()
    if seconds < 0:
        return "closed"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"closes in {noun(int(seconds // size), unit)}"
    return "closes within a minute"


def beginning(text: str, limit: int) -> str:
    """A text, or as many of its whole words as fit, with a mark where there is more.

    >>> beginning("One. Two. Three", 10), beginning("One", 10), beginning("Donaudampf", 5)
    ('One. Two…', 'One', 'Dona…')
    """
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    if " " in head and not text[limit - 1].isspace():
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" \n\t.,;:…") + "…"


def ending(text: str, limit: int) -> str:
    """A text, or as many of its last words as fit, with a mark where there is more.

    >>> ending("One. Two. Three", 12), ending("One", 10), ending("Donaudampf", 5)
    ('…Two. Three', 'One', '…ampf')
    """
    if len(text) <= limit:
        return text
    tail = text[1 - limit :]
    if " " in tail and not text[-limit].isspace():
        tail = tail.split(" ", 1)[1]
    return "…" + tail.lstrip()


def size(octets: int) -> str:
    """How large a file is.

    >>> size(1), size(16), size(36_800), size(2_500_000)
    ('1 byte', '16 bytes', '36.8 kB', '2.5 MB')
    """
    if octets < 1_000:
        return noun(octets, "byte")
    return f"{octets / 1_000:.1f} kB" if octets < 1_000_000 else f"{octets / 1_000_000:.1f} MB"


def highlighted(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text cut into pieces, each marked or not; `spans` do not overlap.

    >>> highlighted("one two three", [(4, 7)])
    [('one ', False), ('two', True), (' three', False)]
    """
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(spans):
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [piece for piece in pieces if piece[0]]


def holding(text: str, words: str) -> list[tuple[str, bool]]:
    """A text cut into pieces: those that are one of some words, and the rest.

    >>> holding("A Fête, afire.", "FETE fire")
    [('A ', False), ('Fête', True), (', a', False), ('fire', True), ('.', False)]
    """
    return highlighted(text, spans_of(folded_words(words), text))


FILTERS = {
    "beginning": beginning,
    "ending": ending,
    "kind_name": kind_name,
    "markdown": markdown,
    "moment": moment,
    "short_moment": short_moment,
    "noun": noun,
    "not_repeated": not_repeated,
    "size": size,
    "left": left,
    "highlighted": highlighted,
    "holding": holding,
    "plain": plain,
    "differences": differences,
}
