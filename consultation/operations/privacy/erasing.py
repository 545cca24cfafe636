"""Erasing what somebody sent: their words are gone from every row, and the account still closes.

Each letter becomes a mask, as with a redaction, but nothing is sealed and the salt goes: so a
receipt can neither be guessed at nor reckoned anew, and who kept its file can still check that.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from consultation.db import locked, session
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    AnswerVersion,
    Find,
    Note,
    Person,
    Point,
    Redaction,
    Removal,
    RemovalStatement,
    SealedField,
    SealedText,
    Stakeholder,
    Submission,
    TextVector,
)
from consultation.models.moderation import masked
from consultation.operations.audit import record
from consultation.operations.contributions.papers import let_go
from consultation.operations.plenary.editions import let_go_of_all_with
from consultation.operations.privacy.covering import Cover, cover, under_the_signature
from consultation.operations.privacy.covering_the_log import erase_in_the_log
from consultation.operations.privacy.redacting import seal, sealed_of
from consultation.queries.contributions.papers import PaperFile, file_of, of_stakeholder, unneeded
from consultation.queries.contributions.submissions import submissions_of

FEWEST = 12
"""Letters of a text from which on it is looked for in what was made of it."""


def erase_words(part: Stakeholder, *, reason: str, by: Person, now: datetime) -> list[PaperFile]:
    """Take every word that a part ever saved or sent out of the rows; it counts all the same.

    Returns the files to be taken from the disk once this is stored. Raises RuleError without a
    reason, which the log keeps.
    """
    if not reason.strip():
        raise RuleError("Write why their words are erased: what they asked, and when.")
    papers = of_stakeholder(part)
    files = [file_of(paper) for paper in papers]
    for paper in papers:
        let_go(paper, now=now)
        paper.name = "erased"
    versions = [version for each in submissions_of(part) for version in each.versions]
    for question in sorted({version.question for version in versions}, key=lambda q: q.id):
        locked(question)
    let_go_of_all_with(part, because="Words were erased at their author's wish.", now=now)
    for submission in submissions_of(part):
        for version in submission.versions:
            _erase(version, by=by, now=now)
        submission.salt = ""
    session.execute(delete(Note).where(Note.stakeholder_id == part.id))
    session.execute(delete(RemovalStatement).where(_said_by(part)))
    record("erase what somebody sent", part, person=by, now=now, reason=reason.strip())
    session.flush()
    return unneeded(files)


def _said_by(part: Stakeholder) -> ColumnElement[bool]:
    """What an author said to removals of what they sent."""
    sent = select(Removal.id).join(Removal.answer).join(Answer.submission)
    return RemovalStatement.removal_id.in_(sent.where(Submission.stakeholder == part))


def _erase(version: AnswerVersion, *, by: Person, now: datetime) -> None:
    locked(version.question)

    def mask() -> None:
        covers = _covers(version)
        cover(version.question_id, covers)
        erase_in_the_log(version.question, covers, by=by, now=now)
        session.execute(delete(TextVector).where(TextVector.question_id == version.question_id))
        seal(version)
        for field in SealedField:
            words = getattr(version, field.value)
            setattr(version, field.value, masked(words, [(0, len(words))]))

    under_the_signature(version.question, mask, by=by, now=now)
    for model in (SealedText, Find, Redaction):
        session.execute(delete(model).where(model.version_id == version.id))


def _covers(version: AnswerVersion) -> list[Cover]:
    """The whole texts, each point by itself, and the words that nobody else wrote."""
    texts = [words for field in SealedField if (words := _original(version, field))]
    text = _original(version, SealedField.TEXT)
    points = session.execute(
        select(Point.start, Point.end).where(Point.answer.has(version_id=version.id))
    )
    covers = [Cover(words, 0, len(words), terms=False) for words in texts if len(words) >= FEWEST]
    covers += [
        Cover(text[start:end], 0, end - start, terms=False)
        for start, end in points
        if end - start >= FEWEST
    ]
    if own := " ".join(sorted(_words(texts) - _words_of_others(version))):
        covers.append(Cover(own, 0, len(own)))
    return covers


def _original(version: AnswerVersion, field: SealedField) -> str:
    sealed = sealed_of(version)
    words: str = getattr(sealed or version, field.value)
    return words


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w{3,}", text.casefold())}


def _words_of_others(version: AnswerVersion) -> set[str]:
    return _words(
        session.scalars(
            select(AnswerVersion.text).where(
                AnswerVersion.question_id == version.question_id,
                AnswerVersion.submission_id != version.submission_id,
            )
        )
    )
