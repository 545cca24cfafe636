"""The database: base class, column types, session and transactions. SQLAlchemy only."""

import enum
from collections.abc import Callable, Collection, Hashable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Text,
    create_engine,
    event,
    inspect,
)
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, scoped_session, sessionmaker
from sqlalchemy.types import TypeDecorator

from consultation.errors import Removed
from consultation.wording import folded

BUSY_TIMEOUT = 10
"""Seconds a SQLite writer waits for its turn before the person is asked to try again."""

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A point in time: stored in UTC without a zone, read back with one."""

    impl = SqlDateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


def _values(choices: type[enum.Enum]) -> list[str]:
    return [choice.value for choice in choices]


class Base(DeclarativeBase):
    """Every row has a number; a choice is stored as its word, and the database knows the words."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        datetime: Moment,
        str: Text,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        list[list[int]]: JSON,
        enum.StrEnum: Enum(
            enum.StrEnum, native_enum=False, create_constraint=True, values_callable=_values
        ),
    }

    id: Mapped[int] = mapped_column(primary_key=True)


session = scoped_session(sessionmaker())

AT_ONCE = 500
"""Numbers in one statement; a database takes only so many."""

T = TypeVar("T")
_READ = "read"
"""Where a session keeps what it has read once, while its transaction only reads."""


def connect(url: str) -> Engine:
    """Bind the session to the database at `url`, with the durability the promises need."""
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"), hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _make_durable)
        event.listen(engine, "begin", _begin)
    session.remove()
    session.configure(bind=engine)
    return engine


def _make_durable(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them too late.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # or what was forgotten could still be read in the file
        "recursive_triggers = ON",  # or REPLACE would delete without asking the log's triggers
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("folded", 1, folded, deterministic=True)


def _begin(connection: Connection) -> None:
    # A writer takes the lock first and reads afterwards, so that what it read still holds.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def begin_write() -> None:
    """Start the session's transaction as one that writes."""
    session.rollback()
    session.info.pop(_READ, None)
    session.connection(execution_options={"writes": True})


def begin_read() -> None:
    """Start the session's transaction as one that reads: it sees one instant throughout."""
    session.rollback()
    session.info[_READ] = {}
    if session.get_bind().dialect.name == "postgresql":
        # Otherwise each statement would see a later instant, and a page half an analysis.
        session.connection(
            execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )


def read_once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` found; in a transaction that only reads, which sees one instant, asked once."""
    found: dict[Hashable, Any] | None = session.info.get(_READ)
    if found is None:
        return read()
    if key not in found:
        found[key] = read()
    value: T = found[key]
    return value


def at_once(numbers: Collection[int]) -> Iterator[list[int]]:
    """Numbers in order, as many of them at a time as one statement takes."""
    ordered = sorted(set(numbers))
    for first in range(0, len(ordered), AT_ONCE):
        yield ordered[first : first + AT_ONCE]


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction, for work that no request carries: commands and job steps."""
    begin_write()
    try:
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise


def locked(row: Base) -> None:
    """Hold `row` until the transaction ends; whatever was read before that is read anew.

    Whoever holds several takes them in one order, or two wait for each other for ever: person,
    consultation, round, stakeholder, submission, what hangs on it, question, jobs (analyses, then
    editions), and the log last. So questions are to be read again (`reread.have_read`) and editions
    let go of (`editions.let_go`) before the first `audit.record`. SQLite's one writer has had
    the lock since before it read anything.

    Raises Removed where somebody removed the row since it was read.
    """
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.expire_all()
    number, kind = inspect(row).identity, type(row)
    held = session.get(kind, number, populate_existing=True, with_for_update={"of": kind})
    if held is None:
        raise Removed
