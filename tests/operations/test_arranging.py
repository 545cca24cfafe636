"""Themes in the order that chairs gave them, and themes nested in others."""

import pytest

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, SignedOff, StaleEdit
from consultation.models import AuditEntry, Theme
from consultation.operations.desk.arranging import Place, arrange_themes, arrangement_seen
from consultation.operations.desk.points import move_to_new_theme
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping.regrouping import is_kept
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.desk.tallies import Tally
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.signed_state import signed_state
from consultation.queries.plenary.signing import stands, state_hash
from tests.conftest import NOW


@pytest.fixture
def desk(world):
    """A question with three themes: A has the most points, C is a person's own."""
    with transaction():
        world.theme.title, world.second_theme.title = "A", "B"
    with transaction():
        move_to_new_theme(
            [world.unplaced], "C", seen=place_seen(world.unplaced), by=world.chair, now=NOW
        )
    return world


def theme(desk, title: str) -> Theme:
    return session.query(Theme).filter_by(question_id=desk.question.id, title=title).one()


def arrange(desk, *order: str, seen: str | None = None, by=None) -> bool:
    """Themes in an order by their titles: “B in A” nests B in A."""
    places = []
    for rank, told in enumerate(order, 1):
        title, _, parent = told.partition(" in ")
        places.append(
            Place(theme(desk, title).id, rank, theme(desk, parent).id if parent else None)
        )
    with transaction():
        return arrange_themes(
            desk.question, places, by=by or desk.chair, now=NOW,
            seen=arrangement_seen(desk.question) if seen is None else seen,
        )  # fmt: skip


def listed(desk) -> list[str]:
    lines = themes_in_order(desk.question)
    assert [line.theme_id for line in Tally(desk.question).themes] == [
        line.theme_id for line in lines
    ]
    return [("  " if line.parent_id else "") + line.title for line in lines]


def test_themes_stand_in_the_order_that_a_chair_gave_them(desk):
    arrange(desk, "C", "B", "A")
    assert listed(desk) == ["C", "B", "A"]


def test_a_nested_theme_stands_after_the_one_it_is_nested_in_whatever_its_rank(desk):
    arrange(desk, "C in A", "B", "A")
    assert listed(desk) == ["B", "A", "  C"]


def test_a_theme_that_comes_later_stands_after_those_that_were_arranged(desk):
    arrange(desk, "C", "B", "A")
    with transaction():
        move_to_new_theme([desk.point], "D", seen=place_seen(desk.point), by=desk.chair, now=NOW)
    assert listed(desk)[-1] == "D"


def test_what_is_under_a_theme_and_those_nested_in_it_is_counted_once(desk):
    lines = {line.title: line for line in themes_in_order(desk.question)}
    assert all(line.with_nested is None for line in lines.values())
    arrange(desk, "A", "B in A", "C in A")
    whole = next(line for line in themes_in_order(desk.question) if line.title == "A")
    assert whole.counts == lines["A"].counts
    assert whole.with_nested.points == sum(line.counts.points for line in lines.values())
    answers = {point.answer_id for point in Tally(desk.question).points if point.theme_id}
    assert whole.with_nested.answers == len(answers)
    assert Tally(desk.question).themes[0].with_nested == whole.with_nested


def test_themes_are_nested_one_level_deep(desk):
    with pytest.raises(NotAllowedYet, match="one level deep"):
        arrange(desk, "A", "B in A", "C in B")
    with pytest.raises(NotAllowedYet, match="another theme of its question"):
        arrange(desk, "A in A", "B", "C")
    assert "  " not in "".join(listed(desk))


def test_an_order_made_for_other_themes_is_refused_with_who_changed_them(desk):
    seen = arrangement_seen(desk.question)
    arrange(desk, "C", "B", "A", by=desk.vice_chair)
    with pytest.raises(StaleEdit, match=f"{desk.vice_chair.name} changed this meanwhile"):
        arrange(desk, "A", "C", "B", seen=seen)
    assert listed(desk) == ["C", "B", "A"]


