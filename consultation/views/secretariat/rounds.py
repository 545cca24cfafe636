"""The round at a glance, who has come how far, and its ledger."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.forms.reminding import RemindForm
from consultation.models import Round
from consultation.operations.correspondence.reminding import Audience, remind
from consultation.permissions import Permission
from consultation.queries.consultations import rounds
from consultation.queries.consultations.participation import (
    campaigns_in,
    invited_only,
    participation,
    unsent_writers,
)
from consultation.queries.contributions import ledger
from consultation.queries.plenary.rounds_compared import compared_with_before
from consultation.views.secretariat import blueprint
from consultation.wording import noun


@blueprint.get("/rounds/<int:round_id>")
@permits(Permission.RUN_ROUND, Round)
def run_round(round_: Round) -> ResponseReturnValue:
    """Who has answered, which jobs run, and what still keeps the pack from being whole."""
    g.round = round_
    return render_template(
        "secretariat/round.html",
        round=round_,
        overview=rounds.overview(round_),
        table_formats=TABLE_FORMATS,
    )


@blueprint.get("/rounds/<int:round_id>/participation")
@permits(Permission.RUN_ROUND, Round)
def watch_round(round_: Round) -> ResponseReturnValue:
    """How far everybody has come, cut by kind, country and working group; and the campaigns."""
    g.round = round_
    return render_template(
        "secretariat/participation.html",
        round=round_,
        seen=participation(round_),
        campaigns=campaigns_in(round_),
    )


@blueprint.route("/rounds/<int:round_id>/remind", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def remind_people(round_: Round) -> ResponseReturnValue:
    """Write to those who have not begun, or have not sent."""
    g.round = round_
    seen = participation(round_)
    counts = {
        Audience.UNSENT: len(unsent_writers(round_)),
        Audience.INVITED: len(invited_only(round_)),
    }
    form = RemindForm([share.label for share in seen.by_category], counts)
    if form.accepted():
        audience, category = Audience(form.audience.data), form.category.data or ""
        count = remind(round_, audience, category, by=acting_person(), now=g.arrived_at)
        flash(f"{noun(count, 'letter')} written. Nobody gets two on one day.")
        return redirect(url_for(".watch_round", round_id=round_.id))
    page = render_template("secretariat/remind.html", round=round_, form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/rounds/<int:round_id>/ledger")
@permits(Permission.READ_LEDGER, Round)
def read_ledger(round_: Round) -> ResponseReturnValue:
    """Every submission, answer and point, exactly once."""
    g.round = round_
    return render_template(
        "secretariat/ledger.html", round=round_, ledger=ledger.round_ledger(round_)
    )


@blueprint.get("/rounds/<int:round_id>/compared")
@permits(Permission.COMPARE_ROUNDS, Round)
def compare_rounds(round_: Round) -> ResponseReturnValue:
    """Which themes of the round before are heard again, and which are new."""
    g.round = round_
    return render_template(
        "secretariat/compared.html", round=round_, compared=compared_with_before(round_)
    )
