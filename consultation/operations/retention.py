"""Letting personal data go: when a consultation's retention date has passed, and on request.

What was sent stays and counts; who sent it is nobody from then on. Each run looks for what is
still there, so the same run once more does nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from consultation.db import locked, session
from consultation.errors import RuleError
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
    SealedText,
    Stakeholder,
    Submission,
)
from consultation.operations.audit import record
from consultation.operations.editions import let_go as let_go_of_editions
from consultation.operations.leaving import GONE, delete_account, no_address
from consultation.operations.papers import let_go
from consultation.queries.papers import PaperFile, file_of, unneeded
from consultation.queries.retention import (
    Kept,
    holds_a_person,
    is_over,
    kept_of,
    papers_kept,
    retained_until,
)

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
    consultation: Consultation, *, months: int, contact: str, by: Person, now: datetime
) -> None:
    """Say for how long personal data are kept, and whom people ask. Raises RuleError for none."""
    locked(consultation)
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
    consultation: Consultation, *, now: datetime
) -> tuple[Account, list[PaperFile]]:
    """Take every person out of a consultation whose retention date has passed.

    Returns what was let go, and the files to be taken from the disk once that is stored. Raises
    RuleError before the date.
    """
    locked(consultation)
    if not is_over(consultation, now):
        raise RuleError(
            f"Personal data of “{consultation.title}” are not due: "
            + (
                f"they are kept until {until:%-d %B %Y}."
                if (until := retained_until(consultation))
                else "the outcomes of a round are not published yet."
            )
        )
    account = account_of(consultation)
    if account.is_empty:
        return account, []
    people = _people_of_no_other(consultation)
    files = _forget_papers(consultation, now)
    _forget_parts(consultation)
    _forget_lists(consultation)
    for round_ in consultation.rounds:
        let_go_of_editions(round_, because=BECAUSE, now=now)
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


def _people_of_no_other(consultation: Consultation) -> list[Person]:
    """Who took part in this consultation and has nothing to do with any other."""
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
    return list(
        session.scalars(
            select(Person)
            .where(
                or_(Person.id.in_(led), Person.id.in_(joined)),
                *(Person.id.not_in(those) for those in elsewhere),
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
    versions = select(AnswerVersion.id).where(
        AnswerVersion.submission_id.in_(
            select(Submission.id).where(Submission.stakeholder_id.in_(parts))
        )
    )
    for model in (SealedText, Find):
        session.execute(delete(model).where(model.version_id.in_(versions)))
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
