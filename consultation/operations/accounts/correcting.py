"""Correcting who somebody is: a person's own name, and what a stakeholder declared of themselves.

What was counted or published under it stays until the secretariat corrects that, with a reason.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, OrganisationTakesPart, RuleError
from consultation.models import Organisation, Person, Stakeholder
from consultation.operations.accounts.people import hold, hold_parts, one_line
from consultation.operations.audit import record
from consultation.operations.desk.themes import owed
from consultation.operations.grouping.reread import have_read
from consultation.queries.consultations.stakeholders import is_shared, is_used, sent_by, standing_of
from consultation.queries.contributions.submissions import answers_that_count
from consultation.queries.contributions.workspace import organisation_taking_part


@dataclass(frozen=True)
class Identity:
    """Who a stakeholder is: the name is their own, published where that is chosen."""

    organisation: str
    name: str
    category: str
    country: str


def rename_person(person: Person, name: str, *, now: datetime) -> None:
    """Correct a person's own name, also where they take part by it and nothing stands under it.

    The log has no name in it: it can never be changed, and an account can be deleted.
    """
    name = one_line(name)
    if not name:
        raise RuleError("An account has a name: the one that others see.")
    before, person.name = person.name, name
    for part in hold_parts(person):
        if part.name == before and standing_of(part, now) is None:
            part.name = name
    if name != before:
        record("correct the name", person, person=person, now=now)


def correct_own(
    part: Stakeholder, said: Identity, *, is_apart: bool, author: Person, now: datetime
) -> None:
    """Correct for whom one writes, until a round closes in which something was sent.

    Raises NotAllowedYet after that, and where the organisation's name is that of others too;
    OrganisationTakesPart where somebody takes part for it and nothing is said of that.
    """
    hold(part)
    ensure_correctable(part, now)
    there = organisation_taking_part(part.consultation, said.organisation)
    own = part.organisation
    if there is not None and there is not own and not is_apart:
        raise OrganisationTakesPart(
            f"Somebody takes part for “{there.name}” already. Ask its lead for a code and join "
            "them, so that your organisation writes together; or say below that you write apart."
        )
    if own is not None and there is own and own.name != said.organisation and is_shared(own):
        raise NotAllowedYet(
            f"Others write for “{own.name}” too, so its name is not yours alone to correct. Ask "
            "the secretariat to."
        )
    _correct(part, said, author=author, reason="", now=now)


def ensure_correctable(part: Stakeholder, now: datetime) -> None:
    """Raise NotAllowedYet once something stands that was sent under what was declared."""
    standing = standing_of(part, now)
    if standing is not None:
        raise NotAllowedYet(
            f"What you sent in {standing.round.title} can no longer be changed, and it is counted "
            "and named by what you declared. Ask the secretariat to correct it."
        )


def correct(part: Stakeholder, said: Identity, *, reason: str, by: Person, now: datetime) -> None:
    """Correct who a stakeholder is at any time, as the secretariat, with a reason for the log."""
    reason = owed(reason)
    hold(part)
    _correct(part, said, author=by, reason=reason, now=now)


def _correct(
    part: Stakeholder, said: Identity, *, author: Person, reason: str, now: datetime
) -> None:
    before, name, former = _declared(part), part.name, part.organisation
    part.organisation = _body(part, one_line(said.organisation), said)
    if part.person is not None:
        part.person.organisation = part.organisation
    part.name, part.category = one_line(said.name), one_line(said.category)
    part.country = one_line(said.country)
    after = _declared(part)
    if (before, name) == (after, part.name):
        return
    # The name of a person is in no log: it can never be changed, and an account can be deleted.
    after |= {"name": "corrected"} if name != part.name else {}
    _have_read_again(part, now)
    record(
        "correct a stakeholder",
        part,
        person=author,
        now=now,
        before=before,
        after=after,
        reason=reason,
    )
    if former is not None and not is_used(former):
        session.delete(former)


def _declared(part: Stakeholder) -> dict[str, str]:
    return {
        "organisation": part.organisation.name if part.organisation else "",
        "category": part.category,
        "country": part.country,
    }


def _body(part: Stakeholder, name: str, said: Identity) -> Organisation | None:
    """The organisation of a name: the one that is there, or its own one renamed, or a new one."""
    own = part.organisation
    if not name or (own is not None and own.name == name):
        return own if name else None
    there = organisation_taking_part(part.consultation, name)
    if there is not None and there is not own:
        return there
    named = session.scalar(select(Organisation).where(Organisation.name == name))
    if named is not None:
        return named
    if own is not None and (there is own or not is_shared(own)):
        own.name = name
        return own
    return Organisation(name=name, category=said.category, country=said.country)


def _have_read_again(part: Stakeholder, now: datetime) -> None:
    """Kinds of stakeholders and organisations are what minority points are found by."""
    for submission in sent_by(part):
        have_read({answer.question for answer in answers_that_count(submission)}, now)
