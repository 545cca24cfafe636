"""Acts on a code frame, and coding with it. Each act makes a version; nothing coded is lost.

Coding tells what the input is about and changes neither themes nor points, so it is no part of
what a signature stands under and can go on beneath one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consultation.boundary import SHORT_TEXT_LIMIT
from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import (
    Code,
    CodeFrame,
    CodeUse,
    CodeWording,
    Consultation,
    FrameAct,
    FrameActKind,
    Person,
    Point,
    Theme,
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


@dataclass(frozen=True)
class Choice:
    """What a person chose: codes of a frame, and facets in which none fits."""

    codes: frozenset[int] = frozenset()
    none_fits: frozenset[str] = frozenset()
    proposal: str = ""


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


def uses_of(subject: Point | Theme) -> list[CodeUse]:
    """How a theme or point is coded now."""
    own = CodeUse.point_id if isinstance(subject, Point) else CodeUse.theme_id
    return list(
        session.scalars(
            select(CodeUse)
            .where(own == subject.id, CodeUse.ended_at.is_(None))
            .order_by(CodeUse.facet, CodeUse.id)
        )
    )


def last_use(subject: Point | Theme) -> int:
    """The number of the newest coding of a theme or point, ended or not; 0 for none."""
    own = CodeUse.point_id if isinstance(subject, Point) else CodeUse.theme_id
    return session.scalar(select(func.max(CodeUse.id)).where(own == subject.id)) or 0


def code(
    subject: Point | Theme,
    choice: Choice,
    *,
    seen: tuple[int, int],
    by: Person,
    now: datetime,
) -> None:
    """Code a theme or point anew: what is chosen holds, what is not chosen holds no more.

    `seen` are the frame's version and the subject's last use. An empty choice takes back all.
    Raises StaleEdit where either has changed, RuleError for a facet with codes and "fits no code".
    """
    question = subject.question
    locked(question)
    frame = session.scalar(select(CodeFrame).where(CodeFrame.consultation == question.consultation))
    if frame is None:
        raise NotAllowedYet("This consultation has no code frame yet.")
    _begin(frame, seen[0])
    current = uses_of(subject)
    if seen[1] != last_use(subject) or (seen[1] and not current and not _is_said(choice)):
        raise StaleEdit("Somebody coded this meanwhile. Look at it as it is now.")
    wanted = _wanted(frame, choice)
    held = {(use.facet, use.code_id): use for use in current}
    for key, use in held.items():
        if key not in wanted or (key[1] is None and use.proposal != wanted[key]):
            use.ended_at = now
    session.add_all(
        CodeUse(
            question_id=question.id,
            point_id=subject.id if isinstance(subject, Point) else None,
            theme_id=subject.id if isinstance(subject, Theme) else None,
            facet=facet,
            code_id=code_id,
            proposal=proposal,
            version=frame.version,
            person_id=by.id,
            at=now,
        )
        for (facet, code_id), proposal in wanted.items()
        if (facet, code_id) not in held or held[facet, code_id].ended_at is not None
    )
    record(
        f"code a {subject.__tablename__}",
        subject,
        person=by,
        now=now,
        before={"codes": _named(current)},
        after={"codes": _named(uses_of(subject)), "version": frame.version},
        question=question,
    )


def _is_said(choice: Choice) -> bool:
    return bool(choice.codes or choice.none_fits)


def _wanted(frame: CodeFrame, choice: Choice) -> dict[tuple[str, int | None], str]:
    codes = session.scalars(select(Code).where(Code.frame == frame, Code.id.in_(choice.codes)))
    wanted: dict[tuple[str, int | None], str] = {}
    for each in codes:
        if each.retired_in is not None:
            raise RuleError(f"“{each.label}” is out of use: choose what stands in its place.")
        if each.facet in choice.none_fits:
            raise RuleError(f"“{each.facet}”: either a code fits, or none does.")
        wanted[each.facet, each.id] = ""
    if len(wanted) < len(choice.codes):
        raise RuleError("A code of another consultation cannot be chosen here.")
    return wanted | {(facet, None): choice.proposal.strip() for facet in sorted(choice.none_fits)}


def _named(uses: Sequence[CodeUse]) -> list[str]:
    return [f"{use.facet} {use.code.key if use.code else 'fits no code'}" for use in uses]
