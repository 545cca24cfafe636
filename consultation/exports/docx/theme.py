"""One theme: who suggested it, how much was said, what became of it, and in whose words."""

from collections.abc import Sequence

from docx.document import Document

from consultation.exports.docx.blocks import add_fact, add_heading, add_text
from consultation.exports.text import (
    counts_sentence,
    cut,
    excerpt,
    origin,
    states_positions,
    tallies,
)
from consultation.models.answer import Position
from consultation.queries.counts import QuoteLine, ThemeLine

_TITLE_SHOWN = 120  # characters

QUOTE_SHOWN = 4_000
"""Characters of a quote: a page and a half. Only a text without a single space or stop has more."""


def write_theme(document: Document, theme: ThemeLine, number: str) -> None:
    """A theme under its own heading; the line beside the bar tells machine from person."""
    add_heading(document, f"Theme {number}. {theme.title}", 3)
    style = "Plenary Decided" if theme.proposed_by else "Plenary Suggested"
    add_text(document, f"{origin(theme)} · {counts_sentence(theme.counts)}", style)
    if theme.with_nested:
        text = counts_sentence(theme.with_nested)
        add_fact(document, "With what is nested in it", text, keep=True)
    if states_positions(theme.by_position):
        add_fact(document, "Positions", tallies(theme.by_position), keep=True)
    if theme.by_category:
        add_fact(document, "Kinds of stakeholder", tallies(theme.by_category), keep=True)
    add_fact(document, "Outcome", outcome(theme), "Plenary Outcome")
    for quote in theme.quotes:
        write_quote(document, quote, _marked(quote))
    if not theme.quotes:
        add_text(document, "No quotes.", "Plenary Empty")


def outcome(theme: ThemeLine) -> str:
    """What was decided, why and by whom."""
    if theme.outcome is None:
        return "none yet"
    by = f", decided by {theme.outcome_by}" if theme.outcome_by else ""
    return f"{theme.outcome}{by}{changes_and_reason(theme.changes, theme.outcome_reason)}"


def changes_and_reason(changes: Sequence[str], reason: str) -> str:
    """What an outcome changes in the draft, and why it was taken: as far as there is any.

    >>> changes_and_reason(["Measure 1", "Measure 2"], "It was unclear.")
    '. Changes: Measure 1, Measure 2. Reason: It was unclear.'
    >>> changes_and_reason([], "")
    ''
    """
    told = f". Changes: {', '.join(changes)}" if changes else ""
    return f"{told}. Reason: {reason}" if reason else told


def titled(title: str) -> str:
    """A theme named in a line of text."""
    return f"“{cut(title, _TITLE_SHOWN)}”"


def _marked(quote: QuoteLine) -> str:
    return f"marked by {quote.marked_by}" if quote.marked_by else "suggested"


def write_quote(document: Document, quote: QuoteLine, last: str) -> None:
    """A point word for word, and below it whose words they are; `last` ends that line."""
    words = add_text(document, f"“{excerpt(quote.text, QUOTE_SHOWN)}”", "Plenary Quote")
    words.paragraph_format.keep_with_next = True
    facts = [quote.author]
    if not quote.author.endswith(f"({quote.category})"):
        facts.append(quote.category)
    facts.append(quote.source)
    if quote.position != Position.NONE:
        facts.append(quote.position)
    facts.append(f"answer {quote.answer}")
    facts.append(quote.taken_from)
    if quote.language and quote.language != "en":
        facts.append(f"language {quote.language}")
    facts.append(last)
    add_text(document, f"— {' · '.join(fact for fact in facts if fact)}", "Plenary Attribution")
