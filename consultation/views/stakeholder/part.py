"""Who is writing, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g, request

from consultation.access import acting_person
from consultation.forms.together import NoteForm
from consultation.models import (
    AnswerVersion,
    Colleague,
    Consultation,
    Note,
    OpenQuestion,
    Person,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.answers import ensure_writable, is_writable
from consultation.queries.contributions.submissions import entered_beside, is_received
from consultation.queries.contributions.workspace import colleagues_of, notes_on
from consultation.roles import stakeholder_of


@dataclass(frozen=True)
class Workspace:
    """Who writes beside an answer, and what they noted there."""

    question: OpenQuestion
    entry: int
    colleagues: Sequence[Colleague]
    notes: Sequence[Note]
    form: NoteForm


def workspace_beside(stakeholder: Stakeholder, question: OpenQuestion, entry: int = 1) -> Workspace:
    """The workspace around one answer."""
    return Workspace(
        question,
        entry,
        colleagues_of(stakeholder),
        notes_on(stakeholder, question, entry),
        NoteForm(formdata=None, entry=entry, prefix=""),
    )


@dataclass(frozen=True)
class Standing:
    """A page for writing: a form while something is taken, and then what stands there.

    `beside` is what was entered where its author has words of their own.
    """

    submission: Submission | None
    writable: bool
    received: bool
    beside: AnswerVersion | None


def standing(
    round_: Round, submission: Submission | None, version: AnswerVersion | None = None
) -> Standing:
    """How a page for writing stands; what is sent to one that has no form is given back.

    Raises RoundClosed for that.
    """
    if request.method == "POST":
        ensure_writable(round_, submission, g.arrived_at)
    writable = is_writable(round_, submission, g.arrived_at)
    received = not writable and version is not None and is_received(version)
    was_entered = submission is not None and submission.was_entered
    return Standing(
        submission, writable, received, entered_beside(version) if was_entered else None
    )


def taking_part(round_: Round) -> tuple[Person, Stakeholder]:
    """Who is writing and for whom; the permission table has seen to it that there is one."""
    g.round = round_
    return acting_person(), own_part(round_.consultation)


def own_part(consultation: Consultation) -> Stakeholder:
    """For whom somebody writes in a consultation; the permission table has seen to it."""
    part = stakeholder_of(acting_person(), consultation)
    if part is None:
        raise LookupError("the guard let somebody through who takes no part")
    return part
