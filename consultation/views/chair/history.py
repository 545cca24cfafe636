"""Undoing the newest act on a question, and doing it again."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import NoteOwed
from consultation.forms.chair import StepForm
from consultation.models import OpenQuestion, Step
from consultation.operations.desk.undoing import redo, undo
from consultation.permissions import Permission
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.views.chair import blueprint
from consultation.views.chair.asked import asked_filter


def history(question: OpenQuestion) -> dict[str, Any]:
    """What the buttons of a page undo and do again."""
    return {
        "undoable": next_to_undo(question),
        "redoable": next_to_redo(question),
        "step_form": StepForm(),
    }


@blueprint.post("/questions/<int:open_question_id>/undo")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def undo_step(question: OpenQuestion) -> ResponseReturnValue:
    """Take the newest act back, whoever's it was: the button names it."""
    return _turn(question, undo, next_to_undo(question), "Undo", "Undone")


@blueprint.post("/questions/<int:open_question_id>/redo")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def redo_step(question: OpenQuestion) -> ResponseReturnValue:
    """Do again what was undone last."""
    return _turn(question, redo, next_to_redo(question), "Redo", "Done again")


def _given_up(step: Step, done: str) -> str:
    return (
        f"“{step.what}” cannot be {done.lower()} any more: what it was about has changed since, by "
        "an analysis, a changed answer or another cut. It stays as it is, and the button names "
        "another act, if there is one."
    )


def _turn(
    question: OpenQuestion, act: Callable[..., Step], found: Step | None, verb: str, done: str
) -> ResponseReturnValue:
    """Turn the act that the button named; where that owes a note, a page asks for it first."""
    form = StepForm()
    owed: NoteOwed | None = None
    asked: dict[str, Any] = dict(asked_filter().asked)
    if form.theme.data:
        back = url_for(".read_theme", theme_id=form.theme.data, **asked)
    else:
        back = url_for(".review_question", open_question_id=question.id, **asked)
    if form.accepted():
        now: datetime = g.arrived_at
        turn = partial(act, question, seen=form.step.data, by=acting_person(), now=now)
        try:
            step = turn(note=form.note.data or "")
            flash(_given_up(step, done) if step.past else f"{done}: {step.what}.")
        except NoteOwed as refused:
            owed = refused
            form.note.errors = [str(owed)] if form.note.raw_data else []
    if found is None or not (owed or form.note.errors):
        return redirect(back)
    g.round = question.round
    heard = owed.heard if owed else ()
    page = render_template(
        "chair/turn.html", verb=verb, step=found, minority=heard, form=form, back=back
    )
    return page, NoteOwed.status
