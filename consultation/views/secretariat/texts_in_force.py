"""The texts that the secretariat puts in force: the privacy notice and the rules of moderation."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.setting_up import NoticeForm, RulesForm, TextForm
from consultation.models import Consultation
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.permissions import Permission
from consultation.queries.consultations.notices import notice_lines
from consultation.queries.consultations.texts_in_force import Text
from consultation.queries.privacy.moderation import all_rules
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.saving import saved_or_shown


@blueprint.route("/consultations/<int:consultation_id>/settings/notice", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_notice(consultation: Consultation) -> ResponseReturnValue:
    """Put a new privacy notice in force; the former ones stay to be read."""
    form = NoticeForm(consultation)
    return saved_or_shown(
        consultation,
        form,
        lambda: _put(
            form,
            consultation,
            "The privacy notice is in force. Who takes part is asked to read it.",
        ),
        lambda stale: render_template(
            "secretariat/notice.html",
            consultation=consultation,
            form=form,
            lines=notice_lines(consultation),
            stale=stale,
        ),
    )


@blueprint.route("/consultations/<int:consultation_id>/settings/rules", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_rules(consultation: Consultation) -> ResponseReturnValue:
    """Put new rules of moderation in force; the former ones stay to be read."""
    form = RulesForm(consultation)
    return saved_or_shown(
        consultation,
        form,
        lambda: _put(
            form,
            consultation,
            "The rules of moderation are in force, and everybody can read them.",
        ),
        lambda stale: render_template(
            "secretariat/rules.html",
            consultation=consultation,
            form=form,
            all_rules=all_rules(consultation),
            stale=stale,
        ),
    )


def _put(form: TextForm[Text], consultation: Consultation, said: str) -> str:
    """Put in force what was typed, and say so."""
    text, seen = form.text.data or "", form.seen.data
    put_in_force(form.kind, consultation, text, seen=seen, by=acting_person(), now=g.arrived_at)
    return said
