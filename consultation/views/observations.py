"""Observations of the comment table: taken along, edited anywhere, taken back after a look."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import locked
from consultation.errors import RuleError
from consultation.exports import slug
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.forms.observing import DropObservationForm, TableForm, TakeObservationsForm
from consultation.imports.comment_table import FilledRow, read_comment_table, unpacked
from consultation.imports.observations import Difference, difference, packed_changes
from consultation.imports.paper_store import tidy_name
from consultation.models import Answer, OpenQuestion, Round
from consultation.operations.plenary.observing import drop_observation, write_observations
from consultation.permissions import Permission
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.plenary.observations import observation_lines
from consultation.queries.plenary.observed_table import observed
from consultation.reviewing import (
    reviews,
)
from consultation.wording import noun

blueprint = Blueprint("observations", __name__)


@blueprint.route("/rounds/<int:round_id>/observations", methods=["GET", "POST"])
@permits(Permission.WRITE_OBSERVATIONS, Round)
def edit_offline(round_: Round) -> ResponseReturnValue:
    """The table to take along; uploaded, what would change; then the changed rows taken."""
    g.round = round_
    if "observations" in request.form:
        return _take(round_)
    form = TableForm()
    if not form.accepted():
        return _page(round_, form, 422 if form.errors else 200)
    name = tidy_name(form.file.data.filename or "")
    try:
        return _show(round_, read_comment_table(form.file.data.read(), name=name), name)
    except RuleError as refused:
        form.file.errors = [str(refused)]
        return _page(round_, form, refused.status)


def _own_questions(round_: Round) -> list[OpenQuestion]:
    """Those whose observations the person writes: all for the secretariat, else the groups' own."""
    person = acting_person()
    return [question for question in questions_in(round_) if reviews(person, question)]


def _page(round_: Round, form: TableForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "observations/table.html",
        round=round_,
        form=form,
        formats=TABLE_FORMATS,
        lines=observation_lines(_own_questions(round_)),
        drop=DropObservationForm(formdata=None),
    )
    return page, status


def _difference(round_: Round, rows: list[FilledRow]) -> Difference:
    here = [each for question in questions_in(round_) for each in observed(question)]
    return difference(rows, here, [question.id for question in _own_questions(round_)])


def _show(
    round_: Round, rows: list[FilledRow], name: str, status: int = 200
) -> ResponseReturnValue:
    found = _difference(round_, rows)
    page = render_template(
        "observations/difference.html",
        round=round_,
        name=name,
        found=found,
        is_late=status != 200,
        form=TakeObservationsForm(formdata=None, observations=packed_changes(found, rows)),
    )
    return page, status


def _take(round_: Round) -> ResponseReturnValue:
    """Judge the rows once more, on what stands here now; where one differs, nothing is taken."""
    form = TakeObservationsForm()
    if not form.accepted():
        return _page(round_, TableForm(formdata=None), 422)
    locked(round_)
    rows = unpacked(form.observations.data or "")
    found = _difference(round_, rows)
    if not found.changed or len(found.changed) != len(found.rows):
        return _show(round_, rows, "the table", 409)
    count = write_observations(found.rows, by=acting_person(), now=g.arrived_at)
    flash(f"{noun(count, 'observation')} taken.")
    return redirect(url_for(".edit_offline", round_id=round_.id))


@blueprint.get("/rounds/<int:round_id>/observations.<extension>")
@permits(Permission.WRITE_OBSERVATIONS, Round)
def download_table(round_: Round, extension: str) -> ResponseReturnValue:
    """The comment table of the questions whose observations the person writes."""
    form = TABLE_FORMATS.get(extension) or abort(404)
    title = f"{round_.consultation.title}, {round_.title}"
    rows = [each.row for question in _own_questions(round_) for each in observed(question)]
    name = f"observations-{slug(title, 80)}.{extension}"
    return Response(
        form.render(rows, title),
        content_type=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.post("/answers/<int:answer_id>/composed-observation")
@permits(Permission.DROP_OBSERVATION, Answer)
def compose_again(answer: Answer) -> ResponseReturnValue:
    """Let what is composed from the outcomes stand again."""
    form = DropObservationForm()
    if form.accepted():
        drop_observation(answer, seen=form.seen.data or 0, by=acting_person(), now=g.arrived_at)
        flash(f"The observation on {answer.label} is composed from what was decided again.")
    return redirect(url_for(".edit_offline", round_id=answer.submission.round_id))
