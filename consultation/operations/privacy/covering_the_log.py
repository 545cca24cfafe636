"""Words in the log of a question: covered where it is read when they are redacted, or erased.

What is redacted can be given back, so entries go on holding it, and what covers it lies beside:
every reading of the log goes through that (`queries/audit`). What is erased is taken out of the
entries themselves (`audit.put_masks`). Of those that a release before wrote the words are in the
chain, and can only be covered.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from consultation.db import session
from consultation.models import AuditEntry, LogCover, OpenQuestion, Person
from consultation.operations.audit import Masks, put_masks
from consultation.operations.privacy.covering import Cover, Place
from consultation.queries.audit import PARTS, Way, as_read, texts_in, with_masks

Spans = dict[Way, list[tuple[int, int]]]
"""By the way to a text: where in it words are."""


def cover_the_log(question_id: int, covers: Sequence[Cover]) -> list[Place]:
    """Let words be read as masks in the log of a question; return where, for `uncover_the_log`."""
    return _cover(_entries(question_id), covers)


def erase_in_the_log(
    question: OpenQuestion, covers: Sequence[Cover], *, by: Person, now: datetime
) -> None:
    """Take words out of what the log of a question says."""
    found = [(entry, _spans(entry, covers)) for entry in _entries(question.id)]
    masks = [
        Masks(entry, **{part: with_masks(getattr(entry, part), spans[part]) for part in PARTS})
        for entry, spans in found
        if entry.words is not None and any(spans.values())
    ]
    if masks:
        put_masks(masks, person=by, now=now, question=question)
    _cover([entry for entry, _ in found if entry.words is None], covers)


def _entries(question_id: int) -> Sequence[AuditEntry]:
    return session.scalars(
        select(AuditEntry)
        .where(AuditEntry.question_id == question_id)
        .options(selectinload(AuditEntry.covers))
    ).all()


def _spans(entry: AuditEntry, covers: Sequence[Cover]) -> dict[str, Spans]:
    """By part of an entry: where words are in what it says, also where that is covered."""
    return {
        part: {
            way: sorted(spans)
            for way, told in texts_in(getattr(entry, part))
            if (spans := _spans_in(told, covers, way))
        }
        for part in PARTS
    }


def _cover(entries: Iterable[AuditEntry], covers: Sequence[Cover]) -> list[Place]:
    made = [row for entry in entries for row in _covers_in(entry, covers)]
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
            for start, end in _spans_in(told, covers, way):
                yield LogCover(entry_id=entry.id, part=part, way=list(way), start=start, end=end)


def _spans_in(told: str, covers: Sequence[Cover], way: Way) -> set[tuple[int, int]]:
    return {
        span for each in covers for span in each.spans_in(told, by_machine=_may_be_a_title(way))
    }


WRITTEN = frozenset(
    {"changes", "coders", "codes", "minority point", "observation", "outcome", "reason", "text"}
)
"""What of an entry people wrote, chose or are called: no title of the machine is in it."""


def _may_be_a_title(way: Way) -> bool:
    """Whether a text of the log may hold a title that the machine made of what somebody wrote.

    Whatever an act tells may, but what is known to be a person's: so no act has to think of it.
    """
    return bool(way) and way[0] not in WRITTEN


def is_of_the_log(place: Place) -> bool:
    """Whether a place is one of the log, and not of a row that was changed."""
    return bool(place[0] == LogCover.__tablename__)
