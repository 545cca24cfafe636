"""By which rules a consultation moderates, and how often it did, for everybody to read."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Consultation,
    ModerationRules,
    Redaction,
    Removal,
    Round,
    Submission,
)
from consultation.queries.consultations.texts_in_force import in_force


@dataclass(frozen=True)
class RedactionCount:
    """How often words of a kind were redacted in a round for one reason."""

    kind: str
    reason: str
    count: int


@dataclass(frozen=True)
class RoundModeration:
    """What was taken out of the public view of a round, and why; no word of it."""

    round: Round
    redactions: tuple[RedactionCount, ...]
    removals: tuple[tuple[str, int], ...]

    @property
    def redacted(self) -> int:
        return sum(line.count for line in self.redactions)

    @property
    def removed(self) -> int:
        return sum(count for _, count in self.removals)


def rules_in_force(consultation: Consultation) -> ModerationRules | None:
    return in_force(ModerationRules, consultation)


def all_rules(consultation: Consultation) -> Sequence[ModerationRules]:
    """Every text that was in force, the newest first."""
    return session.scalars(
        select(ModerationRules)
        .where(ModerationRules.consultation_id == consultation.id, ModerationRules.text != "")
        .order_by(ModerationRules.number.desc())
    ).all()


def moderation_of(consultation: Consultation) -> list[RoundModeration]:
    """What holds of redactions and removals, round by round, those with any."""
    found = [_of_round(round_) for round_ in consultation.rounds]
    return [each for each in found if each.redactions or each.removals]


def _of_round(round_: Round) -> RoundModeration:
    redactions = session.execute(
        select(Redaction.kind, Redaction.reason, func.count())
        .join(Redaction.version)
        .join(AnswerVersion.submission)
        .where(
            Submission.round == round_, Redaction.lifted_at.is_(None), Redaction.stays.is_(False)
        )
        .group_by(Redaction.kind, Redaction.reason)
        .order_by(func.count().desc(), Redaction.kind, Redaction.reason)
    )
    removals = session.execute(
        select(Removal.reason, func.count())
        .join(Removal.answer)
        .join(Answer.submission)
        .where(
            Submission.round == round_,
            Removal.decided_at.is_not(None),
            Removal.ended_at.is_(None),
        )
        .group_by(Removal.reason)
        .order_by(func.count().desc(), Removal.reason)
    )
    return RoundModeration(
        round_,
        tuple(RedactionCount(kind, reason, count) for kind, reason, count in redactions),
        tuple((reason, count) for reason, count in removals),
    )


def removal_seen(removal: Removal) -> str:
    """A mark of what is read before a removal is decided on: the text, and all its author said."""
    version = removal.answer.version
    read = [
        version.id,
        version.text,
        version.proposed,
        *(statement.id for statement in removal.statements),
    ]
    return hashlib.sha256(json.dumps(read).encode()).hexdigest()


def removals_in(round_: Round) -> Sequence[Removal]:
    """Every removal that was proposed in a round, those that wait first."""
    return session.scalars(
        select(Removal)
        .join(Removal.answer)
        .join(Answer.submission)
        .where(Submission.round == round_)
        .options(joinedload(Removal.proposed_by), joinedload(Removal.decided_by))
        .order_by(Removal.decided_at.is_not(None), Removal.ended_at.is_not(None), Removal.id)
    ).all()
