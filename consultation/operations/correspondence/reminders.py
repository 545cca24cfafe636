"""Letters about deadlines and outcomes: who is to be told what, each letter once.

A key stands for one letter, so that a letter asked for at every sweep is written once.
"""

from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    AnswerVersion,
    Extension,
    LetterKind,
    Mail,
    Person,
    Receipt,
    Rescheduling,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations.correspondence.addressed import Letter, writers
from consultation.operations.correspondence.mail import post
from consultation.operations.correspondence.outcome_letters import letters_of_outcomes
from consultation.queries.contributions.submissions import says_something
from consultation.queries.correspondence.letters import Wording, filled, own_wording

AHEAD = (timedelta(hours=24), timedelta(hours=72))
"""How long before closing whoever has not sent is reminded, the nearest first."""


def reminders(now: datetime) -> list[Letter]:
    """To whoever has saved what is not sent, in the last three days and in the last day of a round.

    Colleagues are told as their lead is, each by a letter of their own.
    The key holds the deadline: after an extension people are reminded of the new one.
    """
    soon = session.scalars(
        select(Round).where(
            Round.opens_at <= now, Round.closes_at > now, Round.closes_at <= now + max(AHEAD)
        )
    )
    return [letter for round_ in soon for letter in _reminders_of(round_, now)]


def _reminders_of(round_: Round, now: datetime) -> list[Letter]:
    ahead = next(each for each in AHEAD if round_.closes_at <= now + each)
    hours = int(ahead.total_seconds()) // 3600
    writing = writers()
    begun = session.execute(
        select(Submission, Person)
        .join(writing, writing.c.stakeholder_id == Submission.stakeholder_id)
        .join(Person, Person.id == writing.c.person_id)
        .where(
            Submission.round == round_,
            exists().where(AnswerVersion.submission_id == Submission.id, _is_since_sent()),
            Submission.submitted_at.is_not(None) | _can_be_sent(),
        )
        .order_by(Submission.id, Person.id)
    )
    return [
        Letter(
            to=person.email,
            subject=words.subject,
            text=words.text,
            key=f"reminder {hours} h, submission {submission.id} to {person.id}, "
            f"{round_.closes_at.isoformat()}",
            path=f"/rounds/{round_.id}/submission",
        )
        for submission, person in begun
        for words in [_reminder(submission, person)]
    ]


def _reminder(submission: Submission, person: Person) -> Wording:
    """The consultation's own words; where it has none, ours, which say what is waiting."""
    round_ = submission.round
    deadline = round_.exactly(round_.closes_at)
    own = own_wording(round_.consultation, LetterKind.REMINDER)
    if own is not None:
        return filled(
            own,
            consultation=round_.consultation,
            name=person.name,
            round=round_.title,
            closes=deadline,
        )
    return Wording(
        f"{round_.consultation.title}: not sent yet, {round_.title} closes soon",
        f"{_waiting(submission)}\n\nIt closes on {deadline}. Open “My submission” and "
        "submit before then, or ask who leads your part to; what is only saved is not "
        "counted.\n\nAfter the deadline what you saved is kept, and you can still read "
        "and download it.\n",
    )


def _is_since_sent() -> ColumnElement[bool]:
    """Saves of their own that no receipt holds: made after the newest one, or where none is."""
    newest = (
        select(func.max(Receipt.received_at))
        .where(Receipt.submission_id == Submission.id)
        .scalar_subquery()
    )
    is_own = AnswerVersion.entered.is_(False)
    return and_(is_own, or_(newest.is_(None), AnswerVersion.saved_at > newest))


def _can_be_sent() -> ColumnElement[bool]:
    """Whether any text, as it was saved last, holds a word or a tick."""
    newest = select(func.max(AnswerVersion.id)).group_by(
        AnswerVersion.submission_id,
        AnswerVersion.question_id,
        AnswerVersion.entry,
        AnswerVersion.entered,
    )
    return exists().where(
        AnswerVersion.submission_id == Submission.id,
        AnswerVersion.id.in_(newest),
        says_something(),
    )


