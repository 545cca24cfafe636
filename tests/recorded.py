"""Rows that many tests begin with: put together once in a process, then written as they were."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, inspect, literal, select, union_all
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from consultation.db import Base, session


class Recorded:
    """All rows of a database, table by table, and some of them by name.

    What the unit of work finds out about their order costs several times what writing them does.
    """

    def __init__(self, named: Mapping[str, Base]) -> None:
        self._rows = {table: rows for table in Base.metadata.sorted_tables if (rows := _all(table))}
        self._named = {name: _with_columns_alone(row) for name, row in named.items()}

    def write(self) -> bool:
        """Write all rows where there is none yet, so that each has the number it had."""
        if not are_empty(self._rows):
            return False
        for table, rows in self._rows.items():
            # One statement takes rows that say something of the same columns.
            for _, alike in groupby(rows, key=tuple):
                session.execute(insert(table), list(alike))
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(*self._last_numbers()))
        return True

    def _last_numbers(self) -> list[ColumnElement[int]]:
        return [
            func.setval(f"{table.name}_id_seq", rows[-1]["id"])
            for table, rows in self._rows.items()
            if "id" in table.c
        ]

    def named(self) -> dict[str, Any]:
        """The rows that have a name, once they are committed: in the session, as if just read."""
        return {name: session.merge(row, load=False) for name, row in self._named.items()}


def are_empty(tables: Iterable[Table]) -> bool:
    first = [select(literal(1)).select_from(table).limit(1).subquery() for table in tables]
    return session.scalar(union_all(*(select(each) for each in first)).limit(1)) is None


def _all(table: Table) -> list[dict[str, Any]]:
    """A table's rows in the order of their numbers; what is null is not in them."""
    rows = session.execute(select(table).order_by(*table.primary_key)).mappings()
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _with_columns_alone(row: Base) -> Base:
    """That row in no session, of which nothing but its own columns is known."""
    session.refresh(row)
    alone = type(row)()
    for column in inspect(type(row)).column_attrs:
        set_committed_value(alone, column.key, getattr(row, column.key))
    make_transient_to_detached(alone)
    return alone
