"""Taking part by oneself, where registration is open: who, for whom, as what, agreed to what."""

from dataclasses import dataclass
from datetime import datetime

from consultation.db import locked
from consultation.errors import NotAllowedYet, OrganisationTakesPart
from consultation.models import (
    Colleague,
    Consultation,
    Person,
    Publication,
    Stakeholder,
    Submission,
)
from consultation.operations.accounts.people import take_part
from consultation.operations.audit import record
from consultation.operations.consultations.eligibility import note_begun
from consultation.operations.contributions.answers import ensure_own_name, ensure_writable
from consultation.operations.plenary.editions import let_go
from consultation.queries.consultations.notices import NONE, notice_in_force
from consultation.queries.contributions.visible import (
    is_sent_by_name,
)
from consultation.queries.contributions.workspace import organisation_taking_part
from consultation.roles import colleague_in, stakeholder_of


@dataclass(frozen=True)
class Declaration:
    """What somebody says of themselves when they begin to take part.

    Who `is_apart` knows that their organisation takes part already, and writes apart from it.
    """

    organisation: str
    category: str
    country: str
    publication: Publication
    is_apart: bool = False


def notice_hash(consultation: Consultation) -> str:
    """Which privacy notice a person reads: the SHA-256 of its exact text."""
    notice = notice_in_force(consultation)
    return notice.sha256 if notice is not None else NONE


def begin_part(
    person: Person,
    consultation: Consultation,
    declared: Declaration,
    *,
    agreed_to: str,
    now: datetime,
) -> Stakeholder:
    """Make a person a stakeholder, with the privacy notice that they agreed to (its hash).

    Raises NotAllowedYet for a second part, and where the notice was changed meanwhile;
    OrganisationTakesPart where a colleague is there already and nothing is said of that.
    """
    locked(person)
    locked(consultation)
    if stakeholder_of(person, consultation) is not None:
        raise NotAllowedYet(f"You take part in “{consultation.title}” already.")
    if agreed_to != notice_hash(consultation):
        raise NotAllowedYet("The privacy notice was changed while you read it. Read it again.")
    there = organisation_taking_part(consultation, declared.organisation)
    if there is not None and not declared.is_apart:
        raise OrganisationTakesPart(
            f"Somebody takes part for “{there.name}” already. Ask its lead for a code and join "
            "them, so that your organisation writes together; or say below that you write apart."
        )
    stakeholder = take_part(
        person,
        consultation,
        organisation=there.name if there else declared.organisation,
        category=declared.category,
        country=declared.country,
    )
    stakeholder.publication = declared.publication
    stakeholder.notice_hash, stakeholder.agreed_at = agreed_to, now
    note_begun(person, stakeholder)
    said = {"notice": agreed_to} | ({"apart": True} if there else {})
    record("take part", stakeholder, person=person, now=now, after=said)
    return stakeholder


def owes_reading(person: Person, part: Stakeholder) -> bool:
    """Whether there is a privacy notice in force that a person has not agreed to for this part."""
    notice = notice_in_force(part.consultation)
    return notice is not None and _agreement(person, part).notice_hash != notice.sha256


def _agreement(person: Person, part: Stakeholder) -> Stakeholder | Colleague:
    """The row that says what a person agreed to: the lead's own, or a colleague's."""
    return colleague_in(person, part) or part


def _agree(person: Person, part: Stakeholder, agreed_to: str, now: datetime) -> None:
    """Keep which notice was read, where one was still to be; none is no reason to refuse."""
    if not agreed_to or not owes_reading(person, part):
        return
    if agreed_to != notice_hash(part.consultation):
        raise NotAllowedYet("The privacy notice was changed while you read it. Read it again.")
    row = _agreement(person, part)
    row.notice_hash, row.agreed_at = agreed_to, now
    record("read the privacy notice", part, person=person, now=now, after={"notice": agreed_to})


def choose_publication(
    submission: Submission,
    choice: Publication,
    *,
    author: Person,
    agreed_to: str = "",
    now: datetime,
) -> None:
    """Say how a whole submission may be published, until the round closes.

    `agreed_to` is the hash of the privacy notice that was read with it, where one was asked for;
    raises NotAllowedYet where that has been changed meanwhile.
    """
    locked(submission.stakeholder)
    locked(submission)
    ensure_writable(submission.round, submission, now)
    stands, part = submission.published_as, submission.stakeholder
    ensure_own_name(author, part, choice, stands, usual=choice)
    # Who leads since nobody's name was published says with it that theirs may be.
    may_be_named = part.person_id == author.id and not part.name and not is_sent_by_name(part)
    if takes_name := choice is Publication.NAMED and may_be_named:
        part.name = author.name
    is_changed = choice is not stands or takes_name
    if is_changed:
        submission.publication = choice
        let_go(submission.round, because="An author chose to be named otherwise.", now=now)
    _agree(author, part, agreed_to, now)
    if not is_changed:
        return
    record(
        "choose how it is published",
        submission,
        person=author,
        now=now,
        before={"publication": str(stands)},
        after={"publication": str(choice)} | ({"name": "that of who leads"} if takes_name else {}),
    )
