"""The chair's own text on a question."""

from datetime import datetime

from consultation.db import session
from consultation.errors import StaleEdit
from consultation.models import OpenQuestion, Person, Summary
from consultation.operations.audit import record
from consultation.operations.themes import open_question_for_edit


def write_summary(
    question: OpenQuestion, *, text: str, seen: int, author: Person, now: datetime
) -> None:
    """Save the summary; `seen` is the version the author saw, 0 for none."""
    open_question_for_edit(question)
    summary = question.summary
    if summary is None and seen:
        raise StaleEdit("The summary is gone. Your text is below; open the summary again.")
    if summary is not None:
        summary.ensure_version(seen)
    before = {"text": summary.text if summary else ""}
    summary = summary or Summary(question_id=question.id)
    summary.text = text
    summary.written_by = author
    summary.written_at = now
    session.add(summary)
    record(
        "summarise",
        question,
        person=author,
        now=now,
        before=before,
        after={"text": text},
        question=question,
    )
    session.expire(question, ["summary"])
