"""One point: moved, discarded, quoted; in exactly one place, and whose decision that was."""

import pytest
from sqlalchemy import select, text

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import AuditEntry, Placement, Point, Quote, Theme
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.quotes import quote_point, quote_seen
from consultation.operations.desk.themes import discard_theme
from consultation.queries.contributions.accounts import PointState
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.themes import themes_in_order
from tests.conftest import NOW
from tests.ledgers import point_state
from tests.operations.at_once import at_once
from tests.shown import points_under, points_unplaced


def move(world, point, theme, *, seen=None, by=None):
    with transaction():
        move_point(point, theme, seen=seen or place_seen(point), by=by or world.chair, now=NOW)


def discard(world, point, *, seen=None, reason="It is about tea."):
    with transaction():
        discard_point(point, reason=reason, seen=seen or place_seen(point), by=world.chair, now=NOW)


def quote(world, point, *, marked=True):
    with transaction():
        quote_point(point, marked=marked, seen=quote_seen(point), by=world.vice_chair, now=NOW)


def last_entry() -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, "theme"), (None, None), (None, "discarded"),
        ("theme", "second_theme"), ("theme", None), ("theme", "discarded"),
        ("discarded", "theme"), ("discarded", None),
    ],
)  # fmt: skip
def test_a_point_goes_from_any_place_to_any_other(world, start, end):
    point = world.unplaced
    for place in (start, end):
        if place == "discarded":
            discard(world, point)
        else:
            move(world, point, place and getattr(world, place))
    theme = getattr(world, end, None) if end else None
    placement = point.placement
    assert (placement.theme, placement.placed_by) == (theme, world.chair)
    assert placement.discarded_because == ("It is about tea." if end == "discarded" else None)
    assert (last_entry().before["place"], last_entry().after["place"]) == (
        _named(world, start), _named(world, end),
    )  # fmt: skip
    assert unplaced_points(world.question) == (end is None)


def _named(world, place) -> str:
    if place in {None, "discarded"}:
        return place or "unplaced"
    return f"theme {getattr(world, place).id}"


@pytest.mark.parametrize("act", [move, discard])
def test_a_stale_move_is_refused_and_names_who_was_first(world, act):
    seen = place_seen(world.point)
    move(world, world.point, world.second_theme, by=world.vice_chair)
    arguments = (world.theme,) if act is move else ()
    with pytest.raises(StaleEdit, match=r"Vice Chair changed this meanwhile \(move"):
        act(world, world.point, *arguments, seen=seen)
    assert world.point.placement.theme == world.second_theme


def test_a_point_moves_only_under_a_theme_of_its_question_that_is_current(world):
    elsewhere = Theme(question=world.other_question, title="Elsewhere")
    gone = Theme(question=world.question, title="Gone", discarded_at=NOW)
    session.add_all([elsewhere, gone])
    session.commit()
    for theme in (elsewhere, gone):
        with pytest.raises(NotAllowedYet):
            move(world, world.point, theme)
    assert world.point.placement.theme == world.theme


def test_discarding_a_point_needs_a_reason(world):
    with pytest.raises(RuleError, match="Write the reason"):
        discard(world, world.point, reason="\n")
    assert world.point.placement.theme == world.theme


def test_what_a_person_places_is_not_filler(world):
    world.unplaced.filler = True
    session.commit()
    assert point_state(world.unplaced) is PointState.FILLER
    move(world, world.unplaced, world.theme)
    assert point_state(world.unplaced) is PointState.GROUPED
    assert [p.point_id for p in points_under(world.theme)] == [
        world.point.id, world.unplaced.id,
    ]  # fmt: skip


def test_a_point_stands_in_its_whole_answer_with_who_placed_it(world):
    move(world, world.unplaced, None)
    (shown,) = points_unplaced(world.question)
    assert shown.text == world.unplaced.answer.text
    assert shown.text[shown.start : shown.end] == shown.point_text == "We like tea."
    assert (shown.author, shown.placed_by, shown.quote) == ("Kettle Works", "Chair", "no")


@pytest.mark.parametrize(
    ("marks", "shown", "quotes"),
    [
        ([], "suggested", [None]),
        ([True], "marked", ["Vice Chair"]),
        ([False], "no", []),
        ([False, True], "marked", ["Vice Chair"]),
        ([True, False], "no", []),
    ],
)
def test_a_quote_is_suggested_marked_or_taken_away(world, marks, shown, quotes):
    for marked in marks:
        quote(world, world.point, marked=marked)
    (point,) = points_under(world.theme)
    assert point.quote == shown
    (line,) = (t for t in themes_in_order(world.question) if t.theme_id == world.theme.id)
    assert [each.marked_by for each in line.quotes] == quotes
    assert session.scalars(select(Quote.point_id)).all() == [world.point.id]


