"""Who is invited to an office or a role, and what became of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Consultation, Invitation


def invitations_in(consultation: Consultation) -> Sequence[Invitation]:
    """Every invitation, those that wait first, then the newest."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.consultation == consultation)
        .options(joinedload(Invitation.working_group))
        .order_by(
            Invitation.accepted_at.is_not(None) | Invitation.taken_back_at.is_not(None),
            Invitation.id.desc(),
        )
    ).all()
