"""A question's summary as it is read, its fields filled, and what of it the data have left behind.

Pages, pack and exports ask here, so that one number stands in all of them.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.models import OpenQuestion
from consultation.queries.counts import ThemeLine
from consultation.queries.plenary.fields import Field, fields_in, left_open
from consultation.queries.plenary.filling import Figures, dead_field, unknown_field, why_gone
from consultation.quoting import escaped

_HEADING = re.compile("^#", re.MULTILINE)


@dataclass(frozen=True)
class StaleField:
    """A field that is filled otherwise than when the summary was saved; `was` is None if new."""

    field: Field
    title: str
    was: str | None
    now: str


@dataclass(frozen=True)
class FilledSummary:
    """A summary with its fields filled: Markdown, who wrote it, and whether only by rule.

    `shown` is a mark of what the fields were filled with, empty where there is none: an author
    who saves says with it what they saw. `refused` are sentences about fields that are none.
    """

    text: str
    written_by: str
    written_at: datetime
    composed: bool
    version: int
    stale: tuple[StaleField, ...]
    refused: tuple[str, ...]
    shown: str

    @property
    def beside_themes(self) -> str:
        """The text for where each theme is told by itself, with its figures, quotes and outcome.

        A rule composed these again below headings of its own: only what stands before is told.
        """
        return _HEADING.split(self.text, 1)[0].strip() if self.composed else self.text


def filled_summary(
    question: OpenQuestion, themes: Sequence[ThemeLine] | None = None
) -> FilledSummary | None:
    """The summary of a question as it is read now; `themes` where they were counted already."""
    summary = question.summary
    if summary is None:
        return None
    figures = Figures(question, summary.text, themes)
    return FilledSummary(
        text=_filled(summary.text, question, figures),
        written_by=summary.written_by.name,
        written_at=summary.written_at,
        composed=summary.composed,
        version=summary.version,
        stale=tuple(_stale(summary.figures, figures)),
        refused=tuple(refused_fields(question, summary.text, figures)),
        shown=_mark(figures),
    )


def figures_shown(question: OpenQuestion, text: str) -> dict[str, str]:
    """What the fields of a text are filled with now, to be kept with it when it is saved."""
    figures = Figures(question, text)
    values = {field.name: figures.value(field) for field in figures.fields if not field.is_live}
    return {name: value for name, value in sorted(values.items()) if value is not None}


def themes_named(question: OpenQuestion) -> set[int]:
    """The themes that a person wrote of in the summary, by their fields."""
    summary = question.summary
    if summary is None or summary.composed:
        return set()
    return {
        one.field.number
        for one in fields_in(summary.text)
        if one.field and one.field.subject == "theme"
    }


def refused_fields(question: OpenQuestion, text: str, figures: Figures | None = None) -> list[str]:
    """A sentence for each thing written as a field that cannot be filled."""
    figures = figures or Figures(question, text)
    sentences = [
        unknown_field(one.typed) if one.field is None else dead_field(one.field, question)
        for one in figures.written
        if one.field is None or figures.value(one.field) is None
    ]
    if begun := left_open(text):
        sentences.append(f"“{begun}” opens a field and does not end it with }}}}.")
    return list(dict.fromkeys(sentences))


def lasting_summary(question: OpenQuestion, themes: Sequence[ThemeLine]) -> str:
    """The summary of a question for what is kept: an author's own words and name are not in it."""
    if question.summary is None:
        return ""
    text = question.summary.text
    return _filled(text, question, Figures(question, text, themes), live=False)


def _filled(text: str, question: OpenQuestion, figures: Figures, *, live: bool = True) -> str:
    """A text with its fields filled; what is no field stays as it was typed, or is not `live`."""
    pieces, at = [], 0
    for one in figures.written:
        field = one.field if one.field and (live or not one.field.is_live) else None
        filling = _filling(field, question, figures) if field else one.typed
        pieces += [text[at : one.start], filling]
        at = one.end
    return "".join([*pieces, text[at:]])


def _filling(field: Field, question: OpenQuestion, figures: Figures) -> str:
    """A value as Markdown leaves it alone; of what is not there any more a note and no number."""
    value = figures.value(field)
    return escaped(f"[{why_gone(field, question)}]" if value is None else value)


def _mark(figures: Figures) -> str:
    """A hash of everything that is filled in, empty where nothing is."""
    marks = "\n".join(f"{field.name}\t{figures.value(field)}" for field in figures.fields)
    return hashlib.sha256(marks.encode(errors="backslashreplace")).hexdigest() if marks else ""


def _stale(kept: dict[str, str], figures: Figures) -> Iterator[StaleField]:
    for field in figures.fields:
        now = None if field.is_live else figures.value(field)
        if now is not None and kept.get(field.name) != now:
            yield StaleField(field, figures.title(field), kept.get(field.name), now)
