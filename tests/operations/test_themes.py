"""Chairs rename, merge and discard themes; a stale edit names who was first; nothing is lost."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import AuditEntry, Placement, Theme
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.queries.desk.themes import (
    current_themes,
    other_themes,
    theme_line,
    themes_in_order,
)
from tests.conftest import NOW
from tests.operations.at_once import at_once


def rename(world, theme, title="Record it all", *, seen=None, by=None):
    with transaction():
        rename_theme(theme, title, seen=seen or theme.version, by=by or world.chair, now=NOW)


def merge(world, theme, into, *, seen=None, into_seen=None):
    with transaction():
        merge_themes(
            theme, into, seen=seen or theme.version, into_seen=into_seen or into.version,
            by=world.chair, now=NOW,
        )  # fmt: skip


def discard(world, theme, *, seen=None, reason="Says nothing."):
    with transaction():
        discard_theme(theme, reason=reason, seen=seen or theme.version, by=world.chair, now=NOW)


def places() -> dict[int, tuple[int | None, int | None]]:
    rows = session.execute(select(Placement.point_id, Placement.theme_id, Placement.placed_by_id))
    return {point: (theme, person) for point, theme, person in rows}


def last_entry() -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


def test_a_renamed_theme_has_the_persons_title_and_a_new_version(world):
    seen = world.theme.version
    rename(world, world.theme)
    assert (world.theme.title, world.theme.titled_by) == ("Record it all", world.chair)
    assert world.theme.version > seen
    entry = last_entry()
    assert (entry.action, entry.subject, entry.subject_id) == ("rename", "theme", world.theme.id)
    assert (entry.before, entry.after) == (
        {"title": "Record every change"}, {"title": "Record it all"},
    )  # fmt: skip


def test_merging_moves_every_point_by_a_persons_decision(world):
    merge(world, world.second_theme, world.theme)
    assert world.second_theme.merged_into is world.theme
    assert places() == {
        world.point.id: (world.theme.id, None),
        world.point.id + 1: (world.theme.id, world.chair.id),
    }
    (line,) = themes_in_order(world.question)
    assert (line.theme_id, line.counts.points, line.counts.answers) == (world.theme.id, 2, 1)
    assert theme_line(world.second_theme) is None
    assert current_themes(world.question) == [world.theme]
    assert other_themes(world.theme) == []


def test_both_themes_of_a_merge_have_a_new_version(world):
    seen = world.theme.version, world.second_theme.version
    merge(world, world.second_theme, world.theme)
    assert world.theme.version > seen[0]
    assert world.second_theme.version > seen[1]
    assert last_entry().before == {"points": [world.point.id + 1]}


def test_nothing_is_merged_into_a_theme_that_is_not_as_it_was_seen(world):
    seen, before = world.theme.version, places()
    rename(world, world.theme, by=world.vice_chair)
    with pytest.raises(StaleEdit) as refused:
        merge(world, world.second_theme, world.theme, into_seen=seen)
    assert str(refused.value).startswith(
        "Of “Record it all”: Vice Chair changed this meanwhile (rename to “Record it all”: title: "
        "“Record every change” → “Record it all”)."
    )
    assert world.second_theme.is_current
    assert places() == before


def test_a_discarded_theme_leaves_its_points_unplaced_by_a_person(world):
    discard(world, world.theme)
    assert world.theme.discarded_at == NOW
    assert places()[world.point.id] == (None, world.chair.id)
    assert [line.theme_id for line in themes_in_order(world.question)] == [world.second_theme.id]
    assert last_entry().reason == "Says nothing."


STALE = {
    "rename": lambda w, seen: rename(w, w.theme, "Mine", seen=seen),
    "merge": lambda w, seen: merge(w, w.theme, w.second_theme, seen=seen),
    "discard": lambda w, seen: discard(w, w.theme, seen=seen),
}


@pytest.mark.parametrize("act", STALE.values(), ids=STALE.keys())
def test_a_stale_edit_names_who_was_first_and_changes_nothing(world, act):
    seen, before = world.theme.version, places()
    rename(world, world.theme, by=world.vice_chair)
    with pytest.raises(StaleEdit) as refusal:
        act(world, seen)
    assert "Vice Chair changed this meanwhile" in str(refusal.value)
    assert "“Record every change” → “Record it all”" in str(refusal.value)
    assert (world.theme.title, world.theme.is_current) == ("Record it all", True)
    assert places() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda w: move_point(w.unplaced, w.theme, seen="unplaced", by=w.chair, now=NOW),
        lambda w: discard_point(
            w.point, reason="Twice.", seen=f"theme {w.theme.id}", by=w.chair, now=NOW
        ),
    ],
    ids=["a point moved in", "a point discarded"],
)
def test_a_theme_whose_points_changed_is_not_the_one_that_was_seen(world, change):
    seen = world.theme.version
    with transaction():
        change(world)
    with pytest.raises(StaleEdit):
        rename(world, world.theme, seen=seen)


@pytest.mark.parametrize("act", STALE.values(), ids=STALE.keys())
@pytest.mark.parametrize(
    ("end", "sentence"),
    [
        (lambda w: merge(w, w.theme, w.second_theme), "merged into “Leave small repairs out”"),
        (lambda w: discard(w, w.theme), "was discarded"),
    ],
    ids=["merged away", "discarded"],
)
def test_a_theme_that_is_gone_cannot_be_edited(world, act, end, sentence):
    end(world)
    with pytest.raises(NotAllowedYet, match=sentence):
        act(world, world.theme.version)


@pytest.mark.parametrize(
    "gone", [lambda w: discard(w, w.theme), lambda w: merge(w, w.theme, w.second_theme)]
)
def test_nothing_can_be_merged_into_a_theme_that_is_gone(world, gone):
    gone(world)
    third = Theme(question=world.question, title="A third")
    session.add(third)
    session.commit()
    with pytest.raises(NotAllowedYet):
        merge(world, third, world.theme)
    assert third.is_current


def test_a_theme_cannot_be_merged_into_itself_or_into_another_questions(world):
    elsewhere = Theme(question=world.other_question, title="Elsewhere")
    session.add(elsewhere)
    session.commit()
    for into in (world.theme, elsewhere):
        with pytest.raises(NotAllowedYet, match="two different themes of one question"):
            merge(world, world.theme, into)
    assert world.theme.is_current


def test_discarding_a_theme_needs_a_reason(world):
    with pytest.raises(RuleError, match="Write the reason"):
        discard(world, world.theme, reason=" ")
    assert world.theme.is_current


def test_of_two_chairs_at_once_one_renames_and_one_is_told(world):
    """trust.md 34."""
    theme, people, seen = world.theme.id, (world.chair.id, world.vice_chair.id), world.theme.version

    def act(number):
        person = session.get_one(type(world.chair), people[number])
        rename_theme(
            session.get_one(Theme, theme), f"Title {number}", seen=seen, by=person, now=NOW
        )

    told = at_once(act, times=2)
    assert sorted(type(answer) for answer in told if answer) == [StaleEdit]
    assert session.get_one(Theme, theme).title == f"Title {told.index(None)}"


def test_merging_a_pair_both_ways_at_once_leaves_one_of_them(world):
    """trust.md 34."""
    first, second, chair = world.theme.id, world.second_theme.id, world.chair.id
    pairs = ((first, second), (second, first))

    def act(number):
        theme, into = (session.get_one(Theme, each) for each in pairs[number])
        merge_themes(
            theme,
            into,
            into_seen=into.version,
            seen=theme.version,
            by=session.get_one(type(world.chair), chair),
            now=NOW,
        )

    told = at_once(act, times=2)
    assert sum(isinstance(answer, RuleError) for answer in told) == 1
    left = session.scalars(select(Theme).where(Theme.merged_into_id.is_(None))).one()
    assert {theme for theme, _ in places().values()} == {left.id}


def test_themes_stand_by_size_and_of_one_size_the_older_first(world):
    third = Theme(question=world.question, title="A third")
    session.add_all([third, Placement(point=world.unplaced, theme=third)])
    session.commit()
    merge(world, world.second_theme, third)
    sizes = [(line.title, line.counts.points) for line in themes_in_order(world.question)]
    assert sizes == [("A third", 2), ("Record every change", 1)]
