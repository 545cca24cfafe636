"""Who leads a workspace: the lead is handed over, and nobody's name goes along."""

from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.models import Colleague, Person, Publication, Stakeholder, Submission
from consultation.operations.audit import record
from consultation.operations.contributions.together import hold_colleague
from consultation.operations.correspondence.mail import post
from consultation.operations.plenary.editions import let_go_of_all_with
from consultation.queries.contributions.visible import (
    is_saved_by_name,
    is_sent_by_name,
)


def hand_over(colleague: Colleague, *, author: Person, now: datetime) -> None:
    """Make a colleague the lead; who led stays, as a colleague who may submit.

    What was sent or saved under a person's own name never becomes another's: it has no name from
    then on, until the heir says that theirs may be published. Whoever saves or chooses at the same
    time waits, and is then asked anew whether they lead. Raises NotAllowedYet as `hold_colleague`.
    """
    stakeholder = hold_colleague(colleague, author)
    former, heir, published = stakeholder.person, colleague.person, stakeholder.publication
    agreed = {"notice_hash": stakeholder.notice_hash, "agreed_at": stakeholder.agreed_at}
    let_go_of_all_with(stakeholder, because="A name in it is published no longer.", now=now)
    session.delete(colleague)
    session.flush()
    stakeholder.person = heir
    stakeholder.notice_hash, stakeholder.agreed_at = colleague.notice_hash, colleague.agreed_at
    bears_a_name = is_sent_by_name(stakeholder) or is_saved_by_name(stakeholder)
    stakeholder.name = "" if bears_a_name else heir.name
    _keep_what_was_sent_as_it_was(stakeholder)
    _take_back_the_name(stakeholder)
    if former is not None:
        session.add(
            Colleague(
                stakeholder=stakeholder,
                consultation_id=stakeholder.consultation_id,
                person=former,
                may_submit=True,
                joined_at=now,
                **agreed,
            )
        )
    record(
        "hand over the lead",
        stakeholder,
        person=author,
        now=now,
        before={"person": former.id if former else None, "publication": str(published)},
        after={"person": heir.id, "publication": str(stakeholder.publication)},
    )
    post(
        heir.email,
        "You lead the workspace now",
        f"In “{stakeholder.consultation.title}” you are now the lead of your organisation’s "
        "workspace: you submit, and say who else may. What you send is published without your "
        "name until you choose so; the page before you submit says how.",
        f"lead of {stakeholder.id} to {heir.id} at {now.isoformat()}",
        now,
        path=f"/consultations/{stakeholder.consultation_id}/together",
    )


def _keep_what_was_sent_as_it_was(stakeholder: Stakeholder) -> None:
    """What was sent under the usual choice stays under it, whatever that becomes."""
    sent = select(Submission).where(
        Submission.stakeholder == stakeholder,
        Submission.submitted_at.is_not(None),
        Submission.publication.is_(None),
    )
    for submission in session.scalars(sent):
        submission.publication = stakeholder.publication


def _take_back_the_name(stakeholder: Stakeholder) -> None:
    """Whoever leads from now on has not been asked yet whether their name may be published."""
    unnamed = Publication.ORGANISATION if stakeholder.organisation_id else Publication.ANONYMOUS
    if stakeholder.publication is Publication.NAMED:
        stakeholder.publication = unnamed
    unsent = select(Submission).where(
        Submission.stakeholder == stakeholder,
        Submission.submitted_at.is_(None),
        Submission.publication == Publication.NAMED,
    )
    for submission in session.scalars(unsent):
        submission.publication = unnamed
