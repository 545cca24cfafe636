"""Papers of a submission: attached, removed, and taken as answers section by section."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consultation.boundary import ANSWER_LIMIT
from consultation.db import locked, session
from consultation.errors import NotAllowedYet, TextTooLong
from consultation.models import (
    PAPER_LIMIT,
    AnswerVersion,
    Draft,
    OpenQuestion,
    Paper,
    PaperKind,
    Person,
    Provision,
    Round,
    Stakeholder,
)
from consultation.operations.audit import record
from consultation.operations.contributions.answers import (
    Writing,
    save_answer,
    submission_for,
    writable_submission,
    writing_of,
)
from consultation.operations.contributions.commenting import save_comment
from consultation.queries.contributions.papers import PaperFile, PaperSection, papers_of, unneeded
from consultation.queries.contributions.submissions import newest_version, submission_in
from consultation.queries.drafts.places import Place


@dataclass(frozen=True)
class Attachment:
    """A file that lies in the data folder already, and what was read of it."""

    name: str
    kind: str
    sha256: str
    size: int
    blocks: list[dict[str, Any]]
    left_out: list[str]


def attach(
    author: Person,
    stakeholder: Stakeholder,
    round_: Round,
    file: Attachment,
    *,
    entered: bool = False,
    now: datetime,
) -> Paper:
    """Add a paper to a submission; the same file once more is the paper that is there.

    What the secretariat `entered` for somebody knows no window, and is told from what they attach
    themselves, be it the same file. Raises RoundClosed outside the window, NotAllowedYet when there
    are as many as can be.
    """
    submission = submission_for(round_, stakeholder, entered=entered, now=now)
    attached = papers_of(submission, Paper.entered.is_(entered))
    same = next((paper for paper in attached if paper.sha256 == file.sha256), None)
    if same is not None:
        return same
    if len(attached) >= PAPER_LIMIT:
        raise NotAllowedYet(
            f"{PAPER_LIMIT} papers are attached, and no more can be. Remove one first, or put "
            "two together."
        )
    paper = Paper(
        submission=submission,
        added_by_id=author.id,
        added_at=now,
        entered=entered,
        **vars(file) | {"kind": PaperKind(file.kind)},
    )
    session.add(paper)
    session.flush()
    record("attach a paper", submission, person=author, now=now, after=_in_the_log(paper))
    return paper


def _in_the_log(paper: Paper) -> dict[str, Any]:
    """Which paper it is, without its name: a name may be a person's, and the log is for good."""
    return {"paper": paper.id, "sha256": paper.sha256}


def remove(paper: Paper, *, author: Person, now: datetime) -> None:
    """Take a paper off the list; what was taken from it as answers stays.

    A paper that no saved text names is deleted. Raises RoundClosed outside the window,
    NotAllowedYet for the original of what was entered.
    """
    if paper.entered:
        raise NotAllowedYet(
            f"“{paper.name}” came to the secretariat otherwise, and it keeps it as the original of "
            "what was entered for you. Ask the secretariat if it is not to."
        )
    submission = writable_submission(paper.submission.round, paper.submission.stakeholder, now)
    gone = _in_the_log(paper)
    record("remove a paper", submission, person=author, now=now, before=gone)
    if is_named(paper):
        paper.removed_at = paper.removed_at or now
    else:
        session.delete(paper)
    session.flush()


def let_go(paper: Paper, *, now: datetime) -> None:
    """Forget what was read of a paper that nobody may open any more.

    Its row stays where a saved text names it: a receipt may tell its name and hash.
    """
    if is_named(paper):
        paper.blocks, paper.left_out = [], []
        paper.removed_at = paper.removed_at or now
    else:
        session.delete(paper)
    session.flush()


def forget_files(files: Iterable[PaperFile], forget: Callable[[int, str], object]) -> None:
    """Have `forget` take those files from the disk that no paper needs, once that is stored.

    Who attaches one of them meanwhile waits, and who has attached it again keeps it.
    """
    for file in sorted(files, key=lambda file: file.stakeholder_id):
        if owner := session.get(Stakeholder, file.stakeholder_id):
            locked(owner)
        if unneeded([file]):
            forget(file.stakeholder_id, file.sha256)


def is_named(paper: Paper) -> bool:
    """Whether any saved text was taken from a paper."""
    saved = session.scalars(
        select(AnswerVersion.pages).where(AnswerVersion.submission_id == paper.submission_id)
    )
    return any(number == paper.id for pages in saved for _, _, number in pages or [])


def take_sections(
    author: Person,
    stakeholder: Stakeholder,
    paper: Paper,
    chosen: Iterable[tuple[PaperSection, Place]],
    *,
    entered: bool = False,
    now: datetime,
) -> int:
    """Save sections of a paper as answers and comments; how many were not there yet.

    At a provision and at the whole draft each is an entry of its own; to an open question all are
    added below what stands there, in one save. What the secretariat `entered` for somebody knows no
    window. Raises RoundClosed outside it, TextTooLong where an answer would grow over the limit.
    """
    locked(paper.submission.round)
    by_place: dict[Place, list[PaperSection]] = {}
    for section, place in chosen:
        by_place.setdefault(place, []).append(section)
    count = 0
    for place, sections in by_place.items():
        if isinstance(place, OpenQuestion):
            count += _add_to_answer(author, stakeholder, paper, sections, place, now, entered)
        else:
            count += _save_comments(author, stakeholder, paper, sections, place, now, entered)
    return count


def _save_comments(
    author: Person,
    stakeholder: Stakeholder,
    paper: Paper,
    sections: Iterable[PaperSection],
    place: Provision | Draft,
    now: datetime,
    entered: bool,
) -> int:
    last = session.scalar(
        select(func.max(AnswerVersion.id)).where(AnswerVersion.submission == paper.submission)
    )
    saved = {
        save_comment(
            author, stakeholder, place, _writing(paper, section), entered=entered, now=now
        ).id
        for section in sections
    }
    return sum(number > (last or 0) for number in saved)


def _writing(paper: Paper, section: PaperSection) -> Writing:
    return Writing(text=section.text, pages=_pages(paper, section, at=0))


def _add_to_answer(
    author: Person,
    stakeholder: Stakeholder,
    paper: Paper,
    sections: Iterable[PaperSection],
    question: OpenQuestion,
    now: datetime,
    entered: bool,
) -> int:
    """One save with all of them: a save for each would keep what stands above them each time."""
    locked(question.round)
    submission = submission_in(question.round, stakeholder.id)
    newest = newest_version(submission, question, entered=entered)
    # What was emptied, or has no text as yet, may be published as was chosen all the same.
    writing = Writing() if newest is None else writing_of(newest)
    count = 0
    for section in sections:
        if section.text not in writing.text:
            writing = _with(writing, paper, section)
            count += 1
    if count:
        save_answer(author, stakeholder, question, writing, entered=entered, now=now)
    return count


def _with(writing: Writing, paper: Paper, section: PaperSection) -> Writing:
    if not writing.text.strip():
        return replace(writing, text=section.text, pages=_pages(paper, section, at=0))
    start = len(writing.text) + 2
    text = f"{writing.text}\n\n{section.text}"
    if len(text) > ANSWER_LIMIT:
        raise TextTooLong(len(text), ANSWER_LIMIT)
    pages = [*(writing.pages or []), *_pages(paper, section, at=start)]
    return replace(writing, text=text, pages=pages)


def _pages(paper: Paper, section: PaperSection, *, at: int) -> list[list[int]]:
    """The pages of a section that begins at an offset of a text; see `AnswerVersion.pages`."""
    return [[at + start, page, paper.id] for start, page in section.pages]
