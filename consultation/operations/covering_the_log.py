"""Covering words in the log of a question as it is read, when they are redacted or erased.

The log is chained by hash and never changed, so its entries go on holding what they held: what
covers them lies beside, and every reading of the log goes through it (`queries/audit`).
"""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from consultation.db import session
from consultation.models import AuditEntry, LogCover
from consultation.operations.covering import Cover, Place
from consultation.queries.audit import PARTS, as_read, texts_in


def cover_the_log(question_id: int, covers: Sequence[Cover]) -> list[Place]:
    """Let words be read as masks in the log of a question; return where, for `uncover_the_log`."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.question_id == question_id)
        .options(selectinload(AuditEntry.covers))
    )
    made = [row for entry in entries.all() for row in _covers_in(entry, covers)]
    session.add_all(made)
    session.flush()
    session.expire_all()
    return [
        [LogCover.__tablename__, row.entry_id, row.part, row.way, row.start, row.end]
        for row in made
    ]


def uncover_the_log(places: Iterable[Place]) -> None:
    """Let the words be read again where these places, and no others, cover them."""
    session.flush()
    for _, entry_id, part, way, start, end in filter(is_of_the_log, places):
        rows = select(LogCover).where(
            LogCover.entry_id == entry_id,
            LogCover.part == part,
            LogCover.start == start,
            LogCover.end == end,
        )
        gone = [row.id for row in session.scalars(rows) if row.way == way]
        session.execute(delete(LogCover).where(LogCover.id.in_(gone)))
    session.expire_all()


def _covers_in(entry: AuditEntry, covers: Sequence[Cover]) -> Iterator[LogCover]:
    for part in PARTS:
        for way, told in texts_in(as_read(entry, part)):
            for start, end in _spans_in(told, covers):
                yield LogCover(entry_id=entry.id, part=part, way=list(way), start=start, end=end)


def _spans_in(told: str, covers: Sequence[Cover]) -> set[tuple[int, int]]:
    return {span for each in covers for span in each.spans_in(told, by_machine=True)}


def is_of_the_log(place: Place) -> bool:
    """Whether a place is one of the log, and not of a row that was changed."""
    return bool(place[0] == LogCover.__tablename__)
