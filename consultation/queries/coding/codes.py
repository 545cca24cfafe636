"""A code frame in any of its versions, and how two of them differ."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Code, CodeFrame, Consultation, FrameAct


@dataclass(frozen=True)
class CodeRow:
    """A code as a version of its frame words it."""

    code_id: int
    facet: str
    key: str
    label: str
    definition: str
    split_from: str


@dataclass(frozen=True)
class FrameVersion:
    """A frame as it was in a version, by facet, and what this version changed, in words."""

    version: int
    facets: dict[str, tuple[CodeRow, ...]]
    changes: tuple[str, ...]


def frame_of(consultation: Consultation) -> CodeFrame | None:
    """The taxonomy attached to a consultation."""
    return session.scalar(select(CodeFrame).where(CodeFrame.consultation == consultation))


def acts_on(frame: CodeFrame) -> Sequence[FrameAct]:
    """What was done to a frame, the newest first."""
    return session.scalars(
        select(FrameAct)
        .where(FrameAct.frame == frame)
        .options(joinedload(FrameAct.person))
        .order_by(FrameAct.version.desc())
    ).all()


def frame_in(frame: CodeFrame, version: int) -> FrameVersion:
    """A frame as it was in a version, and how that differs from the one before it."""
    return FrameVersion(
        version, by_facet(_rows(frame, version)), tuple(changes(frame, version - 1, version))
    )


def by_facet(rows: Sequence[CodeRow]) -> dict[str, tuple[CodeRow, ...]]:
    """Codes under their facets, in the order in which the frame got them."""
    facets: dict[str, list[CodeRow]] = defaultdict(list)
    for row in rows:
        facets[row.facet].append(row)
    return {facet: tuple(own) for facet, own in facets.items()}


def changes(frame: CodeFrame, before: int, after: int) -> list[str]:
    """What a later version of a frame has, words otherwise, or has no more; in plain words."""
    old = {row.code_id: row for row in _rows(frame, before)}
    new = {row.code_id: row for row in _rows(frame, after)}
    told = [
        f"Out of use: {row.key} “{row.label}”." for row in old.values() if row.code_id not in new
    ]
    for row in new.values():
        was = old.get(row.code_id)
        if was is None:
            origin = f", split from {row.split_from}" if row.split_from else ""
            told.append(f"New in “{row.facet}”: {row.key} “{row.label}”{origin}.")
        elif was.label != row.label:
            told.append(f"{row.key} was “{was.label}” and is “{row.label}”.")
        elif was.definition != row.definition:
            told.append(f"{row.key} “{row.label}” is defined otherwise.")
    return told


def _rows(frame: CodeFrame, version: int) -> list[CodeRow]:
    codes = session.scalars(
        select(Code)
        .where(Code.frame == frame)
        .options(joinedload(Code.wordings), joinedload(Code.split_from))
        .order_by(Code.id)
    ).unique()
    return [
        CodeRow(
            code.id,
            code.facet,
            code.key,
            code.worded_in(version).label,
            code.worded_in(version).definition,
            code.split_from.key if code.split_from else "",
        )
        for code in codes
        if code.is_in(version)
    ]
