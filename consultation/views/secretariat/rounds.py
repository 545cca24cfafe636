"""The round at a glance, and its ledger."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.models import Round
from consultation.permissions import Permission
from consultation.queries import ledger, rounds
from consultation.views.secretariat import blueprint


@blueprint.get("/rounds/<int:round_id>")
@permits(Permission.RUN_ROUND, Round)
def run_round(round_: Round) -> ResponseReturnValue:
    """Who has answered, which jobs run, and what still keeps the pack from being whole."""
    g.round = round_
    return render_template("secretariat/round.html", round=round_, overview=rounds.overview(round_))


@blueprint.get("/rounds/<int:round_id>/ledger")
@permits(Permission.READ_LEDGER, Round)
def read_ledger(round_: Round) -> ResponseReturnValue:
    """Every submission, answer and point, exactly once."""
    g.round = round_
    return render_template(
        "secretariat/ledger.html", round=round_, ledger=ledger.round_ledger(round_)
    )
