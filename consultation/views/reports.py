"""Reports for everybody: the factual summary of a closed round."""

from flask import Blueprint, Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.exports.document.factual import COUNTS_ONLY, STILL_READ, factual_document
from consultation.exports.document.replies import NO_VOTES, TOGETHER, cuts, figures
from consultation.exports.reports import REPORT_FORMATS, report_name
from consultation.models import Round
from consultation.operations.plenary.factual import compile_factual_summary, is_summed_up
from consultation.permissions import Permission

blueprint = Blueprint("reports", __name__)


@blueprint.get("/rounds/<int:round_id>/summary")
@permits(Permission.READ_ROUND, Round)
def read_summary(round_: Round) -> ResponseReturnValue:
    """Who replied, in figures; before the round is closed, when that will be."""
    g.round = round_
    if not is_summed_up(round_, g.arrived_at):
        return render_template("public/no_summary.html", round=round_)
    summary = compile_factual_summary(round_, now=g.arrived_at)
    return render_template(
        "public/summary.html",
        round=round_,
        summary=summary,
        figures=figures(summary.replies),
        cuts=cuts(summary.replies),
        formats=REPORT_FORMATS,
        said={
            "counts_only": COUNTS_ONLY,
            "no_votes": NO_VOTES,
            "together": TOGETHER,
            "still_read": STILL_READ,
        },
    )


@blueprint.get("/rounds/<int:round_id>/summary.<extension>")
@permits(Permission.READ_ROUND, Round)
def download_summary(round_: Round, extension: str) -> ResponseReturnValue:
    """The factual summary as a document."""
    form = REPORT_FORMATS.get(extension) or abort(404)
    summary = compile_factual_summary(round_, now=g.arrived_at)
    name = report_name(
        round_.consultation.title,
        round_.title,
        "factual-summary",
        made_at=g.arrived_at,
        zone=round_.consultation.zone,
        ext=extension,
    )
    return Response(
        form.write(factual_document(summary)),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
