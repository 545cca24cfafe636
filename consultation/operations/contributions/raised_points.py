"""What was said in a meeting to a question or a provision: answers, read with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Draft,
    Meeting,
    OpenQuestion,
    Person,
    Position,
    Provision,
    Publication,
    Source,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.commenting import standing_question, whole_draft_question
from consultation.operations.contributions.receipts import new_salt
from consultation.operations.grouping.reread import have_read
from consultation.operations.plenary.editions import let_go
from consultation.queries.contributions.meetings import answers_said_in
from consultation.queries.drafts.places import Place


@dataclass(frozen=True)
class RaisedPoint:
    """What somebody said in a meeting, and to what; `said_by` is empty unless they may be named.

    `answer_id` is the answer that it was kept as before, None for one that is new.
    """

    place: Place
    text: str
    category: str
    said_by: str = ""
    position: Position = Position.NONE
    answer_id: int | None = None


def keep_points(
    meeting: Meeting, raised: Sequence[RaisedPoint], *, by: Person, now: datetime
) -> dict[str, int]:
    """Let exactly these points count as said in a meeting; how many are new, changed, taken back.

    What was kept before and is worded or placed otherwise now is replaced, as an author's own
    answer would be; what is not among them counts no more. Questions where that differs are read
    again.
    """
    kept = {answer.id: answer for answer in answers_said_in(meeting)}
    touched: set[OpenQuestion] = set()
    figures = {"new": 0, "changed": 0, "taken back": 0}
    for point in raised:
        before = kept.pop(point.answer_id or 0, None)
        question = question_at(point.place)
        if before is None:
            _add(meeting, question, point, by, now)
            figures["new"] += 1
        elif _says_the_same(before, question, point):
            continue
        else:
            _replace(before, question, point, by, now)
            touched.add(before.question)
            figures["changed"] += 1
        touched.add(question)
    for gone in kept.values():
        gone.replaced_at = now
        touched.add(gone.question)
        figures["taken back"] += 1
    session.flush()
    have_read(touched, now)
    if figures["changed"] or figures["taken back"]:
        let_go(meeting.round, because="What was said in a meeting was changed.", now=now)
    return figures


def question_at(place: Place) -> OpenQuestion:
    """The question that takes what is said at a place of a draft."""
    if isinstance(place, Provision):
        return standing_question(place)
    return whole_draft_question(place) if isinstance(place, Draft) else place


def _says_the_same(answer: Answer, question: OpenQuestion, point: RaisedPoint) -> bool:
    voice = answer.submission.stakeholder
    was = (answer.question_id, answer.text, answer.position, voice.name, voice.category)
    return was == (question.id, point.text, point.position, point.said_by, point.category)


def _add(
    meeting: Meeting, question: OpenQuestion, point: RaisedPoint, by: Person, now: datetime
) -> None:
    spoken = select(func.count(Stakeholder.id)).where(Stakeholder.meeting_id == meeting.id)
    number = (session.scalar(spoken) or 0) + 1
    voice = Stakeholder(
        consultation=meeting.consultation,
        meeting=meeting,
        reference=f"meeting {meeting.id}, point {number}",
    )
    _call(voice, point)
    submission = Submission(
        round=meeting.round,
        stakeholder=voice,
        source=Source.MEETING,
        started_at=now,
        submitted_at=meeting.held_at,
        salt=new_salt(),
    )
    session.add(submission)
    session.flush()
    _answer(submission, question, point, by, now)


def _replace(
    before: Answer, question: OpenQuestion, point: RaisedPoint, by: Person, now: datetime
) -> None:
    _call(before.submission.stakeholder, point)
    if (before.question_id, before.text, before.position) == (
        question.id,
        point.text,
        point.position,
    ):
        return
    before.replaced_at = now
    session.flush()
    _answer(before.submission, question, point, by, now)


def _call(voice: Stakeholder, point: RaisedPoint) -> None:
    """Who said it; nobody's name is kept who may not be named."""
    voice.name, voice.category = point.said_by, point.category
    voice.publication = Publication.NAMED if point.said_by else Publication.ANONYMOUS


def _answer(
    submission: Submission, question: OpenQuestion, point: RaisedPoint, by: Person, now: datetime
) -> None:
    last = select(func.max(AnswerVersion.number)).where(
        AnswerVersion.submission == submission, AnswerVersion.question == question
    )
    version = AnswerVersion(
        submission=submission,
        question=question,
        number=(session.scalar(last) or 0) + 1,
        text=point.text,
        position=point.position,
        position_chosen=point.position is not Position.NONE,
        saved_by_id=by.id,
        saved_at=now,
    )
    session.add(Answer(submission=submission, question=question, version=version))
    session.flush()