def _waiting(submission: Submission) -> str:
    """What somebody who is reminded has saved and not sent."""
    round_ = submission.round
    where = f"{round_.title} of “{round_.consultation.title}”"
    if submission.submitted_at is None:
        return f"You have begun to answer in {where}, and have not sent it."
    counts = "What you sent before counts" if submission.is_sent else "Nothing of yours counts now"
    return f"You have changed your answers in {where}, and have not sent the changes. {counts}."


def letters_of(extension: Extension) -> list[Letter]:
    """To everybody who takes part, colleagues too: the new deadline, the one it was, and why."""
    round_ = extension.round
    return [
        Letter(
            to=email,
            subject=f"{round_.consultation.title}: {round_.title} closes later",
            text=(
                f"{round_.title} of “{round_.consultation.title}” now closes on "
                f"{round_.exactly(extension.closes_at)}.\n\n"
                f"It was to close on {round_.exactly(extension.was)}.\n\n"
                f"Why: {extension.reason}\n\n"
                "What you have sent counts as it is, and can be changed until then.\n"
            ),
            key=f"extension {extension.id}, person {person}",
            path=f"/consultations/{round_.consultation_id}",
        )
        for person, email in _taking_part(round_)
    ]


def letters_of_move(moved: Rescheduling) -> list[Letter]:
    """To everybody who takes part, colleagues too: a round's new dates, those it had, and why."""
    round_ = moved.round
    return [
        Letter(
            to=email,
            subject=f"{round_.consultation.title}: {round_.title} has other dates",
            text=(
                f"{round_.title} of “{round_.consultation.title}” now opens on "
                f"{round_.exactly(moved.opens_at)} and closes on "
                f"{round_.exactly(moved.closes_at)}.\n\n"
                f"It was to open on {round_.exactly(moved.opened_at)} and to close on "
                f"{round_.exactly(moved.closed_at)}.\n\n"
                f"Why: {moved.reason}\n"
            ),
            key=f"rescheduling {moved.id}, person {person}",
            path=f"/consultations/{round_.consultation_id}",
        )
        for person, email in _taking_part(round_)
    ]


def _taking_part(round_: Round) -> list[tuple[int, str]]:
    """Number and address of everybody who writes for a stakeholder of a round's consultation."""
    writing = writers()
    people = session.execute(
        select(Person.id, Person.email)
        .join(writing, writing.c.person_id == Person.id)
        .join(Stakeholder, Stakeholder.id == writing.c.stakeholder_id)
        .where(Stakeholder.consultation_id == round_.consultation_id)
        .order_by(Person.id)
    )
    return [(person, email) for person, email in people]


def letters_due(now: datetime) -> list[Letter]:
    """All that a sweep has to write: reminders, deadlines moved ahead, outcomes just published."""
    ahead = session.scalars(
        select(Extension)
        .join(Extension.round)
        .where(Round.closes_at > now, Extension.closes_at == Round.closes_at)
        .options(joinedload(Extension.round))
        .order_by(Extension.id)
    )
    moved = session.scalars(
        select(Rescheduling)
        .join(Rescheduling.round)
        .where(
            Round.closes_at > now,
            Rescheduling.opens_at == Round.opens_at,
            Rescheduling.closes_at == Round.closes_at,
        )
        .options(joinedload(Rescheduling.round))
        .order_by(Rescheduling.id)
    )
    later = (letter for each in ahead for letter in letters_of(each))
    other = (letter for each in moved for letter in letters_of_move(each))
    return [*later, *other, *reminders(now), *letters_of_outcomes(now)]


def post_letters(now: datetime) -> None:
    """Put into the outbox what is due and not in it yet."""
    letters = letters_due(now)
    keys = [letter.key for letter in letters]
    there = set(session.scalars(select(Mail.key).where(Mail.key.in_(keys))))
    for letter in letters:
        if letter.key in there:
            continue
        post(letter.to, letter.subject, letter.text, letter.key, now, path=letter.path)
