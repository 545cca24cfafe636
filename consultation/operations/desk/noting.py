"""No minority point is taken from where it is heard without a note, which stays with it."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.errors import NoteOwed
from consultation.models import MinorityNote, OpenQuestion, Person, Point
from consultation.operations.audit import Change, record_each
from consultation.operations.desk.kept_rows import write_rows
from consultation.queries.counts import MinorityLine
from consultation.queries.grouping.minority import minority_among
from consultation.queries.plenary.filling import shortened


def ensure_noted(question: OpenQuestion, taken: Collection[int], note: str) -> list[MinorityLine]:
    """The minority points among those that an act takes from where they are.

    Raises NoteOwed where there is one and no `note`. Every act that takes points from their place
    asks here before it changes anything, and keeps the note with `keep_notes`.
    """
    heard = minority_among(question, taken) if taken else []
    if heard and not note.strip():
        raise NoteOwed(_refusal(heard), heard)
    return heard


def keep_notes(heard: Sequence[MinorityLine], note: str, *, by: Person, now: datetime) -> None:
    """Keep with each minority point why it was taken from where it is heard.

    What is known of where it was found stays as the first note has it, unless an analysis has
    found it anew; so this comes before the change that it is about.
    """
    if not heard:
        return
    rows = {line.said.point_id: _row(line, note.strip(), by, now) for line in heard}
    write_rows(MinorityNote, "point_id", rows)
    changes = [
        Change(
            Point.__tablename__,
            number,
            before={"found in": row["found_in"] or "no theme"},
            after={"minority point": row["reason"]},
            reason=row["note"],
        )
        for number, row in rows.items()
    ]
    question = session.get_one(Point, changes[0].subject_id).question
    record_each("note", changes, person=by, now=now, question=question)


def _row(line: MinorityLine, note: str, by: Person, now: datetime) -> dict[str, Any]:
    return {
        "reason": line.reason,
        "found_in": line.found_in if line.since else line.theme,
        "note": note,
        "noted_by_id": by.id,
        "noted_at": now,
    }


def note_of(point_id: int) -> MinorityNote | None:
    """What was noted on a point, if anything was."""
    return session.scalar(select(MinorityNote).where(MinorityNote.point_id == point_id))


def join_notes(first: int, second: int) -> None:
    """Give a point the note of one that is joined to it; where both have one it has both."""
    own, other = note_of(first), note_of(second)
    if other is None:
        return
    if own is None:
        other.point_id = first
    else:
        own.note = f"{own.note} {other.note}"
        session.delete(other)
    session.flush()


def _refusal(heard: Sequence[MinorityLine]) -> str:
    named = " and ".join(f"“{shortened(each.said.text)}” ({each.said.answer})" for each in heard)
    if len(heard) == 1:
        return (
            f"Write the note: {named} is a minority point. The note says why it goes from where "
            "it is heard, and stays with it."
        )
    return (
        f"Write the note: {named} are minority points. The note says why they go from where they "
        "are heard, and stays with them."
    )
