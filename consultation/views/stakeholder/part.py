"""Who is writing, and for whom."""

from flask import g

from consultation.access import acting_person
from consultation.models import Person, Round, Stakeholder
from consultation.permissions import stakeholder_of


def taking_part(round_: Round) -> tuple[Person, Stakeholder]:
    """Who is writing and for whom; the permission table has seen to it that there is one."""
    person = acting_person()
    stakeholder = stakeholder_of(person, round_.consultation)
    if stakeholder is None:
        raise LookupError("the guard let somebody through who takes no part")
    g.round = round_
    return person, stakeholder
