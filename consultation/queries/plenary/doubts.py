"""Where a summary and the data disagree: a sentence each, and nobody signs while there is one."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func

from consultation.db import session
from consultation.models import Answer, AnswerVersion, OpenQuestion, Point
from consultation.queries.desk.points import from_points
from consultation.queries.plenary.filling import shortened
from consultation.queries.plenary.summaries import FilledSummary, StaleField
from consultation.quoting import block_quotes, single_spaced


def doubts_of(question: OpenQuestion, summary: FilledSummary | None) -> tuple[str, ...]:
    """Where a summary and the data disagree, a sentence each; nobody signs while there is one."""
    if summary is None:
        return ()
    return (
        *summary.refused,
        *_changes(summary.stale),
        *(
            f"“{shortened(words)}” is quoted, and is not word for word a point of "
            f"{question.number} that counts."
            for words in misquoted(question, summary.text)
        ),
    )


def misquoted(question: OpenQuestion, text: str) -> list[str]:
    """The block quotes of a text that are no verbatim points of the question.

    White space may differ; an excerpt of a point is none: what it leaves out may turn its sense.
    """
    quotes = block_quotes(text)
    if not quotes:
        return []
    verbatim = _verbatim_points(question)
    return [quote.read for quote in quotes if not {quote.read, quote.typed} & verbatim]


def _changes(stale: Sequence[StaleField]) -> Iterator[str]:
    """A sentence for each theme, point or question of which something changed."""
    for of in dict.fromkeys(each.field.of for each in stale):
        own = [each for each in stale if each.field.of == of]
        title = f" (“{shortened(own[0].title)}”)" if own[0].title else ""
        changes = "; ".join(
            f"{each.field.what} {'was not known' if each.was is None else f'was {each.was}'}, "
            f"is now {each.now}"
            for each in own
        )
        told = of.capitalize() if own[0].field.number else "The question"
        yield f"{told}{title} changed since the summary was saved: {changes}."


def _verbatim_points(question: OpenQuestion) -> set[str]:
    words = func.substr(AnswerVersion.text, Point.start + 1, Point.end - Point.start)
    found = session.scalars(
        from_points(words).where(Answer.question_id == question.id, Point.filler.is_(False))
    )
    return {single_spaced(text) for text in found}
