"""Engines of a test process: what is compiled for one serves all, and one connection lives on."""

from typing import Any

import sqlalchemy
from sqlalchemy import Engine


class Engines:
    """Each test has engines of its own, but for the database that is kept for all.

    Compiling is a fifth of what a test of pages costs, and a statement is kept under its dialect.
    One that never connected does not know its database: it serves nobody but itself.
    """

    def __init__(self) -> None:
        self._first: dict[str, Engine] = {}
        self._kept: dict[str, Engine | None] = {}

    def keep(self, address: str) -> None:
        """Keep a database's connections from test to test: one costs the server as much as a test.

        What was read of published drafts is kept under its engine, so that is another in each test.
        """
        self._kept[address] = None

    def create(self, address: str, **options: Any) -> Engine:
        """Stands where SQLAlchemy's own function does."""
        if known := self._kept.get(address):
            return known.execution_options()
        engine = self._compiled_once(sqlalchemy.create_engine(address, **options))
        if address in self._kept:
            self._kept[address] = engine
            return engine.execution_options()
        return engine

    def _compiled_once(self, engine: Engine) -> Engine:
        first = self._first.get(engine.dialect.name)
        if first is None or first.dialect.server_version_info is None:
            first = self._first[engine.dialect.name] = engine
        engine.dialect = first.dialect
        engine._compiled_cache = first._compiled_cache  # noqa: SLF001
        return engine

    def leave(self, engine: Engine) -> None:
        """End a test's connections; of the kept ones those that nobody has given back."""
        is_kept = any(kept and kept.pool is engine.pool for kept in self._kept.values())
        if not is_kept or engine.pool.checkedout():  # type: ignore[attr-defined]
            engine.dispose()
