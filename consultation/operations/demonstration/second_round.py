"""The demonstration's second round: what was said in the first is decided and signed, then draft 2.

What chairs write is made up here, by turns down the list of themes: it shows every outcome there
is, and is nobody's judgement of what the data say.
"""

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
    OutcomeKind,
    Person,
    Round,
    Stakeholder,
)
from consultation.models.plenary import CHANGES_THE_DRAFT
from consultation.operations import deadlines, outcomes
from consultation.operations.demonstration.answers import answers
from consultation.operations.demonstration.official import answers_anew
from consultation.operations.demonstration.people import nobody, secretariat_of
from consultation.operations.demonstration.second_draft import second_draft
from consultation.operations.drafts import publish_draft
from consultation.operations.editions import ask_for_edition
from consultation.operations.planning import Window, plan_round
from consultation.operations.signing import sign_off
from consultation.operations.summaries import compose_summary
from consultation.queries.signing import state_hash
from consultation.queries.submissions import is_asked, questions_in
from consultation.queries.themes import current_themes

FIRST_ROUND_ENDED = timedelta(days=16)
"""How long before now the first round has to be loaded, so that it closed ten days ago."""

DECIDED, OPENED, WINDOW = timedelta(days=4), timedelta(days=2), timedelta(days=19)
"""How long ago the chairs signed and the second round opened, and how long that lasts."""

AGAIN = 2
"""One in so many answers comes again in the second round."""

SHORTER = "The legal date stands; the text changed in six places only."

DECISIONS = (
    (OutcomeKind.ADOPTED, ""),
    (OutcomeKind.IN_PART, "The duty stays, and smaller developers get a simpler form of it."),
    (
        OutcomeKind.OUTWEIGHED,
        "Those who would check it asked for the opposite, with cases.",
    ),
    (OutcomeKind.CLARIFIED, "It was meant so, and draft 2 says it in the text."),
    (OutcomeKind.DEFERRED, "It needs the figures of the first reports."),
    (OutcomeKind.OTHER_RULES, "The product rules ask for the same, with a penalty."),
    (OutcomeKind.REFERRED, "The forum’s scope is for its members to decide."),
    (OutcomeKind.OUTSIDE_MANDATE, "A voluntary code cannot impose it."),
)
"""What becomes of a question's themes by turns; what comes after eight stays unexamined."""


def second_round(
    consultation: Consultation,
    source: dict[str, Any],
    stakeholders: dict[str, Stakeholder],
    lines: list[dict[str, Any]],
    *,
    now: datetime,
) -> Round:
    """Decide and sign the first round, publish it, and open the second with draft 2 and answers.

    The first round is over and analysed.
    """
    (first,) = consultation.rounds
    by = secretariat_of(consultation)
    for question in questions_in(first):
        _decide_and_sign(question, now - DECIDED)
    deadlines.publish(first, by=by, now=now - DECIDED)
    deadlines.publish_outcomes(first, by=by, now=now - DECIDED)
    opens_at = now - OPENED
    last_day = (opens_at + WINDOW).astimezone(consultation.zone).date()
    closes_at = datetime.combine(last_day, time(23, 59), consultation.zone)
    window = Window(opens_at, closes_at, SHORTER)
    before = now - OPENED - timedelta(hours=1)
    second = plan_round(consultation, 2, "Round 2", window, by=by, now=before)
    draft = second_draft(second, source["draft_2_lineage"], by=by, now=before)
    publish_draft(draft, by=by, now=opens_at)
    answers_anew(draft, source["official_answers"], by=by, now=opens_at)
    answers(second, _asked(draft), stakeholders, _again(draft, lines), now)
    ask_for_edition(first, by=by, now=now)
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


def _decide_and_sign(question: OpenQuestion, now: datetime) -> None:
    chair = _chair(question)
    changes = [provision.key for provision in question.provisions]
    turn = question.rank % len(DECISIONS)
    decisions = DECISIONS[turn:] + DECISIONS[:turn]
    for theme, (kind, reason) in zip(current_themes(question), decisions, strict=False):
        keys = changes if kind in CHANGES_THE_DRAFT else ()
        outcomes.decide(
            theme, kind, reason=reason, seen=theme.version, by=chair, now=now, changes=keys
        )
    compose_summary(question, seen=0, by=chair, now=now)
    sign_off(question, chair=chair, seen=state_hash(question), now=now)


def _asked(draft: Draft) -> dict[str, OpenQuestion]:
    asked = select(OpenQuestion).where(OpenQuestion.draft == draft, is_asked())
    return {question.number: question for question in session.scalars(asked)}


def _again(draft: Draft, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Some of what was written the first time, to the questions that are asked again."""
    asked = _asked(draft)
    return [line for line in lines if line["question"] in asked][::AGAIN]
