"""Finding personal data in what was sent: kept as finds, for a person to decide on.

Looking takes long and touches no row: so what is to be looked through is read first, and what was
found is noted afterwards, in a transaction that is short.
"""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

import nlp
from consultation.db import at_once, session
from consultation.models import Answer, AnswerVersion, Find, Reading, SealedField
from consultation.queries.privacy.finds import spans_kept

FIELDS = (SealedField.TEXT, SealedField.PROPOSED)
"""What is published; an annex is read by chairs alone."""

Words = tuple[int, SealedField, str]
"""The number of a version, one of its fields, and what stands there."""
Found = tuple[int, SealedField, int, int, str]
"""The number of a version, one of its fields, a span of it, and what that seems to be."""


def words_of(versions: Iterable[AnswerVersion]) -> tuple[Words, ...]:
    """What is to be looked through of some versions."""
    return tuple(
        (version.id, field, words)
        for version in versions
        for field in FIELDS
        if (words := getattr(version, field.value))
    )


def not_looked_through(question_id: int, answers: Sequence[Answer]) -> tuple[Words, ...]:
    """What of some answers to a question no analysis has looked through yet."""
    done = set(
        session.scalars(
            select(Reading.version_id)
            .join(Reading.answer)
            .where(Answer.question_id == question_id, Reading.looked_through)
        )
    )
    return words_of(answer.version for answer in answers if answer.version_id not in done)


def find(words: Iterable[Words]) -> tuple[Found, ...]:
    """What is found in some words; no row is touched."""
    return tuple(
        (version_id, field, each.start, each.end, str(each.kind))
        for version_id, field, text in words
        for each in nlp.find_personal_data(text)
    )


def note(found: Collection[Found]) -> int:
    """Note what was found, and say how much is new; what is noted already stays."""
    noted = spans_kept({version_id for version_id, *_ in found})
    fresh = [each for each in found if each[:4] not in noted]
    session.add_all(
        Find(version_id=version_id, field=field, start=start, end=end, kind=kind)
        for version_id, field, start, end, kind in fresh
    )
    session.flush()
    return len(fresh)


def look_through(numbers: Collection[int]) -> int:
    """Look through some versions and note what is found, where nobody waits for the database."""
    found: list[Found] = []
    for some in at_once(numbers):
        versions = session.scalars(select(AnswerVersion).where(AnswerVersion.id.in_(some)))
        found += find(words_of(versions))
    return note(found)
