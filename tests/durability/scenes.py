"""What a server is started on: a round that is open now, and people who can sign in to it."""

import json
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from consultation import clock, models
from consultation.config import ROOT
from consultation.db import session, transaction
from consultation.models import Office, OpenQuestion, Position, Role, Round
from tests import factories

READ_BEFORE = 12
"""Answers that an earlier analysis has read."""

CHAIR = "chair@example.org"
SECRETARIAT = "secretariat@example.org"


@dataclass(frozen=True)
class Scene:
    """Numbers and addresses only: rows do not outlive the session they came from."""

    round_id: int
    questions: list[int]
    writers: list[str]


def open_round(writers: int) -> Scene:
    """An open round with three questions, a chair, a secretariat, and so many stakeholders."""
    with transaction():
        now = clock.now()
        round_ = factories.round_(
            opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=7)
        )
        draft = factories.draft(round=round_, published_at=now - timedelta(days=7))
        consultation = round_.consultation
        group = factories.working_group(consultation=consultation, code="WG1")
        questions = [
            factories.question(
                draft=draft, working_group=group, number=f"Q{rank:02d}", rank=rank, text=text
            )
            for rank, text in enumerate(("What is material?", "Who decides?", "By when?"), 1)
        ]
        session.add_all(questions)
        _give_offices(consultation, group)
        emails = [f"writer{number}@example.org" for number in range(writers)]
        session.add_all(
            factories.stakeholder(
                consultation=consultation,
                reference=f"W{number:03d}",
                person=factories.person(email=email, name=f"Writer {number}"),
            )
            for number, email in enumerate(emails)
        )
        session.flush()
        return Scene(round_.id, [question.id for question in questions], emails)


def _give_offices(consultation: models.Consultation, group: models.WorkingGroup) -> None:
    chair = factories.person(email=CHAIR, name="Ana Chair")
    secretariat = factories.person(email=SECRETARIAT, name="Sam Secretariat")
    session.add_all(
        [
            models.Appointment(working_group=group, person=chair, office=Office.CHAIR),
            models.Membership(consultation=consultation, person=secretariat, role=Role.SECRETARIAT),
        ]
    )


def round_with_answers(count: int) -> Scene:
    """An open round whose first question has so many answers, a few of them read before."""
    scene = open_round(writers=0)
    with transaction():
        question = session.get_one(OpenQuestion, scene.questions[0])
        round_ = session.get_one(Round, scene.round_id)
        texts = Random(7).sample(demonstration_texts(), count)
        answers = [_answer(question, round_, number, text) for number, text in enumerate(texts)]
        session.add_all(answers)
        session.flush()
        _themes_of_before(question, answers[:READ_BEFORE])
    return scene


def demonstration_texts() -> list[str]:
    """What the demonstration's stakeholders wrote, to whichever question."""
    lines = (ROOT / "consultation" / "demo" / "answers.jsonl").read_text("utf-8").splitlines()
    return [" ".join(p["text"] for p in json.loads(line)["points"]) for line in lines]


def _answer(question: OpenQuestion, round_: Round, number: int, text: str) -> models.Answer:
    by = factories.stakeholder(
        consultation=round_.consultation,
        reference=f"A{number:03d}",
        organisation=factories.organisation(name=f"Body {number:03d}"),
    )
    position = list(Position)[number % len(Position)]
    return factories.answer(
        question,
        text,
        by=by,
        position=position,
        reference=f"answer-{number:03d}",
        public_number=number + 1,
    )


def _themes_of_before(question: OpenQuestion, answers: list[models.Answer]) -> None:
    """What an earlier analysis left: two machine-made themes with their points and a quote."""
    now = clock.now()
    earlier = models.Analysis(question=question, finished_at=now, settings={})
    themes = [
        models.Theme(question=question, title=f"What was found before, part {part}")
        for part in ("one", "two")
    ]
    session.add_all([earlier, *themes])
    session.flush()
    points = [factories.point(answer) for answer in answers]
    session.add_all(
        models.Placement(point=point, theme=themes[number % 2])
        for number, point in enumerate(points)
    )
    session.add(models.Quote(point=points[0]))
    session.add_all(
        models.Reading(answer=answer, version_id=answer.version.id, analysis_id=earlier.id)
        for answer in answers
    )
