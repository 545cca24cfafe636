"""Runs of letters → Markdown that is read as nothing but them, bold and italic where they are."""

import re
from collections.abc import Iterator
from unicodedata import category

from consultation.boundary import clean_text
from consultation.imports.papers import FILE_LIMIT
from consultation.imports.reader.outline import Line, Run

_MARKS = re.compile(r"([\\`*<]|(?<![^\W_])_|_(?![^\W_])|\](?=[(:])|&(?=#|\w+;))")
_STARTS = re.compile(r"^([#>+=~|-]|:(?=-)|[0-9]{1,9}(?=[.)](?:\s|$)))")
_BEGUN = re.compile(r"\S*")


def marked(line: Line, *, between: str = "\\\n") -> str:
    r"""A line as Markdown; where it breaks stands what is `between`.

    >>> marked((Run("Keep "), Run("all ", is_bold=True), Run("of *it*.", is_italic=True)))
    'Keep **all** *of \\*it\\*.*'
    >>> marked((Run("1. [a]: b"),))
    '1\\. [a\\]: b'
    """
    rows = (_marked(row) for row in _rows(line))
    return between.join(row for row in rows if row)


def escaped(words: str) -> str:
    """Words that are set plainly."""
    return marked((Run(words),))


def _rows(line: Line) -> Iterator[list[Run]]:
    """The runs between two breaks of a line."""
    row: list[Run] = []
    for run in line:
        first, *others = clean_text(run.text, limit=FILE_LIMIT).split("\n")
        row.append(run._replace(text=first))
        for words in others:
            yield row
            row = [run._replace(text=words)]
    yield row


def _marked(row: list[Run]) -> str:
    said = _apart(row)
    before = ["", *(run.text[-1] for run in said)]
    after = [*(run.text[0] for run in said[1:]), ""]
    words = "".join(map(_run, said, before, after))
    return _STARTS.sub(lambda start: _kept(start.group()), " ".join(words.split()))


def _apart(row: list[Run]) -> list[Run]:
    """The runs, a word that is bold or italic in two ways set as it begins.

    Marks beside marks would be read in more than one way.
    """
    found: list[Run] = []
    for run in row:
        last = found[-1] if found else Run(" ")
        begun = ""
        if any(run[1:]) and any(last[1:]) and not last.text[-1].isspace():
            begun = _BEGUN.match(run.text)[0]  # type: ignore[index]
            found[-1] = last._replace(text=last.text + begun)
        if len(run.text) > len(begun):
            found.append(run._replace(text=run.text[len(begun) :]))
    return found


def _run(run: Run, before: str, after: str) -> str:
    """A run between two letters, white space out of its marks.

    So is a sign beside a letter: what Markdown reads as bold begins and ends with a letter there.
    """
    sign = "*" * (2 * run.is_bold + run.is_italic)
    start, end, text = 0, len(run.text), run.text
    while sign and start < end and _stays_out(text[start], before):
        before, start = text[start], start + 1
    while start < end and sign and _stays_out(text[end - 1], after):
        after, end = text[end - 1], end - 1
    if not sign or start == end:
        return _plain(text)
    return f"{_plain(text[:start])}{sign}{_plain(text[start:end])}{sign}{_plain(text[end:])}"


def _stays_out(letter: str, beside: str) -> bool:
    return letter.isspace() or (_is_sign(letter) and bool(beside) and _is_letter(beside))


def _is_sign(letter: str) -> bool:
    return category(letter)[0] in "PS"


def _is_letter(letter: str) -> bool:
    return not letter.isspace() and not _is_sign(letter)


def _plain(words: str) -> str:
    return _MARKS.sub(r"\\\1", words)


def _kept(sign: str) -> str:
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"
