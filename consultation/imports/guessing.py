"""What a heading says a provision is: its kind, its number, its title."""

import re
from dataclasses import dataclass

from consultation.boundary import clean_text
from consultation.imports.reader.outline import Piece

_WORDS = {
    "commitment": "commitment", "measure": "measure", "article": "article", "art": "article",
    "recital": "recital", "recitals": "recital", "whereas": "recital", "section": "section",
    "chapter": "chapter", "part": "part", "title": "title", "annex": "annex",
    "appendix": "appendix", "glossary": "glossary", "definitions": "glossary", "note": "note",
    "paragraph": "paragraph", "form": "form", "attachment": "annex", "subsection": "section",
    "subchapter": "chapter", "level": "section", "clause": "section", "rule": "section",
    "book": "part", "division": "part",
}  # fmt: skip
_INSIDE = ("glossary", "definitions", "recitals", "annex", "appendix", "form", "note")
"""Words that tell the kind also where they stand inside a heading without a number."""

_NUMBER = r"\(?(?:\d+|[IVXLC]+|[A-Z])(?:\.\d+)*(?:\.[A-Z])?(?:\(\d+\))?[a-z]?\)?"
_NAMED = re.compile(
    rf"^(?:(?P<word>[^\W\d_]+)\.?\s+)?(?P<number>{_NUMBER})"
    r"(?:[.:)]|\s*[–—-](?=\s))?(?:\s+(?P<title>.*))?$",
    re.DOTALL,
)
_DECIMAL = re.compile(r"^\d+(?:\.\d+)+\.?$")
_SINGLE = re.compile(r"^\(?\d+\)?\.?$")
_BELOW = {
    "commitment": "measure", "article": "paragraph", "title": "chapter", "part": "chapter",
    "chapter": "section", "recital": "recital",
}  # fmt: skip


@dataclass(frozen=True)
class Heading:
    """What a heading says; an empty `kind` where it does not."""

    kind: str
    number: str
    title: str


def heading_of(piece: Piece) -> Heading:
    """Kind, number and title, from numbering, the file's own word, and the words of a heading.

    >>> from consultation.imports.reader.outline import Run
    >>> heading_of(Piece(1, (Run("Sound testing"),), number="Measure 3.2"))
    Heading(kind='measure', number='3.2', title='Sound testing')
    >>> heading_of(Piece(1, (Run("Article 5: Records"),)))
    Heading(kind='article', number='5', title='Records')
    >>> heading_of(Piece(1, (Run("A record for each model"),)))
    Heading(kind='', number='', title='A record for each model')
    """
    words = " ".join(clean_text(piece.text).split())
    own = _WORDS.get(piece.kind.casefold(), "")
    if piece.number:
        word, number = _split(piece.number)
        return Heading(own or word or _inside(words), number, words)
    named = _NAMED.match(words)
    if named and _counts(named):
        kind = own or _WORDS.get((named["word"] or "").casefold(), "")
        return Heading(kind, _bare(named["number"]), (named["title"] or "").strip())
    return Heading(own or _inside(words), "", words)


def _counts(named: re.Match[str]) -> bool:
    """Whether a heading begins with a number: one with a word says what it numbers."""
    if named["word"]:
        return named["word"].casefold() in _WORDS
    return named["number"].strip("()")[0].isdigit() or named["title"] is None


def _split(label: str) -> tuple[str, str]:
    """The kind and the number of what numbering writes.

    >>> _split("Measure 3.2"), _split("(4)"), _split("IV.")
    (('measure', '3.2'), ('', '4'), ('', 'IV'))
    """
    words = label.split()
    kinds = [_WORDS[word.casefold()] for word in words if word.casefold() in _WORDS]
    return (kinds[0] if kinds else "", _bare(words[-1]) if words else "")


def _bare(number: str) -> str:
    number = number.rstrip(".:")
    return number.strip("()") if number.count("(") != 1 or number.startswith("(") else number


def _inside(words: str) -> str:
    found = [word for word in re.findall(r"\w+", words.casefold()) if word in _INSIDE]
    return _WORDS[found[0]] if found else ""


def is_provision_number(number: str, above: str) -> bool:
    """Whether a paragraph that is no heading is a provision by its number.

    >>> is_provision_number("3.2", ""), is_provision_number("(a)", "measure")
    (True, False)
    >>> is_provision_number("(4)", "recital"), is_provision_number("(4)", "measure")
    (True, False)
    """
    if not number:
        return False
    word, _ = _split(number)
    numbered = bool(_SINGLE.match(number))
    return bool(word) or bool(_DECIMAL.match(number)) or (above == "recital" and numbered)


def kind_below(above: str, beside: str) -> str:
    """What a provision is that does not say: as the one beside it, or by what it stands under.

    >>> kind_below("commitment", ""), kind_below("", "")
    ('measure', 'section')
    """
    return beside or _BELOW.get(above, "section")
