#!/usr/bin/env python3
"""Checks a Plenary receipt file by itself.

    python3 verify_receipt.py receipt.json

Needs Python 3.8 or newer and nothing else: no network, no Plenary. It computes the hash from the
content again and compares it with the one in the file, and with the one you were told, if you give
it after the name of the file. Ends with 0 when they agree, 1 when they do not, and 2 for what is
no receipt file.
"""

import hashlib
import json
import sys
from typing import Any, List  # noqa: UP035

HASHED = (
    "question", "entry", "text", "position", "choices",
    "remark", "passage", "proposed", "annex", "publication", "paper",
)  # fmt: skip


def computed_hash(receipt: Any) -> str:
    """SHA-256 of the JSON object {answers, number, salt}: keys sorted, no spaces, UTF-8."""
    answers = [{name: line[name] for name in HASHED if name in line} for line in receipt["lines"]]
    answers.sort(key=lambda line: (line["question"], line.get("entry", 1)))
    content = {"number": receipt["submission"], "salt": receipt["salt"], "answers": answers}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


def main(arguments: List[str]) -> int:  # noqa: UP006
    """Say what the file is worth; return the exit code."""
    if not 2 <= len(arguments) <= 3:
        sys.stdout.write(__doc__ or "")
        return 2
    try:
        with open(arguments[1], encoding="utf-8-sig") as file:  # noqa: PTH123
            receipt = json.load(file)
        computed = computed_hash(receipt)
        number, told = receipt["number"], arguments[2:] or [receipt["content_hash"]]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        sys.stdout.write(f"Not a receipt file: {error!r}\n")
        return 2
    matches = {computed} == {receipt["content_hash"], *told}
    verdict = "matches" if matches else "does NOT match"
    sys.stdout.write(
        f"Receipt {number}\nhash in the file   {receipt['content_hash']}\n"
        f"hash you were told {told[0]}\nhash computed      {computed}\n"
        f"The content {verdict} the hash.\n"
    )
    return 0 if matches else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
