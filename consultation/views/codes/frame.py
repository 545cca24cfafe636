"""The code frame of a consultation: its versions, and acts on it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.codes import (
    ActOnCodeForm,
    AddCodesForm,
    RetireCodeForm,
    RewordCodeForm,
    SplitCodeForm,
)
from consultation.models import Code, Consultation
from consultation.operations.coding import code_frames
from consultation.permissions import Permission
from consultation.queries.coding.codes import acts_on, frame_in, frame_of
from consultation.views.codes import blueprint


@blueprint.get("/consultations/<int:consultation_id>/codes")
@permits(Permission.READ_CODES, Consultation)
def read_frame(consultation: Consultation) -> ResponseReturnValue:
    """The frame as it is, or as it was in the version asked for, and its history."""
    return _frame(consultation, AddCodesForm())


@blueprint.post("/consultations/<int:consultation_id>/codes")
@permits(Permission.EDIT_FRAME, Consultation)
def add_codes(consultation: Consultation) -> ResponseReturnValue:
    """Add codes; the first make the frame."""
    form = AddCodesForm()
    if form.accepted():
        lines = code_frames.lines_of(form.lines.data or "")
        frame = code_frames.begin_frame(consultation)
        code_frames.add_codes(
            frame,
            lines,
            seen=form.seen.data,
            reason=form.reason.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        return redirect(url_for(".read_frame", consultation_id=consultation.id))
    return _frame(consultation, form)


def _frame(consultation: Consultation, form: AddCodesForm) -> ResponseReturnValue:
    g.consultation = consultation
    frame = frame_of(consultation)
    newest = frame.version if frame else 0
    asked = request.args.get("version", newest, type=int)
    version = min(max(asked, 0), newest)
    if not form.is_submitted():
        form.seen.data = newest
    page = render_template(
        "codes/frame.html",
        consultation=consultation,
        newest=newest,
        shown=frame_in(frame, version) if frame else None,
        acts=acts_on(frame) if frame else [],
        form=form,
    )
    return page, 422 if form.errors else 200


@blueprint.route("/codes/<int:code_id>/reword", methods=["GET", "POST"])
@permits(Permission.EDIT_CODE, Code)
def reword_code(code: Code) -> ResponseReturnValue:
    """Give a code another label or definition."""
    form = RewordCodeForm(obj=code, data={"seen": code.frame.version})

    def reword(**done: Any) -> None:
        label, definition = form.label.data or "", form.definition.data or ""
        code_frames.reword_code(code, label, definition, **done)

    return _act(code, form, "Reword", reword)


@blueprint.route("/codes/<int:code_id>/split", methods=["GET", "POST"])
@permits(Permission.EDIT_CODE, Code)
def split_code(code: Code) -> ResponseReturnValue:
    """Put several codes in the place of one."""
    form = SplitCodeForm(data={"seen": code.frame.version})

    def split(**done: Any) -> None:
        code_frames.split_code(code, code_frames.lines_of(form.lines.data or ""), **done)

    return _act(code, form, "Split", split)


@blueprint.route("/codes/<int:code_id>/retire", methods=["GET", "POST"])
@permits(Permission.EDIT_CODE, Code)
def retire_code(code: Code) -> ResponseReturnValue:
    """Take a code out of use."""
    form = RetireCodeForm(data={"seen": code.frame.version})
    return _act(code, form, "Retire", partial(code_frames.retire_code, code))


def _act(
    code: Code, form: ActOnCodeForm, verb: str, act: Callable[..., None]
) -> ResponseReturnValue:
    """Show what is asked for an act on a code; do it once that is told."""
    g.consultation = code.consultation
    if form.accepted():
        reason = form.reason.data or ""
        act(seen=form.seen.data, reason=reason, by=acting_person(), now=g.arrived_at)
        flash("Done, and written into the history of the frame.")
        return redirect(url_for(".read_frame", consultation_id=code.frame.consultation_id))
    page = render_template("codes/act.html", code=code, form=form, verb=verb)
    return page, 422 if form.errors else 200
