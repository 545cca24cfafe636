"""A receipt as a tagged PDF (PDF/UA-1), with the receipt file inside it.

Whatever a person wrote reaches the typesetter as data; no letter of it is ever read as markup.
"""

import json
import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

import typst

from consultation.exports.text import one_line, xml_text
from consultation.models import Round
from consultation.queries.receipts import WAITED, ReceiptCopy, ReceiptLine, receipt_file

_TEMPLATE = Path(__file__).with_name("receipt.typ")
_SAMPLE = b"""#set page(width: auto, height: auto, margin: 0pt)
#set text(font: ("Libertinus Serif", "DejaVu Sans", "DejaVu Sans Mono"), top-edge: "baseline")
#set block(spacing: 0pt)
#for letter in json(bytes(sys.inputs.letters)) { block(height: 10pt, text(letter)) }"""
_NOWHERE = "\U0010fffd"
_STRONG = frozenset({"L", "R", "AL"})
_DRAWN = re.compile(r'<g transform="translate\(0 (\d+)\)">|<use xlink:href="#(\w+)"')
_TITLES = {"sent": "Received", "changed": "Changes received", "withdrawn": "Withdrawn"}
_CODES = (
    "Letters that no font of this machine has are shown as their code, such as [U+1F642]. The file "
    "receipt.json inside this document holds them as they were written."
)


def render_receipt_pdf(receipt: ReceiptCopy, round_: Round, *, is_late: bool) -> bytes:
    """The receipt as a document; the same copy of a receipt gives the same bytes."""
    file = receipt_file(receipt)
    content = _content(receipt, round_, is_late=is_late)
    codes = _codes_for(json.dumps(content, ensure_ascii=False))
    data = json.dumps(
        _written(content | {"codes": _CODES if codes else ""}, codes) | {"file": file},
        ensure_ascii=False,
    )
    try:
        return _compile(data, receipt, standards=["ua-1"])
    except typst.TypstError:
        # A letter that is there by itself and not beside its neighbour: tagged all the same.
        return _compile(data, receipt, standards=[])


def _compile(data: str, receipt: ReceiptCopy, *, standards: list[Any]) -> bytes:
    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"receipt": data},
        pdf_standards=standards,
        timestamp=receipt.received_at.astimezone(UTC).replace(microsecond=0),  # of PDF's dates
    )


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
            ["Published", one_line(f"{receipt.publication}, as “{receipt.published_as}”")],
            ["Number", receipt.number],
            ["Received", round_.exactly(receipt.received_at)],
            ["Received, UTC", receipt.received_at.strftime("%Y-%m-%d %H:%M:%S UTC")],
            *_stored(receipt, round_),
        ],
        "hash": receipt.content_hash,
        "lines": [_line(line) for line in receipt.lines],
    }


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


def _codes_for(text: str) -> dict[int, str]:
    """For every letter that no font has: its code, as `str.translate` takes it.

    The letters are drawn once; those that come out as the mark for none are the missing ones.
    """
    letters = sorted({letter for letter in text if letter > "\u024f"})
    if not letters:
        return {}
    drawn = typst.compile(
        _SAMPLE, format="svg", sys_inputs={"letters": json.dumps([_NOWHERE, *letters])}
    )
    # Each letter has a line of its own, ten points high; one that is not seen draws nothing.
    line, glyphs = 0, []
    for height, glyph in _DRAWN.findall(drawn.decode()):
        line = int(height) // 10 if height else line
        glyphs += [(line, glyph)] if glyph else []
    missing = glyphs[0][1]
    lost = {letters[line - 1] for line, glyph in glyphs[1:] if glyph == missing}
    return {ord(letter): f"[U+{ord(letter):04X}]" for letter in lost}


def _written(content: Any, codes: dict[int, str]) -> Any:
    """The same content, every text of it as a document and its fonts can hold it."""
    if isinstance(content, str):
        return xml_text(content).translate(codes)
    if isinstance(content, dict):
        return {name: _written(value, codes) for name, value in content.items()}
    if isinstance(content, list):
        return [_written(each, codes) for each in content]
    return content
