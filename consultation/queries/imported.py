"""What was imported into a round before, by the numbers that tables give it."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    OpenQuestion,
    Position,
    Round,
    Source,
    Stakeholder,
    Submission,
)
from consultation.queries.meetings import place_of
from consultation.queries.places import Place

Said = tuple[str, Position]


@dataclass(frozen=True)
class Imported:
    """By stakeholder and place: what was taken from tables; by stakeholder: what came otherwise."""

    said: dict[tuple[str, Place], set[Said]]
    otherwise: dict[str, str]


def imported_in(round_: Round) -> Imported:
    """What a table that is imported now finds in a round."""
    sent = session.execute(
        select(Stakeholder.reference, Submission)
        .join(Submission.stakeholder)
        .where(Submission.round_id == round_.id, Submission.source != Source.MEETING)
    )
    otherwise = {
        reference: submission.number
        for reference, submission in sent
        if submission.source is not Source.TABLE or submission.withdrawn_at is not None
    }
    return Imported(_said(round_), otherwise)


def _said(round_: Round) -> dict[tuple[str, Place], set[Said]]:
    rows = session.scalars(
        select(Answer)
        .join(Answer.submission)
        .where(Submission.round_id == round_.id, Submission.source == Source.TABLE)
        .options(
            joinedload(Answer.submission).joinedload(Submission.stakeholder),
            joinedload(Answer.question).joinedload(OpenQuestion.comments_on),
        )
    )
    said: defaultdict[tuple[str, Place], set[Said]] = defaultdict(set)
    for answer in rows:
        reference = answer.submission.stakeholder.reference
        # What was put right by hand since is there too: the table would undo it.
        said[reference, place_of(answer.question)].add((answer.text, answer.position))
    return dict(said)
