"""Tokens of the API: made here, shown once, revoked."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import RuleError
from consultation.forms.api import SCOPES, TokenForm
from consultation.forms.together import PressForm
from consultation.models import ApiToken, Consultation, Scope
from consultation.operations.consultations.api_tokens import make_api_token, revoke_api_token
from consultation.permissions import Permission
from consultation.queries.consultations.api_tokens import api_tokens_in
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.shown_once import show_next, shown

WHAT = "token"


@blueprint.route("/consultations/<int:consultation_id>/settings/tokens", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def list_tokens(consultation: Consultation) -> ResponseReturnValue:
    """The tokens that were made, and a form for one more, which the next page shows once."""
    g.consultation = consultation
    form, status = TokenForm(consultation, g.arrived_at), 200
    if form.accepted():
        try:
            show_next(_make(consultation, form), WHAT)
            return redirect(url_for(".list_tokens", consultation_id=consultation.id))
        except RuleError as refused:
            form.until.errors, status = [str(refused)], refused.status
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/tokens.html",
        consultation=consultation,
        form=form,
        made=shown(WHAT) if request.method == "GET" else "",
        tokens=api_tokens_in(consultation),
        scopes=SCOPES,
    )
    return page, status


def _make(consultation: Consultation, form: TokenForm) -> str:
    made = make_api_token(
        consultation, form.called.data or "", Scope(form.scope.data),
        expires_at=form.moment, by=acting_person(), now=g.arrived_at,
    )  # fmt: skip
    session.flush()
    return made


@blueprint.post("/tokens/<int:api_token_id>/revoke")
@permits(Permission.HANDLE_TOKEN, ApiToken)
def revoke_token(token: ApiToken) -> ResponseReturnValue:
    """End a token: nothing is read with it any more."""
    if PressForm().accepted():
        revoke_api_token(token, by=acting_person(), now=g.arrived_at)
        flash(f"“{token.name}” is revoked. Nothing can be read with it any more.")
    return redirect(url_for(".list_tokens", consultation_id=token.consultation_id))
