"""What was received in a round and counts, published or not, as its secretariat may have it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, Round, Submission
from consultation.queries.contributions.published import Contribution, contribution_line
from consultation.queries.contributions.submissions import counts


@dataclass(frozen=True)
class Received:
    """One answer with how its author lets it be published, and whether everybody may read it.

    Author, country and words are as they may leave: of what is withheld or was removed no word.
    """

    contribution: Contribution
    publication: str
    is_withheld: bool
    is_published: bool


def received(round_: Round, *, after: int, at_most: int, now: datetime) -> list[Received]:
    """What counts in a round, by public number, from the one after `after` on.

    These numbers are drawn at random: the order does not say what one author sent together.
    """
    rows = session.scalars(
        select(Answer)
        .join(Answer.submission)
        .where(Submission.round == round_, counts(), Answer.public_number > after)
        .options(
            joinedload(Answer.question),
            joinedload(Answer.submission).joinedload(Submission.stakeholder),
            joinedload(Answer.campaign_copy),
        )
        .order_by(Answer.public_number)
        .limit(at_most)
    )
    return [_received(answer, round_, now) for answer in rows]


def _received(answer: Answer, round_: Round, now: datetime) -> Received:
    line = contribution_line(answer)
    meeting = answer.submission.stakeholder.meeting
    is_told = meeting is None or meeting.published_at is not None
    return Received(
        replace(
            line,
            text=answer.in_public(line.text),
            proposed=answer.in_public(line.proposed),
            passage=answer.in_public(line.passage),
        ),
        publication=str(answer.choice),
        is_withheld=answer.is_withheld,
        is_published=round_.is_published(now) and is_told and not answer.is_withheld,
    )
