"""One theme: who suggested it, how much was said, what became of it, and in whose words."""

from collections.abc import Iterator, Sequence

from consultation.exports.document.blocks import Block, Quote, Role, fact, heading, said
from consultation.exports.text import (
    counts_sentence,
    cut,
    excerpt,
    is_decided,
    origin,
    states_positions,
    tallies,
)
from consultation.models.answer import Position
from consultation.queries.counts import QuoteLine, ThemeLine
from consultation.wording import not_repeated

_TITLE_SHOWN = 120  # characters

QUOTE_SHOWN = 4_000
"""Characters of a quote: a page and a half. Only a text without a single space or stop has more."""


def theme_blocks(theme: ThemeLine, number: str, anchor: str) -> Iterator[Block]:
    """A theme under its own heading; the line beside the bar tells machine from person."""
    yield heading(f"Theme {number}. {theme.title}", 3, anchor=anchor)
    role = Role.DECIDED if theme.proposed_by else Role.SUGGESTED
    yield said(f"{origin(theme)} · {counts_sentence(theme.counts)}", role)
    if theme.with_nested:
        text = counts_sentence(theme.with_nested)
        yield fact("With what is nested in it", text, keep=True)
    if states_positions(theme.by_position):
        yield fact("Positions", tallies(theme.by_position), keep=True)
    if theme.by_category:
        yield fact("Kinds of stakeholder", tallies(theme.by_category), keep=True)
    yield fact("Outcome", outcome(theme), Role.OUTCOME)
    yield from _quotes(theme)


def _quotes(theme: ThemeLine) -> Iterator[Block]:
    for quote in theme.quotes:
        yield quote_block(quote, marked(quote))
    if theme.unquotable:
        yield said(unquotable(theme), Role.EMPTY)
    elif not theme.quotes:
        yield said("No quotes.", Role.EMPTY)


def unquotable(theme: ThemeLine) -> str:
    """That some of its points speak for a theme and are not published."""
    return not_repeated(theme.unquotable)


def outcome(theme: ThemeLine) -> str:
    """What was decided, why and by whom."""
    if theme.outcome is None:
        return "none yet"
    verb = "decided" if is_decided(theme) else "said"
    by = f", {verb} by {theme.outcome_by}" if theme.outcome_by else ""
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


def marked(quote: QuoteLine) -> str:
    """Who chose a quote."""
    return f"marked by {quote.marked_by}" if quote.marked_by else "suggested"


def quote_block(quote: QuoteLine, last: str) -> Quote:
    """A point word for word, and below it whose words they are; `last` ends that line."""
    words = f"“{excerpt(quote.text, QUOTE_SHOWN)}”"
    return Quote(words, attribution(quote, last), quote.point_id, quote.language or "")


def attribution(quote: QuoteLine, last: str) -> str:
    """Whose words a quote is, where they stand and the point's number."""
    facts = [quote.author]
    if not quote.author.endswith(f"({quote.category})"):
        facts.append(quote.category)
    facts.append(quote.source)
    if quote.position != Position.NONE:
        facts.append(quote.position)
    facts += [f"answer {quote.answer}", f"point {quote.point_id}", quote.taken_from]
    if quote.language and quote.language != "en":
        facts.append(f"language {quote.language}")
    facts.append(last)
    return f"— {' · '.join(each for each in facts if each)}"
