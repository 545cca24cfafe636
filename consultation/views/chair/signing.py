"""Signing off a question, and opening it again."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.chair import ReopenForm, SignOffForm
from consultation.models import OpenQuestion
from consultation.operations.plenary import signing
from consultation.permissions import Permission
from consultation.queries.desk import points as point_queries
from consultation.queries.desk import themes
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.plenary.doubts import doubts_of
from consultation.queries.plenary.signed_state import signed_state
from consultation.queries.plenary.signing import canonical, hash_of
from consultation.queries.plenary.since_signature import since_signature
from consultation.queries.plenary.summaries import filled_summary
from consultation.views.chair import blueprint


@blueprint.route("/questions/<int:open_question_id>/sign-off", methods=["GET", "POST"])
@permits(Permission.SIGN_QUESTION, OpenQuestion)
def sign_off(question: OpenQuestion) -> ResponseReturnValue:
    """Freeze a question: the signature is under exactly the state that was shown."""
    g.round = question.round
    state = signed_state(question)
    form = SignOffForm(state_hash=hash_of(canonical(state)))
    if form.accepted():
        signing.sign_off(
            question,
            chair=acting_person(),
            seen=form.state_hash.data,
            now=g.arrived_at,
        )
        flash(f"{question.number} is signed off.")
        return redirect(url_for(".review_question", open_question_id=question.id))
    summary = filled_summary(question)
    page = render_template(
        "chair/sign_off.html",
        question=question,
        form=form,
        summary=summary,
        doubts=doubts_of(question, summary),
        themes=themes.themes_in_order(question, reviewed=True),
        counts=question_counts(question),
        unplaced=point_queries.unplaced_points(question),
        since=since_signature(question, state),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/questions/<int:open_question_id>/reopen", methods=["GET", "POST"])
@permits(Permission.SIGN_QUESTION, OpenQuestion)
def reopen(question: OpenQuestion) -> ResponseReturnValue:
    """Unfreeze a question, with a reason."""
    g.round = question.round
    form = ReopenForm()
    if form.accepted():
        signing.reopen(question, by=acting_person(), reason=form.reason.data, now=g.arrived_at)
        flash(f"{question.number} is open again.")
        return redirect(url_for(".review_question", open_question_id=question.id))
    page = render_template("chair/reopen.html", question=question, form=form)
    return page, 422 if form.errors else 200
