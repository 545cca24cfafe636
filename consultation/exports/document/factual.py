"""The factual summary of a round as a document."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document import Document
from consultation.exports.document.blocks import Block, Role, fact, heading, said, table
from consultation.exports.document.replies import (
    NO_VOTES,
    answered,
    campaigns,
    figures,
    who_replied,
)
from consultation.exports.text import cut
from consultation.operations.plenary.factual import FactualSummary
from consultation.rendering import moment

TITLE = "Factual summary"
COUNTS_ONLY = "Counts only: nobody's opinion is told here, and nobody is named."
STILL_READ = (
    "The answers are still being analysed, which may find more campaigns; no other figure changes."
)


def factual_document(summary: FactualSummary) -> Document:
    """Everything that a document says of the figures of a round."""
    zone = ZoneInfo(summary.time_zone)
    made = f"{moment(summary.compiled_at, zone)} ({summary.time_zone.replace('_', ' ')} time)"
    return Document(
        title=cut(f"{TITLE}: {summary.consultation}, {summary.round}", 255),
        author=cut(summary.host, 255),
        subject=COUNTS_ONLY,
        language="en",
        made_at=summary.compiled_at,
        above=cut(summary.consultation, 100),
        state="Counts only",
        below=f"{cut(summary.round, 40)} · compiled {made}",
        blocks=(*_cover(summary, zone, made), *_body(summary)),
    )


def _cover(summary: FactualSummary, zone: ZoneInfo, made: str) -> Iterator[Block]:
    yield said(summary.consultation, Role.TITLE)
    yield said(TITLE, Role.SUBTITLE)
    for label, value in (
        ("Host", summary.host),
        ("Round", summary.round),
        ("Opened", moment(summary.opens_at, zone)),
        ("Closed", moment(summary.closes_at, zone)),
        ("Compiled", made),
    ):
        if value:
            yield fact(label, value, Role.FACT)
    yield said(COUNTS_ONLY)


def _body(summary: FactualSummary) -> Iterator[Block]:
    yield heading("In figures", 1, new_page=False)
    yield table("The round in figures", ["Figure", "Count"], figures(summary.replies), [9, 3])
    yield said(NO_VOTES, Role.NOTE)
    yield heading("Who replied", 1, new_page=False)
    yield from who_replied(summary.replies, summary.round)
    yield heading("What was answered", 1, new_page=False)
    if summary.by_group:
        yield answered("By working group", "Working group", summary.by_group)
        yield answered("By question", "Question", summary.by_question)
        yield said("One submission may answer in several groups and questions.", Role.NOTE)
    else:
        yield said("This round puts no questions.", Role.EMPTY)
    yield heading("Campaigns", 1, new_page=False)
    if summary.is_being_read:
        yield said(STILL_READ, Role.UNSIGNED)
    yield from campaigns(summary.campaigns, summary.round)
