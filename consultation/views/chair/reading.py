"""What a reviewer has read and seen; whose a question is; which provisions draw comments."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.forms.matters import AssignForm, NewestForm, ReadForm
from consultation.models import Answer, Draft, OpenQuestion, Person, Point, Theme
from consultation.operations.desk import assigning, reading
from consultation.permissions import Permission
from consultation.queries.desk.my_questions import assignment_of, who_works_on
from consultation.queries.drafts.coverage import coverage_of
from consultation.views.chair import blueprint
from consultation.views.chair.asked import desk, place
from consultation.wording import noun


@blueprint.post("/answers/<int:answer_id>/read")
@permits(Permission.REVIEW_ANSWER, Answer)
def mark_answer(answer: Answer) -> ResponseReturnValue:
    """Say that one has read an answer, or that one has it still to read."""
    form = ReadForm()
    if form.accepted():
        if form.read.data:
            reading.mark_read(answer, seen=form.version.data, by=acting_person(), now=g.arrived_at)
        else:
            reading.mark_unread(answer, by=acting_person())
    return _back_to(answer, form.point.data)


def _back_to(answer: Answer, point_id: int | None) -> ResponseReturnValue:
    """The desk as it was left: with the point open from which the answer was read."""
    point = session.get(Point, point_id) if point_id and point_id > 0 else None
    if point is None or point.answer_id != answer.id:
        return redirect(desk(answer.question))
    theme = point.placement.theme if point.placement else None
    return redirect(place(answer.question, theme, point=point.id, _anchor="answer"))


@blueprint.post("/themes/<int:theme_id>/read")
@permits(Permission.REVIEW_THEME, Theme)
def mark_theme(theme: Theme) -> ResponseReturnValue:
    """Say that one has read every answer under a theme."""
    form = NewestForm()
    if form.accepted():
        marked = reading.mark_theme_read(
            theme, until=form.newest.data, by=acting_person(), now=g.arrived_at
        )
        flash(f"Marked {noun(marked, 'answer')} as read.")
    return redirect(place(theme.question, theme))


@blueprint.post("/questions/<int:open_question_id>/seen")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def mark_seen(question: OpenQuestion) -> ResponseReturnValue:
    """Say that one has seen what there is; what comes in from here on is new."""
    form = NewestForm()
    if form.accepted():
        reading.see(question, until=form.newest.data, by=acting_person(), now=g.arrived_at)
        flash("Seen until here. Answers that come in from now on are marked new.")
    return redirect(desk(question))


@blueprint.route("/questions/<int:open_question_id>/assign", methods=["GET", "POST"])
@permits(Permission.ASSIGN_QUESTION, OpenQuestion)
def assign_question(question: OpenQuestion) -> ResponseReturnValue:
    """Make a question somebody's, or nobody's again."""
    g.round = question.round
    assigned = assignment_of(question)
    people = [(number, f"{name} ({office})") for number, name, office in who_works_on(question)]
    form = AssignForm(people, assignee=assigned.person_id if assigned else None)
    if form.accepted():
        person = session.get(Person, form.assignee.data)
        assigning.assign(question, person, by=acting_person(), now=g.arrived_at)
        flash(f"Assigned to {person.name}." if person else "Assigned to nobody.")
        return redirect(url_for(".review_question", open_question_id=question.id))
    page = render_template("chair/assign.html", question=question, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/drafts/<int:draft_id>/coverage")
@permits(Permission.READ_COVERAGE, Draft)
def read_coverage(draft: Draft) -> ResponseReturnValue:
    """The contents of a draft, with what each provision drew."""
    g.round = draft.round
    return render_template("chair/coverage.html", draft=draft, coverage=coverage_of(draft))
