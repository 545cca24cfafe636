"""What the desk shows of who reads it, and of what reviewers have among themselves."""

from typing import Any

from consultation.access import acting_person
from consultation.db import session
from consultation.models import OpenQuestion, Point, Theme
from consultation.queries.desk.matters import matters_on, waiting_in
from consultation.queries.desk.my_questions import assignment_of
from consultation.queries.desk.points import PointInContext
from consultation.queries.desk.reading import marks_of


def reading_beside(
    question: OpenQuestion, opened: Theme | None, selected: PointInContext | None
) -> dict[str, Any]:
    """What the desk shows of reading: marks, whose the question is, what waits and was noted."""
    point = session.get(Point, selected.point_id) if selected else None
    return {
        "marks": marks_of(question, acting_person().id),
        "assignment": assignment_of(question),
        "waiting": waiting_in(question),
        "matters_here": {
            "theme": matters_on(opened) if opened else (),
            "point": matters_on(point) if point else (),
        },
    }
