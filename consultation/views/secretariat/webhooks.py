"""Webhooks: which addresses are told of what, and what was sent there."""

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.errors import RuleError
from consultation.forms.api import EVENTS, WebhookForm
from consultation.forms.together import PressForm
from consultation.models import Consultation, Webhook, WebhookEvent
from consultation.operations.correspondence.webhooks import make_webhook, turn_off, turn_on
from consultation.permissions import Permission
from consultation.queries.correspondence.webhooks import newest_deliveries, webhooks_in
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.shown_once import show_next, shown

WHAT = "secret of a webhook"

BY_HAND = "The secretariat turned it off."


@blueprint.route("/consultations/<int:consultation_id>/settings/webhooks", methods=["GET", "POST"])
@permits(Permission.SET_UP, Consultation)
def list_webhooks(consultation: Consultation) -> ResponseReturnValue:
    """The webhooks of a consultation, and a form for one more; its secret is shown this once."""
    g.consultation = consultation
    form, status = WebhookForm(), 200
    if form.accepted():
        try:
            show_next(_make(consultation, form), WHAT)
            return redirect(url_for(".list_webhooks", consultation_id=consultation.id))
        except RuleError as refused:
            form.address.errors, status = [str(refused)], refused.status
    elif form.errors:
        status = 422
    page = render_template(
        "secretariat/webhooks.html",
        consultation=consultation,
        form=form,
        made=shown(WHAT) if request.method == "GET" else "",
        webhooks=webhooks_in(consultation),
        called=EVENTS,
    )
    return page, status


def _make(consultation: Consultation, form: WebhookForm) -> str:
    settings = current_app.config["SETTINGS"]
    made = make_webhook(
        consultation, form.address.data or "", map(WebhookEvent, form.events.data or ()),
        secret_key=settings.secret_key(), local=settings.webhooks_local, by=acting_person(),
        now=g.arrived_at,
    )  # fmt: skip
    session.flush()
    return made


@blueprint.get("/webhooks/<int:webhook_id>")
@permits(Permission.HANDLE_WEBHOOK, Webhook)
def read_webhook(webhook: Webhook) -> ResponseReturnValue:
    """What was sent there and what is still to be, with what came back."""
    g.consultation = webhook.consultation
    return render_template(
        "secretariat/webhook.html",
        webhook=webhook,
        deliveries=newest_deliveries(webhook),
        called=EVENTS,
    )


@blueprint.post("/webhooks/<int:webhook_id>/off")
@permits(Permission.HANDLE_WEBHOOK, Webhook)
def turn_webhook_off(webhook: Webhook) -> ResponseReturnValue:
    """Send nothing there any more."""
    if PressForm().accepted():
        turn_off(webhook, because=BY_HAND, by=acting_person(), now=g.arrived_at)
        flash("The webhook is off: nothing is sent there any more.")
    return redirect(url_for(".read_webhook", webhook_id=webhook.id))


@blueprint.post("/webhooks/<int:webhook_id>/on")
@permits(Permission.HANDLE_WEBHOOK, Webhook)
def turn_webhook_on(webhook: Webhook) -> ResponseReturnValue:
    """Send there again, what was not delivered first."""
    if PressForm().accepted():
        turn_on(webhook, by=acting_person(), now=g.arrived_at)
        flash("The webhook is on. What was not delivered is sent now.")
    return redirect(url_for(".read_webhook", webhook_id=webhook.id))
