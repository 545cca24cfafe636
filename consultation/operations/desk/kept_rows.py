"""Rows as plain values: what a step keeps of a point or theme, and how it is put back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from consultation.db import at_once, session
from consultation.models import OutcomeKind, Point

State = dict[str, dict[str, list[Any]]]
"""By table and number of the point or theme: the values of the row that hangs on it."""


class Kept(NamedTuple):
    """A table of which columns are kept, by the point or theme that its rows hang on."""

    model: Any
    key: str
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)


def values_of(tables: Sequence[Kept], numbers: Collection[int]) -> State:
    """What the rows that hang on these points or themes hold, as JSON keeps it."""
    return {
        kept.name: {
            str(getattr(row, kept.key)): [_plain(getattr(row, name)) for name in kept.columns]
            for row in rows_of(kept, numbers)
        }
        for kept in tables
    }


def rows_of(kept: Kept, numbers: Collection[int]) -> Iterator[Any]:
    """The rows that hang on these points or themes."""
    for some in at_once(numbers):
        yield from session.scalars(
            select(kept.model)
            .where(getattr(kept.model, kept.key).in_(some))
            .execution_options(populate_existing=True)
        )


def put(kept: Kept, wanted: dict[str, list[Any]]) -> None:
    """Make rows what `wanted` says; columns that are younger than it stay as they are."""
    values = {
        int(number): {
            column: _value(kept, column, plain)
            for column, plain in zip(kept.columns, row, strict=False)
        }
        for number, row in wanted.items()
    }
    if kept.key == "id":
        _put_one_by_one(kept, values)
    else:
        write_rows(kept.model, kept.key, values)


def _put_one_by_one(kept: Kept, wanted: dict[int, dict[str, Any]]) -> None:
    """Points and themes themselves: a theme has versions, and points need not change alike."""
    rows = {row.id: row for row in rows_of(kept, wanted)}
    for number, values in wanted.items():
        row = rows.get(number) or kept.model(id=number)
        for column, value in values.items():
            setattr(row, column, value)
        session.add(row)


def write_rows(model: Any, key: str, wanted: dict[int, dict[str, Any]]) -> None:
    """Write the row that hangs on each point or theme: it is changed, or made where none is.

    The rows name the same columns, all of them. As two lists: one by one, a thousand rows would
    hold every other writer up. What the session had of them is read anew.
    """
    session.flush()
    ids: dict[int, int] = {}
    for some in at_once(wanted):
        hung_on = getattr(model, key)
        found = session.execute(select(hung_on, model.id).where(hung_on.in_(some)))
        ids.update(found.all())
    new = [{key: number, **row} for number, row in wanted.items() if number not in ids]
    known = [{"id": ids[number], **row} for number, row in wanted.items() if number in ids]
    if new:
        session.execute(insert(model), new)
    if known:
        session.execute(update(model), known)
    for row in list(session):
        if isinstance(row, model):
            session.expire(row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, OutcomeKind) else value


def _value(kept: Kept, name: str, plain: Any) -> Any:
    if name.endswith("_at") and plain is not None:
        return datetime.fromisoformat(plain)
    return OutcomeKind(plain) if name == "kind" and kept.model is not Point else plain
