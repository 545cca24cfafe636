"""Who changed a theme or point last, by which act, and what is different since.

Most acts at the desk change more rows than the one that the log names: both themes of a merge, the
theme that a point left. Their steps know every one. What no step knows is in the log: what a
signature says of themes, and what an analysis made of them.
"""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import Analysis, AuditEntry, OpenQuestion, Point, Step, Theme
from consultation.operations.desk.differences import difference, rearranged
from consultation.operations.desk.kept_rows import State
from consultation.operations.desk.steps import state_of, themes_changed
from consultation.queries.audit import ANALYSE, MACHINE, line_of, told

_OF_THEMES = ("rename", "merge", "discard", "propose", "decide", "take back the outcome")
_OF_POINTS = ("move", "accept", "refuse", "discard", "quote", "unquote", "decide", "cut", "join")
_TURNS = ("undo", "redo")
GIVEN_UP = ("give up undoing", "give up redoing")
"""What is done where an act can be undone, or done again, no more."""
_AT_A_TIME = 20
"""How many steps are read at a time, until one is found: each has the rows of all its points."""
_SOMEBODY = "Somebody else changed this meanwhile."


def last_change(subject: Theme | Point) -> str:
    """Who changed this last and how, as a sentence for the one who comes too late."""
    if isinstance(subject, Theme):
        return _of_theme(subject)
    return _of_point(subject)


def last_rearrangement(question: OpenQuestion) -> str:
    """Who changed last which themes there are, or where they stand, as `last_change` tells it."""
    step = _newest_step(question, lambda step: bool(rearranged(*_states(step))))
    entry = _newest_analysis(
        question, lambda entry: entry.before.keys() != entry.after.keys(), since=step
    )
    if entry is not None:
        return told(line_of(entry))
    return _worded(step, rearranged(*_states(step))) if step else _SOMEBODY


def last_act(question: OpenQuestion) -> str:
    """Who did something to a question last that can be undone, undid it, or gave that up."""
    step = _newest_step(question, lambda _: True)
    given_up = _newest_entry(question, GIVEN_UP, since=step)
    if given_up is not None:
        return told(line_of(given_up))
    return _worded(step, "") if step else _SOMEBODY


def _of_theme(theme: Theme) -> str:
    step = _newest_step(theme.question, lambda step: theme.id in themes_changed(*_states(step)))
    name = f"theme {theme.id}"
    analysis = _newest_analysis(
        theme.question, lambda entry: name in (entry.before | entry.after), since=step
    )
    entry = _newest_entry(theme, _OF_THEMES, since=step)
    if analysis is not None and (entry is None or entry.id < analysis.id):
        return told(line_of(analysis), only=name)
    if entry is not None:
        return told(line_of(entry))
    return _worded(step, difference(*_states(step), theme)) if step else _SOMEBODY


def _of_point(point: Point) -> str:
    step = _newest_step(point.question, lambda step: str(point.id) in step.after["point"])
    if step is None:
        entry = _newest_entry(point, _OF_POINTS, since=None)
        if entry is not None:
            return told(line_of(entry))
        return _told_of_analysis("") if _was_analysed(point.question) else _SOMEBODY
    before, after = _states(step)
    since = difference(after, state_of([point.id], ()), point)
    # No person changes a point without a step: what else is different, an analysis has found.
    return _told_of_analysis(since) if since else _worded(step, difference(before, after, point))


def _states(step: Step) -> tuple[State, State]:
    """What a step, or the taking back of it, led from, and what to."""
    return (step.after, step.before) if step.undone else (step.before, step.after)


def _newest_step(question: OpenQuestion, changes: Callable[[Step], bool]) -> Step | None:
    asked = (
        select(Step)
        .where(Step.question_id == question.id)
        .options(joinedload(Step.person), joinedload(Step.entry).joinedload(AuditEntry.person))
        .order_by(func.coalesce(Step.entry_id, 0).desc(), Step.id.desc())
    )
    first, found, more = 0, None, True
    while found is None and more:
        steps = session.scalars(asked.offset(first).limit(_AT_A_TIME)).all()
        found, more = next(filter(changes, steps), None), len(steps) == _AT_A_TIME
        first += _AT_A_TIME
    return found


def _newest_analysis(
    question: OpenQuestion, changes: Callable[[AuditEntry], bool], *, since: Step | None
) -> AuditEntry | None:
    """The newest entry on an analysis of a question after a step, of those that changed it so."""
    entries = session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.question_id == question.id,
            AuditEntry.action == ANALYSE,
            AuditEntry.id > _entry_of(since),
        )
        .order_by(AuditEntry.id.desc())
    )
    return next(filter(changes, entries), None)


def _newest_entry(
    subject: OpenQuestion | Theme | Point, actions: tuple[str, ...], *, since: Step | None
) -> AuditEntry | None:
    """The newest entry on something after a step, of those that tell of a change to it."""
    return session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.subject == subject.__tablename__,
            AuditEntry.subject_id == subject.id,
            AuditEntry.action.in_((*actions, *_TURNS)),
            AuditEntry.id > _entry_of(since),
        )
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def _entry_of(step: Step | None) -> int:
    return (step.entry_id or 0) if step else 0


def _was_analysed(question: OpenQuestion) -> bool:
    read = select(Analysis.id).where(Analysis.question_id == question.id).limit(1)
    return session.scalar(read) is not None


def _worded(step: Step, since: str) -> str:
    entry = step.entry
    who = entry.person if entry and entry.person else step.person
    turned = f"{entry.action} of the " if entry and entry.action in _TURNS else ""
    return f"{who.name} changed this meanwhile ({turned}{step.what}{since and f': {since}'})."


def _told_of_analysis(since: str) -> str:
    return f"{MACHINE[0].upper()}{MACHINE[1:]} changed this meanwhile{since and f' ({since})'}."
