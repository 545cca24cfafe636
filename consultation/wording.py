"""Words: looked for in a text without regard to case and accents, and numbers with their nouns."""

import re
import unicodedata
from collections.abc import Sequence

_MARKS = re.compile("[\u0300-\u036f]")
"""What accents are once they stand apart from their letters."""


def folded(text: str) -> str:
    """A text without case and accents; PostgreSQL does the same in `queries.desk.filters`.

    >>> folded("Énergie ÇA")
    'energie ca'
    """
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text).lower())


def folded_words(typed: str) -> tuple[str, ...]:
    """The words of what somebody looks for, each once, folded.

    >>> folded_words(" Audit  the audit")
    ('audit', 'the')
    """
    return tuple(dict.fromkeys(folded(typed).split()))


def spans_of(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where some folded words stand in a text, apart from each other.

    >>> spans_of(("energie",), "Die Énergie."), spans_of(("aa",), "aaa")
    ([(4, 11)], [(0, 3)])
    """
    if not words:
        return []
    pieces = [folded(each) for each in text]
    comes_from = [at for at, piece in enumerate(pieces) for _ in piece]
    within = "".join(pieces)
    marked = [False] * (len(text) + 1)
    for word in words:
        at = within.find(word)
        while at >= 0:
            for each in comes_from[at : at + len(word)]:
                marked[each] = True
            at = within.find(word, at + 1)
    edges = [at for at, here in enumerate(marked) if here != marked[at - 1]]
    return list(zip(edges[::2], edges[1::2], strict=True))


def noun(count: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> noun(1, "answer"), noun(3441, "answer"), noun(2, "reply", "replies")
    ('1 answer', '3,441 answers', '2 replies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def not_repeated(quotes: int) -> str:
    """That some quotes are not published, as the pack says it on its page and in its documents.

    >>> not_repeated(2)
    '2 quotes are not published: counted above, and not repeated here.'
    """
    verb = "is" if quotes == 1 else "are"
    return f"{noun(quotes, 'quote')} {verb} not published: counted above, and not repeated here."