def test_a_mark_on_a_quote_that_somebody_changed_is_refused(world):
    seen = quote_seen(world.point)
    assert seen == "suggested"
    quote(world, world.point, marked=False)
    refused = pytest.raises(
        StaleEdit, match=r"Vice Chair changed this meanwhile \(taking away of a quote"
    )
    with refused, transaction():
        quote_point(world.point, marked=True, seen=seen, by=world.chair, now=NOW)
    assert quote_seen(world.point) == "no quote"
    quote(world, world.point)
    assert quote_seen(world.point) == "marked by Vice Chair"


def test_marking_is_logged_with_what_was_before(world):
    quote(world, world.point)
    assert (last_entry().action, last_entry().before, last_entry().after) == (
        "quote", {"quote": True}, {"quote": True},
    )  # fmt: skip
    quote(world, world.point, marked=False)
    assert (last_entry().action, last_entry().before) == ("unquote", {"quote": True})


@pytest.mark.parametrize("leave", [lambda w: None, lambda w: discard(w, w.unplaced)])
def test_a_point_under_no_theme_cannot_be_a_quote(world, leave):
    leave(world)
    with pytest.raises(NotAllowedYet, match="Move the point under one first"):
        quote(world, world.unplaced)
    assert len(session.scalars(select(Quote)).all()) == 1


def test_a_quote_moves_with_its_point(world):
    quote(world, world.point)
    move(world, world.point, world.second_theme)
    by_theme = {line.theme_id: line.quotes for line in themes_in_order(world.question)}
    assert by_theme[world.theme.id] == ()
    assert [q.text for q in by_theme[world.second_theme.id]] == ["Every change must be recorded."]


def test_of_two_moves_at_once_one_holds_and_one_is_told(world):
    """trust.md 34."""
    point, chair = world.point.id, world.chair.id
    seen, targets = place_seen(world.point), (None, world.second_theme.id)

    def act(number):
        target = targets[number]
        move_point(
            session.get_one(Point, point),
            session.get_one(Theme, target) if target else None,
            seen=seen,
            by=session.get_one(type(world.chair), chair),
            now=NOW,
        )

    told = at_once(act, times=2)
    assert [type(answer) for answer in told if answer] == [StaleEdit]
    (placement,) = session.scalars(select(Placement).where(Placement.point_id == point))
    assert placement.theme_id == targets[told.index(None)]


def test_a_point_moved_while_its_new_theme_is_discarded_stays_in_exactly_one_place(world):
    theme, point, chair = world.second_theme.id, world.point.id, world.chair.id
    seen, version = place_seen(world.point), world.second_theme.version

    def act(number):
        by = session.get_one(type(world.chair), chair)
        target = session.get_one(Theme, theme)
        if number:
            discard_theme(target, reason="Empty words.", seen=version, by=by, now=NOW)
        else:
            move_point(session.get_one(Point, point), target, seen=seen, by=by, now=NOW)

    told = at_once(act, times=2)
    assert sum(isinstance(answer, RuleError) for answer in told) == 1
    (held,) = session.scalars(select(Theme).where(Theme.id == theme))
    placed = session.scalars(select(Placement.point_id).where(Placement.theme_id == theme)).all()
    assert (point in placed) is held.is_current


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_point_moved_after_it_was_read_is_not_moved_again(world):
    """SQLite's one writer holds the lock before it reads."""
    placement, seen = world.point.placement, place_seen(world.point)
    with session.get_bind().begin() as elsewhere:
        elsewhere.execute(
            text("UPDATE placement SET theme_id = :theme WHERE point_id = :point"),
            {"theme": world.second_theme.id, "point": world.point.id},
        )
    with pytest.raises(StaleEdit):
        move_point(world.point, None, seen=seen, by=world.chair, now=NOW)
    assert placement.theme == world.second_theme


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_theme_discarded_after_it_was_read_takes_no_point(world):
    """SQLite's one writer holds the lock before it reads."""
    target = session.get_one(Theme, world.second_theme.id)
    assert target.is_current
    with session.get_bind().begin() as elsewhere:
        elsewhere.execute(
            text("UPDATE theme SET discarded_at = now() WHERE id = :id"), {"id": target.id}
        )
    with pytest.raises(NotAllowedYet):
        move_point(world.point, target, seen=place_seen(world.point), by=world.chair, now=NOW)
