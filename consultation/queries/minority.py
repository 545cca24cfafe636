"""Minority points: what few say, each with the reason why it is listed and whose words it is."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import (
    Answer,
    AuditEntry,
    MinorityPoint,
    OpenQuestion,
    Point,
    Quote,
    Submission,
    Theme,
)
from consultation.queries.counts import MinorityLine
from consultation.queries.submissions import counts
from consultation.queries.themes import quote_line


def minority_of(question: OpenQuestion) -> list[MinorityLine]:
    """A question's minority points where they were found, or where their theme was merged to.

    One that a person moved by itself, discarded or placed is listed no more: the reason is not
    true of where it is now.
    """
    found = session.scalars(
        select(MinorityPoint)
        .join(MinorityPoint.point)
        .join(Point.answer)
        .join(Answer.submission)
        .where(Answer.question_id == question.id, Point.filler.is_(False), counts())
        .options(
            joinedload(MinorityPoint.theme),
            joinedload(MinorityPoint.point).joinedload(Point.placement),
            joinedload(MinorityPoint.point).joinedload(Point.quote).joinedload(Quote.marked_by),
            joinedload(MinorityPoint.point)
            .joinedload(Point.answer)
            .joinedload(Answer.submission)
            .joinedload(Submission.stakeholder),
        )
        .order_by(MinorityPoint.rank)
    )
    return [line for each in found for line in [_line(each)] if line is not None]


def minority_in(theme: Theme) -> list[MinorityLine]:
    """The minority points that are in a theme."""
    return [line for line in minority_of(theme.question) if line.theme_id == theme.id]


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
        MergeNote(gone.title, entry.reason, entry.person.name if entry.person else "")
        for gone, entry in newest.values()
        if entry.reason
    ]


def _line(found: MinorityPoint) -> MinorityLine | None:
    placement, now = found.point.placement, merged_to(found.theme)
    if placement is not None and placement.discarded_because is not None:
        return None
    if (placement.theme_id if placement else None) != (now.id if now else None):
        return None
    return MinorityLine(
        said=quote_line(found.point),
        reason=found.reason,
        theme_id=now.id if now else None,
        theme=now.title if now else "",
        found_in=found.theme.title if found.theme is not None and found.theme is not now else "",
    )


def merged_to(theme: Theme | None) -> Theme | None:
    """The theme that the points of a theme are in, after it was merged, and again."""
    while theme is not None and theme.merged_into is not None:
        theme = theme.merged_into
    return theme
