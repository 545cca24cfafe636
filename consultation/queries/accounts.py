"""What became of one answer and of one point: the states of the ledger, one for each."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, CampaignCopy, OpenQuestion, Placement, Point
from consultation.queries.submissions import counts

BLANK = "blank"
"""What the analysis calls an answer without a word."""


class AnswerState(StrEnum):
    """What became of an answer; the first that holds, from the top of `answer_state`."""

    GROUPED = "grouped under a theme"
    UNPLACED = "unplaced"
    IDENTICAL = "identical to another"
    COPY = "campaign copy"
    FILLER = "filler only"
    DISCARDED = "discarded by a chair"
    BLANK = "blank"
    UNPROCESSABLE = "unprocessable"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced by its author"
    UNREAD = "not yet analysed"


class PointState(StrEnum):
    """Where a point is."""

    GROUPED = "grouped under a theme"
    UNPLACED = "unplaced"
    FILLER = "filler"
    DISCARDED = "discarded by a chair"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced by its author"


def answer_state(
    answer: Answer, points: Sequence[Point], twins: dict[int, str]
) -> tuple[AnswerState, str]:
    """What became of one answer, and the detail."""
    if aside := _aside(answer):
        return AnswerState(aside), ""
    reading = answer.reading
    if reading is None or reading.version_id != answer.version_id:
        return AnswerState.UNREAD, ""
    if reading.left_out is not None:
        return _state_left_out(answer, reading.left_out)
    if answer.id in twins:
        same = twins[answer.id]
        return (AnswerState.IDENTICAL, same) if same else (AnswerState.COPY, "")
    return _state_of_points([point_state(point) for point in points]), ""


def _aside(answer: Answer) -> PointState | None:
    """Why an answer does not count, and its points neither; None for one that counts."""
    if answer.replaced_at is not None:
        return PointState.REPLACED
    if answer.submission.withdrawn_at is not None:
        return PointState.WITHDRAWN
    return PointState.LATE if answer.submission.is_late else None


def _state_left_out(answer: Answer, reason: str) -> tuple[AnswerState, str]:
    if reason != BLANK:
        return AnswerState.UNPROCESSABLE, reason
    ticked = bool(answer.version.choices)
    return AnswerState.BLANK, "a choice was ticked, nothing was written" if ticked else ""


def _state_of_points(states: list[PointState]) -> AnswerState:
    """An answer is where its best-placed point is."""
    for point, answer in (
        (PointState.GROUPED, AnswerState.GROUPED),
        (PointState.UNPLACED, AnswerState.UNPLACED),
        (PointState.DISCARDED, AnswerState.DISCARDED),
    ):
        if point in states:
            return answer
    return AnswerState.FILLER


def point_state(point: Point) -> PointState:
    """Where one point is; those of an answer that does not count are where their answer is."""
    if aside := _aside(point.answer):
        return aside
    return PointState.FILLER if point.filler else _place(point.placement)


def _place(placement: Placement | None) -> PointState:
    if placement is None:
        return PointState.UNPLACED
    if placement.discarded_because is not None:
        return PointState.DISCARDED
    return PointState.UNPLACED if placement.theme_id is None else PointState.GROUPED


def twins_in(question: OpenQuestion) -> dict[int, str]:
    """Campaign answers after each campaign's first: the earlier identical one's name, or ''.

    Answers that do not count are nobody's twins, so that a campaign whose first was withdrawn still
    speaks.
    """
    copies = session.scalars(
        select(CampaignCopy)
        .join(CampaignCopy.answer)
        .join(Answer.submission)
        .where(Answer.question == question, counts())
        .options(joinedload(CampaignCopy.answer))
        .order_by(CampaignCopy.similarity.desc(), CampaignCopy.answer_id)
    )
    first_with: dict[tuple[int, str], str] = {}
    campaigns: set[int] = set()
    twins: dict[int, str] = {}
    for copy in copies:
        text = (copy.campaign_id, folded(copy.answer.text))
        if copy.campaign_id in campaigns:
            twins[copy.answer_id] = first_with.get(text, "")
        campaigns.add(copy.campaign_id)
        first_with.setdefault(text, copy.answer.label)
    return twins


def folded(text: str) -> str:
    """A text without case, spaces and punctuation: what makes two texts identical.

    >>> folded("Delete measure 4, now!") == folded("delete  Measure 4 now")
    True
    """
    return "".join(character for character in text.casefold() if character.isalnum())
