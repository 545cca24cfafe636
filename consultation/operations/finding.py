"""Finding personal data in what was sent: kept as finds, for a person to decide on."""

from collections.abc import Collection

from sqlalchemy import select

import nlp
from consultation.db import at_once, session
from consultation.models import AnswerVersion, Find, SealedField
from consultation.queries.finds import spans_kept

FIELDS = (SealedField.TEXT, SealedField.PROPOSED)
"""What is published; an annex is read by chairs alone."""


def look_through(numbers: Collection[int]) -> int:
    """Note what is found in some versions, and how much is new; what is noted already stays."""
    new = 0
    for some in at_once(numbers):
        each = session.scalars(select(AnswerVersion).where(AnswerVersion.id.in_(some)))
        new += sum(_look_through(version) for version in each.all())
    session.flush()
    return new


def _look_through(version: AnswerVersion) -> int:
    noted = spans_kept(version.id)
    found = [
        _find(version, field, each)
        for field in FIELDS
        for each in nlp.find_personal_data(getattr(version, field.value))
        if (field, each.start, each.end) not in noted
    ]
    session.add_all(found)
    return len(found)


def _find(version: AnswerVersion, field: SealedField, found: nlp.PersonalData) -> Find:
    return Find(
        version=version, field=field, start=found.start, end=found.end, kind=str(found.kind)
    )
