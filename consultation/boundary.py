"""The input boundary: what people type passes here once, before anything else sees it."""

import re

from consultation.errors import TextRefused, TextTooLong

ANSWER_LIMIT = 1_000_000
"""Characters in one answer: the one limit that Flask, the forms, the imports, the database and the
help text share."""

SHORT_TEXT_LIMIT = 500
"""Characters in a title, a name or a reason's first line: whatever is shown on one line."""

LARGEST_NUMBER = 2**31 - 1
"""The largest number that a row can have, and that PostgreSQL's integers hold."""

REQUEST_LIMIT = 12 * ANSWER_LIMIT + 1_000_000
"""Bytes in one request: an answer of four-byte characters, percent-encoded, with room for the other
fields; so that a text over the limit still arrives and can be given back."""

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 controls but tab and newline, the byte-order mark, and the two non-characters that no
# XML document (and so no DOCX) may hold.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_text(raw: str, *, limit: int = ANSWER_LIMIT) -> str:
    r"""A text as every database, page and document can hold it.

    Line ends become newlines and control characters go; nothing else is touched, so that a quote
    stays what was written (composition is normalised only inside the analysis). Raises TextRefused
    for half a character (a lone surrogate), TextTooLong above `limit` characters. The rule is
    idempotent.

    >>> clean_text("one\r\ntwo\x00")
    'one\ntwo'
    """
    if _SURROGATES.search(raw):
        raise TextRefused(
            "The text holds half a character, which no program can store. "
            "Type the passage again or paste it as plain text."
        )
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", raw))
    if len(text) > limit:
        raise TextTooLong(len(text), limit)
    return text


def control_characters(raw: str) -> int:
    r"""How many characters `clean_text` takes away, so that a person can be told.

    >>> control_characters("bell\x07 and \x00")
    2
    """
    return len(_CONTROLS.findall(_LINE_ENDS.sub("\n", raw)))
