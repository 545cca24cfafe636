"""Who is writing, and for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import g

from consultation.access import acting_person
from consultation.forms.together import NoteForm
from consultation.models import (
    Colleague,
    Consultation,
    Note,
    OpenQuestion,
    Person,
    Round,
    Stakeholder,
)
from consultation.queries.workspace import colleagues_of, notes_on
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
