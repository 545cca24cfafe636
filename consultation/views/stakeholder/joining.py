"""Beginning to take part, where registration is open."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import OrganisationTakesPart
from consultation.forms.together import JoinForm
from consultation.models import Consultation, Person
from consultation.operations.contributions.joining import begin_part, notice_hash
from consultation.permissions import Permission
from consultation.predicates import takes_part
from consultation.queries.consultations import consultations
from consultation.queries.consultations.notices import notice_in_force
from consultation.roles import accepted_in
from consultation.views.stakeholder import blueprint


@blueprint.route("/consultations/<int:consultation_id>/take-part", methods=["GET", "POST"])
@permits(Permission.JOIN, Consultation)
def take_part(consultation: Consultation) -> ResponseReturnValue:
    """Say for whom one writes, read the privacy notice, choose how to be named."""
    g.consultation = consultation
    person = acting_person()
    if takes_part(person, consultation):
        return _go_on(consultation)
    told = notice_in_force(consultation)
    form = JoinForm(
        consultation, told, notice=notice_hash(consultation), **_declared(person, consultation)
    )
    if not form.accepted():
        return _page(consultation, form, 422 if form.errors else 200)
    try:
        begin_part(
            person, consultation, form.declared, agreed_to=form.notice.data or "", now=g.arrived_at
        )
    except OrganisationTakesPart as refused:
        form.organisation.errors = [str(refused)]
        return _page(consultation, form, refused.status)
    flash("You take part now. Answer a question or comment on a provision.")
    return _go_on(consultation)


def _declared(person: Person, consultation: Consultation) -> dict[str, str]:
    """What somebody who is accepted told the body already."""
    row = accepted_in(person, consultation)
    if row is None:
        return {}
    kind = {"category": row.category, "own_category": row.category}
    return {"organisation": row.organisation, "country": row.country, **kind}


def _page(consultation: Consultation, form: JoinForm, status: int) -> ResponseReturnValue:
    """The form; that one writes apart can be said where somebody takes part already."""
    page = render_template(
        "stakeholder/take_part.html",
        consultation=consultation,
        notice=notice_in_force(consultation),
        form=form,
        asks_apart=status == OrganisationTakesPart.status or form.apart.data,
    )
    return page, status


def _go_on(consultation: Consultation) -> ResponseReturnValue:
    """To the draft that is open for comments; where there is none yet, to the consultation."""
    draft_id = consultations.line(consultation, None, g.arrived_at).draft_id
    if draft_id is not None:
        return redirect(url_for("public.read_draft", draft_id=draft_id))
    return redirect(url_for("public.read_consultation", consultation_id=consultation.id))
