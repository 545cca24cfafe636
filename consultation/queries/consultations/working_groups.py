"""Working groups: who is in office in them, and whether anything hangs on one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Appointment, Consultation, Membership, WorkingGroup
from consultation.queries.references import hanging_on


def hangs_on(group: WorkingGroup) -> list[str]:
    """What refers to a working group, in words."""
    return hanging_on(WorkingGroup, [group.id])


def appointments_in(consultation: Consultation) -> Sequence[Appointment]:
    """Who chairs what, by working group; chairs before vice-chairs."""
    return session.scalars(
        select(Appointment)
        .join(Appointment.working_group)
        .where(WorkingGroup.consultation == consultation)
        .options(joinedload(Appointment.person))
        .order_by(WorkingGroup.code, Appointment.office, Appointment.id)
    ).all()


def memberships_in(consultation: Consultation) -> Sequence[Membership]:
    """Secretariat and readers, in this order."""
    return session.scalars(
        select(Membership)
        .where(Membership.consultation == consultation)
        .options(joinedload(Membership.person))
        .order_by(Membership.role.desc(), Membership.id)
    ).all()
