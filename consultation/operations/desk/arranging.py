"""The order of a question's themes, and which of them are nested in which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import OpenQuestion, Person, Theme
from consultation.operations.audit import record
from consultation.operations.desk.last_change import last_rearrangement
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import open_question_for_edit
from consultation.queries.desk.themes import current_themes


@dataclass(frozen=True)
class Place:
    """Where a theme shall stand: the lower `rank` first, by size without one; nested or not."""

    theme_id: int
    rank: int | None = None
    parent_id: int | None = None


def arrangement_seen(question: OpenQuestion) -> str:
    """Which themes there are and where each stands, as the form that arranges them remembers."""
    return ";".join(
        f"{theme.id},{theme.rank or ''},{theme.parent_id or ''}"
        for theme in current_themes(question)
    )


def arrange_themes(
    question: OpenQuestion, places: Sequence[Place], *, seen: str, by: Person, now: datetime
) -> bool:
    """Put a question's themes in an order, and some in others; whether anything changed.

    Each theme has one place. Raises StaleEdit where there are other themes by now or somebody
    arranged them, NotAllowedYet where one would be nested deeper than one level.
    """
    open_question_for_edit(question)
    themes = {theme.id: theme for theme in current_themes(question)}
    if arrangement_seen(question) != seen or {place.theme_id for place in places} != set(themes):
        raise StaleEdit(
            f"{last_rearrangement(question)} Your order was not kept; look at the themes as they "
            "are, then arrange them again."
        )
    _ensure_flat(places, themes)
    changed = [place for place in places if place != _place(themes[place.theme_id])]
    if not changed:
        return False
    moved = [themes[place.theme_id] for place in changed]
    before = _told(moved)
    with step("order of the themes", moved[0], by=by, now=now, themes=[t.id for t in moved]):
        for theme, place in zip(moved, changed, strict=True):
            theme.rank, theme.parent_id = place.rank, place.parent_id
        after = _told(moved)
        record(
            "arrange", question, person=by, now=now, before=before, after=after, question=question
        )
    return True


def _place(theme: Theme) -> Place:
    return Place(theme.id, theme.rank, theme.parent_id)


def _ensure_flat(places: Sequence[Place], themes: Mapping[int, Theme]) -> None:
    nested = {place.theme_id: place.parent_id for place in places if place.parent_id}
    for theme_id, parent_id in nested.items():
        if parent_id not in themes or parent_id == theme_id:
            raise NotAllowedYet("A theme can only be nested in another theme of its question.")
        if parent_id in nested:
            raise NotAllowedYet(
                f"“{themes[theme_id].title}” cannot be in “{themes[parent_id].title}”, which is "
                "in another theme itself: themes are nested one level deep."
            )


def _told(themes: Iterable[Theme]) -> dict[str, str]:
    """Where each theme stands, for the log."""
    return {
        f"theme {theme.id}": (f"place {theme.rank}" if theme.rank else "by size")
        + (f", in theme {theme.parent_id}" if theme.parent_id else "")
        for theme in themes
    }
