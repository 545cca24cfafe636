"""What of what was sent may be read by everybody, and under whose name."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Meeting,
    Publication,
    Stakeholder,
    Submission,
)


def is_public() -> ColumnElement[bool]:
    """What may be read once the contributions of its round are published.

    What was said in a meeting is told with the meeting: not before that is published too. What its
    author published nowhere, and what was removed, is told never.
    """
    return ~_is_of_an_unpublished_meeting() & ~is_withheld()


def waits_for_its_meeting() -> ColumnElement[bool]:
    """What may be read as soon as the meeting in which it was said is published."""
    return _is_of_an_unpublished_meeting() & ~is_withheld()


def _is_of_an_unpublished_meeting() -> ColumnElement[bool]:
    held = exists().where(Meeting.id == Stakeholder.meeting_id, Meeting.published_at.is_not(None))
    return Stakeholder.meeting_id.is_not(None) & ~held


def is_withheld() -> ColumnElement[bool]:
    """What its author publishes nowhere, and what was removed: told never, counted all the same."""
    return (_choice() == Publication.WITHHELD) | Answer.is_removed


def _choice() -> ColumnElement[Any]:
    """The version's, the submission's or the stakeholder's choice, the nearest of them."""
    return func.coalesce(AnswerVersion.publication, Submission.publication, Stakeholder.publication)


def is_nameless() -> ColumnElement[bool]:
    """Answers of authors who chose no name, or whose choice leaves none to show."""
    choice = _choice()
    alone = Stakeholder.organisation_id.is_(None)
    return or_(
        choice.in_([Publication.ANONYMOUS, Publication.PSEUDONYM, Publication.WITHHELD]),
        (choice == Publication.ORGANISATION) & alone,
        alone & (Stakeholder.name == ""),
    )


def is_sent_by_name(stakeholder: Stakeholder) -> bool:
    """Whether something was sent that bears, or may come to bear, the name of who led.

    Who writes for no organisation has but that name, whatever they chose.
    """
    sent = exists().where(
        Submission.stakeholder == stakeholder, Submission.submitted_at.is_not(None)
    )
    if stakeholder.organisation_id is not None:
        usual = func.coalesce(Submission.publication, stakeholder.publication)
        sent = sent.where(
            or_(
                usual == Publication.NAMED,
                Submission.versions.any(AnswerVersion.publication == Publication.NAMED),
            )
        )
    return bool(session.scalar(select(sent)))


def is_saved_by_name(stakeholder: Stakeholder) -> bool:
    """Whether a text that is not sent yet was saved to bear the name of who led."""
    saved = exists().where(
        Submission.stakeholder == stakeholder,
        Submission.submitted_at.is_(None),
        Submission.versions.any(AnswerVersion.publication == Publication.NAMED),
    )
    return bool(session.scalar(select(saved)))
