"""Whether a receipt file says the truth: about itself, and about what was received here."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import Act, Receipt
from consultation.operations.contributions.receipts import content_hash

FORMAT = "plenary-receipt-2"
HASHED = (
    "question", "entry", "text", "position", "choices",
    "remark", "passage", "proposed", "annex", "publication", "paper",
)  # fmt: skip
"""What the hash covers of each line of a receipt file."""


class NoReceipt(RuleError):
    """A file that is no receipt at all."""

    status = 422


@dataclass(frozen=True)
class Verdict:
    """What can be said of a receipt file; nothing of it is the content of any other."""

    number: str
    claimed: str
    computed: str
    receipt: Receipt | None

    @property
    def is_whole(self) -> bool:
        """Whether the hash follows from the content: not a letter was changed since."""
        return self.computed == self.claimed

    @property
    def later(self) -> Receipt | None:
        """The newest receipt of the same submission, where that is another one."""
        newest = self.receipt.submission.receipts[-1] if self.receipt else None
        return newest if newest is not self.receipt else None

    @property
    def is_withdrawn(self) -> bool:
        newest = self.later or self.receipt
        return newest is not None and newest.act is Act.WITHDRAWN


def verify(file: str) -> Verdict:
    """Hold a receipt file against itself and against the receipts given here.

    A receipt is found by its number and its hash, which only who has the receipt knows. Raises
    NoReceipt, with a sentence, for what is not a receipt file.
    """
    content = _receipt_in(file)
    number, claimed = content["number"], content["content_hash"]
    try:
        computed = content_hash(
            content["submission"], content["salt"], map(_hashed, content["lines"])
        )
    except (UnicodeEncodeError, TypeError, RecursionError) as error:
        raise NoReceipt(
            "The file holds something that no receipt of ours can hold. "
            "Take the file as it was downloaded."
        ) from error
    return Verdict(number, claimed, computed, _given(number, claimed))


def _given(number: str, claimed: str) -> Receipt | None:
    found = session.scalars(select(Receipt).where(Receipt.content_hash == claimed))
    return next((receipt for receipt in found if receipt.number == number), None)


def _hashed(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line[name] for name in HASHED if name in line}


def _receipt_in(file: str) -> dict[str, Any]:
    try:
        content = json.loads(file)
    except (ValueError, RecursionError) as error:
        raise NoReceipt(
            "This is not a receipt file: it cannot be read as JSON. Download the receipt again "
            "and take the file as it is, from the first brace to the last."
        ) from error
    if not _is_receipt(content):
        raise NoReceipt(
            f"This is JSON, but not a receipt file of the form {FORMAT}. Take the file that "
            "“Download the receipt” gave."
        )
    found: dict[str, Any] = content
    return found


def _is_receipt(content: object) -> bool:
    return (
        isinstance(content, dict)
        and content.get("format") == FORMAT
        and all(
            _is_plain(content.get(name))
            for name in ("number", "submission", "salt", "content_hash")
        )
        and isinstance(content.get("lines"), list)
        and all(map(_is_line, content["lines"]))
    )


def _is_plain(word: object) -> bool:
    """Letters and figures, as we write them: what no database or page can hold is none of ours."""
    return isinstance(word, str) and word.isascii() and word.isprintable()


def _is_line(line: object) -> bool:
    return (
        isinstance(line, dict)
        and isinstance(line.get("question"), str)
        and isinstance(line.get("entry", 1), int)
    )
