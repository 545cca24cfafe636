"""The secretariat: the round at a glance, who takes part, the ledger, the plenary pack."""

from flask import Blueprint, Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation import exports
from consultation.access import acting_person, permits
from consultation.forms.together import CorrectForm
from consultation.models import Consultation, Round, Stakeholder
from consultation.operations.correcting import correct
from consultation.operations.pack import compile_pack
from consultation.permissions import Permission
from consultation.queries import ledger, rounds
from consultation.queries.paper_places import places_of
from consultation.queries.stakeholders import stakeholders_in

blueprint = Blueprint("secretariat", __name__)


@blueprint.get("/rounds/<int:round_id>")
@permits(Permission.RUN_ROUND, Round)
def run_round(round_: Round) -> ResponseReturnValue:
    """Who has answered, which jobs run, and what still keeps the pack from being whole."""
    g.round = round_
    return render_template("secretariat/round.html", round=round_, overview=rounds.overview(round_))


@blueprint.get("/consultations/<int:consultation_id>/stakeholders")
@permits(Permission.SEE_STAKEHOLDERS, Consultation)
def list_stakeholders(consultation: Consultation) -> ResponseReturnValue:
    """Everybody who takes part, and what they declared."""
    g.consultation = consultation
    stakeholders = stakeholders_in(consultation)
    return render_template("secretariat/stakeholders.html", stakeholders=stakeholders)


@blueprint.route("/stakeholders/<int:stakeholder_id>/correct", methods=["GET", "POST"])
@permits(Permission.CORRECT_STAKEHOLDER, Stakeholder)
def correct_stakeholder(stakeholder: Stakeholder) -> ResponseReturnValue:
    """Correct who a stakeholder is, with a reason."""
    g.consultation = stakeholder.consultation
    form = CorrectForm(stakeholder)
    if form.accepted():
        reason = form.reason.data or ""
        correct(stakeholder, form.said, reason=reason, by=acting_person(), now=g.arrived_at)
        flash("Corrected, and written into the log.")
        return redirect(url_for(".list_stakeholders", consultation_id=stakeholder.consultation_id))
    page = render_template("secretariat/correct.html", stakeholder=stakeholder, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/rounds/<int:round_id>/ledger")
@permits(Permission.READ_LEDGER, Round)
def read_ledger(round_: Round) -> ResponseReturnValue:
    """Every submission, answer and point, exactly once."""
    g.round = round_
    return render_template(
        "secretariat/ledger.html", round=round_, ledger=ledger.round_ledger(round_)
    )


@blueprint.get("/rounds/<int:round_id>/pack")
@permits(Permission.RUN_ROUND, Round)
def preview_pack(round_: Round) -> ResponseReturnValue:
    """The plenary pack as a page, what is unsigned in the margin, formats as buttons."""
    g.round = round_
    pack = compile_pack(round_, now=g.arrived_at)
    quotes = (
        quote
        for group in pack.groups
        for question in group.questions
        for theme in question.themes
        for quote in theme.quotes
    )
    return render_template(
        "secretariat/pack.html",
        round=round_,
        pack=pack,
        formats=exports.FORMATS,
        papers=places_of(quote.point_id for quote in quotes),
    )


@blueprint.get("/rounds/<int:round_id>/pack.<extension>")
@permits(Permission.RUN_ROUND, Round)
def download_pack(round_: Round, extension: str) -> ResponseReturnValue:
    """The pack as a document."""
    form = exports.FORMATS.get(extension) or abort(404)
    pack = compile_pack(round_, now=g.arrived_at)
    name = exports.file_name(pack, extension)
    return Response(
        form.render(pack),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
