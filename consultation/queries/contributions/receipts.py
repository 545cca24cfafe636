"""What a receipt says, and whether a file of one says the truth."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from consultation.db import session
from consultation.models import AnswerVersion, OpenQuestion, Paper, Receipt, Submission
from consultation.queries.privacy.sealed import Words, words_received

PaperContent = dict[str, Any]

WAITED = (
    "after the deadline: it waited while others were being received. The time it arrived is what "
    "counts."
)
"""What is said beside the time at which it was stored, where its turn came so late."""


@dataclass(frozen=True)
class ReceiptLine:
    """One answer as it was received."""

    question: str
    question_text: str
    entry: int
    text: str
    position: str
    choices: list[str]
    remark: str | None
    passage: dict[str, Any] | None
    proposed: str
    annex: str
    publication: str | None
    paper: PaperContent | list[PaperContent] | None

    @property
    def papers(self) -> list[PaperContent]:
        """What it was taken from, one or several."""
        return self.paper if isinstance(self.paper, list) else [self.paper] if self.paper else []


@dataclass(frozen=True)
class ReceiptCopy:
    """Number, server time and hash of what was received, with everything the hash covers.

    For whom it is and how it is published stand beside that as they are now: a name can be
    corrected, and goes with an account that is deleted. `stored_late_at` is when it was stored,
    where that was after the deadline before which it arrived. Of what the secretariat wrote down
    it says how it `came` and who entered it.
    """

    number: str
    submission: str
    act: str
    received_at: datetime
    stored_late_at: datetime | None
    content_hash: str
    salt: str
    received_for: str
    publication: str
    published_as: str
    lines: tuple[ReceiptLine, ...]
    came: str | None = None
    entered_by: str | None = None


def receipts_of(submission: Submission) -> list[Receipt]:
    """Every receipt of a submission, the newest first; none before it is sent."""
    return list(reversed(submission.receipts))


def receipt_copy(receipt: Receipt) -> ReceiptCopy:
    """A receipt with what it covers, read from the versions it names, in the draft's order."""
    versions = session.scalars(
        select(AnswerVersion)
        .where(AnswerVersion.id.in_(receipt.version_ids))
        .join(AnswerVersion.question)
        .options(contains_eager(AnswerVersion.question))
        .order_by(OpenQuestion.rank, OpenQuestion.id, AnswerVersion.entry)
    ).all()
    words = words_received(versions)
    submission = receipt.submission
    stakeholder = submission.stakeholder
    return ReceiptCopy(
        number=receipt.number,
        submission=submission.number,
        act=str(receipt.act),
        received_at=receipt.received_at,
        stored_late_at=receipt.stored_late_at,
        content_hash=receipt.content_hash,
        salt=submission.salt,
        received_for=stakeholder.goes_by or "somebody who is not named any more",
        publication=str(submission.published_as),
        published_as=stakeholder.named_as(submission.published_as),
        came=(submission.source_label or None) if receipt.entered_by else None,
        entered_by=receipt.entered_by.name if receipt.entered_by else None,
        lines=tuple(_line(version, words[version.id]) for version in versions),
    )


def _line(version: AnswerVersion, words: Words) -> ReceiptLine:
    return ReceiptLine(
        question=version.question.number,
        question_text=version.question.text,
        entry=version.entry,
        text=words["text"],
        position=str(version.position),
        choices=list(version.choices),
        remark=version.remark and str(version.remark),
        passage=version.passage,
        proposed=words["proposed"],
        annex=words["annex"],
        publication=version.publication and str(version.publication),
        paper=paper_content(version),
    )


def paper_content(version: AnswerVersion) -> PaperContent | list[PaperContent] | None:
    """The paper that a text was taken from: its name, its own hash, offsets with their pages.

    A list where it was taken from several.
    """
    papers: list[PaperContent] = [
        {"name": paper.name, "sha256": paper.sha256, "pages": _pages_in(version, paper)}
        for paper in version.papers
    ]
    return papers if len(papers) > 1 else papers[0] if papers else None


def _pages_in(version: AnswerVersion, paper: Paper) -> list[list[int]]:
    return [[start, page] for start, page, number in version.pages or [] if number == paper.id]


def receipt_file(receipt: ReceiptCopy) -> str:
    """The receipt as JSON, in the shape of `plenary-receipt-2`; what is empty is left out."""
    content: Mapping[str, Any] = asdict(receipt) | {
        "format": "plenary-receipt-2",
        "received_at": receipt.received_at.isoformat(),
        "stored_late_at": receipt.stored_late_at and receipt.stored_late_at.isoformat(),
        "lines": [_shown(line) for line in receipt.lines],
        "hash": "SHA-256 of the JSON object {answers, number, salt}: number is that of the "
        "submission, answers are the lines without question_text, sorted by question and entry; "
        "keys sorted, no spaces, UTF-8; for whom it was received and how it is published are not "
        "covered: they are as they were when this file was made",
    }
    filled = {name: value for name, value in content.items() if value is not None}
    return json.dumps(filled, indent=2, ensure_ascii=False, sort_keys=True)


def _shown(line: ReceiptLine) -> dict[str, Any]:
    always = ("question", "question_text", "text", "position", "choices")
    shown = asdict(line) | {"entry": line.entry if line.entry > 1 else None}
    return {name: value for name, value in shown.items() if value or name in always}
