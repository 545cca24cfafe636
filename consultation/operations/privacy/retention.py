"""Letting personal data go: when a consultation's retention date has passed.

What was sent stays and counts; who sent it is nobody from then on. Each run looks for what is
there, also for what came after the date, so the same run once more does nothing. What the worker
does of it by itself, and when, is in `retention_notice`.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from consultation.db import locked, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import (
    AnswerVersion,
    Appointment,
    Colleague,
    Consultation,
    Eligibility,
    Find,
    Invitation,
    Membership,
    Note,
    Paper,
    Person,
    RemovalStatement,
    SealedText,
    Stakeholder,
)
from consultation.operations.accounts.leaving import GONE, delete_account, no_address
from consultation.operations.audit import record
from consultation.operations.contributions.papers import let_go
from consultation.operations.plenary.editions import let_go_of_all_in
from consultation.queries.contributions.papers import PaperFile, file_of, unneeded
from consultation.queries.privacy.retention import (
    AHEAD,
    Kept,
    holds_a_person,
    is_over,
    kept_of,
    may_go,
    papers_kept,
    retained_until,
    retention_seen,
    said_to_removals,
    versions_of,
)
from consultation.wording import noun

BECAUSE = "The date until which personal data are kept has passed."


@dataclass(frozen=True)
class Account:
    """What a run lets go, or let go: by sort, and the accounts that take part nowhere else."""

    kept: tuple[Kept, ...]
    accounts: int
    until: datetime | None

    @property
    def is_empty(self) -> bool:
        return not self.accounts and not any(line.count for line in self.kept)


def set_retention(
    consultation: Consultation, *, months: int, contact: str, seen: str, by: Person, now: datetime
) -> None:
    """Say for how long personal data are kept, and whom people ask.

    Raises RuleError for no month, StaleEdit where somebody said otherwise since it was `seen`.
    """
    locked(consultation)
    if seen != retention_seen(consultation):
        whom = consultation.protection_contact or "nobody"
        raise StaleEdit(
            "Somebody else changed this since you opened it: data are kept for "
            f"{noun(consultation.retention_months, 'month')} now, and people ask {whom}. What you "
            "typed is below. Save once more to put yours in its place."
        )
    if months < 1:
        raise RuleError("Personal data are kept for at least one month. Write how many.")
    before = {
        "retention_months": consultation.retention_months,
        "protection_contact": consultation.protection_contact,
    }
    after = {"retention_months": months, "protection_contact": contact}
    if after == before:
        return
    consultation.retention_months, consultation.protection_contact = months, contact
    record(
        "change how long data are kept",
        consultation,
        person=by,
        now=now,
        before=before,
        after=after,
    )


def account_of(consultation: Consultation) -> Account:
    """What a run would let go: the report that comes first."""
    people = _people_of_no_other(consultation)
    kept = tuple(kept_of(consultation, GONE))
    return Account(kept, len(people), retained_until(consultation))


def let_personal_data_go(
    consultation: Consultation, *, announced: bool = False, now: datetime
) -> tuple[Account, list[PaperFile]]:
    """Take every person out of a consultation whose retention date has passed.

    Of who has a part in another one only what belongs to this goes. What comes later is announced
    anew, and waits as this did. Returns what was let go, and the files to be taken from the disk
    once that is stored. Raises RuleError before the date; and, where it is to be `announced`,
    before the secretariat has known of it for two weeks.
    """
    held = _people_of_no_other(consultation)
    for person in held:
        locked(person)
    locked(consultation)
    _ensure_over(consultation, now)
    if announced:
        _ensure_announced(consultation, now)
    consultation.retention_told_for = consultation.retention_told_at = None
    account = account_of(consultation)
    if account.is_empty:
        return account, []
    # Who began elsewhere in the same instant keeps their account.
    people = [person for person in _people_of_no_other(consultation) if person in held]
    account = replace(account, accounts=len(people))
    files = _forget_papers(consultation, now)
    _forget_parts(consultation)
    _forget_lists(consultation)
    let_go_of_all_in(consultation, because=BECAUSE, now=now)
    record(
        "let personal data go",
        consultation,
        person=None,
        now=now,
        after={line.what: line.count for line in account.kept} | {"accounts": account.accounts},
        reason=BECAUSE,
    )
    for person in people:
        delete_account(person, now=now)
    return account, unneeded(files)


def _ensure_over(consultation: Consultation, now: datetime) -> None:
    if is_over(consultation, now):
        return
    until = retained_until(consultation)
    raise RuleError(
        f"Personal data of “{consultation.title}” are not due: "
        + (f"they are kept until {until:%-d %B %Y}." if until else "no round is planned yet.")
    )


def _ensure_announced(consultation: Consultation, now: datetime) -> None:
    if not may_go(consultation, now):
        raise RuleError(
            f"What personal data of “{consultation.title}” go was not told its secretariat "
            f"{noun(AHEAD.days, 'day')} ago. The worker tells it, and lets them go then."
        )


def _people_of_no_other(consultation: Consultation) -> list[Person]:
    """Who took part in this consultation and has nothing to do with any other.

    Who was accepted, invited or entered for elsewhere has, though they have not begun there yet.
    """
    led = select(Stakeholder.person_id).where(Stakeholder.consultation_id == consultation.id)
    joined = select(Colleague.person_id).where(Colleague.consultation_id == consultation.id)
    elsewhere = [
        select(Stakeholder.person_id).where(
            Stakeholder.consultation_id != consultation.id, Stakeholder.person_id.is_not(None)
        ),
        select(Colleague.person_id).where(Colleague.consultation_id != consultation.id),
        select(Membership.person_id),
        select(Appointment.person_id),
    ]
    awaited = [
        select(row.email).where(row.consultation_id != consultation.id)
        for row in (Eligibility, Invitation)
    ]
    awaited.append(
        select(Stakeholder.contact).where(
            Stakeholder.consultation_id != consultation.id, Stakeholder.person_id.is_(None)
        )
    )
    return list(
        session.scalars(
            select(Person)
            .where(
                or_(Person.id.in_(led), Person.id.in_(joined)),
                *(Person.id.not_in(those) for those in elsewhere),
                *(Person.email.not_in(those) for those in awaited),
                Person.may_found.is_(False),
            )
            .order_by(Person.id)
        )
    )


def _forget_papers(consultation: Consultation, now: datetime) -> list[PaperFile]:
    papers = session.scalars(select(Paper).where(papers_kept(consultation))).all()
    files = [file_of(paper) for paper in papers]
    for paper in papers:
        paper.added_by_id = None
        let_go(paper, now=now)
    return files


def _forget_parts(consultation: Consultation) -> None:
    """Names, addresses and accounts of who took part, their notes, and what was sealed."""
    of_it = Stakeholder.consultation_id == consultation.id
    parts = select(Stakeholder.id).where(of_it)
    versions = versions_of(consultation)
    for model in (SealedText, Find):
        session.execute(delete(model).where(model.version_id.in_(versions)))
    session.execute(delete(RemovalStatement).where(said_to_removals(consultation)))
    session.execute(
        update(AnswerVersion)
        .where(AnswerVersion.id.in_(versions), AnswerVersion.saved_by_id.is_not(None))
        .values(saved_by_id=None)
    )
    session.execute(delete(Note).where(Note.stakeholder_id.in_(parts)))
    session.execute(delete(Colleague).where(Colleague.consultation_id == consultation.id))
    for part in session.scalars(select(Stakeholder).where(of_it, holds_a_person())):
        forget_part(part)
    session.flush()


def forget_part(part: Stakeholder) -> None:
    """Let a part be nobody's."""
    part.person_id = None
    part.name = part.contact = ""
    part.code_hash = part.code_until = None


def _forget_lists(consultation: Consultation) -> None:
    """Names and addresses of who was accepted, refused or invited."""
    rows: Collection[Invitation | Eligibility] = [
        *session.scalars(
            select(Invitation).where(
                Invitation.consultation_id == consultation.id, Invitation.name != GONE
            )
        ),
        *session.scalars(
            select(Eligibility).where(
                Eligibility.consultation_id == consultation.id, Eligibility.name != GONE
            )
        ),
    ]
    for row in rows:
        row.name, row.email, row.link_hash = GONE, no_address(), None
    session.flush()
