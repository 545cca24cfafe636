"""The texts that the secretariat puts in force: the privacy notice and the rules of moderation."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.setting_up import NoticeForm, RulesForm, TextForm
from consultation.models import Consultation, ModerationRules, PrivacyNotice
from consultation.operations.texts_in_force import StaleText, put_in_force
from consultation.permissions import Permission
from consultation.queries.moderation import all_rules
from consultation.queries.notices import notice_lines
from consultation.queries.texts_in_force import Text, number_of_newest, text_of
from consultation.views.secretariat import blueprint


@blueprint.route("/consultations/<int:consultation_id>/settings/notice", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_notice(consultation: Consultation) -> ResponseReturnValue:
    """Put a new privacy notice in force; the former ones stay to be read."""
    g.consultation = consultation
    form = NoticeForm(**_shown(PrivacyNotice, consultation))
    stale: StaleText | None = None
    if form.accepted():
        stale = _stale(PrivacyNotice, consultation, form)
        if stale is None:
            flash("The privacy notice is in force. Who takes part is asked to read it.")
            return redirect(url_for(".read_settings", consultation_id=consultation.id))
    page = render_template(
        "secretariat/notice.html",
        consultation=consultation,
        form=form,
        lines=notice_lines(consultation),
        stale=stale,
    )
    return page, _status(form, stale)


@blueprint.route("/consultations/<int:consultation_id>/settings/rules", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def change_rules(consultation: Consultation) -> ResponseReturnValue:
    """Put new rules of moderation in force; the former ones stay to be read."""
    g.consultation = consultation
    form = RulesForm(**_shown(ModerationRules, consultation))
    stale: StaleText | None = None
    if form.accepted():
        stale = _stale(ModerationRules, consultation, form)
        if stale is None:
            flash("The rules of moderation are in force, and everybody can read them.")
            return redirect(url_for(".read_settings", consultation_id=consultation.id))
    page = render_template(
        "secretariat/rules.html",
        consultation=consultation,
        form=form,
        all_rules=all_rules(consultation),
        stale=stale,
    )
    return page, _status(form, stale)


def _shown(kind: type[Text], consultation: Consultation) -> dict[str, Any]:
    """What a form begins with: the text in force, and its number."""
    number = number_of_newest(kind, consultation)
    return {"text": text_of(kind, consultation, number), "seen": number}


def _stale(kind: type[Text], consultation: Consultation, form: TextForm) -> StaleText | None:
    """Put in force what was typed; where another text came first, what to say of that."""
    text, by, seen = form.text.data or "", acting_person(), form.seen.data
    try:
        put_in_force(kind, consultation, text, seen=seen, by=by, now=g.arrived_at)
    except StaleText as stale:
        form.look_again(str(stale), stale.number)
        return stale
    return None


def _status(form: TextForm, stale: StaleText | None) -> int:
    return stale.status if stale is not None else 422 if form.errors else 200
