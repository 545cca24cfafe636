"""What changed in the draft where I wrote in the round before."""

from flask import render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.errors import NotAllowedYet
from consultation.models import Round
from consultation.permissions import Permission
from consultation.queries.contributions.own_changes import own_changes
from consultation.queries.contributions.papers import draft_of
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import taking_part


@blueprint.get("/rounds/<int:round_id>/what-changed")
@permits(Permission.TAKE_PART, Round)
def see_changes(round_: Round) -> ResponseReturnValue:
    """My answers and comments of the round before, beside what became of each provision."""
    _, stakeholder = taking_part(round_)
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet("The draft is not published yet. Come back when it can be read.")
    found = own_changes(draft, stakeholder.id)
    return render_template("stakeholder/changes.html", round=round_, found=found)
