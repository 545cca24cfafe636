"""Meetings, official answers and lineage → the fields that the API answers with."""

from consultation.models import Meeting, OfficialAnswer, OfficialWording
from consultation.models.meeting import Poll
from consultation.queries.contributions.meetings import FormerMeeting, RaisedLine
from consultation.queries.drafts.comparison import Change
from consultation.queries.drafts.drafts import PlainProvision
from consultation.queries.drafts.official_answers import about
from consultation.views.api.shapes import Fields, address


def meeting_fields(row: Meeting) -> Fields:
    names = (
        "id", "kind", "title", "held_at", "place", "attendance", "agenda", "minutes",
        "published_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "round": row.round_id,
        "working_groups": [group.code for group in row.groups],
        "polls": [_poll(poll) for poll in row.polls],
        "page": address("meetings.read_meeting", meeting_id=row.id),
    }


def _poll(poll: Poll) -> Fields:
    names = ("question", "takes_several", "answered", "present")
    options = [{"option": option, "chosen": count} for option, count in poll.options]
    return {name: getattr(poll, name) for name in names} | {"options": options}


def raised_fields(line: RaisedLine) -> Fields:
    names = ("text", "said_by", "category", "position", "about")
    return {name: getattr(line, name) for name in names}


def former_fields(state: FormerMeeting) -> Fields:
    names = (
        "since", "until", "reason", "kind", "title", "held_at", "place", "attendance", "agenda",
        "minutes",
    )  # fmt: skip
    raised = [raised_fields(line) for line in state.raised]
    return {name: getattr(state, name) for name in names} | {"raised": raised}


def official_answer_fields(row: OfficialAnswer) -> Fields:
    return {
        "id": row.id,
        "number": row.number,
        "in_force": row.in_force.number if row.in_force else None,
        "wordings": [_wording(wording) for wording in row.published],
        "page": address("official_answers.read_answer", official_answer_id=row.id),
    }


def _wording(row: OfficialWording) -> Fields:
    names = ("number", "question", "answer", "published_at", "ended_at", "ended_because")
    return {name: getattr(row, name) for name in names} | {
        "draft": row.draft_id,
        "about": [key for key, _ in about(row)],
    }


def change_fields(change: Change) -> Fields:
    return {
        "became": list(change.became),
        "old": [_provision(each) for each in change.olds],
        "new": [_provision(each) for each in change.news],
        "notes": list(change.notes),
        "is_proposed": change.is_proposed,
    }


def _provision(provision: PlainProvision) -> Fields:
    return {name: getattr(provision, name) for name in ("key", "number", "kind", "title")}
