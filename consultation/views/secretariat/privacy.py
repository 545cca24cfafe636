"""What a consultation owes people about their data: dates, the register, erasure."""

from flask import Response, abort, flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation import exports
from consultation.access import acting_person, permits
from consultation.exports.register import REGISTER_FORMATS, register_document
from consultation.forms.moderation import ReasonForm, RetentionForm
from consultation.models import Consultation, Stakeholder
from consultation.operations.privacy.erasing import erase_words
from consultation.operations.privacy.retention import set_retention
from consultation.permissions import Permission
from consultation.queries.privacy.register import register_of
from consultation.queries.privacy.retention import (
    AHEAD,
    LONGEST_WAIT,
    awaits_outcomes,
    retained_until,
)
from consultation.views.papers import forget_once_committed
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.saving import saved_or_shown


@blueprint.route("/consultations/<int:consultation_id>/settings/retention", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_retention(consultation: Consultation) -> ResponseReturnValue:
    """Say how long personal data are kept, and whom people ask about them."""
    form = RetentionForm(consultation)

    def save() -> str:
        set_retention(
            consultation,
            months=form.months.data or 0,
            contact=form.contact.data or "",
            seen=form.seen.data or "",
            by=acting_person(),
            now=g.arrived_at,
        )
        return "Saved, and written into the log."

    return saved_or_shown(
        consultation,
        form,
        save,
        lambda _stale: render_template(
            "secretariat/retention.html",
            consultation=consultation,
            form=form,
            until=retained_until(consultation),
            waits=awaits_outcomes(consultation),
            longest=LONGEST_WAIT + consultation.retention_months,
            ahead=AHEAD.days,
        ),
    )


@blueprint.get("/consultations/<int:consultation_id>/register")
@permits(Permission.SET_UP, Consultation)
def read_register(consultation: Consultation) -> ResponseReturnValue:
    """The register of processing, as the settings and the data map say it now."""
    g.consultation = consultation
    return render_template(
        "secretariat/register.html",
        consultation=consultation,
        register=register_of(consultation),
        formats=REGISTER_FORMATS,
    )


@blueprint.get("/consultations/<int:consultation_id>/register.<extension>")
@permits(Permission.SET_UP, Consultation)
def download_register(consultation: Consultation, extension: str) -> ResponseReturnValue:
    """The register of processing as a document."""
    form = REGISTER_FORMATS.get(extension) or abort(404)
    register = register_of(consultation)
    name = f"register-of-processing-{exports.slug(consultation.title, 80)}.{extension}"
    return Response(
        form.render(register_document(register, now=g.arrived_at)),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.route("/stakeholders/<int:stakeholder_id>/erase", methods=["GET", "POST"])
@permits(Permission.CORRECT_STAKEHOLDER, Stakeholder)
def erase_stakeholder(stakeholder: Stakeholder) -> ResponseReturnValue:
    """Erase what somebody sent, because they ask for it."""
    g.consultation = stakeholder.consultation
    form = ReasonForm()
    if form.accepted():
        forget_once_committed(
            erase_words(
                stakeholder, reason=form.reason.data or "", by=acting_person(), now=g.arrived_at
            )
        )
        flash("Their words are erased. What they sent counts all the same.")
        return redirect(url_for(".list_stakeholders", consultation_id=stakeholder.consultation_id))
    page = render_template("secretariat/erase.html", stakeholder=stakeholder, form=form)
    return page, 422 if form.errors else 200
