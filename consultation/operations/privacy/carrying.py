"""What was moderated stays so when its author sends another text in its place."""

from collections.abc import Collection, Iterator

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Find,
    Redaction,
    Removal,
    SealedField,
    SealedText,
)

BEFORE = "was redacted before"
"""What words are that stand in a new text and were redacted in the one before it."""


def carry_on(answers: Collection[Answer]) -> None:
    """Let removals hold for the answers that came in the place of others, and mark what came back.

    A person decided that an answer is not shown; one letter more does not undo that. Words that
    were redacted and are there again wait on the list of what is found.
    """
    session.flush()
    for answer in answers:
        for removal in _removals_before(answer):
            removal.answer = answer
        session.add_all(_redacted_before(answer.version))
    session.flush()


def _removals_before(answer: Answer) -> Iterator[Removal]:
    """The removal of what stood in its place last, where one is under way or holds."""
    yield from session.scalars(
        select(Removal)
        .join(Removal.answer)
        .where(
            Answer.submission_id == answer.submission_id,
            Answer.question_id == answer.question_id,
            Answer.entry == answer.entry,
            Answer.id != answer.id,
            Removal.ended_at.is_(None),
        )
        .order_by(Removal.id.desc())
        .limit(1)
    ).all()


def _redacted_before(version: AnswerVersion) -> list[Find]:
    """Where words stand that are redacted in another version of the same."""
    rows = session.execute(
        select(Redaction.field, Redaction.start, Redaction.end, SealedText)
        .join(Redaction.version)
        .join(SealedText, SealedText.version_id == AnswerVersion.id)
        .where(
            AnswerVersion.submission_id == version.submission_id,
            AnswerVersion.question_id == version.question_id,
            AnswerVersion.entry == version.entry,
            AnswerVersion.id != version.id,
            Redaction.lifted_at.is_(None),
            Redaction.stays.is_(False),
        )
    )
    gone = {getattr(sealed, field.value)[start:end] for field, start, end, sealed in rows}
    spans = {
        (field, *span)
        for field in SealedField
        for words in gone
        for span in _places(words, getattr(version, field.value))
    }
    return [
        Find(version=version, field=field, start=start, end=end, kind=BEFORE)
        for field, start, end in sorted(spans)
    ]


def _places(words: str, text: str) -> Iterator[tuple[int, int]]:
    sought, folded = words.casefold(), text.casefold()
    if len(folded) != len(text) or len(sought) != len(words):
        sought, folded = words, text
    at = folded.find(sought) if sought.strip() else -1
    while at >= 0:
        yield at, at + len(words)
        at = folded.find(sought, at + 1)
