"""Putting rules of moderation in force: the text before stays to be read."""

from datetime import datetime

from consultation.db import locked, session
from consultation.models import Consultation, ModerationRules, Person
from consultation.models.notice import sha256_of
from consultation.operations.audit import record
from consultation.queries.moderation import newest_rules


def put_rules_in_force(
    consultation: Consultation, text: str, *, by: Person, now: datetime
) -> ModerationRules | None:
    """Let rules hold from now on, or none where the text is empty.

    What holds already changes nothing.
    """
    locked(consultation)
    newest = newest_rules(consultation)
    if text == (newest.text if newest is not None else ""):
        return newest
    rules = ModerationRules(
        consultation=consultation,
        number=newest.number + 1 if newest else 1,
        text=text,
        sha256=sha256_of(text),
        in_force_from=now,
    )
    session.add(rules)
    record(
        "put rules of moderation in force",
        consultation,
        person=by,
        now=now,
        after={"rules": rules.sha256, "number": rules.number},
    )
    return rules
