"""Correcting for whom one writes."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import NotAllowedYet, OrganisationTakesPart
from consultation.forms.together import CorrectOwnForm
from consultation.models import Consultation
from consultation.operations.accounts.correcting import correct_own, ensure_correctable
from consultation.permissions import Permission
from consultation.views.stakeholder import blueprint
from consultation.views.stakeholder.part import own_part


@blueprint.route("/consultations/<int:consultation_id>/together/who", methods=["GET", "POST"])
@permits(Permission.LEAD_WORKSPACE, Consultation)
def correct_part(consultation: Consultation) -> ResponseReturnValue:
    """Correct organisation, kind and country, as long as what was sent can be changed."""
    g.consultation = consultation
    person, part = acting_person(), own_part(consultation)
    ensure_correctable(part, g.arrived_at)
    form = CorrectOwnForm(part)
    if not form.accepted():
        return _page(form, 422 if form.errors else 200, asks_apart=form.apart.data)
    try:
        correct_own(part, form.said, is_apart=form.apart.data, author=person, now=g.arrived_at)
    except NotAllowedYet as refused:
        form.organisation.errors = [str(refused)]
        return _page(form, refused.status, asks_apart=isinstance(refused, OrganisationTakesPart))
    flash("Corrected: what you send and have sent stands under it.")
    return redirect(url_for(".write_together", consultation_id=consultation.id))


def _page(form: CorrectOwnForm, status: int, *, asks_apart: bool) -> ResponseReturnValue:
    """The form; that one writes apart can be said where somebody takes part already."""
    page = render_template("stakeholder/correct_part.html", form=form, asks_apart=asks_apart)
    return page, status
