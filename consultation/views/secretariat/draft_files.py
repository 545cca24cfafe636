"""A draft from a file: first what it would be, then kept."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import ImportRefused, RuleError
from consultation.forms.draft_files import DraftFileForm, KeepDraftForm
from consultation.imports.drafts import DraftFile, packed, read_draft, unpacked
from consultation.imports.paper_store import tidy_name
from consultation.models import Round
from consultation.operations.drafts.taking import foresee, take_draft
from consultation.permissions import Permission
from consultation.queries.drafts.preparing import draft_before
from consultation.views.secretariat import blueprint
from consultation.wording import noun


@blueprint.route("/rounds/<int:round_id>/draft/import", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def import_draft(round_: Round) -> ResponseReturnValue:
    """A file, then its provisions and questions as they would be, then the draft."""
    g.round = round_
    if "provisions" in request.form:
        return _keep(round_)
    form = DraftFileForm()
    if form.accepted():
        name = tidy_name(form.file.data.filename or "")
        try:
            return _dry_run(round_, read_draft(form.file.data.read(), name=name), name)
        except RuleError as refused:
            form.file.errors = [str(refused)]
    page = render_template("secretariat/import_draft.html", round=round_, form=form)
    return page, 422 if form.errors else 200


def _dry_run(round_: Round, found: DraftFile, name: str) -> ResponseReturnValue:
    if found.questions and not round_.consultation.working_groups:
        raise ImportRefused(
            f"{noun(len(found.questions), 'open question stands', 'open questions stand')} in it, "
            "and a working group answers for each. Add a working group first."
        )
    title = request.args.get("title", "") or found.title or f"Draft {round_.number}"
    form = KeepDraftForm(
        round_,
        has_questions=bool(found.questions),
        formdata=None,
        title=title,
        provisions=packed(found),
    )
    before = draft_before(round_)
    given = {"round": round_, "found": found, "name": name, "form": form, "before": before}
    return render_template("secretariat/imported_draft.html", **given)


def _keep(round_: Round) -> ResponseReturnValue:
    form = KeepDraftForm(round_)
    if not form.accepted():
        raise ImportRefused("The provisions did not arrive whole. Upload the file once more.")
    taken, questions = unpacked(form.provisions.data or "")
    foreseen, number = foresee(round_, taken), round_.id
    db.begin_write()
    draft = take_draft(
        db.session.get_one(Round, number),
        form.title.data or "",
        taken,
        group_id=form.working_group_id.data or None,
        questions=questions,
        foreseen=foreseen,
        by=acting_person(),
        now=g.arrived_at,
    )
    flash("Kept as a draft in preparation. Look through it, and put right what was guessed.")
    return redirect(url_for(".edit_draft", draft_id=draft.id))
