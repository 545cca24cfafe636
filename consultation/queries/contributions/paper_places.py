"""From a sentence to its page: where points stand in papers, and papers page by page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Paper, PaperPlace, Point, Submission
from consultation.queries.contributions.submissions import answers_that_count


@dataclass(frozen=True)
class PaperBlock:
    """A heading (`level` from 1) or a paragraph (0), and whether it was sent as an answer."""

    text: str
    level: int
    is_taken: bool


@dataclass(frozen=True)
class PaperPage:
    """One page; number 0 holds all of a paper without pages."""

    number: int
    blocks: list[PaperBlock] = field(default_factory=list)


def places_of(point_ids: Iterable[int]) -> dict[int, PaperPlace]:
    """By point: its page, where it was taken from a paper that is open to those who review."""
    points = session.scalars(
        select(Point)
        .join(Point.answer)
        .join(Answer.version)
        .where(Point.id.in_(set(point_ids)), AnswerVersion.pages.is_not(None))
        .options(
            joinedload(Point.answer).joinedload(Answer.version),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(
                joinedload(Submission.stakeholder),
                selectinload(Submission.answers),
                selectinload(Submission.papers),
            ),
        )
    ).all()
    papers = {paper for point in points for paper in point.answer.version.papers}
    is_open = {paper.id for paper in papers if paper.is_open_to_reviewers}
    places = ((point.id, point.answer.version.place_at(point.start)) for point in points)
    return {
        point_id: place
        for point_id, place in places
        if place is not None and place.paper_id in is_open
    }


def pages_of(paper: Paper) -> list[PaperPage]:
    """What was read of a paper; a block is taken where all its lines were sent as they stand."""
    sent = answers_that_count(paper.submission) if paper.submission.is_sent else ()
    lines = {
        line
        for answer in sent
        if paper.id in answer.version.paper_ids
        for line in answer.text.splitlines()
    }
    pages: dict[int, PaperPage] = {}
    for block in paper.blocks:
        page = pages.setdefault(block["page"], PaperPage(block["page"]))
        is_taken = lines.issuperset(block["text"].splitlines())
        page.blocks.append(PaperBlock(block["text"], block["level"], is_taken))
    return list(pages.values())
