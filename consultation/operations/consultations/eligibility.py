"""Deciding who takes part: many at once, each told by a letter of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import select

from consultation.db import locked, session
from consultation.models import Consultation, Eligibility, LetterKind, Person, Stakeholder
from consultation.operations.accounts.tokens import hash_of, secret
from consultation.operations.audit import record
from consultation.operations.correspondence.mail import post
from consultation.queries.consultations.eligibility import decision_on
from consultation.queries.correspondence.letters import closing, filled, wording
from consultation.roles import accepted_in


@dataclass(frozen=True)
class Decision:
    """What is decided on somebody, with the facts that they declared."""

    email: str
    name: str
    organisation: str
    category: str
    country: str
    size: str
    register_number: str
    working_groups: tuple[str, ...]
    is_accepted: bool
    reason: str

    @property
    def columns(self) -> dict[str, Any]:
        """The decision as a row keeps it."""
        return vars(self) | {"working_groups": list(self.working_groups)}

    def is_kept_in(self, row: Eligibility) -> bool:
        """Whether a row says exactly this already."""
        return all(getattr(row, name) == value for name, value in self.columns.items())


def decide(
    consultation: Consultation, decisions: Sequence[Decision], *, by: Person, now: datetime
) -> int:
    """Keep decisions, and write to each of whom something else was decided than before.

    Whoever takes part by an earlier one keeps their part. Returns how many were new or different.
    """
    locked(consultation)
    kept = [row for each in decisions if (row := _kept(consultation, each, by, now)) is not None]
    if kept:
        accepted = sum(row.is_accepted for row in kept)
        after = {"accepted": accepted, "refused": len(kept) - accepted}
        record("decide who takes part", consultation, person=by, now=now, after=after)
    return len(kept)


def _kept(
    consultation: Consultation, decision: Decision, by: Person, now: datetime
) -> Eligibility | None:
    row = decision_on(consultation, decision.email)
    if row is not None and (decision.is_kept_in(row) or row.stakeholder_id is not None):
        return None
    told = row is not None and (row.is_accepted, row.reason) == (
        decision.is_accepted, decision.reason,
    )  # fmt: skip
    row = row or Eligibility(consultation=consultation)
    for name, value in decision.columns.items():
        setattr(row, name, value)
    row.by, row.decided_at = by, now
    session.add(row)
    if not told:
        _write_to(row, now)
    session.flush()
    return row


def send_decision_again(row: Eligibility, *, by: Person, now: datetime) -> None:
    """Mail the letter once more; the link of the one before opens nothing any more."""
    locked(row)
    _write_to(row, now)
    after = {"decision": row.id}
    record("send a decision again", row.consultation, person=by, now=now, after=after)


def good_acceptance(raw: str) -> Eligibility | None:
    """The acceptance that a link opens; it does as long as the decision holds."""
    return session.scalar(select(Eligibility).where(Eligibility.link_hash == hash_of(raw)))


def note_begun(person: Person, part: Stakeholder) -> None:
    """Keep that somebody who was accepted began to take part, with what else they had declared."""
    row = accepted_in(person, part.consultation)
    if row is None:
        return
    row.stakeholder = part
    body = part.organisation
    if body is not None:
        body.size = body.size or row.size
        body.register_number = body.register_number or row.register_number


def write_acceptance_again(row: Eligibility, *, key: str, now: datetime) -> None:
    """Remind somebody of their acceptance; the link of the letter before is void."""
    _write_to(row, now, key=key)


def _write_to(row: Eligibility, now: datetime, *, key: str = "") -> None:
    consultation, path = row.consultation, ""
    kind = LetterKind.ACCEPTANCE if row.is_accepted else LetterKind.REFUSAL
    row.link_hash = None
    if row.is_accepted:
        raw = secret()
        row.link_hash, path = hash_of(raw), f"/accepted/{raw}"
    session.flush()
    words = filled(
        wording(consultation, kind),
        consultation=consultation,
        name=row.name,
        reason=row.reason,
        closes=closing(consultation, now),
    )
    key = key or f"decision {row.id}, letter {token_hex(8)}"
    post(row.email, words.subject, words.text, key, now, path=path)
