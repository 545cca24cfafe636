"""What reviewers have among themselves: memos, second readings and referrals."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.forms.matters import AnswerMatterForm, RaiseForm
from consultation.models import Matter, MatterKind, MatterState, OpenQuestion, Person, Point, Theme
from consultation.models.matter import NEXT
from consultation.operations.desk import matters
from consultation.operations.desk.matters import Addressee
from consultation.permissions import Permission
from consultation.queries.desk.matters import addressees_of, line, matters_of
from consultation.views.chair import blueprint


@blueprint.get("/questions/<int:open_question_id>/matters")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def list_matters(question: OpenQuestion) -> ResponseReturnValue:
    """The open matters of a question, and those that are settled."""
    g.round = question.round
    return render_template("chair/matters.html", question=question, lines=matters_of(question))


@blueprint.route("/points/<int:point_id>/matters/new", methods=["GET", "POST"])
@permits(Permission.REVIEW_POINT, Point)
def raise_on_point(point: Point) -> ResponseReturnValue:
    """Leave a memo on a point, ask for a second reading of it, or refer it."""
    return _raise(point)


@blueprint.route("/themes/<int:theme_id>/matters/new", methods=["GET", "POST"])
@permits(Permission.REVIEW_THEME, Theme)
def raise_on_theme(theme: Theme) -> ResponseReturnValue:
    """Leave a memo on a theme, ask for a second reading of it, or refer it."""
    return _raise(theme)


def _raise(subject: Point | Theme) -> ResponseReturnValue:
    question = subject.question
    g.round = question.round
    addressees = addressees_of(question)
    form = RaiseForm([(value, words) for value, (words, _, _) in addressees.items()])
    if form.accepted():
        matter = matters.raise_matter(
            subject,
            MatterKind(form.kind.data),
            form.text.data or "",
            to=_addressee(form, question),
            by=acting_person(),
            now=g.arrived_at,
        )
        return redirect(url_for(".read_matter", matter_id=matter.id))
    page = render_template(
        "chair/raise_matter.html",
        question=question,
        title=subject.title if isinstance(subject, Theme) else "",
        point=subject if isinstance(subject, Point) else None,
        form=form,
    )
    return page, 422 if form.errors else 200


def _addressee(form: RaiseForm, question: OpenQuestion) -> Addressee:
    chosen = addressees_of(question).get(form.to.data)
    if chosen is None:
        return Addressee(body=form.body.data or "", owner_name=form.owner_name.data or "")
    _, group, number = chosen
    return Addressee(group=group, owner=session.get(Person, number) if number else None)


@blueprint.get("/matters/<int:matter_id>")
@permits(Permission.READ_MATTER, Matter)
def read_matter(matter: Matter) -> ResponseReturnValue:
    """One matter: what it is about, what was asked, and how it went on."""
    return _matter(matter)


@blueprint.post("/matters/<int:matter_id>")
@permits(Permission.READ_MATTER, Matter)
def answer_matter(matter: Matter) -> ResponseReturnValue:
    """Take a matter a step on."""
    return _matter(matter)


def _matter(matter: Matter) -> ResponseReturnValue:
    g.round = matter.question.round
    # What was possible on an older page is refused with what happened meanwhile.
    states = NEXT[matter.kind] if request.method == "POST" else matter.next_states
    form = AnswerMatterForm(states, seen=len(matter.entries))
    if form.accepted():
        state = MatterState(form.state.data)
        matters.answer_matter(
            matter,
            state,
            form.text.data or "",
            seen=form.seen.data,
            by=acting_person(),
            now=g.arrived_at,
        )
        flash(f"The {matter.kind} is {state} now.")
        return redirect(url_for(".read_matter", matter_id=matter.id))
    page = render_template("chair/matter.html", line=line(matter), form=form)
    return page, 422 if form.errors else 200
