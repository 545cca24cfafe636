"""A letter as it is asked for, and who writes for each stakeholder, to be written to."""

from dataclasses import dataclass

from sqlalchemy import Subquery, select, union_all

from consultation.models import Colleague, Stakeholder


@dataclass(frozen=True)
class Letter:
    """One letter; `key` is the same whenever the same letter is asked for again.

    `path` is the page that it leads to.
    """

    to: str
    subject: str
    text: str
    key: str
    path: str


def writers() -> Subquery:
    """Who writes for each stakeholder: the lead and every colleague."""
    return union_all(
        select(Stakeholder.id.label("stakeholder_id"), Stakeholder.person_id),
        select(Colleague.stakeholder_id, Colleague.person_id),
    ).subquery()
