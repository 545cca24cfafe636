"""What a receipt says."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Answer, Submission


@dataclass(frozen=True)
class ReceiptLine:
    """One answer as it was sent."""

    question: str
    question_text: str
    text: str
    position: str
    choices: list[str]


@dataclass(frozen=True)
class Receipt:
    """Number, server time and hash of a submission, with everything the hash covers."""

    number: str
    received_at: datetime
    content_hash: str
    salt: str
    lines: tuple[ReceiptLine, ...]


def receipt(submission: Submission) -> Receipt | None:
    """The receipt of a submission; None before it is sent."""
    if submission.submitted_at is None or submission.content_hash is None:
        return None
    answers = session.scalars(
        select(Answer)
        .where(Answer.submission == submission)
        .options(joinedload(Answer.question))
        .order_by(Answer.id)
    )
    return Receipt(
        number=submission.number,
        received_at=submission.submitted_at,
        content_hash=submission.content_hash,
        salt=submission.salt,
        lines=tuple(_line(answer) for answer in answers),
    )


def _line(answer: Answer) -> ReceiptLine:
    return ReceiptLine(
        question=answer.question.number,
        question_text=answer.question.text,
        text=answer.text,
        position=str(answer.position),
        choices=list(answer.version.choices),
    )


def receipt_file(receipt: Receipt) -> str:
    """The receipt as JSON, in the shape of `plenary-receipt-1`."""
    content = asdict(receipt) | {
        "format": "plenary-receipt-1",
        "received_at": receipt.received_at.isoformat(),
        "hash": "SHA-256 of the JSON object {answers: [{choices, position, question, text}], "
        "number, salt}, answers sorted by question, keys sorted, no spaces, UTF-8",
    }
    return json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True)
