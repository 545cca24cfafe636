"""The webhooks of a consultation and what was sent there."""

from collections.abc import Sequence

from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, Delivery, Webhook

SHOWN = 100
"""Deliveries that a page lists."""


def webhooks_in(consultation: Consultation) -> Sequence[Webhook]:
    return session.scalars(
        select(Webhook).where(Webhook.consultation_id == consultation.id).order_by(Webhook.id)
    ).all()


def newest_deliveries(webhook: Webhook) -> Sequence[Delivery]:
    """What was sent to a webhook, or is still to be, the newest first."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.webhook_id == webhook.id)
        .order_by(Delivery.id.desc())
        .limit(SHOWN)
    ).all()
