"""A receipt as a tagged PDF (PDF/UA-1), with the receipt file inside it.

Whatever a person wrote reaches the typesetter as data; no letter of it is ever read as markup.
"""

import json
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from consultation.exports.text import one_line
from consultation.exports.typesetting import codes_for, typeset, written
from consultation.models import Publication, Round
from consultation.queries.contributions.receipts import (
    WAITED,
    ReceiptCopy,
    ReceiptLine,
    receipt_file,
)

_TEMPLATE = Path(__file__).with_name("receipt.typ")
_STRONG = frozenset({"L", "R", "AL"})
_TITLES = {"sent": "Received", "changed": "Changes received", "withdrawn": "Withdrawn"}
_CODES = (
    "Letters that no font of this machine has are shown as their code, such as [U+1F642]. The file "
    "receipt.json inside this document holds them as they were written."
)


def render_receipt_pdf(receipt: ReceiptCopy, round_: Round, *, is_late: bool) -> bytes:
    """The receipt as a document; the same copy of a receipt gives the same bytes."""
    file = receipt_file(receipt)
    content = _content(receipt, round_, is_late=is_late)
    codes = codes_for(json.dumps(content, ensure_ascii=False))
    data = json.dumps(
        written(content | {"codes": _CODES if codes else ""}, codes) | {"file": file},
        ensure_ascii=False,
    )
    return typeset(_TEMPLATE.read_bytes(), {"receipt": data}, receipt.received_at)


def _content(receipt: ReceiptCopy, round_: Round, *, is_late: bool) -> dict[str, Any]:
    """All that the document says."""
    return {
        "title": f"{_TITLES[receipt.act]}: {receipt.number}",
        "number": receipt.number,
        "host": one_line(round_.consultation.host) or "Plenary",
        "lead": list(_lead(receipt, round_, is_late=is_late)),
        "facts": [
            ["Consultation", one_line(round_.consultation.title)],
            ["Round", one_line(round_.title)],
            ["For", one_line(receipt.received_for)],
            ["Published", one_line(_published(receipt))],
            ["Number", receipt.number],
            ["Received", round_.exactly(receipt.received_at)],
            ["Received, UTC", receipt.received_at.strftime("%Y-%m-%d %H:%M:%S UTC")],
            *_stored(receipt, round_),
        ],
        "hash": receipt.content_hash,
        "lines": [_line(line) for line in receipt.lines],
    }


def _published(receipt: ReceiptCopy) -> str:
    """Whether it is, and under what name; what is not published bears none."""
    if receipt.publication == Publication.WITHHELD:
        return str(receipt.publication)
    return f"{receipt.publication}, as “{receipt.published_as}”"


def _stored(receipt: ReceiptCopy, round_: Round) -> Iterable[list[str]]:
    if receipt.entered_by is not None:
        yield ["Came", one_line(f"{receipt.came}; entered by {receipt.entered_by}")]
    if receipt.stored_late_at is not None:
        yield ["Stored", f"{round_.exactly(receipt.stored_late_at)}, {WAITED}"]


def _lead(receipt: ReceiptCopy, round_: Round, *, is_late: bool) -> Iterable[str]:
    arrived = round_.exactly(receipt.received_at)
    if receipt.act == "withdrawn":
        yield f"The submission was withdrawn on {arrived}. It counts no more."
    elif is_late:
        yield f"The submission arrived on {arrived}, after the deadline; it is on the late list."
    elif receipt.received_at > round_.closes_at:
        yield f"It is of {arrived}, after the deadline, and counts as in time."
    else:
        yield f"The submission arrived on {arrived}, before the deadline."
    yield (
        "Anyone can compute the hash again from the file receipt.json inside this document. "
        "If a single letter differed, the hash would. It covers what was sent, not for whom it was "
        "received and how it is published: these are as they were when this document was made."
    )


def _papers(line: ReceiptLine) -> str:
    """Each with the page that what was taken begins on, where it has pages."""
    return "\n".join(
        f"{paper['name']}{f', p. {page}' if page else ''} (SHA-256 {paper['sha256']})"
        for paper in line.papers
        for _, page in paper["pages"][:1] or [(0, 0)]
    )


def _line(line: ReceiptLine) -> dict[str, Any]:
    stand = [line.position.capitalize(), *line.choices, line.remark or ""]
    if line.publication:
        stand.append(f"published {line.publication}")
    parts = [
        ("About these words", line.passage["exact"] if line.passage else ""),
        ("Comment" if line.passage else "", line.text),
        ("Wording proposed", line.proposed),
        ("Confidential annex", line.annex),
        ("Taken from a paper", _papers(line)),
    ]
    return {
        "title": one_line(f"{line.question} {line.question_text}"),
        "stand": " · ".join(each for each in stand if each),
        "parts": [{"name": name, "lines": _lines(text)} for name, text in parts if text],
    }


def _lines(text: str) -> list[dict[str, Any]]:
    """A text's own lines, each with the direction of its first letter that has one."""
    return [{"text": line, "rtl": _is_rtl(line)} for line in text.split("\n") if line.strip()]


def _is_rtl(line: str) -> bool:
    directions = map(unicodedata.bidirectional, line)
    return next((each for each in directions if each in _STRONG), "L") != "L"
