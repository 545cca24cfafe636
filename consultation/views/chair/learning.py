"""What the desk suggests, finds and draws: suggestions, points like one, the map of the points."""

from functools import partial

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.db import session
from consultation.forms.chair import NEW
from consultation.forms.learning import ACCEPT, MoveFoundForm, SuggestionsForm
from consultation.models import OpenQuestion, Point, Theme
from consultation.operations.desk import several
from consultation.operations.grouping import likeness, suggesting
from consultation.permissions import Permission
from consultation.queries.counts import MinorityLine
from consultation.queries.desk import themes as theme_queries
from consultation.queries.desk.point_map import point_map
from consultation.queries.grouping.minority import minority_of
from consultation.views.chair import blueprint
from consultation.views.chair.history import history
from consultation.views.chair.noting import is_done
from consultation.wording import noun

LEAST_SURE, USUALLY_SURE, MOST_SURE = 3, 7, 9
"""In ten: of what is suggested so surely, people agree with about as many."""


@blueprint.get("/questions/<int:open_question_id>/suggestions")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_suggestions(question: OpenQuestion) -> ResponseReturnValue:
    """Where the points nobody has decided about would go, by what people decided."""
    return _suggestions_page(question, SuggestionsForm(formdata=None))


@blueprint.post("/questions/<int:open_question_id>/suggestions")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def answer_suggestions(question: OpenQuestion) -> ResponseReturnValue:
    """Accept some of the suggestions as one's own decision, or refuse them."""
    form = SuggestionsForm()
    if form.accepted() and is_done(form.note, partial(_answer, question, form)):
        return redirect(request.full_path)
    return _suggestions_page(question, form)


def _answer(question: OpenQuestion, form: SuggestionsForm) -> None:
    chosen, done = form.choices_made(), {"by": acting_person(), "now": g.arrived_at}
    if form.act.data == ACCEPT:
        several.accept_suggestions(question, chosen, note=form.note.data or "", **done)
        flash(f"Accepted {noun(len(chosen), 'suggestion')}.")
    else:
        several.refuse_suggestions(question, chosen, **done)
        flash(f"Refused {noun(len(chosen), 'suggestion')}: the points stay where they are.")


def _suggestions_page(question: OpenQuestion, form: SuggestionsForm) -> ResponseReturnValue:
    _hold_nobody_up()
    g.round = question.round
    least = request.args.get("first") == "least"
    page = render_template(
        "chair/suggestions.html",
        question=question,
        found=suggesting.suggestions_of(question, least_sure_first=least),
        least=least,
        thresholds=range(MOST_SURE, LEAST_SURE - 1, -1),
        sure=min(max(request.args.get("sure", USUALLY_SURE, type=int), LEAST_SURE), MOST_SURE),
        form=form,
        heard=_heard(question),
        **history(question),
    )
    return page, 422 if form.errors else 200


def _heard(question: OpenQuestion) -> dict[int, MinorityLine]:
    """The minority points of a question by their numbers."""
    return {line.said.point_id: line for line in minority_of(question, reviewed=True)}


@blueprint.get("/questions/<int:open_question_id>/alike")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def find_alike(question: OpenQuestion) -> ResponseReturnValue:
    """The points that say what was typed, wherever they are."""
    return _alike_page(question, None)


@blueprint.post("/questions/<int:open_question_id>/alike")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def move_found(question: OpenQuestion) -> ResponseReturnValue:
    """Put some of the points that were found under one theme, or under a new one."""
    return _alike_page(question, None)


@blueprint.get("/points/<int:point_id>/alike")
@permits(Permission.REVIEW_POINT, Point)
def read_alike(point: Point) -> ResponseReturnValue:
    """The points that say what this point says, wherever they are."""
    return _alike_page(point.question, point)


@blueprint.post("/points/<int:point_id>/alike")
@permits(Permission.EDIT_POINT, Point)
def move_alike(point: Point) -> ResponseReturnValue:
    """Put some of the points that are like this one under one theme, or under a new one."""
    return _alike_page(point.question, point)


def _alike_page(question: OpenQuestion, point: Point | None) -> ResponseReturnValue:
    g.round = question.round
    form = MoveFoundForm([(t.id, t.title) for t in theme_queries.current_themes(question)])
    is_meant = request.method == "POST" and form.accepted()
    if is_meant and is_done(form.note, partial(_move, question, form)):
        return redirect(request.full_path)
    _hold_nobody_up()
    text = point.text if point else _typed()
    page = render_template(
        "chair/alike.html",
        question=question,
        point=point,
        text="" if point else text,
        found=likeness.points_like(question, text, but=point) if text else None,
        form=form,
        heard=_heard(question),
        **history(question),
    )
    return page, 422 if form.errors else 200


def _hold_nobody_up() -> None:
    """Give the write lock back before a form is shown again: what is read then takes its time."""
    if request.method == "POST":
        db.begin_read()


def _typed() -> str:
    return " ".join(clean_text(request.args.get("text", "")).split())[:SHORT_TEXT_LIMIT]


def _move(question: OpenQuestion, form: MoveFoundForm) -> None:
    chosen = form.choices_made()
    done = {"note": form.note.data or "", "by": acting_person(), "now": g.arrived_at}
    if form.theme.data == NEW:
        theme: Theme | None = several.move_found_to_new_theme(
            question, chosen, form.title.data or "", **done
        )
    else:
        theme = session.get(Theme, form.theme.data) if form.theme.data else None
        several.move_found(question, chosen, theme, **done)
    where = f"to “{theme.title}”" if theme else "out of all themes"
    flash(f"Moved {noun(len(chosen), 'point')} {where}.")


@blueprint.get("/questions/<int:open_question_id>/map")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_map(question: OpenQuestion) -> ResponseReturnValue:
    """The points on a plane: what says nearly the same lies near."""
    g.round = question.round
    return render_template("chair/map.html", question=question, drawn=point_map(question))
