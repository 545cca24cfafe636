"""Pages that readers see: consultations, drafts, help."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits, signed_in_person
from consultation.models import Consultation, Draft
from consultation.permissions import Permission, takes_part
from consultation.queries import consultations, drafts

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@permits(Permission.VISIT)
def home() -> ResponseReturnValue:
    """Every consultation the reader may see, with its current round."""
    return render_template(
        "public/home.html", lines=consultations.visible_to(signed_in_person(), g.arrived_at)
    )


@blueprint.get("/help")
@permits(Permission.VISIT)
def help_page() -> ResponseReturnValue:
    """How Plenary works, in the words the pages use."""
    return render_template("public/help.html")


@blueprint.get("/consultations/<int:consultation_id>")
@permits(Permission.READ_CONSULTATION, Consultation)
def read_consultation(consultation: Consultation) -> ResponseReturnValue:
    """What is drafted, by whom, in which rounds, and where to go from here."""
    g.consultation = consultation
    person = signed_in_person()
    return render_template(
        "public/consultation.html",
        drafts=drafts.published_drafts(consultation),
        takes_newcomers=consultation.registration and not takes_part(person, consultation),
    )


@blueprint.get("/drafts/<int:draft_id>")
@permits(Permission.READ_DRAFT, Draft)
def read_draft(draft: Draft) -> ResponseReturnValue:
    """The draft as a document, each open question in a box beside its provision."""
    g.round = draft.round
    return render_template("public/draft.html", draft=draft, sections=drafts.sections(draft))
