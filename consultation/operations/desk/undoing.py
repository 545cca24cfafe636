"""Taking the newest act at a desk back, and doing it again."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from consultation.db import session
from consultation.errors import StaleEdit
from consultation.models import OpenQuestion, Person, Point, Step, Theme
from consultation.operations.audit import record
from consultation.operations.desk.kept_rows import State
from consultation.operations.desk.last_change import GIVEN_UP, last_act
from consultation.operations.desk.last_read import as_last_read, decided, is_of_a_cut
from consultation.operations.desk.noted_turns import ensure_turn_noted, find_again, keep_turn_notes
from consultation.operations.desk.steps import is_now, restore, state_of
from consultation.operations.desk.themes import open_question_for_edit, touch
from consultation.operations.grouping.spans import ensure_unsampled, reshaped, would_overlap
from consultation.queries.audit import newest_entry
from consultation.queries.desk.steps import next_to_redo, next_to_undo

_SUBJECTS: dict[str, type[Point | Theme]] = {"point": Point, "theme": Theme}


def undo(question: OpenQuestion, *, note: str = "", seen: int, by: Person, now: datetime) -> Step:
    """Take the newest step back; `seen` is the step that its button named.

    One that cannot be undone any more, since an analysis has changed what it had made, is `past`
    from then on and nothing else is changed: the step before it is the newest. Raises SignedOff
    under a signature, StaleEdit where somebody did something else meanwhile, and NoteOwed where a
    minority point that was found since would be taken from its place and there is no `note`.
    """
    open_question_for_edit(question)
    return _turned(question, next_to_undo(question), note, seen, by, now, undone=True)


def redo(question: OpenQuestion, *, note: str = "", seen: int, by: Person, now: datetime) -> Step:
    """Do again what was undone last; refuses as `undo` does."""
    open_question_for_edit(question)
    return _turned(question, next_to_redo(question), note, seen, by, now, undone=False)


def _turned(
    question: OpenQuestion,
    found: Step | None,
    note: str,
    seen: int,
    by: Person,
    now: datetime,
    *,
    undone: bool,
) -> Step:
    if found is None or found.id != seen:
        raise StaleEdit(
            f"{last_act(question)} Nothing was undone or done again now; look at the question as "
            "it is."
        )
    current, wanted = (found.after, found.before) if undone else (found.before, found.after)
    present = state_of(*_numbers(found))
    stands = is_now(current, present)
    if not stands and is_of_a_cut(wanted) and is_now(decided(current), decided(present)):
        stands, current, wanted = True, present, as_last_read(wanted, present)
    touched = _themes_of(current) | _themes_of(wanted)
    if not stands or _found(touched).keys() != touched or would_overlap(current, wanted):
        return _given_up(found, by, now, undone=undone)
    ensure_unsampled(reshaped(current, wanted))
    owed = ensure_turn_noted(question, current, wanted, note)
    restore(wanted, current)
    find_again(question, current, wanted)
    keep_turn_notes(found, owed, note, undone=undone, by=by, now=now)
    found.undone = undone
    for theme in _found(touched).values():
        touch(theme)
    record(
        "undo" if undone else "redo",
        session.get_one(_SUBJECTS[found.subject], found.subject_id),
        person=by,
        now=now,
        after={"act": found.what},
        question=question,
    )
    found.entry_id = newest_entry(question)
    session.flush()
    session.expire_all()
    return found


def _given_up(found: Step, by: Person, now: datetime, *, undone: bool) -> Step:
    """Leave an act as it is, so that it is in the way of no other."""
    found.past = True
    record(
        GIVEN_UP[0 if undone else 1],
        found.question,
        person=by,
        now=now,
        after={"act": found.what},
        question=found.question,
    )
    return found


def _numbers(found: Step) -> tuple[set[int], set[int]]:
    """The points and the themes of a step: each has a row of its own table before or after it."""
    points = found.before["point"].keys() | found.after["point"].keys()
    return {int(n) for n in points}, {int(n) for n in found.before["theme"]}


def _themes_of(state: State) -> set[int]:
    """The themes of a state: its own, and those that its points are in."""
    places = {values[0] for values in state["placement"].values() if values[0] is not None}
    return places | {int(number) for number in state["theme"]}


def _found(themes: Collection[int]) -> dict[int, Theme]:
    return {t.id: t for t in session.scalars(select(Theme).where(Theme.id.in_(themes)))}
