"""What the worker does about retention by itself: it tells the secretariat, waits, and lets go.

Nothing goes that no notice came before: two weeks after it was sent everything goes that is there
then, and from that moment on what comes later (a name on a list, a find, the original of a
redaction) waits for a notice of its own. A consultation is looked at once a day at most.
"""

from datetime import datetime

from consultation.db import locked
from consultation.errors import RuleError
from consultation.models import Consultation, Person
from consultation.operations.correspondence.mail import post
from consultation.operations.privacy.retention import Account, account_of, let_personal_data_go
from consultation.queries.contributions.papers import PaperFile
from consultation.queries.privacy.retention import (
    AHEAD,
    is_announced,
    may_go,
    notice_key,
    retained_until,
    secretariat_of,
)


def look_after(consultation: Consultation, *, now: datetime) -> list[PaperFile]:
    """Let go what may go, or tell of what goes soon, and note the day.

    Returns the papers' files, to be taken from the disk once this is stored. Raises RuleError
    where nobody can be told.
    """
    files: list[PaperFile] = []
    if may_go(consultation, now):
        _, files = let_personal_data_go(consultation, announced=True, now=now)
    else:
        _announce(consultation, now)
    note_looked_at(consultation, now=now)
    return files


def note_looked_at(consultation: Consultation, *, now: datetime) -> None:
    """Leave a consultation alone until tomorrow."""
    consultation.retention_swept_on = now.date()


def _announce(consultation: Consultation, now: datetime) -> None:
    """Write to the secretariat what goes, and when, so that it can object; nothing, no mail."""
    locked(consultation)
    until, account = retained_until(consultation), account_of(consultation)
    if until is None or account.is_empty or is_announced(consultation):
        return
    people = secretariat_of(consultation)
    if not people:
        raise RuleError(
            f"Personal data of “{consultation.title}” are to go, and nobody of its secretariat can "
            "be told. Appoint somebody, or let them go with ./plenary retention --now."
        )
    consultation.retention_told_for, consultation.retention_told_at = until, now
    for person in people:
        _tell(person, consultation, account, max(until, now + AHEAD), now)


def _tell(
    person: Person, consultation: Consultation, account: Account, when: datetime, now: datetime
) -> None:
    day = f"{when.astimezone(consultation.zone):%-d %B %Y}"
    lines = [f"- {line.what}: {line.count:,}" for line in account.kept if line.count]
    if account.accounts:
        lines.append(f"- accounts with no part elsewhere: {account.accounts:,}")
    post(
        person.email,
        f"Personal data of “{consultation.title}” go on {day}",
        "They are kept no longer then. As it stands, these go:\n\n"
        + "\n".join(lines)
        + "\n\nThe site does it by itself, and it cannot be taken back. What was sent "
        "stays and counts, without a name. If the date is wrong, change before then how "
        "long data are kept:",
        notice_key(consultation, person, now),
        now,
        path=f"/consultations/{consultation.id}/settings/retention",
    )
