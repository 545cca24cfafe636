"""Putting a privacy notice in force: the one before stays to be read."""

from datetime import datetime

from consultation.db import locked, session
from consultation.models import Consultation, Person, PrivacyNotice
from consultation.models.notice import sha256_of
from consultation.operations.audit import record
from consultation.queries.notices import newest_notice


def put_in_force(
    consultation: Consultation, text: str, *, by: Person | None = None, now: datetime
) -> PrivacyNotice | None:
    """Let a privacy notice hold from now on, or none where the text is empty.

    What holds already changes nothing. `by` is nobody where a command does it.
    """
    locked(consultation)
    newest = newest_notice(consultation)
    if text == (newest.text if newest is not None else ""):
        return newest
    notice = PrivacyNotice(
        consultation=consultation,
        number=newest.number + 1 if newest else 1,
        text=text,
        sha256=sha256_of(text),
        in_force_from=now,
    )
    session.add(notice)
    record(
        "put a privacy notice in force",
        consultation,
        person=by,
        now=now,
        after={"notice": notice.sha256, "number": notice.number},
    )
    return notice
