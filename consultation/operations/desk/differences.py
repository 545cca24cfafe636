"""What is different of a theme or point between two states that a step keeps, in words."""

from typing import Any

from consultation.db import session
from consultation.models import OpenQuestion, Placement, Point, Theme
from consultation.operations.desk.kept_rows import State
from consultation.operations.desk.steps import KEPT, themes_changed
from consultation.queries.plenary.changed import names_of

_NOWHERE = "unplaced"


def difference(before: State, after: State, subject: Theme | Point) -> str:
    """What became of a theme or point; empty where nothing did."""
    if isinstance(subject, Theme):
        changed = [_changed(*(_of_theme(state, subject) for state in (before, after)))]
        changed += _points_that_went(before, after, subject.id)
        return "; ".join(filter(None, changed))
    return _changed(*(_of_point(state, subject) for state in (before, after)))


def rearranged(before: State, after: State) -> str:
    """What is different in where themes stand, and in which there are; empty where nothing is."""
    changed = {
        number: _changed(_place(before, number), _place(after, number))
        for number in sorted(themes_changed(before, after))
    }
    return "; ".join(f"“{_title(n)}” {told}" for n, told in changed.items() if told)


def _changed(before: dict[str, str], after: dict[str, str]) -> str:
    return "; ".join(
        f"{what}: “{before.get(what, '')}” → “{now}”"
        for what, now in after.items()
        if before.get(what, "") != now
    )


def _row(state: State, table: str, number: int) -> dict[str, Any]:
    """The row that hangs on a theme or point, by column; of one that there is not, nothing."""
    values = state.get(table, {}).get(str(number))
    return dict(zip(KEPT[table].columns, values, strict=False)) if values is not None else {}


def _place(state: State, number: int) -> dict[str, str]:
    row = _row(state, "theme", number)
    if not row:
        return {}
    return {
        "place": f"{row['rank']}" if row.get("rank") else "by size",
        "nested in": _title(row.get("parent_id")),
        "merged into": _title(row["merged_into_id"]),
        "discarded": "yes" if row["discarded_at"] else "no",
    }


def _of_theme(state: State, theme: Theme) -> dict[str, str]:
    row, outcome = _row(state, "theme", theme.id), _row(state, "outcome", theme.id)
    if not row:
        return {}
    return {
        "title": row["title"],
        "outcome": outcome.get("kind", "none"),
        "reason": outcome.get("reason", ""),
        "provisions that change": _provisions(outcome, theme.question),
        **_place(state, theme.id),
    }


def _of_point(state: State, point: Point) -> dict[str, str]:
    number = point.id
    row, quote = _row(state, "point", number), _row(state, "quote", number)
    own = _row(state, "own_outcome", number)
    if not row:
        return {"words": "none"}
    quoted = "no" if not quote or quote["rejected"] else "marked"
    span = {"words": f"{row['start'] + 1} to {row['end']}"} if row.get("end") else {}
    return {
        **span,
        "place": _place_of(_row(state, "placement", number)),
        "quote": quoted if not quote or quote["marked_by_id"] else "suggested",
        "outcome": own.get("kind", "as its theme"),
        "reason": own.get("reason", ""),
        "provisions that change": _provisions(own, point.question),
        "suggestions": "refused" if _row(state, "refusal", number) else "open",
    }


def _provisions(outcome: dict[str, Any], question: OpenQuestion) -> str:
    return ", ".join(names_of(question, outcome.get("provision_keys", ())).values())


def _place_of(placement: dict[str, Any]) -> str:
    if placement.get("discarded_because"):
        return "discarded"
    return _title(placement.get("theme_id")) or _NOWHERE


def _points_that_went(before: State, after: State, number: int) -> list[str]:
    was, now = (
        {point for point, row in state[Placement.__tablename__].items() if row[0] == number}
        for state in (before, after)
    )
    told = (("came to it", now - was), ("went from it", was - now))
    return [f"{_some(len(points))} {how}" for how, points in told if points]


def _some(count: int) -> str:
    return "1 point" if count == 1 else f"{count:,} points"


def _title(theme_id: int | None) -> str:
    if theme_id is None:
        return ""
    theme = session.get(Theme, theme_id)
    return theme.title if theme else "a theme that is gone"
