"""What was imported into a round before, by the numbers that tables give it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AuditEntry,
    Consultation,
    OpenQuestion,
    Position,
    Round,
    Source,
    Stakeholder,
    Submission,
)
from consultation.queries.contributions.meetings import place_of
from consultation.queries.drafts.places import Place

Said = tuple[str, Position]

OF_A_TABLE = "table:"
"""What the references of imported stakeholders begin with: nobody else's do."""
UNNUMBERED = "row "
"""What a stakeholder of a table that numbers none is called, before the number of the row."""
_IMPORTS = (Source.IMPORT, Source.TABLE)


def reference_here(reference: str) -> str:
    """What a stakeholder whom a table calls so is called here, told from all who take part."""
    return f"{OF_A_TABLE}{reference}"


def is_of_a_table() -> ColumnElement[bool]:
    """Stakeholders who were imported, and whose part nobody has taken over."""
    return _was_imported() & Stakeholder.person_id.is_(None) & (Stakeholder.contact == "")


def _was_imported() -> ColumnElement[bool]:
    return Stakeholder.reference.startswith(OF_A_TABLE, autoescape=True)


class Standing(NamedTuple):
    """How a submission stands by when it came, and why in time if that was too late."""

    is_late: bool
    in_time_because: str

    def __str__(self) -> str:
        if self.in_time_because:
            return f"counts as in time ({self.in_time_because})"
        return "stands on the late list" if self.is_late else "came in time"


@dataclass(frozen=True)
class Imported:
    """What is there: by stakeholder and place, what was taken from tables; and by stakeholder.

    `closed` says of whom nothing can be taken any more, and why; `organisations` whom the others
    are of, and `former` of what they were before that was corrected for them; `standings` how what
    came in tables stands, with the submission's number.
    """

    said: dict[tuple[str, Place], set[Said]]
    closed: dict[str, str]
    organisations: dict[str, str]
    former: dict[str, set[str]]
    standings: dict[str, tuple[str, Standing]]


def imported_in(round_: Round) -> Imported:
    """What a table that is imported now finds in a round."""
    parts = session.scalars(
        select(Stakeholder).where(
            Stakeholder.consultation_id == round_.consultation_id, _was_imported()
        )
    )
    bodies = {part.reference: part.organisation for part in parts if part.organisation}
    return Imported(
        _said(round_),
        dict([*_sent_otherwise(round_), *_taken_over(round_.consultation)]),
        {reference: body.name for reference, body in bodies.items()},
        _former_names(round_.consultation),
        _standings(round_),
    )


def _former_names(consultation: Consultation) -> dict[str, set[str]]:
    """By stakeholder: what they were of by name before that was corrected for them."""
    rows = session.execute(
        select(Stakeholder.reference, AuditEntry.before)
        .join(AuditEntry, AuditEntry.subject_id == Stakeholder.id)
        .where(
            AuditEntry.subject == Stakeholder.__tablename__,
            AuditEntry.action == "correct a stakeholder",
            Stakeholder.consultation == consultation,
            _was_imported(),
        )
    )
    names: defaultdict[str, set[str]] = defaultdict(set)
    for reference, before in rows:
        if name := (before or {}).get("organisation"):
            names[reference].add(name)
    return dict(names)


def _standings(round_: Round) -> dict[str, tuple[str, Standing]]:
    sent = session.scalars(
        select(Submission)
        .join(Submission.stakeholder)
        .where(Submission.round_id == round_.id, Submission.source == Source.TABLE)
        .options(joinedload(Submission.round), contains_eager(Submission.stakeholder))
    )
    return {
        each.stakeholder.reference: (each.number, Standing(each.is_late, each.in_time_because))
        for each in sent
    }


def _sent_otherwise(round_: Round) -> Iterator[tuple[str, str]]:
    sent = session.scalars(
        select(Submission)
        .join(Submission.stakeholder)
        .where(
            Submission.round_id == round_.id,
            _was_imported(),
            or_(Submission.source != Source.TABLE, Submission.withdrawn_at.is_not(None)),
        )
        .options(contains_eager(Submission.stakeholder))
    )
    for submission in sent:
        was = "was withdrawn" if submission.withdrawn_at is not None else "came in otherwise"
        yield submission.stakeholder.reference, f"{submission.number} {was}"


def _taken_over(consultation: Consultation) -> Iterator[tuple[str, str]]:
    references = session.scalars(
        select(Stakeholder.reference).where(
            Stakeholder.consultation == consultation, _was_imported(), ~is_of_a_table()
        )
    )
    return ((reference, "whose it is takes part here themselves") for reference in references)


def _said(round_: Round) -> dict[tuple[str, Place], set[Said]]:
    rows = session.scalars(
        select(Answer)
        .join(Answer.submission)
        .where(Submission.round_id == round_.id, Submission.source.in_(_IMPORTS))
        .options(
            joinedload(Answer.submission).joinedload(Submission.stakeholder),
            joinedload(Answer.question).joinedload(OpenQuestion.comments_on),
        )
    )
    said: defaultdict[tuple[str, Place], set[Said]] = defaultdict(set)
    for answer in rows:
        # What was put right by hand since is there too: the table would undo it.
        for reference in _references(answer):
            said[reference, place_of(answer.question)].add((answer.text, answer.position))
    return dict(said)


def _references(answer: Answer) -> Iterable[str]:
    """What its stakeholder is called here, and may be when the same table comes once more."""
    reference = answer.submission.stakeholder.reference
    if answer.reference and reference.startswith(reference_here(UNNUMBERED)):
        return reference, reference_here(f"answer {answer.reference}")
    return (reference,)
