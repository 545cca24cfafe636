"""Coding themes and points with a consultation's frame; nothing coded is lost.

Coding tells what the input is about and changes neither themes nor points, so it is no part of
what a signature stands under and can go on beneath one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Code, CodeFrame, CodeUse, Person, Point, Theme
from consultation.operations.audit import record
from consultation.operations.coding.refusing_codes import drop_refusals, refuse_codes
from consultation.operations.desk.themes import ensure_current
from consultation.queries.coding.code_uses import last_use, uses_of
from consultation.queries.coding.codes import frame_in


@dataclass(frozen=True)
class Choice:
    """What a person chose: codes of a frame, facets in which none fits, and codes refused."""

    codes: frozenset[int] = frozenset()
    none_fits: frozenset[str] = frozenset()
    proposal: str = ""
    refused: frozenset[int] = frozenset()


def code_by_hand(
    subject: Point | Theme,
    choice: Choice,
    *,
    seen: tuple[int, int],
    by: Person,
    now: datetime,
) -> None:
    """Code a theme or point anew: what is chosen holds, what is not chosen holds no more.

    `seen` are the frame's version and the subject's last use. An empty choice takes back all.
    What is refused is not suggested again, until somebody takes that back or chooses it. Raises
    StaleEdit where either has changed, RuleError for a facet with codes and "fits no code" and for
    a code that is both chosen and refused.
    """
    question = subject.question
    locked(question)
    if isinstance(subject, Theme):
        ensure_current(subject)
    frame = session.scalar(select(CodeFrame).where(CodeFrame.consultation == question.consultation))
    if frame is None:
        raise NotAllowedYet("This consultation has no code frame yet.")
    locked(frame)
    frame.ensure_version(seen[0])
    current = uses_of(subject)
    if seen[1] != last_use(subject) or (seen[1] and not current and not _is_said(choice)):
        raise StaleEdit("Somebody coded this meanwhile. Look at it as it is now.")
    wanted, refused = _wanted(frame, choice), _refused(frame, choice)
    held = {(use.facet, use.code_id): use for use in current}
    if not refused or {key: use.proposal for key, use in held.items()} != wanted:
        _code(subject, frame, held, wanted, by, now)
    drop_refusals(subject, choice.codes, by=by, now=now)
    refuse_codes(subject, refused, by=by, now=now)


def _code(
    subject: Point | Theme,
    frame: CodeFrame,
    held: dict[tuple[str, int | None], CodeUse],
    wanted: dict[tuple[str, int | None], str],
    by: Person,
    now: datetime,
) -> None:
    for key, use in held.items():
        if key not in wanted or (key[1] is None and use.proposal != wanted[key]):
            use.ended_at = now
    session.add_all(
        CodeUse(
            question_id=subject.question.id,
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
        before={"codes": _named(list(held.values()))},
        after={"codes": _named(uses_of(subject)), "version": frame.version},
        question=subject.question,
    )


def _is_said(choice: Choice) -> bool:
    return bool(choice.codes or choice.none_fits or choice.refused)


def _wanted(frame: CodeFrame, choice: Choice) -> dict[tuple[str, int | None], str]:
    wanted: dict[tuple[str, int | None], str] = {}
    for facet in sorted(choice.none_fits):
        if facet not in frame_in(frame, frame.version).facets:
            raise RuleError(f"The frame has no code in “{facet}”: open the page again.")
    for each in _codes(frame, choice.codes):
        if each.facet in choice.none_fits:
            raise RuleError(f"“{each.facet}”: either a code fits, or none does.")
        wanted[each.facet, each.id] = ""
    return wanted | {(facet, None): choice.proposal.strip() for facet in sorted(choice.none_fits)}


def _refused(frame: CodeFrame, choice: Choice) -> list[Code]:
    codes = _codes(frame, choice.refused)
    for each in codes:
        if each.id in choice.codes:
            raise RuleError(f"“{each.label}” is ticked and refused: untick one of the two.")
    return codes


def _codes(frame: CodeFrame, numbers: frozenset[int]) -> list[Code]:
    """Codes of a frame that are in use, by their numbers."""
    asked = select(Code).where(Code.frame == frame, Code.id.in_(numbers)).order_by(Code.id)
    codes = list(session.scalars(asked))
    for each in codes:
        if each.retired_in is not None:
            raise RuleError(f"“{each.label}” is out of use: choose what stands in its place.")
    if len(codes) < len(numbers):
        raise RuleError("A code of another consultation cannot be chosen here.")
    return codes


def _named(uses: Sequence[CodeUse]) -> list[str]:
    return [f"{use.facet} {use.code.key if use.code else 'fits no code'}" for use in uses]
