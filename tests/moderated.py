"""Rows and forms for tests of moderation, as in `tests.factories`: redacted, and to be removed."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation import models
from consultation.db import session
from consultation.models import ModerationRules, SealedField
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.privacy.redacting import decide, span_of
from consultation.operations.privacy.removing import propose_removal
from consultation.queries.privacy.moderation import removal_seen
from tests.conftest import NOW
from tests.factories import World

RULES = "1. No *addresses*.\n2. No insults."

FORMS: dict[str, dict[str, Any]] = {
    "secretariat.change_rules": {"text": "1. Be kind.", "seen": 1},
    "secretariat.change_retention": {
        "months": "12", "contact": "data@example.org",
        "seen": hashlib.sha256(b"6 ").hexdigest(),
    },
    "secretariat.erase_stakeholder": {"reason": "They asked."},
    "moderation.moderate_answer": {
        "covered": "Small repairs", "nth": "1", "field": "text", "decision": "redact",
        "reason": "By rule 1.",
    },
    "moderation.lift_redaction": {"reason": "It is public."},
    "moderation.read_sealed": {"reason": "Its author asks."},
    "moderation.propose_removal": {"reason": "By rule 2."},
    "moderation.decide_removal": {"decision": "confirm"},
    "moderation.answer_removal": {"text": "It is no insult."},
}  # fmt: skip


def forms() -> dict[str, dict[str, Any]]:
    """What is posted to moderate; whoever decides has read what stands."""
    decide_it = "moderation.decide_removal"
    removal = session.scalars(select(models.Removal)).one()
    return FORMS | {decide_it: FORMS[decide_it] | {"seen": removal_seen(removal)}}


def rows(world: World, answer: models.Answer, now: datetime = NOW) -> dict[str, dict[str, Any]]:
    """Rules in force, a word of an answer redacted, its removal proposed; by endpoint, numbers."""
    session.flush()
    by: dict[str, Any] = {"by": world.secretariat, "now": now}
    put_in_force(ModerationRules, world.consultation, RULES, **by)
    word = answer.text.split()[-1]
    span = span_of(answer.version, SealedField.TEXT, word)
    redaction = decide(answer.version, span, stays=False, reason="By rule 1.", **by)
    removal = propose_removal(answer, reason="By rule 2.", **by)
    session.flush()
    return {
        "moderation.read_sealed": {"answer_id": answer.id},
        "": {"redaction_id": redaction.id, "removal_id": removal.id},
    }
