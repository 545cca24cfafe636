"""The chair's own text on a question, or one composed by rule for the chair to edit."""

from datetime import datetime

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import OpenQuestion, Person, Summary
from consultation.operations.audit import record
from consultation.operations.desk.themes import open_question_for_edit
from consultation.queries.plenary.composed import composed_text
from consultation.queries.plenary.doubts import doubts_of
from consultation.queries.plenary.summaries import (
    figures_shown,
    filled_summary,
    refused_fields,
)

_TOLD = 3
"""Disagreements that a refusal names; the page has all."""


def write_summary(
    question: OpenQuestion, *, text: str, seen: int, author: Person, now: datetime, shown: str = ""
) -> None:
    """Save the summary; `seen` is the version the author saw, 0 for none.

    `shown` is what its fields were filled with as the author saw them. Raises StaleEdit where
    either has changed, RuleError for a field that cannot be filled.
    """
    summary = _as_seen(question, seen)
    filled = filled_summary(question)
    if filled is not None and filled.shown != shown:
        raise StaleEdit(
            "What the summary's fields are filled with changed since you opened it. Your text is "
            "below; open the summary again, see whether it still holds, and save it."
        )
    if refused := refused_fields(question, text):
        raise RuleError(" ".join(refused))
    by_rule = summary is not None and summary.composed and summary.text == text
    _save(question, text, "summarise", composed=by_rule, by=author, now=now)


def compose_summary(question: OpenQuestion, *, seen: int, by: Person, now: datetime) -> None:
    """Compose a first text from the data.

    Raises NotAllowedYet over one that a person wrote, StaleEdit over one that was not seen.
    """
    open_question_for_edit(question)
    summary = question.summary
    if summary is not None and not summary.composed:
        raise NotAllowedYet(
            f"{summary.written_by.name} wrote this summary; a composed text would take its place."
        )
    if summary is not None and summary.version != seen:
        raise StaleEdit(f"{summary.written_by.name} had a text composed meanwhile. Read that.")
    _save(question, composed_text(question), "compose", composed=True, by=by, now=now)


def ensure_summary_holds(question: OpenQuestion) -> None:
    """Raise NotAllowedYet while a summary and the data disagree, or a quote is not verbatim."""
    doubts = doubts_of(question, filled_summary(question))
    if doubts:
        more = f" And {len(doubts) - _TOLD} more." if len(doubts) > _TOLD else ""
        raise NotAllowedYet(
            f"The summary and the data disagree: {' '.join(doubts[:_TOLD])}{more} "
            "Open the summary, read it as it is now and save it again."
        )


def _as_seen(question: OpenQuestion, seen: int) -> Summary | None:
    """Hold the question, and its summary as its editor saw it."""
    open_question_for_edit(question)
    summary = question.summary
    if summary is None and seen:
        raise StaleEdit("The summary is gone. Your text is below; open the summary again.")
    if summary is not None:
        summary.ensure_version(seen)
    return summary


def _save(
    question: OpenQuestion, text: str, action: str, *, composed: bool, by: Person, now: datetime
) -> None:
    summary, figures = question.summary, figures_shown(question, text)
    before = {"text": summary.text if summary else ""}
    summary = summary or Summary(question_id=question.id)
    summary.text = text
    summary.figures = figures
    summary.composed = composed
    summary.written_by = by
    summary.written_at = now
    session.add(summary)
    record(
        action, question, person=by, now=now, before=before, after={"text": text}, question=question
    )
    session.expire(question, ["summary"])
