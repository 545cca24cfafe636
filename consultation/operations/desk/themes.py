"""What chairs do to themes. Each act starts with the rule, changes rows, and is logged."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from consultation.db import locked, session
from consultation.errors import NotAllowedYet, RuleError
from consultation.models import OpenQuestion, Person, Placement, Theme
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.noting import ensure_noted, keep_notes
from consultation.operations.desk.steps import step


def open_question_for_edit(question: OpenQuestion) -> None:
    """Hold the question so that no signature comes between; raises SignedOff under one."""
    locked(question)
    question.ensure_editable()


def open_theme_for_edit(theme: Theme, seen: int) -> None:
    """Hold a theme as its editor saw it; raises SignedOff or StaleEdit."""
    open_question_for_edit(theme.question)
    session.refresh(theme)
    theme.ensure_version(seen, lambda: last_change(theme))
    ensure_current(theme)


def ensure_current(theme: Theme) -> None:
    """Raise NotAllowedYet for a theme that was merged away or discarded."""
    if theme.merged_into is not None:
        raise NotAllowedYet(f"This theme was merged into “{theme.merged_into.title}”. Edit that.")
    if theme.discarded_at is not None:
        raise NotAllowedYet(
            "This theme was discarded. No point is under it any more; the log says where each went."
        )


def owed(reason: str) -> str:
    """A reason that goes into the log, trimmed; raises RuleError where there is none."""
    if not reason.strip():
        raise RuleError("Write the reason; it goes into the log.")
    return reason.strip()


def touch(theme: Theme) -> None:
    """Give a theme a new version though none of its own columns changed."""
    session.refresh(theme, ["title"])
    flag_modified(theme, "title")


def rename_theme(theme: Theme, title: str, *, seen: int, by: Person, now: datetime) -> None:
    """Give a theme the chair's own wording."""
    open_theme_for_edit(theme, seen)
    before = {"title": theme.title}
    with step(f"rename to “{title}”", theme, by=by, now=now, themes=[theme.id]):
        theme.title = title
        theme.titled_by_id = by.id
        record(
            "rename",
            theme,
            person=by,
            now=now,
            before=before,
            after={"title": title},
            question=theme.question,
        )


def merge_themes(
    theme: Theme,
    into: Theme,
    *,
    note: str = "",
    seen: int,
    into_seen: int,
    by: Person,
    now: datetime,
) -> None:
    """Move every point of one theme to another; the first is gone from then on.

    Raises StaleEdit where one of the two is not as it was seen, and NoteOwed where a minority point
    would go along without a `note`.
    """
    open_theme_for_edit(theme, seen)
    session.refresh(into)
    ensure_current(into)
    if into.question_id != theme.question_id or into is theme:
        raise NotAllowedYet("Only two different themes of one question can be merged.")
    into.ensure_version(into_seen, lambda: f"Of “{into.title}”: {last_change(into)}")
    what, moved = f"merge of “{theme.title}” into “{into.title}”", points_inside(theme)
    heard = ensure_noted(theme.question, moved, note)
    changed = {theme.id, into.id, *_nested_in(theme)}
    with step(what, theme, by=by, now=now, themes=changed, points=moved):
        keep_notes(heard, note, by=by, now=now)
        _replace_all(theme, into, by)
        _hand_on(theme, into)
        theme.merged_into = into
        touch(into)
        record(
            "merge",
            theme,
            person=by,
            now=now,
            before={"points": moved},
            after={"into": into.id, "title": into.title},
            reason=note.strip(),
            question=theme.question,
        )


def discard_theme(theme: Theme, *, reason: str, seen: int, by: Person, now: datetime) -> None:
    """Take a theme away; its points are unplaced, by a person's decision; none is nested in it.

    The reason stays as their note with the minority points among them.
    """
    open_theme_for_edit(theme, seen)
    reason = owed(reason)
    what, moved = f"discarding of “{theme.title}”", points_inside(theme)
    heard = ensure_noted(theme.question, moved, reason)
    changed = {theme.id, *_nested_in(theme)}
    with step(what, theme, by=by, now=now, themes=changed, points=moved):
        keep_notes(heard, reason, by=by, now=now)
        _replace_all(theme, None, by)
        _hand_on(theme, None)
        theme.discarded_at = now
        record(
            "discard",
            theme,
            person=by,
            now=now,
            before={"title": theme.title, "points": moved},
            reason=reason,
            question=theme.question,
        )


def points_inside(theme: Theme) -> list[int]:
    """The numbers of the points under a theme, filler and withdrawn ones among them."""
    return sorted(session.scalars(select(Placement.point_id).where(Placement.theme_id == theme.id)))


def _nested_in(theme: Theme) -> list[int]:
    return list(session.scalars(select(Theme.id).where(Theme.parent_id == theme.id)))


def _hand_on(theme: Theme, heir: Theme | None) -> None:
    """Nest what is nested in a theme that goes in its heir; one of them that is the heir rises."""
    if heir is not None and heir.parent_id == theme.id:
        heir.parent_id = None
    home = (heir.parent_id or heir.id) if heir else None
    for inner in session.scalars(select(Theme).where(Theme.parent_id == theme.id)):
        inner.parent_id = home
    theme.parent_id = None


def _replace_all(theme: Theme, into: Theme | None, by: Person) -> None:
    """Move all placements of a theme."""
    session.execute(
        update(Placement)
        .where(Placement.theme_id == theme.id)
        .values(theme_id=into.id if into else None, placed_by_id=by.id)
    )
    session.expire_all()
