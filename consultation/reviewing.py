"""Who reviews what was said to a question: predicates on an office, without a clock."""

from consultation.models import (
    Anchor,
    Answer,
    Job,
    Matter,
    Office,
    OpenQuestion,
    Person,
    Point,
    Removal,
    Theme,
)
from consultation.predicates import is_put, is_secretariat, runs_its_round
from consultation.roles import offices_for


def chairs(person: Person | None, subject: OpenQuestion) -> bool:
    """Chair or vice-chair of the working group of a question that was put."""
    return bool(_offices(person, subject))


def leads(person: Person | None, subject: OpenQuestion) -> bool:
    """Chair: a vice-chair does all but this."""
    return Office.CHAIR in _offices(person, subject)


def _offices(person: Person | None, subject: OpenQuestion) -> set[Office]:
    if person is None or not is_put(subject):
        return set()
    return offices_for(person, subject.working_group)


def reviews(person: Person | None, subject: OpenQuestion) -> bool:
    return chairs(person, subject) or (
        is_put(subject) and is_secretariat(person, subject.consultation)
    )


def chairs_its_question(person: Person | None, subject: Theme | Point) -> bool:
    return chairs(person, subject.question)


def reviews_its_question(person: Person | None, subject: Theme | Point | Answer) -> bool:
    return reviews(person, subject.question)


def sees_job(person: Person | None, subject: Job) -> bool:
    """Who reviews the question it analyses, or runs the round whose edition it compiles."""
    if subject.edition is not None:
        return runs_its_round(person, subject.edition)
    return subject.question is not None and reviews(person, subject.question)


def reads_matter(person: Person | None, subject: Matter) -> bool:
    """Who reviews its question; and whoever holds an office in the group it was referred to."""
    return reviews(person, subject.question) or (
        person is not None
        and subject.group is not None
        and bool(offices_for(person, subject.group))
    )


def settles_anchor(person: Person | None, subject: Anchor) -> bool:
    """Who reviews the comments of which it is one."""
    return reviews(person, subject.answer.question)


def decides_on_removal(person: Person | None, subject: Removal) -> bool:
    """Who reviews the question; that it takes two is the removal's own rule."""
    return reviews(person, subject.answer.question)
