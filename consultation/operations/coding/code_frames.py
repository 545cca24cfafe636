"""Acts on a code frame. Each makes a version; no code is ever deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import (
    Code,
    CodeFrame,
    CodeWording,
    Consultation,
    FrameAct,
    FrameActKind,
    Person,
)
from consultation.operations.audit import record

MOST_CODES = 500
"""Codes that one list may add."""


@dataclass(frozen=True)
class CodeLine:
    """A code as somebody typed it."""

    facet: str
    key: str
    label: str
    definition: str = ""


def lines_of(text: str) -> list[CodeLine]:
    """A pasted list: facet; key; label; definition, one code a line.

    Raises RuleError that names every line which cannot be taken.
    """
    found: list[CodeLine] = []
    wrong: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        parts = [part.strip() for part in raw.split(";", 3)]
        if not raw.strip():
            continue
        if len(parts) < 3 or not all(parts[:3]):
            wrong.append(f"Line {number} needs a facet, a key and a label, with “;” between them.")
        elif max(map(len, parts[:3])) > SHORT_TEXT_LIMIT:
            wrong.append(f"Line {number}: at most {SHORT_TEXT_LIMIT} characters each.")
        else:
            found.append(CodeLine(*parts))
    if wrong:
        raise RuleError(" ".join(wrong))
    return found


def begin_frame(consultation: Consultation) -> CodeFrame:
    """The consultation's frame; an empty one where it has none."""
    locked(consultation)
    frame = session.scalar(select(CodeFrame).where(CodeFrame.consultation == consultation))
    if frame is None:
        frame = CodeFrame(consultation_id=consultation.id, version=0)
        session.add(frame)
        session.flush()
    return frame


def add_codes(
    frame: CodeFrame,
    lines: Sequence[CodeLine],
    *,
    seen: int,
    reason: str = "",
    by: Person | None,
    now: datetime,
) -> list[Code]:
    """Add codes to a frame, all of them or none."""
    if not 0 < len(lines) <= MOST_CODES:
        raise RuleError(f"Name at least one code, and at most {MOST_CODES:,} at a time.")
    _begin(frame, seen)
    codes = _added(frame, lines, frame.version + 1)
    _act(frame, FrameActKind.ADD, reason, [*codes], by, now)
    return codes


def reword_code(
    code: Code, label: str, definition: str, *, seen: int, reason: str, by: Person, now: datetime
) -> None:
    """Give a code another label or definition; what it was called before stays known."""
    _begin_on(code, seen)
    label, definition = label.strip(), definition.strip()
    if (label, definition) == (code.label, code.definition):
        raise RuleError("It is worded so already.")
    _word(code, CodeLine(code.facet, code.key, label, definition), code.frame.version + 1)
    _act(code.frame, FrameActKind.REWORD, reason, [code], by, now)


def split_code(
    code: Code, lines: Sequence[CodeLine], *, seen: int, reason: str, by: Person, now: datetime
) -> list[Code]:
    """Put two or more new codes in the place of one; what was coded with it is to be coded anew."""
    _begin_on(code, seen)
    if len(lines) < 2:
        raise RuleError("A split needs at least two new codes.")
    if any(line.facet != code.facet for line in lines):
        raise RuleError(f"The new codes stay in the facet “{code.facet}”.")
    version = code.frame.version + 1
    parts = _added(code.frame, lines, version)
    for part in parts:
        part.split_from_id = code.id
    code.retired_in = version
    _act(code.frame, FrameActKind.SPLIT, reason, [code, *parts], by, now)
    return parts


def retire_code(code: Code, *, seen: int, reason: str, by: Person, now: datetime) -> None:
    """Take a code out of use, with a reason; what was coded with it is to be coded anew."""
    _begin_on(code, seen)
    if not reason.strip():
        raise RuleError("Say why the code is retired: who coded with it will ask.")
    code.retired_in = code.frame.version + 1
    _act(code.frame, FrameActKind.RETIRE, reason, [code], by, now)


def _begin(frame: CodeFrame, seen: int) -> None:
    locked(frame)
    frame.ensure_version(seen)


def _begin_on(code: Code, seen: int) -> None:
    _begin(code.frame, seen)
    if code.retired_in is not None:
        raise NotAllowedYet(f"“{code.label}” is out of use since version {code.retired_in}.")


def _added(frame: CodeFrame, lines: Sequence[CodeLine], version: int) -> list[Code]:
    known = {
        (facet, key)
        for facet, key in session.execute(select(Code.facet, Code.key).where(Code.frame == frame))
    }
    codes = []
    for line in lines:
        if (line.facet, line.key) in known:
            raise RuleError(
                f"“{line.key}” is or was a key of “{line.facet}” already. A key is never given "
                "twice, so that what was coded stays clear."
            )
        known.add((line.facet, line.key))
        code = Code(frame_id=frame.id, facet=line.facet, key=line.key, added_in=version)
        session.add(code)
        session.flush()
        _word(code, line, version)
        codes.append(code)
    return codes


def _word(code: Code, line: CodeLine, version: int) -> None:
    if not line.label:
        raise RuleError("A code needs a label.")
    code.wordings.append(CodeWording(version=version, label=line.label, definition=line.definition))


def _act(
    frame: CodeFrame,
    kind: FrameActKind,
    reason: str,
    codes: Sequence[Code],
    by: Person | None,
    now: datetime,
) -> None:
    frame.version += 1
    session.add(
        FrameAct(
            frame_id=frame.id,
            version=frame.version,
            kind=kind,
            reason=reason.strip(),
            person_id=by.id if by else None,
            at=now,
        )
    )
    after = {"version": frame.version, "codes": [f"{c.facet} {c.key} {c.label}" for c in codes]}
    record(f"{kind} codes", frame, person=by, now=now, after=after, reason=reason.strip())
