"""Undoing and redoing take no minority point from where it is heard without a note.

An act asks for its note when it is done, and what was noted goes and comes with it: who takes back
their own act is asked for nothing. But a reading since may have found a minority point among what
the act had moved, which would be gone from its place with it. That is a taking like any other, so
the same note is asked for; and a point that goes back where it had been found is found there again.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from consultation.db import at_once, session
from consultation.models import (
    Answer,
    MinorityNote,
    MinorityPoint,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Step,
)
from consultation.operations.desk.kept_rows import State, values_of, write_rows
from consultation.operations.desk.noting import ensure_noted, keep_notes
from consultation.operations.desk.steps import KEPT
from consultation.operations.grouping.spans import POINT, sharing
from consultation.queries.counts import MinorityLine

_NOTES, _PLACES = MinorityNote.__tablename__, Placement.__tablename__
_REASON, _NOTE = (KEPT[_NOTES].columns.index(column) for column in ("reason", "note"))
_FILLER = POINT.columns.index("filler")
Rows = dict[str, list[Any]]
Place = tuple[int | None, str | None, bool]
"""The theme of a point, if any, why it was set aside, if it was, and whether it is filler."""


@dataclass(frozen=True)
class Owed:
    """The minority points that a turn takes from where they are heard, and who has their words."""

    heard: tuple[MinorityLine, ...]
    heirs: Mapping[int, int]


def ensure_turn_noted(question: OpenQuestion, current: State, wanted: State, note: str) -> Owed:
    """What a turn from one state to another would take away; raises NoteOwed without a `note`."""
    taken = {
        int(number): _heir(parts, wanted)
        for number in current[POINT.name]
        if (parts := _parts(number, current, wanted)) and _is_taken(number, parts, current, wanted)
    }
    # Where it is not where it was found, an act before has taken it from there, with its note.
    found = _found_in(taken.keys())
    heirs = {n: taken[n] for n, place in found.items() if place == _place(current, str(n))}
    return Owed(tuple(ensure_noted(question, heirs.keys(), note)), heirs)


def keep_turn_notes(
    found: Step, owed: Owed, note: str, *, undone: bool, by: Person, now: datetime
) -> None:
    """Keep the note of a turn that was made, in the states of the acts that have these points.

    So what comes next finds the rows as its step has them, whichever way it goes.
    """
    if not owed.heard:
        return
    heirs = {owed.heirs[line.said.point_id] for line in owed.heard}
    had = values_of((KEPT[_NOTES],), heirs)[_NOTES]
    stay = [line for line in owed.heard if owed.heirs[line.said.point_id] == line.said.point_id]
    keep_notes(stay, note, by=by, now=now)
    for line in owed.heard:
        heir = owed.heirs[line.said.point_id]
        if line not in stay:
            own = had[str(heir)][_NOTE] if str(heir) in had else ""
            joined = replace(line, said=replace(line.said, point_id=heir))
            keep_notes([joined], f"{own} {note.strip()}", by=by, now=now)
    noted = values_of((KEPT[_NOTES],), heirs)[_NOTES]
    _carry(found, {number: (had.get(number), row) for number, row in noted.items()}, undone=undone)


def find_again(question: OpenQuestion, current: State, wanted: State) -> None:
    """Give back what had been found of points whose note went with the act that it was about.

    The reading since has read them elsewhere, and the next one reads them where they are now.
    """
    notes = _of(current, _NOTES)
    parts = {n: _parts(n, current, wanted) for n in notes}
    parts = {n: own for n, own in parts.items() if not _of(wanted, _NOTES).keys() & set(own)}
    known = _found_in({int(part) for own in parts.values() for part in own})
    rows = {
        int(part): {"theme_id": _place(wanted, part)[0], "reason": notes[n][_REASON]}
        for n, own in parts.items()
        if not any(known.get(int(part)) == _place(wanted, part) for part in own)
        for part in own
    }
    if rows:
        rank = _last_rank(question)
        ranked = {n: row | {"rank": rank + add} for add, (n, row) in enumerate(rows.items(), 1)}
        write_rows(MinorityPoint, "point_id", ranked)


def _parts(number: str, current: State, wanted: State) -> list[str]:
    """The points that have words of a point afterwards: itself, where it is the same span."""
    span = current[POINT.name][number][1:4]
    if wanted[POINT.name].get(number, [])[1:4] == span:
        return [number]
    return sharing(span, wanted[POINT.name])


def _heir(parts: Sequence[str], wanted: State) -> int:
    """Of the points that have the words of one, the first that says something."""
    return int(next((n for n in parts if not wanted[POINT.name][n][_FILLER]), parts[0]))


def _is_taken(number: str, parts: Sequence[str], current: State, wanted: State) -> bool:
    """Whether no words of a point stay where it is, and the act itself says nothing of that."""
    place, noted = _place(current, number), _of(current, _NOTES).get(number)
    return all(_place(wanted, n) != place and _of(wanted, _NOTES).get(n) == noted for n in parts)


def _place(state: State, number: str) -> Place:
    row = [*_of(state, _PLACES).get(number, ()), None, None, None]
    return row[0], row[2], state[POINT.name][number][_FILLER]


def _of(state: State, table: str) -> Rows:
    return state.get(table, {})


def _found_in(points: Collection[int]) -> dict[int, Place]:
    """Where those of some points that are minority points were found."""
    asked = select(MinorityPoint.point_id, MinorityPoint.theme_id)
    rows = (
        row
        for some in at_once(points)
        for row in session.execute(asked.where(MinorityPoint.point_id.in_(some)))
    )
    return {point_id: (theme_id, None, False) for point_id, theme_id in rows}


def _last_rank(question: OpenQuestion) -> int:
    asked = select(func.max(MinorityPoint.rank)).join(MinorityPoint.point).join(Point.answer)
    return session.scalar(asked.where(Answer.question_id == question.id)) or 0


def _carry(
    found: Step, noted: Mapping[str, tuple[list[Any] | None, list[Any]]], *, undone: bool
) -> None:
    """Write notes into a step's state after its turn, and on into those of the steps beyond it.

    As far as they have the note of before: the act that made or changed that one had another.
    """
    near, far = ("after", "before") if undone else ("before", "after")
    _write(found, far, {number: row for number, (_, row) in noted.items()})
    left = dict(noted)
    for each in _beyond(found, undone=undone):
        here = {n: pair for n, pair in left.items() if n in getattr(each, near)[POINT.name]}
        _write(each, near, {n: row for n, (_, row) in here.items()})
        beyond = getattr(each, far)
        on = {
            n: row
            for n, (was, row) in here.items()
            if n in beyond[POINT.name] and _of(beyond, _NOTES).get(n) == was
        }
        _write(each, far, on)
        left = {n: pair for n, pair in left.items() if n not in here or n in on}
        if not left:
            break


def _beyond(found: Step, *, undone: bool) -> Iterator[Step]:
    """The steps that can be turned the same way next, in the order in which they would be."""
    asked = select(Step).where(
        Step.question_id == found.question_id,
        Step.past.is_(False),
        Step.undone.is_not(undone),
        Step.id < found.id if undone else Step.id > found.id,
    )
    return iter(session.scalars(asked.order_by(Step.id.desc() if undone else Step.id)).all())


def _write(step: Step, side: str, rows: Rows) -> None:
    if rows:
        state = getattr(step, side)
        setattr(step, side, state | {_NOTES: _of(state, _NOTES) | rows})
