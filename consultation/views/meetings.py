"""Meetings as everybody reads them: the list, and each on a page of its own."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits, signed_in_person
from consultation.models import Consultation, Meeting
from consultation.permissions import Permission
from consultation.predicates import is_secretariat, reviews_or_runs
from consultation.queries.contributions.meetings import former_states, meetings_of, raised_in

blueprint = Blueprint("meetings", __name__)


@blueprint.get("/consultations/<int:consultation_id>/meetings")
@permits(Permission.READ_CONSULTATION, Consultation)
def list_meetings(consultation: Consultation) -> ResponseReturnValue:
    """The meetings of a consultation; those not published yet for who reviews or runs it."""
    g.consultation = consultation
    person = signed_in_person()
    return render_template(
        "public/meetings.html",
        lines=meetings_of(consultation, published_only=not reviews_or_runs(person, consultation)),
        writes=is_secretariat(person, consultation),
    )


@blueprint.get("/meetings/<int:meeting_id>")
@permits(Permission.READ_MEETING, Meeting)
def read_meeting(meeting: Meeting) -> ResponseReturnValue:
    """One meeting: who was there, what was on the agenda, what was said and what polls showed."""
    g.round = meeting.round
    return render_template(
        "public/meeting.html",
        meeting=meeting,
        raised=raised_in(meeting),
        formers=former_states(meeting),
        writes=is_secretariat(signed_in_person(), meeting.consultation),
    )
