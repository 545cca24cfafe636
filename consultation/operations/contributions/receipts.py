"""Receipts: a number, a time, and a hash by which anyone can check what was received."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from consultation.models import Act, AnswerVersion, Person, Receipt
from consultation.operations.correspondence.mail import post
from consultation.queries.contributions.receipts import WAITED, paper_content
from consultation.queries.privacy.sealed import Words, words_received

_ALWAYS = ("question", "text", "position", "choices")


_TOLD = {
    Act.SENT: "Your submission was received",
    Act.CHANGED: "The changes to your submission were received",
    Act.WITHDRAWN: "Your submission was withdrawn",
}


_FOUND = {
    Act.SENT: "Everything that was received, and the file to keep",
    Act.CHANGED: "Everything that was received, and the file to keep",
    Act.WITHDRAWN: "The receipt of the withdrawal, and those of what you had sent",
}


def mail_receipt(receipt: Receipt, *, author: Person, now: datetime) -> None:
    """Tell who acted, and the lead they acted for, by mail what the receipt says."""
    submission = receipt.submission
    round_ = submission.round
    said = (
        f"{_TOLD[receipt.act]}: {round_.consultation.title}, {round_.title}.\n\n"
        f"Number: {receipt.number}\n"
        f"Time: {round_.local(receipt.received_at)}, "
        f"{receipt.received_at:%Y-%m-%d %H:%M:%S} UTC\n"
        f"{_stored(receipt)}"
        f"By: {author.name}\n"
        f"Hash (SHA-256): {receipt.content_hash}\n\n"
        f"{_FOUND[receipt.act]}:"
    )
    path = f"/submissions/{submission.id}/receipts/{receipt.ordinal}"
    for person in {author, submission.stakeholder.person or author}:
        key = f"receipt {receipt.id} to {person.id}"
        post(person.email, f"Receipt {receipt.number}", said, key, now, path=path, names=author)


def mail_entry(receipt: Receipt, *, now: datetime) -> None:
    """Tell for whom the secretariat wrote something down what the receipt says, if it can."""
    submission = receipt.submission
    part, round_ = submission.stakeholder, submission.round
    to = part.person.email if part.person else part.contact
    if not to:
        return
    said = (
        f"{_ENTERED[receipt.act]}: {round_.consultation.title}, {round_.title}.\n\n"
        f"Number: {receipt.number}\n"
        f"Time: {round_.local(receipt.received_at)}, "
        f"{receipt.received_at:%Y-%m-%d %H:%M:%S} UTC\n"
        f"It came: {submission.source_label}\n"
        f"{'It stands on the late list.' + chr(10) if submission.is_late else ''}"
        f"Hash (SHA-256): {receipt.content_hash}\n\n"
        f"{_FOUND[receipt.act]}. Sign in, or register with this address, to read it:"
    )
    path = f"/submissions/{submission.id}/receipts/{receipt.ordinal}"
    key = f"receipt {receipt.id} on behalf"
    post(to, f"Receipt {receipt.number}", said, key, now, path=path)


_ENTERED = {
    Act.SENT: "What you sent was received, and the secretariat wrote it down for you",
    Act.CHANGED: "The secretariat put right what it had written down for you",
    Act.WITHDRAWN: "What the secretariat had written down for you was withdrawn",
}


def _stored(receipt: Receipt) -> str:
    late = receipt.stored_late_at
    return f"Stored: {receipt.submission.round.local(late)}, {WAITED}\n" if late else ""


def new_salt() -> str:
    """128 random bits kept beside the content, so that the hash alone gives nothing away."""
    return secrets.token_hex(16)


def sent_contents(versions: Iterable[AnswerVersion]) -> list[dict[str, Any]]:
    """All that a receipt's hash covers, answer by answer, as it was received."""
    received = list(versions)
    words = words_received(received)
    return [_sent_content(version, words[version.id]) for version in received]


def _sent_content(version: AnswerVersion, words: Words) -> dict[str, Any]:
    """What was left empty is left out."""
    content = {
        "question": version.question.number,
        "entry": version.entry if version.entry > 1 else None,
        "text": words["text"],
        "position": str(version.position),
        "choices": list(version.choices),
        "remark": version.remark and str(version.remark),
        "passage": version.passage,
        "proposed": words["proposed"],
        "annex": words["annex"],
        "publication": version.publication and str(version.publication),
        "paper": paper_content(version),
    }
    return {name: value for name, value in content.items() if value or name in _ALWAYS}


def content_hash(number: str, salt: str, answers: Iterable[dict[str, Any]]) -> str:
    """SHA-256 of a submission's canonical JSON: sorted keys, no spaces, UTF-8.

    `answers` are what `sent_contents` says, in any order. `number` is the submission's.
    """
    in_order = sorted(answers, key=lambda line: (line["question"], line.get("entry", 1)))
    content = {"number": number, "salt": salt, "answers": in_order}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
