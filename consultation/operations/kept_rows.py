"""Rows as plain values: what a step keeps of a point or theme, and how it is put back."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select

from consultation.db import session
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


_AT_ONCE = 500
"""Numbers in one statement; a database takes only so many."""


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
    ordered = sorted(numbers)
    for first in range(0, len(ordered), _AT_ONCE):
        yield from session.scalars(
            select(kept.model)
            .where(getattr(kept.model, kept.key).in_(ordered[first : first + _AT_ONCE]))
            .execution_options(populate_existing=True)
        )


def put(kept: Kept, wanted: dict[str, list[Any]]) -> None:
    """Make rows what `wanted` says; columns that are younger than it stay as they are."""
    rows = {getattr(row, kept.key): row for row in rows_of(kept, set(map(int, wanted)))}
    for number, values in wanted.items():
        row = rows.get(int(number)) or kept.model(**{kept.key: int(number)})
        for column, plain in zip(kept.columns, values, strict=False):
            setattr(row, column, _value(kept, column, plain))
        session.add(row)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, OutcomeKind) else value


def _value(kept: Kept, name: str, plain: Any) -> Any:
    if name.endswith("_at") and plain is not None:
        return datetime.fromisoformat(plain)
    return OutcomeKind(plain) if name == "kind" and kept.model is not Point else plain
