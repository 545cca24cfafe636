"""A whole table of answers into a round: what its columns are, what would be taken, then taken."""

from collections.abc import Mapping
from contextlib import suppress

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import ImportRefused, NotAllowedYet, RuleError
from consultation.forms.importing import MappingForm, UploadForm, packed, unpacked
from consultation.imports.answers import read_answers
from consultation.imports.columns import Columns, found_columns
from consultation.imports.paper_store import tidy_name
from consultation.imports.rows import Table
from consultation.imports.tables import uploaded_table
from consultation.imports.wide import as_answers, proposed
from consultation.models import Publication, Round
from consultation.operations.contributions.batches import Batch
from consultation.operations.contributions.entering import standing_of
from consultation.operations.contributions.judging_rows import Placed, ensure_ids, judge_batch
from consultation.operations.contributions.taking_rows import take_batch
from consultation.permissions import Permission
from consultation.queries.contributions.imported import Standing
from consultation.queries.contributions.papers import draft_of
from consultation.queries.drafts.places import Places, places_in
from consultation.views.secretariat import blueprint


@blueprint.route("/rounds/<int:round_id>/input/table", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def import_table(round_: Round) -> ResponseReturnValue:
    """The file; then its columns and questions and what would be taken; then the rows taken."""
    g.round = round_
    if "table" in request.form:
        return _mapped(round_)
    form = UploadForm()
    if not form.accepted():
        return _upload(round_, form, 422 if form.errors else 200)
    name = tidy_name(form.file.data.filename or "")
    try:
        table = uploaded_table(form.file.data.read(), name=name)
    except RuleError as refused:
        form.file.errors = [str(refused)]
        return _upload(round_, form, refused.status)
    now = g.arrived_at.astimezone(round_.consultation.zone)
    mapping = MappingForm(round_, formdata=None, table=packed(table), name=name, reached=now)
    return _dry_run(round_, mapping, table, 200)


def _upload(round_: Round, form: UploadForm, status: int) -> ResponseReturnValue:
    page = render_template("secretariat/import_table.html", round=round_, form=form)
    return page, status


def _mapped(round_: Round) -> ResponseReturnValue:
    """Show what the choices would take, or take it."""
    form = MappingForm(round_)
    table = unpacked(form.table.data or "")
    _offer(round_, form, table)
    if form.ticks_changed or not form.accepted() or "take" not in request.form:
        return _dry_run(round_, form, table, 422 if form.errors else 200)
    db.begin_write()
    round_ = db.session.get_one(Round, round_.id)
    places = _places(round_)
    batch = _batch(form, _answers_in(form, table)[0])
    try:
        ensure_ids(batch)
        taken = take_batch(
            batch, round_, form.placed(_asked(batch), places), form.arrival,
            by=acting_person(), now=g.arrived_at,
        )  # fmt: skip
    except RuleError as refused:
        db.session.rollback()
        form.reached.errors = [str(refused)]
        return _dry_run(round_, form, table, refused.status)
    flash(taken.told)
    return redirect(url_for(".list_input", round_id=round_.id))


def _offer(round_: Round, form: MappingForm, table: Table) -> tuple[Batch | None, Places]:
    """Offer the columns, and once they are chosen the questions that stand in theirs."""
    places = _places(round_)
    answers, found = _answers_in(form, table)
    form.offer_columns(answers.columns, found)
    batch = _batch(form, answers) if "text" in form.chosen_columns() else None
    form.offer_questions(_asked(batch) if batch else [], places)
    return batch, places


def _answers_in(form: MappingForm, table: Table) -> tuple[Table, Mapping[str, int]]:
    """The table with a row for each answer, and where its fields are proposed to stand."""
    wide = proposed(table)
    if wide is None:
        return table, found_columns(table.columns)
    answers = as_answers(table, form.offer_asking(table, wide.questions))
    last = len(answers.columns) - 1
    return answers, {**wide.fields, "question": last - 1, "text": last}


def _batch(form: MappingForm, table: Table) -> Batch:
    chosen: Mapping[str, int] = form.chosen_columns()
    if any(place >= len(table.columns) for place in chosen.values()):
        raise ImportRefused("The table did not arrive whole. Upload it once more.")
    columns = Columns(table.columns, chosen)
    publication = Publication(form.publication.data or Publication.ANONYMOUS)
    return read_answers(table, columns, publication=publication, by_id=True)


def _asked(batch: Batch) -> list[str]:
    return list(dict.fromkeys(row.question for row in batch.answers))


def _dry_run(round_: Round, form: MappingForm, table: Table, status: int) -> ResponseReturnValue:
    batch, places = _offer(round_, form, table)
    told, judged = "", None
    if batch is None:
        told = "Choose the column that holds the text of the answers."
    else:
        placed: Placed = form.placed(_asked(batch), places)
        judged = judge_batch(batch, round_, placed, _standing(round_, form))
        told = _told(batch)
    page = render_template(
        "secretariat/import_mapping.html",
        round=round_,
        form=form,
        judged=judged,
        noted=batch.noted if batch else (),
        origin=table.origin,
        told=told,
    )
    return page, status


def _standing(round_: Round, form: MappingForm) -> Standing | None:
    """How what is taken would stand; None while the form does not say when it came."""
    arrival = form.arrival_so_far
    with suppress(RuleError):
        return standing_of(round_, arrival, g.arrived_at) if arrival else None
    return None


def _told(batch: Batch) -> str:
    try:
        ensure_ids(batch)
    except ImportRefused as refused:
        return str(refused)
    return ""


def _places(round_: Round) -> Places:
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet("The draft is not published yet. Come back when it can be read.")
    return places_in(draft)
