"""Receipts: a number, a time, and a hash by which anyone can check what was sent."""

import hashlib
import json
import secrets
from collections.abc import Iterable


def new_salt() -> str:
    """128 random bits kept beside the content, so that the hash alone gives nothing away."""
    return secrets.token_hex(16)


def content_hash(number: str, salt: str, answers: Iterable[tuple[str, str, str, list[str]]]) -> str:
    """SHA-256 of a submission's canonical JSON: sorted keys, no spaces, UTF-8.

    `answers` are (question number, text, position, choices), in any order.
    """
    content = {
        "number": number,
        "salt": salt,
        "answers": [
            {"question": question, "text": text, "position": position, "choices": choices}
            for question, text, position, choices in sorted(answers)
        ],
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
