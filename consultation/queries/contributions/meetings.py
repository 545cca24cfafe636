"""Meetings as they are listed and read, and what was said in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import (
    Answer,
    Consultation,
    Draft,
    Meeting,
    MeetingCorrection,
    OpenQuestion,
    Provision,
    Round,
    Stakeholder,
    Submission,
)
from consultation.queries.consultations.stakeholders import takes_part
from consultation.queries.drafts.places import Place, place_name

NOT_STATED = "not stated"
"""The kind of stakeholder of somebody of whom it is not known."""


@dataclass(frozen=True)
class MeetingLine:
    """A meeting in the list, and how many points were raised in it."""

    meeting: Meeting
    points: int


@dataclass(frozen=True)
class RaisedLine:
    """What somebody said; `said_by` is their name where they may be named.

    `text` is what everybody may read of it; what was said is the answer's.
    """

    answer: Answer
    text: str
    said_by: str
    category: str
    position: str
    place: Place

    @property
    def about(self) -> str:
        """To what it was said."""
        return place_name(self.place)


class GroupThen(NamedTuple):
    """A working group as it was called."""

    code: str
    name: str


@dataclass(frozen=True)
class FormerMeeting:
    """What a published meeting said from one moment to another, and why it was corrected then.

    It is read as a meeting is; nobody is named in `raised`.
    """

    since: datetime
    until: datetime
    reason: str
    kind: str
    title: str
    held_at: datetime
    place: str
    groups: list[GroupThen]
    attendance: dict[str, int]
    agenda: str
    minutes: str
    polls: list[dict[str, Any]]
    raised: list[RaisedLine]

    @property
    def present(self) -> int:
        return sum(self.attendance.values())


def meetings_of(consultation: Consultation, *, published_only: bool) -> list[MeetingLine]:
    """The meetings of a consultation, the newest first."""
    rows = (
        select(Meeting)
        .join(Meeting.round)
        .where(Round.consultation == consultation)
        .options(selectinload(Meeting.groups), joinedload(Meeting.round))
        .order_by(Meeting.held_at.desc(), Meeting.id.desc())
    )
    if published_only:
        rows = rows.where(Meeting.published_at.is_not(None))
    said = _points_by_meeting(consultation)
    return [MeetingLine(meeting, said.get(meeting.id, 0)) for meeting in session.scalars(rows)]


def _points_by_meeting(consultation: Consultation) -> dict[int, int]:
    rows = session.execute(
        select(Stakeholder.meeting_id, func.count(Answer.id))
        .select_from(Answer)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(
            Stakeholder.consultation == consultation, ~takes_part(), Answer.replaced_at.is_(None)
        )
        .group_by(Stakeholder.meeting_id)
    )
    return {number: count for number, count in rows if number is not None}


def answers_said_in(meeting: Meeting) -> Sequence[Answer]:
    """What was said in a meeting and counts, in the order it was written down."""
    return session.scalars(
        select(Answer)
        .join(Answer.submission)
        .join(Submission.stakeholder)
        .where(Stakeholder.meeting_id == meeting.id, Answer.replaced_at.is_(None))
        .options(
            joinedload(Answer.question).joinedload(OpenQuestion.comments_on),
            joinedload(Answer.submission).joinedload(Submission.stakeholder),
        )
        .order_by(Submission.id)
    ).all()


def raised_in(meeting: Meeting) -> list[RaisedLine]:
    """What was said in a meeting, as its page has it."""
    return [_raised(answer) for answer in answers_said_in(meeting)]


def _raised(answer: Answer) -> RaisedLine:
    return RaisedLine(
        answer=answer,
        text=answer.in_public(answer.text),
        said_by=answer.submission.stakeholder.name,
        category=answer.submission.stakeholder.category,
        position=str(answer.position),
        place=place_of(answer.question),
    )


def former_states(meeting: Meeting) -> list[FormerMeeting]:
    """What a published meeting said before each of its corrections, the newest first."""
    found, since = [], meeting.published_at
    for correction in meeting.corrections:
        found.append(_former(correction, since or correction.at))
        since = correction.at
    return found[::-1]


def _former(correction: MeetingCorrection, since: datetime) -> FormerMeeting:
    was = dict(correction.was)
    kinds = dict(was.pop("points"))
    answers = session.scalars(select(Answer).where(Answer.id.in_(kinds)))
    found = {answer.id: answer for answer in answers}
    return FormerMeeting(
        since=since,
        until=correction.at,
        reason=correction.reason,
        held_at=datetime.fromisoformat(was.pop("held_at")),
        groups=[GroupThen(code, name) for code, name in was.pop("groups")],
        raised=[
            replace(_raised(found[number]), said_by="", category=kind)
            for number, kind in kinds.items()
        ],
        **was,
    )


def place_of(question: OpenQuestion) -> Place:
    """To what a question takes answers: itself, a provision, or the draft as a whole."""
    if question.on_whole_draft:
        draft: Draft = question.draft
        return draft
    provision: Provision | None = question.comments_on
    return provision if provision is not None else question


def kinds_in(consultation: Consultation) -> list[str]:
    """The kinds of stakeholder that there are: those declared for it, else those who take part."""
    declared = list(consultation.categories)
    used = session.scalars(
        select(Stakeholder.category)
        .where(Stakeholder.consultation == consultation)
        .distinct()
        .order_by(Stakeholder.category)
    )
    return list(dict.fromkeys([*declared, *(kind for kind in used if kind), NOT_STATED]))
