"""Founding a consultation; its settings, and what was changed of them."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.setting_up import ChangeProfileForm, FoundForm
from consultation.models import Consultation, PrivacyNotice
from consultation.operations.consultations.founding import change_profile, found
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.permissions import Permission
from consultation.queries.consultations.notices import notice_in_force
from consultation.queries.consultations.planned import planned_rounds
from consultation.queries.consultations.set_up import set_up_changes
from consultation.queries.consultations.word_templates import word_template
from consultation.queries.consultations.working_groups import appointments_in, memberships_in
from consultation.queries.correspondence.letters import LETTERS, own_wording
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.saving import saved_or_shown


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@permits(Permission.FOUND_CONSULTATION)
def found_consultation() -> ResponseReturnValue:
    """Found a consultation; whoever does becomes its secretariat."""
    form = FoundForm()
    if form.accepted():
        consultation = found(form.profile, by=acting_person(), now=g.arrived_at)
        put_in_force(
            PrivacyNotice,
            consultation,
            form.text.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        flash("The consultation is there, and you are its secretariat. Go on with what is below.")
        return redirect(url_for(".read_settings", consultation_id=consultation.id))
    page = render_template("secretariat/found.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.get("/consultations/<int:consultation_id>/settings")
@permits(Permission.SET_UP, Consultation)
def read_settings(consultation: Consultation) -> ResponseReturnValue:
    """Everything that is set up, where to change it, and what was changed."""
    g.consultation = consultation
    return render_template(
        "secretariat/settings.html",
        consultation=consultation,
        rounds=planned_rounds(consultation),
        appointments=appointments_in(consultation),
        memberships=memberships_in(consultation),
        notice=notice_in_force(consultation),
        own_letters=[kind for kind in LETTERS if own_wording(consultation, kind)],
        template=word_template(consultation),
        changes=set_up_changes(consultation),
    )


@blueprint.route("/consultations/<int:consultation_id>/settings/profile", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_settings(consultation: Consultation) -> ResponseReturnValue:
    """Change what a consultation says of itself; what it said before stays in the list."""
    form = ChangeProfileForm(consultation)

    def save() -> str:
        seen, by = form.seen.data or "", acting_person()
        changed = change_profile(consultation, form.profile, seen=seen, by=by, now=g.arrived_at)
        return "Saved, and written into the log." if changed else "Nothing was different."

    return saved_or_shown(
        consultation,
        form,
        save,
        lambda _stale: render_template(
            "secretariat/profile.html", consultation=consultation, form=form
        ),
    )
