"""No minority point is taken from where it is heard without a note, which stays with it."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NoteOwed, RuleError
from consultation.models import MinorityNote, MinorityPoint, Point
from consultation.operations.desk.arranging import Place, arrange_themes, arrangement_seen
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.points import (
    discard_point,
    move_point,
    move_points,
    move_to_new_theme,
)
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.quotes import quote_point
from consultation.operations.desk.several import (
    Choice,
    accept_suggestions,
    move_found,
    move_found_to_new_theme,
)
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping.analysis import analyse_question
from consultation.queries.audit import entries
from consultation.queries.desk.cutting import following
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW

NOTE, ALONE = "They said so in the session.", "A theme that only one author speaks to."
HOME, OTHER = "Leave small repairs out", "Record every change"


@pytest.fixture
def heard(world):
    """The world, in which the point of the second theme is a minority point."""
    with transaction():
        session.add(
            MinorityPoint(point=point_of(world), theme=world.second_theme, reason=ALONE, rank=1)
        )
    return world


def point_of(world) -> Point:
    return following(world.point)


def seen(world) -> dict:
    return {"seen": place_seen(point_of(world)), "by": world.chair, "now": NOW}


def chosen(world, to=0) -> list[Choice]:
    return [Choice(point_of(world).id, world.second_theme.id, to)]


def by_chair(world, theme=None) -> dict:
    return {"by": world.chair, "now": NOW} | ({"seen": theme.version} if theme else {})


# What each is and says of the point afterwards: where it is, and what became of it.
TAKE_AWAY = {
    "move": (
        lambda w, note: move_point(point_of(w), w.theme, note=note, **seen(w)),
        (OTHER, "moved to"),
    ),
    "move out": (
        lambda w, note: move_points([point_of(w)], None, note=note, **seen(w)),
        ("", "taken out of all themes"),
    ),
    "make a theme of it": (
        lambda w, note: move_to_new_theme([point_of(w)], "Repairs", note=note, **seen(w)),
        ("Repairs", "moved to"),
    ),
    "accept": (
        lambda w, note: accept_suggestions(
            w.question, chosen(w, w.theme.id), note=note, **by_chair(w)
        ),
        (OTHER, "moved to"),
    ),
    "gather": (
        lambda w, note: move_found(w.question, chosen(w), w.theme, note=note, **by_chair(w)),
        (OTHER, "moved to"),
    ),
    "gather in a new theme": (
        lambda w, note: move_found_to_new_theme(
            w.question, chosen(w), "Repairs", note=note, **by_chair(w)
        ),
        ("Repairs", "moved to"),
    ),
    "merge": (
        lambda w, note: merge_themes(
            w.second_theme, w.theme, note=note, into_seen=w.theme.version,
            **by_chair(w, w.second_theme),
        ),
        (OTHER, "merged into"),
    ),
    "join": (
        lambda w, note: join_points(w.point, note=note, seen=pair_seen(w.point), **by_chair(w)),
        (OTHER, "moved to"),
    ),
    "discard": (
        lambda w, note: discard_point(point_of(w), reason=note, **seen(w)),
        ("", "set aside"),
    ),
    "discard its theme": (
        lambda w, note: discard_theme(
            w.second_theme, reason=note, **by_chair(w, w.second_theme)
        ),
        ("", "taken out of all themes"),
    ),
}  # fmt: skip
TAKES_A_REASON = {"discard", "discard its theme"}


@pytest.mark.parametrize("name", TAKE_AWAY)
def test_no_act_takes_a_minority_point_away_without_a_note(heard, name):
    before, (act, _) = state_hash(heard.question), TAKE_AWAY[name]
    owed = RuleError if name in TAKES_A_REASON else NoteOwed
    said = "Write the reason" if name in TAKES_A_REASON else "Write the note: “Small repairs need"
    with pytest.raises(owed, match=said), transaction():
        act(heard, "  ")
    assert state_hash(heard.question) == before
    assert next_to_undo(heard.question) is None


@pytest.mark.parametrize("name", TAKE_AWAY)
def test_the_note_stays_with_the_point_and_is_taken_back_with_the_act(heard, name):
    act, (theme, since) = TAKE_AWAY[name]
    before = minority_of(heard.question)
    with transaction():
        act(heard, f" {NOTE} ")
    (line,) = after = minority_of(heard.question)
    assert (line.reason, line.note, line.noted_by) == (ALONE, NOTE, "Chair")
    assert (line.theme, line.since, line.found_in) == (theme, since, HOME)
    (told,) = [entry for entry in entries(heard.question) if entry.action == "note"]
    assert (told.reason, told.before) == (NOTE, {"found in": HOME})
    with transaction():
        undo(heard.question, seen=next_to_undo(heard.question).id, **by_chair(heard))
    assert minority_of(heard.question) == before
    assert session.scalars(select(MinorityNote)).all() == []
    with transaction():
        redo(heard.question, seen=next_to_redo(heard.question).id, **by_chair(heard))
    assert minority_of(heard.question) == after


def nest(world) -> None:
    inner, outer = world.second_theme, world.theme
    places = [Place(inner.id, None, outer.id), Place(outer.id)]
    arrange_themes(world.question, places, seen=arrangement_seen(world.question), **by_chair(world))


LEAVE_IT = {
    "nest its theme": nest,
    "rename its theme": lambda w: rename_theme(
        w.second_theme, "Repairs", **by_chair(w, w.second_theme)
    ),
    "merge another into its theme": lambda w: merge_themes(
        w.theme, w.second_theme, into_seen=w.second_theme.version, **by_chair(w, w.theme)
    ),
    "quote": lambda w: quote_point(
        point_of(w), marked=True, seen="no quote", **by_chair(w)
    ),
    "put it where it is": lambda w: move_point(point_of(w), w.second_theme, **seen(w)),
    "move another": lambda w: move_point(
        w.point, None, seen=place_seen(w.point), **by_chair(w)
    ),
    "join the next to it": lambda w: (
        move_point(w.unplaced, w.second_theme, seen="unplaced", **by_chair(w)),
        join_points(point_of(w), seen=pair_seen(point_of(w)), **by_chair(w)),
    ),
    "join it to one beside it": lambda w: (
        move_point(w.point, w.second_theme, seen=place_seen(w.point), **by_chair(w)),
        join_points(w.point, seen=pair_seen(w.point), **by_chair(w)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LEAVE_IT)
def test_what_leaves_it_where_it_is_heard_asks_for_no_note(heard, name):
    with transaction():
        LEAVE_IT[name](heard)
    (line,) = minority_of(heard.question)
    assert (line.theme_id, line.since, line.note) == (heard.second_theme.id, "", "")
    assert line.reason == ALONE


def test_both_parts_of_a_minority_point_that_is_cut_are_minority_points(heard):
    """The one who speaks alone may do so in either."""
    point = point_of(heard)
    with transaction():
        second = cut_point(point, point.start + 6, seen=span_seen(point), **by_chair(heard))
    assert [line.said.text for line in minority_of(heard.question)] == [
        "Small", "repairs need no new version."
    ]  # fmt: skip
    with pytest.raises(NoteOwed), transaction():
        move_point(second, None, seen=place_seen(second), **by_chair(heard))
    with transaction():
        undo(heard.question, seen=next_to_undo(heard.question).id, **by_chair(heard))
    (line,) = minority_of(heard.question)
    assert (line.said.text, line.reason) == ("Small repairs need no new version.", ALONE)


def test_of_many_the_refusal_names_those_that_are_minority_points(heard):
    with transaction():
        session.add(MinorityPoint(point=heard.unplaced, reason="It fits no theme.", rank=2))
    both = [
        Choice(heard.point.id, heard.theme.id),
        *chosen(heard),
        Choice(heard.unplaced.id, 0),
    ]
    with pytest.raises(NoteOwed) as refused, transaction():
        move_found_to_new_theme(heard.question, both, "All", **by_chair(heard))
    label = heard.point.answer.label
    assert str(refused.value) == (
        f"Write the note: “Small repairs need no new version.” ({label}) and “We like tea.” "
        f"({label}) are minority points. The note says why they go from where they are heard, and "
        "stays with them."
    )


def test_an_unplaced_minority_point_is_placed_with_a_note(world):
    with transaction():
        session.add(MinorityPoint(point=world.unplaced, reason="It fits no theme.", rank=1))
    with pytest.raises(NoteOwed), transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", **by_chair(world))
    with transaction():
        move_point(world.unplaced, world.theme, note=NOTE, seen="unplaced", **by_chair(world))
    (line,) = minority_of(world.question)
    assert (line.found_in, line.since, line.theme, line.note) == ("", "moved to", OTHER, NOTE)


def test_moved_on_it_needs_another_note_and_says_where_it_was_found_first(heard):
    with transaction():
        move_point(point_of(heard), heard.theme, note=NOTE, **seen(heard))
    with pytest.raises(NoteOwed), transaction():
        move_point(point_of(heard), None, **seen(heard))
    with transaction():
        move_point(point_of(heard), None, note="It is none of ours.", **seen(heard))
    (line,) = minority_of(heard.question)
    assert (line.found_in, line.note) == (HOME, "It is none of ours.")


def test_the_note_stays_with_a_point_that_a_later_analysis_finds_no_minority_any_more(heard):
    with transaction():
        move_point(point_of(heard), heard.theme, note=NOTE, **seen(heard))
    with transaction():
        analyse_question(heard.question, now=NOW)
    assert session.scalars(select(MinorityPoint)).all() == []
    (line,) = minority_of(heard.question)
    assert (line.said.text, line.reason, line.note) == (
        "Small repairs need no new version.", ALONE, NOTE
    )  # fmt: skip
    assert (line.found_in, line.since, line.theme) == (HOME, "moved to", OTHER)
    with pytest.raises(NoteOwed), transaction():
        move_point(point_of(heard), None, **seen(heard))


def test_the_notes_of_two_points_that_are_joined_stay_both(heard):
    with transaction():
        session.add(MinorityPoint(point=heard.point, theme=heard.theme, reason="Alone.", rank=2))
    with transaction():
        move_point(
            heard.point, None, note="First.", seen=place_seen(heard.point), **by_chair(heard)
        )
        move_point(point_of(heard), None, note="Second.", **seen(heard))
        join_points(heard.point, seen=pair_seen(heard.point), **by_chair(heard))
    (line,) = minority_of(heard.question)
    assert (line.note, line.reason) == ("First. Second.", "Alone.")
