"""A question with points and a frame of two facets, to be coded in a browser."""

from dataclasses import dataclass

from sqlalchemy import select

from consultation import clock
from consultation.db import session, transaction
from consultation.models import (
    Answer,
    Code,
    Consultation,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Theme,
)
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.queries.coding.code_uses import last_use
from tests import factories
from tests.browser.scene import CHAIR, RECEIVED, Scene

LINES = """type; T1; The register of incidents must be published every quarter
type; T2; Time for small firms
type; T3; Independent audits
type; T4; Weapons; Of mass destruction.
type; T5; Reach
type; T6; Escape from control
source; S1; Weights
source; S2; Misuse"""


@dataclass(frozen=True)
class Coded:
    """The first of the points, its theme and the codes by their keys."""

    point_id: int
    theme_id: int
    codes: dict[str, int]


def has_a_frame(numbers: Scene) -> Coded:
    """A point of each answer, all under one theme; nothing is coded."""
    with transaction():
        question = session.get_one(OpenQuestion, numbers.question_id)
        session.add(theme := Theme(question=question, title="What is to become of the record"))
        answers = session.scalars(select(Answer).where(Answer.question == question)).all()
        points = {answer.text: factories.point(answer, 0, len(answer.text)) for answer in answers}
        session.add_all(Placement(point=point, theme=theme) for point in points.values())
        consultation = session.get_one(Consultation, numbers.consultation_id)
        codes = code_frames.add_codes(
            code_frames.begin_frame(consultation), code_frames.lines_of(LINES), seen=0, by=None,
            now=clock.now(),
        )  # fmt: skip
        session.flush()
        first = points[RECEIVED[0]]
        return Coded(first.id, theme.id, {code.key: code.id for code in codes})


def codes(subject: type[Point | Theme], number: int, choice: Choice) -> None:
    """The chair codes it, or refuses a code for it."""
    with transaction():
        found = session.get_one(subject, number)
        frame = code_frames.begin_frame(found.question.consultation)
        seen = (frame.version, last_use(found))
        code_by_hand(found, choice, seen=seen, by=_chair(), now=clock.now())


def retires(code_id: int) -> None:
    with transaction():
        code = session.get_one(Code, code_id)
        code_frames.retire_code(
            code, seen=code.frame.version, reason="Too wide.", by=_chair(), now=clock.now()
        )


def _chair() -> Person:
    return session.scalars(select(Person).where(Person.email == CHAIR)).one()
