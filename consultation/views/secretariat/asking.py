"""The open questions of a draft in preparation: ask, edit, put in order, remove."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.drafts import QuestionForm, RemoveQuestionForm, StepForm
from consultation.models import Draft, OpenQuestion
from consultation.operations.drafts import asking
from consultation.permissions import Permission
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import done, status_of


@blueprint.route("/drafts/<int:draft_id>/ask", methods=["GET", "POST"])
@permits(Permission.EDIT_DRAFT, Draft)
def ask_question(draft: Draft) -> ResponseReturnValue:
    """Put a new question beside the provisions it is about."""
    g.round = draft.round
    draft.ensure_editable()
    about = request.args.get("about", 0, type=int)
    form = QuestionForm(draft, data={"about": [about] if about else [], **_group(draft, about)})
    made: list[OpenQuestion] = []
    if form.accepted() and done(
        form, lambda: made.append(asking.ask(draft, form.asked, **_acting()))
    ):
        flash("Asked.")
        return redirect(_place(made[0]))
    page = render_template("secretariat/ask_question.html", draft=draft, form=form)
    return page, status_of(form)


def _group(draft: Draft, about: int) -> dict[str, Any]:
    """The working group of the provision that it is about."""
    groups = [p.working_group_id for p in draft.provisions if p.id == about and p.working_group_id]
    return {"working_group_id": groups[0]} if groups else {}


@blueprint.route("/questions/<int:open_question_id>/edit", methods=["GET", "POST"])
@permits(Permission.EDIT_ASKED, OpenQuestion)
def edit_question(question: OpenQuestion) -> ResponseReturnValue:
    """The words of a question, its options, and what it is about."""
    g.round = question.draft.round
    question.draft.ensure_editable()
    form = QuestionForm(question.draft, question)
    seen = form.seen.data
    if form.accepted() and done(
        form,
        lambda: asking.edit_question(question, form.asked, seen=seen, **_acting()),
        lambda: question.version,
    ):
        flash("Saved.")
        return redirect(_place(question))
    page = render_template("secretariat/edit_question.html", question=question, form=form)
    return page, status_of(form)


@blueprint.post("/questions/<int:open_question_id>/step")
@permits(Permission.EDIT_ASKED, OpenQuestion)
def step_question(question: OpenQuestion) -> ResponseReturnValue:
    """One place up or down."""
    form = StepForm()
    if form.accepted():
        asking.move_question(question, up=form.direction.data == "up", **_acting())
    return redirect(_place(question))


@blueprint.route("/questions/<int:open_question_id>/remove", methods=["GET", "POST"])
@permits(Permission.EDIT_ASKED, OpenQuestion)
def remove_question(question: OpenQuestion) -> ResponseReturnValue:
    """Take a question out of the draft."""
    draft = question.draft
    g.round = draft.round
    draft.ensure_editable()
    form = RemoveQuestionForm(data={"seen": question.version})
    seen = form.seen.data
    if form.accepted() and done(
        form,
        lambda: asking.remove_question(question, seen=seen, **_acting()),
        lambda: question.version,
    ):
        flash("Removed.")
        return redirect(url_for(".edit_draft", draft_id=draft.id))
    page = render_template("secretariat/remove_question.html", question=question, form=form)
    return page, status_of(form)


def _acting() -> dict[str, Any]:
    return {"by": acting_person(), "now": g.arrived_at}


def _place(question: OpenQuestion) -> str:
    return url_for(".edit_draft", draft_id=question.draft_id, _anchor=f"question-{question.number}")