def test_a_theme_renamed_meanwhile_takes_no_order_away(desk):
    seen, gone = arrangement_seen(desk.question), theme(desk, "C")
    with transaction():
        rename_theme(gone, "D", seen=gone.version, by=desk.vice_chair, now=NOW)
    arrange(desk, "D", "B", "A", seen=seen)
    assert listed(desk) == ["D", "B", "A"]


def test_the_same_order_again_is_no_act(desk):
    assert arrange(desk, "C", "B in A", "A")
    newest = next_to_undo(desk.question).id
    assert not arrange(desk, "C", "B in A", "A")
    assert next_to_undo(desk.question).id == newest


def test_an_order_can_be_undone_and_done_again(desk):
    before = state_hash(desk.question), listed(desk)
    arrange(desk, "C", "B in C", "A")
    after = state_hash(desk.question), listed(desk)
    assert after != before
    with transaction():
        undo(desk.question, seen=next_to_undo(desk.question).id, by=desk.chair, now=NOW)
    assert (state_hash(desk.question), listed(desk)) == before
    with transaction():
        redo(desk.question, seen=next_to_redo(desk.question).id, by=desk.chair, now=NOW)
    assert (state_hash(desk.question), listed(desk)) == after


def test_the_log_says_where_each_theme_stood_and_stands(desk):
    arrange(desk, "A", "C", "B in A")
    entry = session.query(AuditEntry).filter_by(action="arrange").one()
    a, b = theme(desk, "A").id, theme(desk, "B").id
    assert entry.before[f"theme {b}"] == "by size"
    assert entry.after[f"theme {b}"] == f"place 3, in theme {a}"


def merge(desk, gone: str, into: str) -> None:
    with transaction():
        merge_themes(
            theme(desk, gone), theme(desk, into), note="One point.",
            into_seen=theme(desk, into).version, seen=theme(desk, gone).version,
            by=desk.chair, now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("order", "gone", "into", "left"),
    [
        (("A", "B in A", "C"), "A", "C", ["C", "  B"]),
        (("A", "B in A", "C"), "A", "B", ["B", "C"]),
        (("A", "B in A", "C in A"), "A", "B", ["B", "  C"]),
        (("A", "B in A", "C"), "B", "C", ["A", "C"]),
    ],
)
def test_what_is_nested_in_a_merged_theme_goes_along_with_its_points(desk, order, gone, into, left):
    arrange(desk, *order)
    before = state_hash(desk.question)
    merge(desk, gone, into)
    assert listed(desk) == left
    with transaction():
        undo(desk.question, seen=next_to_undo(desk.question).id, by=desk.chair, now=NOW)
    assert state_hash(desk.question) == before


def test_what_is_nested_in_a_discarded_theme_stands_by_itself(desk):
    arrange(desk, "A", "B in A", "C")
    gone = theme(desk, "A")
    with transaction():
        discard_theme(gone, reason="Empty.", seen=gone.version, by=desk.chair, now=NOW)
    assert listed(desk) == ["B", "C"]


def test_a_nested_theme_and_the_one_it_is_nested_in_are_kept_by_a_new_reading(desk):
    a, b = theme(desk, "A"), theme(desk, "B")
    a.proposed_by = a.titled_by = b.proposed_by = b.titled_by = None
    session.commit()
    was = is_kept(a, ()), is_kept(b, ())
    arrange(desk, "A", "B in A", "C")
    assert (is_kept(a, ()), is_kept(b, ())) == (True, True)
    assert was == (False, False)


def test_nothing_is_arranged_under_a_signature(desk):
    arrange(desk, "A", "B in A", "C")
    with transaction():
        write_summary(desk.question, text="All want it.", seen=0, author=desk.chair, now=NOW)
    with transaction():
        sign_off(desk.question, chair=desk.chair, seen=state_hash(desk.question), now=NOW)
    assert stands(desk.question)
    with pytest.raises(SignedOff):
        arrange(desk, "C", "B", "A")


def test_what_was_signed_before_themes_could_be_nested_still_stands(desk):
    """Its hash was made of themes that said nothing of where they stand."""
    assert not {"rank", "parent_id", "with_nested"} & set(signed_state(desk.question)["themes"][0])
    arrange(desk, "A", "B in A", "C")
    assert signed_state(desk.question)["themes"][1]["parent_id"] == theme(desk, "A").id
