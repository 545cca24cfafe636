"""The offline table: download it, fill it anywhere, upload it, see what would become of it."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import permits
from consultation.errors import NotAllowedYet, RuleError
from consultation.exports.comment_table import TABLE_FORMATS, too_long
from consultation.forms.papers import TableForm, TakeRowsForm
from consultation.imports.comment_table import FilledRow, packed, read_comment_table, unpacked
from consultation.imports.judging import judge
from consultation.imports.paper_store import tidy_name
from consultation.models import Draft, Round
from consultation.operations.contributions.answers import is_writable
from consultation.operations.contributions.comment_table import Verdict, take_rows
from consultation.permissions import Permission
from consultation.queries.contributions.comment_table import table_rows
from consultation.queries.contributions.papers import draft_of
from consultation.queries.contributions.submissions import submission_in
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import taking_part
from consultation.wording import noun


@blueprint.route("/rounds/<int:round_id>/table", methods=["GET", "POST"])
@permits(Permission.TAKE_PART, Round)
def fill_offline(round_: Round) -> ResponseReturnValue:
    """The table to fill offline; uploaded, what would become of each row; then the rows taken."""
    taking_part(round_)
    if "rows" in request.form:
        return _take(round_)
    form = TableForm()
    if not form.accepted():
        return _page(round_, form, 422 if form.errors else 200)
    name = tidy_name(form.file.data.filename or "")
    try:
        return _dry_run(round_, read_comment_table(form.file.data.read(), name=name), name)
    except RuleError as refused:
        form.file.errors = [str(refused)]
        return _page(round_, form, refused.status)


def _page(round_: Round, form: TableForm, status: int) -> ResponseReturnValue:
    _, stakeholder = taking_part(round_)
    draft = draft_of(round_)
    rows = table_rows(draft, stakeholder) if draft is not None else []
    page = render_template(
        "stakeholder/table.html",
        round=round_,
        form=form,
        draft=draft,
        rows=rows,
        too_long=too_long(rows),
        formats=TABLE_FORMATS,
        writable=is_writable(round_, submission_in(round_, stakeholder.id), g.arrived_at),
    )
    return page, status


def _dry_run(round_: Round, rows: list[FilledRow], name: str) -> ResponseReturnValue:
    _, stakeholder = taking_part(round_)
    judged = judge(rows, _published(round_), stakeholder)
    return render_template(
        "stakeholder/dry_run.html",
        round=round_,
        name=name,
        judged=judged,
        taken=[row for row in judged if row.is_taken],
        wrong=[row for row in judged if row.verdict is Verdict.WRONG],
        form=TakeRowsForm(formdata=None, rows=packed(rows)),
    )


def _take(round_: Round) -> ResponseReturnValue:
    """Judge the rows once more, on what is saved now, and save what is new or changed."""
    form = TakeRowsForm()
    if not form.accepted():
        return _page(round_, TableForm(formdata=None), 422)
    db.begin_write()
    person, stakeholder = taking_part(round_)
    judged = judge(unpacked(form.rows.data or ""), _published(round_), stakeholder)
    count = take_rows(person, stakeholder, judged, now=g.arrived_at)
    wrong = sum(row.verdict is Verdict.WRONG for row in judged)
    flash(
        f"{noun(count, 'row')} taken. Not sent until you submit."
        + (f" {noun(wrong, 'row')} could not be taken." if wrong else "")
    )
    return redirect(url_for(".review_submission", round_id=round_.id))


def _published(round_: Round) -> Draft:
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet("The draft is not published yet. Come back when it can be read.")
    return draft


@blueprint.get("/rounds/<int:round_id>/table.<extension>")
@permits(Permission.TAKE_PART, Round)
def download_table(round_: Round, extension: str) -> ResponseReturnValue:
    """The table with what I have written so far."""
    _, stakeholder = taking_part(round_)
    draft = draft_of(round_)
    if extension not in TABLE_FORMATS or draft is None:
        abort(404)
    rows = table_rows(draft, stakeholder)
    title = f"{round_.consultation.title}, {draft.title}: comments"
    name = f"comments-round-{round_.number}.{extension}"
    form = TABLE_FORMATS[extension]
    return Response(
        form.render(rows, title),
        content_type=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
