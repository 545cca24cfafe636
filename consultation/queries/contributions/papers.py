"""Papers as their authors check them: cut at headings, each section with the place it refers to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select

from consultation.boundary import ANSWER_LIMIT
from consultation.db import session
from consultation.models import AnswerVersion, Draft, Paper, Round, Stakeholder, Submission
from consultation.queries.contributions.entries import written_down
from consultation.queries.contributions.submissions import newest_versions
from consultation.queries.drafts.places import Place, Places

Block = dict[str, Any]


@dataclass(frozen=True)
class PaperSection:
    """What stands under one heading, and the place it seems to refer to.

    `text` begins with the heading, `body` is what stands below it; `pages` are offsets in `text`,
    each with the page from there on.
    """

    number: int
    heading: str
    body: str
    text: str
    pages: list[list[int]]
    offered: Place

    @property
    def names_a_place(self) -> bool:
        """Whether it, or a heading above it, names a provision or a question."""
        return not isinstance(self.offered, Draft)


@dataclass
class _Cut:
    """A section on its way: the headings above its paragraphs, and everything in order."""

    headings: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    body: bool = False
    size: int = 0


def draft_of(round_: Round) -> Draft | None:
    """The published draft of a round."""
    return session.scalar(
        select(Draft).where(Draft.round == round_, Draft.published_at.is_not(None))
    )


def papers_of(submission: Submission, *among: ColumnElement[bool]) -> Sequence[Paper]:
    """What is attached to a submission, `among` some, in the order it came."""
    return session.scalars(
        select(Paper)
        .where(Paper.submission == submission, Paper.removed_at.is_(None), *among)
        .order_by(Paper.id)
    ).all()


@dataclass(frozen=True)
class PaperFile:
    """Where a file lies: with its stakeholder, under its hash."""

    stakeholder_id: int
    sha256: str


def known_owners() -> set[int]:
    """The numbers of all whose papers can lie on the disk."""
    return set(session.scalars(select(Stakeholder.id)))


def listed_files() -> set[PaperFile]:
    """The files of all papers that are on somebody's list."""
    rows = session.execute(
        select(Submission.stakeholder_id, Paper.sha256)
        .join(Paper.submission)
        .where(Paper.removed_at.is_(None))
    )
    return {PaperFile(*row) for row in rows}


def of_stakeholder(stakeholder: Stakeholder) -> Sequence[Paper]:
    """Every paper that was attached for a stakeholder, in whichever round."""
    return session.scalars(
        select(Paper)
        .join(Paper.submission)
        .where(Submission.stakeholder == stakeholder)
        .order_by(Paper.id)
    ).all()


def unneeded(files: Iterable[PaperFile]) -> list[PaperFile]:
    """Those files that no paper needs any more; two papers may be the same file."""
    return [file for file in set(files) if not _is_needed(file)]


def _is_needed(file: PaperFile) -> bool:
    papers = session.scalars(
        select(Paper)
        .join(Paper.submission)
        .where(Submission.stakeholder_id == file.stakeholder_id, Paper.sha256 == file.sha256)
    )
    return any(not paper.is_forgotten for paper in papers)


def file_of(paper: Paper) -> PaperFile:
    return PaperFile(paper.submission.stakeholder_id, paper.sha256)


@dataclass(frozen=True)
class PaperLine:
    """A paper on the list, and how many texts were taken from it."""

    paper: Paper
    taken: int


def paper_lines(submission: Submission | None) -> list[PaperLine]:
    """The papers of a submission for its author: their own, and originals of what was entered."""
    if submission is None:
        return []
    return _lines(papers_of(submission), newest_versions(submission).values())


def entered_lines(submission: Submission) -> list[PaperLine]:
    """The originals that the secretariat kept, with what it took from them, and nothing else."""
    papers = papers_of(submission, Paper.entered.is_(True))
    return _lines(papers, written_down(submission))


def _lines(papers: Iterable[Paper], saved: Iterable[AnswerVersion]) -> list[PaperLine]:
    named = [version.paper_ids for version in saved if not version.is_blank]
    return [PaperLine(paper, sum(paper.id in ids for ids in named)) for paper in papers]


def taken_from(paper: Paper) -> list[AnswerVersion]:
    """What its author sees that still names a paper and says something, in the draft's order."""
    saved = newest_versions(paper.submission).values()
    return [v for v in saved if paper.id in v.paper_ids and not v.is_blank]


def entered_from(paper: Paper) -> list[AnswerVersion]:
    """What the secretariat took from an original, whatever its author wrote since."""
    return [v for v in written_down(paper.submission) if paper.id in v.paper_ids]


def sections_of(paper: Paper, places: Places) -> list[PaperSection]:
    """A paper cut at its headings, none longer than an answer; nothing of it is left out.

    A heading right above another belongs to the section below. The place is the one that the
    heading names, else that of the heading above, else the one named most often, else the draft.
    """
    above: list[tuple[int, Place | None]] = []
    found: list[PaperSection] = []
    for number, cut in enumerate(_cuts(paper.blocks)):
        for heading in cut.headings:
            above = [(level, place) for level, place in above if level < heading["level"]]
            above.append((heading["level"], places.heading_names(heading["text"])))
        text, pages = assembled(cut.blocks)
        named = next((place for _, place in reversed(above) if place is not None), None)
        offered = named or places.named_in(text) or places.draft
        title = " › ".join(heading["text"] for heading in cut.headings)
        body, _ = assembled(block for block in cut.blocks if not block["level"])
        found.append(PaperSection(number, title, body, text, pages, offered))
    return found


def _cuts(blocks: Iterable[Block]) -> Iterator[_Cut]:
    cut = _Cut()
    for block in _short_enough(blocks):
        begins = cut.body and bool(block["level"])
        if cut.blocks and (begins or cut.size + len(block["text"]) + 2 > ANSWER_LIMIT):
            yield cut
            cut = _Cut()
        cut.blocks.append(block)
        cut.size += len(block["text"]) + 2
        if block["level"]:
            cut.headings.append(block)
        else:
            cut.body = True
    if cut.blocks:
        yield cut


def _short_enough(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        for start in range(0, len(block["text"]), ANSWER_LIMIT - 2):
            yield block | {"text": block["text"][start : start + ANSWER_LIMIT - 2]}


def assembled(blocks: Iterable[Block]) -> tuple[str, list[list[int]]]:
    r"""Blocks as one text, a heading close to what it stands above; and where its pages begin.

    >>> assembled([{"text": "Tea", "level": 1, "page": 1}, {"text": "At four.", "page": 2}])
    ('Tea\nAt four.', [[0, 1], [4, 2]])
    """
    pages: list[list[int]] = []
    text = gap = ""
    for block in blocks:
        text += gap
        if not pages or pages[-1][1] != block["page"]:
            pages.append([len(text), block["page"]])
        text += block["text"]
        gap = "\n" if block.get("level") else "\n\n"
    return text, pages
