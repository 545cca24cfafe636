"""The page that a chair speaks from: what to say, how long, and what stays open."""

from collections.abc import Iterator
from itertools import groupby

from consultation.exports.document.blocks import (
    Block,
    Listing,
    Paragraph,
    Role,
    Run,
    heading,
    said,
    table,
)
from consultation.operations.plenary.speaking import KeyMessage, SpeakingPart, SpeakingTime
from consultation.queries.counts import FEWEST
from consultation.wording import noun

MINUTES_TOLD = (
    "In proportion to the answers, more where those who stated a position are divided; at least "
    "one minute each. Disagreement is 100 % where half of them oppose; it is not told of fewer "
    f"than {FEWEST} answers, in all or on the smaller side."
)


def speaking_blocks(part: SpeakingPart, group: str) -> Iterator[Block]:
    """Key messages, minutes and what stays open; nothing where nobody answered."""
    if not part.times:
        return
    yield heading("For speaking", 2)
    yield heading("Key messages", 3)
    if part.messages:
        yield Listing(tuple((_message(message),) for message in part.messages))
    else:
        yield said("No summary is signed, and there are no themes yet.", Role.EMPTY)
    yield heading("Minutes", 3)
    rows = [_row(time) for time in part.times]
    header = ["Question", "Answers", "Disagreement", "Minutes"]
    caption = f"{group}: {noun(part.minutes, 'minute')} in all, as a suggestion"
    yield table(caption, header, [*rows, _sum(part)], [5, 3, 3.5, 2.5], together=True)
    yield said(MINUTES_TOLD, Role.NOTE)
    yield heading("What stays open", 3)
    if part.open:
        by_question = groupby(part.open, lambda line: line.question)
        yield Listing(
            tuple(
                (_line(number, " ".join(each.what for each in lines)),)
                for number, lines in by_question
            )
        )
    else:
        yield said("Nothing.", Role.EMPTY)


def _message(message: KeyMessage) -> Paragraph:
    mark = "Suggested, " if message.composed else ""
    runs = _line(message.question, message.text).runs
    return Paragraph((*runs, Run(f" ({mark}{message.source})", italic=True)))


def _line(question: str, text: str) -> Paragraph:
    return Paragraph((Run(f"{question}: ", bold=True), Run(text)))


def _row(time: SpeakingTime) -> tuple[str, int, str, int]:
    return time.question, time.answers, divided(time), time.minutes


def _sum(part: SpeakingPart) -> tuple[str, int, str, int]:
    return "in all", sum(time.answers for time in part.times), "", part.minutes


def divided(time: SpeakingTime) -> str:
    """How far those who stated a position disagree."""
    return "too few to tell" if time.disagreement is None else f"{time.disagreement} %"
