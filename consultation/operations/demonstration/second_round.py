"""The demonstration's second round: the chairs sign the first and it is published, then draft 2."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Appointment,
    Consultation,
    Draft,
    Office,
    OpenQuestion,
    Person,
    Round,
    Stakeholder,
)
from consultation.operations.consultations import deadlines
from consultation.operations.consultations.planning import Window, plan_round
from consultation.operations.demonstration.answers import answers
from consultation.operations.demonstration.chairs import Desk, sign
from consultation.operations.demonstration.meetings import hold_meetings
from consultation.operations.demonstration.official import answers_anew
from consultation.operations.demonstration.people import nobody, secretariat_of
from consultation.operations.demonstration.second_draft import second_draft
from consultation.operations.drafts.drafts import publish_draft
from consultation.operations.plenary.editions import ask_for_edition
from consultation.queries.contributions.submissions import is_asked, questions_in

FIRST_ROUND_ENDED = timedelta(days=16)
"""How long before now the first round has to be loaded, so that it closed ten days ago."""

DECIDED, OPENED, WINDOW = timedelta(days=4), timedelta(days=2), timedelta(days=19)
"""How long ago the chairs signed and the second round opened, and how long that lasts."""

AGAIN = 2
"""One in so many answers comes again in the second round."""

SHORTER = "The legal date stands; what changed is shown beside each provision."


@dataclass(frozen=True)
class Written:
    """The data of the demonstration that its second round is made of.

    `lines` are the answers, `titles` those of their arguments, `said` what the chairs decided and
    wrote on each question, `meetings` those of both rounds, `lineage` is how draft 2 changes draft
    1, and `official_answers` what was answered to questions about either.
    """

    lines: list[dict[str, Any]]
    titles: Mapping[str, str]
    said: Mapping[str, Mapping[str, Any]]
    meetings: list[dict[str, Any]]
    lineage: list[dict[str, Any]]
    official_answers: list[dict[str, Any]]


def second_round(
    consultation: Consultation,
    stakeholders: dict[str, Stakeholder],
    written: Written,
    *,
    now: datetime,
) -> Round:
    """Decide and sign the first round, publish it, and open the second with draft 2 and answers.

    The first round is over and analysed.
    """
    (first,) = consultation.rounds
    by = secretariat_of(consultation)
    hold_meetings(first, written.meetings, by=by)
    for question in questions_in(first):
        desk = Desk(question, written.lines, written.titles, _chair(question), now - DECIDED)
        sign(desk, written.said.get(question.number, {}))
    deadlines.publish(first, by=by, now=now - DECIDED)
    deadlines.publish_outcomes(first, by=by, now=now - DECIDED)
    opens_at = now - OPENED
    last_day = (opens_at + WINDOW).astimezone(consultation.zone).date()
    closes_at = datetime.combine(last_day, time(23, 59), consultation.zone)
    window = Window(opens_at, closes_at, SHORTER)
    before = now - OPENED - timedelta(hours=1)
    second = plan_round(consultation, 2, "Round 2", window, by=by, now=before)
    draft = second_draft(second, written.lineage, by=by, now=before)
    publish_draft(draft, by=by, now=opens_at)
    answers_anew(draft, written.official_answers, by=by, now=opens_at)
    answers(second, _asked(draft), stakeholders, _again(draft, written.lines), now)
    # It waits first in line: what is raised in a meeting asks for a reading.
    ask_for_edition(first, by=by, now=now)
    hold_meetings(second, written.meetings, by=by)
    return second


def _chair(question: OpenQuestion) -> Person:
    group = question.working_group
    return session.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.working_group_id.in_([group.id, group.parent_id]),
            Appointment.office == Office.CHAIR,
        )
    ).first() or nobody(f"chair of {group.code}")


def _asked(draft: Draft) -> dict[str, OpenQuestion]:
    asked = select(OpenQuestion).where(OpenQuestion.draft == draft, is_asked())
    return {question.number: question for question in session.scalars(asked)}


def _again(draft: Draft, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of what was written the first time, to the questions that are asked again."""
    asked = _asked(draft)
    return [line for line in lines if line["question"] in asked][::AGAIN]
