"""Minority points: what few say, each with the reason why it is listed and whose words it is."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AuditEntry,
    MinorityNote,
    MinorityPoint,
    OpenQuestion,
    Placement,
    Point,
    Quote,
    Submission,
    Theme,
)
from consultation.queries.audit import as_read
from consultation.queries.contributions.submissions import counts
from consultation.queries.counts import MinorityLine
from consultation.queries.desk.themes import quote_line

MERGED, MOVED = "merged into", "moved to"
TAKEN_OUT, SET_ASIDE = "taken out of all themes", "set aside"
"""What became of a minority point that is no longer where it was found."""


def minority_of(question: OpenQuestion, *, reviewed: bool = False) -> list[MinorityLine]:
    """A question's minority points: those of the last analysis, then those only a note is kept of.

    One that is no longer where it was found stays listed, with what became of it and the note of
    whoever took it from there; so does one that undoing makes a greeting or the like again. Who
    reviews reads every word; what leaves is without what is withheld.
    """
    found = session.execute(
        select(Point, MinorityPoint, MinorityNote)
        .join(Point.answer)
        .join(Answer.submission)
        .outerjoin(MinorityPoint, MinorityPoint.point_id == Point.id)
        .outerjoin(MinorityNote, MinorityNote.point_id == Point.id)
        .where(
            Answer.question_id == question.id,
            counts(),
            MinorityPoint.id.is_not(None) & Point.filler.is_(False) | MinorityNote.id.is_not(None),
        )
        .options(
            joinedload(MinorityPoint.theme),
            joinedload(MinorityNote.noted_by),
            joinedload(Point.placement).joinedload(Placement.theme),
            joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(Point.answer)
            .joinedload(Answer.submission)
            .joinedload(Submission.stakeholder),
        )
        .order_by(MinorityPoint.rank.is_(None), MinorityPoint.rank, Point.id)
    )
    return [_line(point, reading, note, reviewed) for point, reading, note in found]


def minority_among(question: OpenQuestion, points: Collection[int]) -> list[MinorityLine]:
    """Those of some points that are minority points."""
    found = minority_of(question, reviewed=True)
    return [line for line in found if line.said.point_id in points]


def minority_in(theme: Theme) -> list[MinorityLine]:
    """The minority points that are in a theme."""
    found = minority_of(theme.question, reviewed=True)
    return [line for line in found if line.theme_id == theme.id]


@dataclass(frozen=True)
class MergeNote:
    """What was noted when a theme with a minority point went into another."""

    title: str
    note: str
    by: str


def merge_notes(theme: Theme) -> list[MergeNote]:
    """The notes of the themes that went into a theme and are in it still, the oldest first."""
    rows = session.execute(
        select(Theme, AuditEntry)
        .join(AuditEntry, AuditEntry.subject_id == Theme.id)
        .where(
            Theme.merged_into_id == theme.id,
            AuditEntry.subject == Theme.__tablename__,
            AuditEntry.action == "merge",
        )
        .options(joinedload(AuditEntry.person))
        .order_by(AuditEntry.id)
    )
    newest = {gone.id: (gone, entry) for gone, entry in rows}
    return [
        MergeNote(gone.title, as_read(entry, "reason"), entry.person.name if entry.person else "")
        for gone, entry in newest.values()
        if entry.reason
    ]


def _line(
    point: Point, reading: MinorityPoint | None, note: MinorityNote | None, reviewed: bool
) -> MinorityLine:
    now = point.placement.theme if point.placement else None
    before = _found_in(reading, note)
    since = _since(point, reading, before)
    return MinorityLine(
        said=quote_line(point, reviewed=reviewed),
        reason=reading.reason if reading else note.reason if note else "",
        theme_id=now.id if now else None,
        theme=now.title if now else "",
        found_in=before if since else "",
        since=since,
        note=note.note if note else "",
        noted_by=note.noted_by.name if note else "",
    )


def _found_in(reading: MinorityPoint | None, note: MinorityNote | None) -> str:
    """The title of the theme that a point was found in, empty for one that was in none."""
    if reading is not None:
        return reading.theme.title if reading.theme else ""
    return note.found_in if note else ""


def _since(point: Point, reading: MinorityPoint | None, before: str) -> str:
    """What became of a point that is no longer where it was found."""
    placement = point.placement
    now = placement.theme if placement else None
    if placement is not None and placement.discarded_because is not None:
        return SET_ASIDE
    if reading is not None and now is not None and now is merged_to(reading.theme):
        return MERGED if now is not reading.theme else ""
    if (now.title if now else "") == before and reading is None:
        return ""
    if now is not None:
        return MOVED
    return TAKEN_OUT if before else ""


def merged_to(theme: Theme | None) -> Theme | None:
    """The theme that the points of a theme are in, after it was merged, and again."""
    while theme is not None and theme.merged_into is not None:
        theme = theme.merged_into
    return theme
