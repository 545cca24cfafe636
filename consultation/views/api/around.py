"""The API beside contributions: meetings, official answers, and what became of provisions."""

from typing import Any

from flask import abort

from consultation.models import Consultation, Draft, Meeting, OfficialAnswer
from consultation.permissions import Permission, may
from consultation.queries.contributions.meetings import former_states, meetings_of, raised_in
from consultation.queries.drafts.comparison import changes
from consultation.queries.drafts.drafts import published_drafts
from consultation.queries.drafts.official_answers import official_answers_in
from consultation.views.api.asking import NOTHING, asking
from consultation.views.api.paging import page_of
from consultation.views.api.schemas import PageQuery, listed
from consultation.views.api.schemas_around import (
    LineageQuery,
    LineageSchema,
    MeetingSchema,
    OfficialAnswerSchema,
    WholeMeetingSchema,
)
from consultation.views.api.serving import serves
from consultation.views.api.shapes import Fields
from consultation.views.api.shapes_around import (
    change_fields,
    former_fields,
    meeting_fields,
    official_answer_fields,
    raised_fields,
)

Query = dict[str, Any]


@serves(
    "/consultations/<int:consultation_id>/meetings",
    Permission.READ_CONSULTATION,
    listed(MeetingSchema),
    model=Consultation,
    query=PageQuery,
)
def list_meetings(consultation: Consultation, query: Query) -> Fields:
    """The published meetings of a consultation, the newest first."""
    items, following = page_of(meetings_of(consultation, published_only=True), query)
    return {"items": [meeting_fields(line.meeting) for line in items], "next": following}


@serves("/meetings/<int:meeting_id>", Permission.READ_MEETING, WholeMeetingSchema, model=Meeting)
def read_meeting(meeting: Meeting) -> Fields:
    """One meeting: what was said in it, and what stood there before it was corrected."""
    return meeting_fields(meeting) | {
        "raised": [raised_fields(line) for line in raised_in(meeting)],
        "former": [former_fields(state) for state in former_states(meeting)],
    }


@serves(
    "/consultations/<int:consultation_id>/official-answers",
    Permission.READ_CONSULTATION,
    listed(OfficialAnswerSchema),
    model=Consultation,
    query=PageQuery,
)
def list_official_answers(consultation: Consultation, query: Query) -> Fields:
    """The official answers of a consultation by number, as far as they were ever published."""
    items, following = page_of(official_answers_in(consultation, published_only=True), query)
    return {"items": [official_answer_fields(line.answer) for line in items], "next": following}


@serves(
    "/official-answers/<int:official_answer_id>",
    Permission.READ_OFFICIAL_ANSWER,
    OfficialAnswerSchema,
    model=OfficialAnswer,
)
def read_official_answer(answer: OfficialAnswer) -> Fields:
    """One official answer, in the wording in force and in every one before."""
    return official_answer_fields(answer)


@serves(
    "/drafts/<int:draft_id>/lineage",
    Permission.READ_DRAFT,
    listed(LineageSchema),
    model=Draft,
    query=LineageQuery,
)
def list_lineage(draft: Draft, query: Query) -> Fields:
    """What became of each provision of an earlier draft, in the order of this one."""
    earlier = _earlier(draft, query["since"])
    lines = changes(earlier, draft) if earlier is not None else ()
    items, following = page_of(lines, query)
    return {"items": [change_fields(change) for change in items], "next": following}


def _earlier(draft: Draft, number: int | None) -> Draft | None:
    """The published draft before, or the one that is asked for; else 404."""
    consultation = draft.round.consultation
    before = [
        other for other in published_drafts(consultation) if other.round.number < draft.round.number
    ]
    if number is None:
        return max(before, key=lambda other: other.round.number, default=None)
    found = next((other for other in before if other.id == number), None)
    if found is None or not may(asking().person_in(consultation), Permission.READ_DRAFT, found):
        abort(404, NOTHING)
    return found
