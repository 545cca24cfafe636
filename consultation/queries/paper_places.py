"""From a sentence to its page: where points stand in papers, and papers page by page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import Answer, AnswerVersion, Paper, Point, Submission
from consultation.queries.submissions import answers_that_count


@dataclass(frozen=True)
class PaperPlace:
    """A paper that may be opened, and the page of it (0 where it has none)."""

    paper_id: int
    page: int


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
        .where(Point.id.in_(set(point_ids)), AnswerVersion.paper_id.is_not(None))
        .options(
            joinedload(Point.answer).joinedload(Answer.version).joinedload(AnswerVersion.paper),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .options(joinedload(Submission.stakeholder), selectinload(Submission.answers)),
        )
    ).all()
    papers = {p.answer.version.paper for p in points}
    is_open = {paper.id for paper in papers if paper is not None and paper.is_open_to_reviewers}
    return {
        point.id: PaperPlace(paper_id, page)
        for point in points
        if (paper_id := point.answer.version.paper_id) in is_open
        and paper_id is not None
        and (page := point.answer.version.page_at(point.start)) is not None
    }


def pages_of(paper: Paper) -> list[PaperPage]:
    """What was read of a paper; a block is taken where all its lines were sent as they stand."""
    sent = answers_that_count(paper.submission) if paper.submission.is_sent else ()
    lines = {
        line
        for answer in sent
        if answer.version.paper_id == paper.id
        for line in answer.text.splitlines()
    }
    pages: dict[int, PaperPage] = {}
    for block in paper.blocks:
        page = pages.setdefault(block["page"], PaperPage(block["page"]))
        is_taken = lines.issuperset(block["text"].splitlines())
        page.blocks.append(PaperBlock(block["text"], block["level"], is_taken))
    return list(pages.values())
