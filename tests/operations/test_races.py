"""Two chairs at one instant, more than a hundred times: nothing is lost and no point is twice.

trust.md 34. Each kind of act meets each other one and itself. Both chairs look first, then both
act: whoever was told that it is done finds it done, and whoever was not has changed nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import Any

from sqlalchemy import delete, func, select, update

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import AuditEntry, OutcomeKind, Person, Placement, Point, Theme
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.plenary.outcomes import decide
from tests.conftest import NOW
from tests.operations.at_once import at_once

TIMES = 3


@dataclass(frozen=True)
class Table:
    """What both chairs have before them: two themes with a point each, and what they saw."""

    themes: tuple[int, int]
    points: tuple[int, int]
    versions: tuple[int, int]
    places: tuple[str, str]

    def theme(self, which: int) -> Theme:
        return session.get_one(Theme, self.themes[which])

    def point(self, which: int) -> Point:
        return session.get_one(Point, self.points[which])

    def placement(self, which: int) -> Placement:
        return session.scalars(select(Placement).filter_by(point_id=self.points[which])).one()


Doing = Callable[[Table, dict[str, Any], str], None]
Done = Callable[[Table, Person, str], bool]


def rename(table: Table, act: dict[str, Any], words: str) -> None:
    rename_theme(table.theme(0), words, seen=table.versions[0], **act)


def decide_outcome(table: Table, act: dict[str, Any], words: str) -> None:
    kind = OutcomeKind("adopted in part")
    decide(table.theme(0), kind, reason=words, seen=table.versions[0], **act)


def merge(table: Table, act: dict[str, Any], words: str) -> None:
    merge_themes(
        table.theme(0), table.theme(1), into_seen=table.versions[1], seen=table.versions[0], **act
    )


def merge_back(table: Table, act: dict[str, Any], words: str) -> None:
    merge_themes(
        table.theme(1), table.theme(0), into_seen=table.versions[0], seen=table.versions[1], **act
    )


def discard(table: Table, act: dict[str, Any], words: str) -> None:
    discard_theme(table.theme(1), reason=words, seen=table.versions[1], **act)


def move(table: Table, act: dict[str, Any], words: str) -> None:
    move_point(table.point(0), table.theme(1), seen=table.places[0], **act)


def take_out(table: Table, act: dict[str, Any], words: str) -> None:
    move_point(table.point(0), None, seen=table.places[0], **act)


def set_aside(table: Table, act: dict[str, Any], words: str) -> None:
    discard_point(table.point(0), reason=words, seen=table.places[0], **act)


ACTS: dict[Doing, Done] = {
    rename: lambda table, by, words: (
        (table.theme(0).title, table.theme(0).titled_by) == (words, by)
    ),
    decide_outcome: lambda table, by, words: (
        table.theme(0).outcome is not None and table.theme(0).outcome.reason == words
    ),
    merge: lambda table, by, words: table.theme(0).merged_into == table.theme(1),
    merge_back: lambda table, by, words: table.theme(1).merged_into == table.theme(0),
    discard: lambda table, by, words: table.theme(1).discarded_at == NOW,
    move: lambda table, by, words: (
        (table.placement(0).theme, table.placement(0).placed_by) == (table.theme(1), by)
    ),
    take_out: lambda table, by, words: (
        (table.placement(0).theme, table.placement(0).placed_by) == (None, by)
    ),
    set_aside: lambda table, by, words: table.placement(0).discarded_because == words,
}
RACES = list(combinations_with_replacement(ACTS, 2)) * TIMES


def test_of_a_hundred_races_none_loses_an_act_or_a_point(world):
    assert len(RACES) >= 100
    themes = world.theme.id, world.second_theme.id
    points = world.point.id, world.point.id + 1
    chairs = world.chair.id, world.vice_chair.id
    told = Counter()
    for number, race in enumerate(RACES):
        table, before = _laid(themes, points), last_entry()
        answers = at_once(_chairs(race, table, chairs, number), times=2)
        told.update(type(answer) for answer in answers)
        assert None in answers, "the first of the two saw what is there"
        assert {type(answer) for answer in answers} <= {type(None), StaleEdit, NotAllowedYet}
        acted = [chair for chair, answer in zip(chairs, answers, strict=True) if answer is None]
        logged = select(AuditEntry.person_id).where(AuditEntry.id > before)
        assert sorted(session.scalars(logged)) == sorted(acted), _names(race)
        for chair, act, answer in zip(chairs, race, answers, strict=True):
            if answer is None:
                person = session.get_one(Person, chair)
                assert ACTS[act](table, person, f"Race {number} of {chair}"), _names(race)
        _ensure_each_point_is_in_one_place(points, race)
    assert told[StaleEdit] + told[NotAllowedYet] >= len(RACES) / 2


def _laid(themes: tuple[int, int], points: tuple[int, int]) -> Table:
    """The table as it was at first, and what a chair sees there."""
    with transaction():
        session.execute(update(Theme).values(merged_into_id=None, discarded_at=None))
        session.execute(delete(Placement))
        session.add_all(
            Placement(point_id=point, theme_id=theme)
            for point, theme in zip(points, themes, strict=True)
        )
    versions = tuple(session.get_one(Theme, theme).version for theme in themes)
    places = tuple(place_seen(session.get_one(Point, point)) for point in points)
    return Table(themes, points, versions, places)


def last_entry() -> int:
    return session.scalar(select(func.max(AuditEntry.id))) or 0


def _chairs(
    race: tuple[Doing, Doing], table: Table, chairs: tuple[int, int], number: int
) -> Callable[[int], None]:
    def act(which: int) -> None:
        by = session.get_one(Person, chairs[which])
        race[which](table, {"by": by, "now": NOW}, f"Race {number} of {by.id}")

    return act


def _names(race: tuple[Doing, Doing]) -> str:
    return " against ".join(act.__name__ for act in race)


def _ensure_each_point_is_in_one_place(points: tuple[int, int], race: tuple[Doing, Doing]) -> None:
    placements = session.scalars(select(Placement)).all()
    assert sorted(placement.point_id for placement in placements) == sorted(points), _names(race)
    for placement in placements:
        theme, aside = placement.theme, placement.discarded_because
        assert theme is None or (theme.is_current and aside is None), _names(race)
