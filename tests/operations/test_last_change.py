"""A stale edit names the person and the act that really changed a theme or point last."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from consultation.db import session, transaction
from consultation.errors import StaleEdit
from consultation.models import OutcomeKind, Step, Theme
from consultation.operations.desk.arranging import Place, arrange_themes, arrangement_seen
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.last_change import last_change
from consultation.operations.desk.points import (
    discard_point,
    move_points,
    move_to_new_theme,
    place_seen,
)
from consultation.operations.desk.quotes import quote_point, quote_seen
from consultation.operations.desk.several import Choice, accept_suggestions, refuse_suggestions
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping import analysis
from consultation.operations.plenary.outcomes import decide, decide_point
from consultation.operations.plenary.signing import reopen, sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.desk.cutting import following
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW
from tests.operations.fabricated import Cut, analysis_of, sentences

FIRST, SECOND = "Record every change", "Leave small repairs out"


@pytest.fixture
def touched(world):
    """A question of which Chair changed every theme and point, before Vice Chair does something."""
    with transaction():
        for theme in (world.theme, world.second_theme):
            decide(
                theme, OutcomeKind.ADOPTED, reason="", seen=theme.version, by=world.chair, now=NOW
            )
        for point in (world.point, following(world.point), world.unplaced):
            decide_point(
                point, OutcomeKind.ADOPTED, reason="", seen="as its theme", by=world.chair, now=NOW
            )
    return world


def vice(world, theme: Theme | None = None) -> dict:
    return {"by": world.vice_chair, "now": NOW} | ({"seen": theme.version} if theme else {})


def merge(world) -> None:
    merge_themes(
        world.second_theme,
        world.theme,
        into_seen=world.theme.version,
        **vice(world, world.second_theme),
    )


def move_two(world) -> None:
    both = [world.point, following(world.point)]
    for point in both:
        seen = place_seen(point)
        move_points([point], None, seen=seen, by=world.chair, now=NOW)
    move_points(both, world.theme, seen="unplaced", **vice(world))


def arrange(world, *places: Place) -> None:
    seen = arrangement_seen(world.question)
    arrange_themes(world.question, places, seen=seen, **vice(world))


def unplace(world) -> None:
    move_points([world.point], None, seen=place_seen(world.point), **vice(world))


def undo_merge(world) -> None:
    merge_themes(
        world.second_theme, world.theme, into_seen=world.theme.version,
        seen=world.second_theme.version, by=world.chair, now=NOW,
    )  # fmt: skip
    undo(world.question, seen=next_to_undo(world.question).id, **vice(world))


def redo_merge(world) -> None:
    merge(world)
    undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    redo(world.question, seen=next_to_redo(world.question).id, **vice(world))


def undo_and_go_on(world) -> None:
    """What was undone cannot be done again, and it is still told who undid it."""
    undo_merge(world)
    third = session.get_one(Theme, world.second_theme.id)
    decide(third, OutcomeKind.DEFERRED, reason="No.", seen=third.version, by=world.chair, now=NOW)


MERGED = "merge of “Leave small repairs out” into “Record every change”"
ACTS = {
    "merge, into": (merge, "theme", f"({MERGED}: 1 point came to it)"),
    "merge, away": (
        merge, "second theme",
        f"({MERGED}: merged into: “” → “{FIRST}”; 1 point went from it)",
    ),
    "merge, its point": (merge, "second", f"({MERGED}: place: “{SECOND}” → “{FIRST}”)"),
    "undo of a merge, into": (
        undo_merge, "theme", f"(undo of the {MERGED}: 1 point went from it)"
    ),
    "undo of a merge, its point": (
        undo_merge, "second", f"(undo of the {MERGED}: place: “{FIRST}” → “{SECOND}”)"
    ),
    "undo that is past": (
        undo_and_go_on, "theme", f"(undo of the {MERGED}: 1 point went from it)"
    ),
    "redo of a merge, into": (
        redo_merge, "theme", f"(redo of the {MERGED}: 1 point came to it)"
    ),
    "redo of a merge, its point": (
        redo_merge, "second", f"(redo of the {MERGED}: place: “{SECOND}” → “{FIRST}”)"
    ),
    "move of many, where they go": (
        move_two, "theme", f"(move of 2 points to “{FIRST}”: 2 points came to it)"
    ),
    "move of many, a point": (
        move_two, "second", f"(move of 2 points to “{FIRST}”: place: “unplaced” → “{FIRST}”)"
    ),
    "move out, what it left": (
        unplace, "theme", "(move of a point out of all themes: 1 point went from it)"
    ),
    "a theme made of points, what they left": (
        lambda w: move_to_new_theme([w.point], "New", seen=place_seen(w.point), **vice(w)),
        "theme", "(new theme “New” of a point: 1 point went from it)",
    ),
    "split: a point cut, its theme": (
        lambda w: cut_point(w.point, w.point.start + 6, seen=span_seen(w.point), **vice(w)),
        "theme", "(cut of a point in two: 1 point came to it)",
    ),
    "split: a point cut": (
        lambda w: cut_point(w.point, w.point.start + 6, seen=span_seen(w.point), **vice(w)),
        "point", "(cut of a point in two: words: “1 to 30” → “1 to 5”",
    ),
    "join, what the second left": (
        lambda w: (
            decide_point(
                following(w.point), None, reason="",
                seen=following(w.point).outcome.decided_at.isoformat(), by=w.chair, now=NOW,
            ),
            join_points(w.point, seen=pair_seen(w.point), **vice(w)),
        ),
        "second theme", "(joining of two points: 1 point went from it)",
    ),
    "discard of a theme": (
        lambda w: discard_theme(w.theme, reason="No.", **vice(w, w.theme)),
        "theme", f"(discarding of “{FIRST}”: discarded: “no” → “yes”; 1 point went from it)",
    ),
    "discard of a theme, its point": (
        lambda w: discard_theme(w.theme, reason="No.", **vice(w, w.theme)),
        "point", f"(discarding of “{FIRST}”: place: “{FIRST}” → “unplaced”)",
    ),
    "discard of a point, its theme": (
        lambda w: discard_point(w.point, reason="Tea.", seen=place_seen(w.point), **vice(w)),
        "theme", "(discarding of a point: 1 point went from it)",
    ),
    "nest": (
        lambda w: arrange(w, Place(w.theme.id), Place(w.second_theme.id, None, w.theme.id)),
        "second theme", f"(order of the themes: nested in: “” → “{FIRST}”)",
    ),
    "reorder": (
        lambda w: arrange(w, Place(w.second_theme.id, 1), Place(w.theme.id, 2)),
        "theme", "(order of the themes: place: “by size” → “2”)",
    ),
    "rename": (
        lambda w: rename_theme(w.theme, "New", **vice(w, w.theme)),
        "theme", f"(rename to “New”: title: “{FIRST}” → “New”)",
    ),
    "quote": (
        lambda w: quote_point(w.point, marked=True, seen=quote_seen(w.point), **vice(w)),
        "point", "(marking of a quote: quote: “suggested” → “marked”)",
    ),
    "quote, its theme": (
        lambda w: quote_point(w.point, marked=True, seen=quote_seen(w.point), **vice(w)),
        "theme", "(marking of a quote)",
    ),
    "accept": (
        lambda w: accept_suggestions(
            w.question, [Choice(w.unplaced.id, 0, w.theme.id)], **vice(w)
        ),
        "theme", "(acceptance of a suggestion: 1 point came to it)",
    ),
    "refuse": (
        lambda w: refuse_suggestions(
            w.question, [Choice(w.unplaced.id, 0, w.theme.id)], **vice(w)
        ),
        "unplaced", "(refusal of a suggestion: suggestions: “open” → “refused”)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_whoever_comes_too_late_is_told_who_did_what_and_what_is_different(touched, name):
    act, which, told = ACTS[name]
    subjects = {
        "theme": touched.theme,
        "second theme": touched.second_theme,
        "point": touched.point,
        "second": following(touched.point),
        "unplaced": touched.unplaced,
    }
    with transaction():
        act(touched)
    sentence = last_change(subjects[which])
    assert sentence.startswith("Vice Chair changed this meanwhile (")
    assert told in sentence


def test_what_was_not_changed_by_an_act_is_not_told_of_it(touched):
    with transaction():
        refuse_suggestions(
            touched.question, [Choice(touched.point.id, touched.theme.id, touched.second_theme.id)],
            **vice(touched),
        )  # fmt: skip
        rename_theme(touched.second_theme, "New", **vice(touched, touched.second_theme))
    assert last_change(touched.theme).startswith("Chair changed this meanwhile (outcome")


def test_what_nobody_is_known_to_have_changed_somebody_did(world):
    assert last_change(world.theme) == "Somebody else changed this meanwhile."
    assert last_change(world.point) == "Somebody else changed this meanwhile."


def test_a_signature_that_was_taken_back_is_told(touched):
    with transaction():
        session.delete(touched.theme.outcome)
        session.flush()
        session.expire(touched.theme)
        write_summary(touched.question, text="Record.", seen=0, author=touched.chair, now=NOW)
        sign_off(touched.question, chair=touched.chair, seen=state_hash(touched.question), now=NOW)
        reopen(touched.question, by=touched.chair, reason="Too early.", now=NOW)
    assert "Chair changed this meanwhile (take back the outcome" in last_change(touched.theme)


def analysed(world, group) -> None:
    """A reading with a point a sentence, each in the group that is told of its number."""
    with transaction():
        gathered = analysis.gather(world.question)

        def cut(text: str) -> list[Cut]:
            spans = [(start + (text[start] == " "), end) for start, end in sentences(text)]
            return [Cut(*span, group(number)) for number, span in enumerate(spans)]

        result = analysis_of([text.text for text in gathered.texts], cut)
        analysis.keep(gathered, result, now=NOW)


def test_what_an_analysis_has_titled_anew_it_did_not_who_was_there_before(world):
    analysed(world, lambda number: number)
    with transaction():
        move_points([world.point], None, seen=place_seen(world.point), **vice(world))
        undo(world.question, seen=next_to_undo(world.question).id, **vice(world))
    seen, title = world.theme.version, world.theme.title
    analysed(world, lambda number: number + 5)
    assert world.theme.title != title
    with pytest.raises(StaleEdit) as refused, transaction():
        rename_theme(world.theme, "Mine", seen=seen, by=world.chair, now=NOW)
    assert str(refused.value).startswith(
        f"the analysis changed this meanwhile (analyse: theme {world.theme.id}: “{title}” → "
        f"“{world.theme.title}”)."
    )


def test_a_point_that_an_analysis_has_moved_it_has(world):
    analysed(world, lambda number: number)
    with transaction():
        move_points([world.point], None, seen=place_seen(world.point), **vice(world))
        undo(world.question, seen=next_to_undo(world.question).id, **vice(world))
    seen = place_seen(world.point)
    analysed(world, lambda number: None if number == 0 else number)
    with pytest.raises(StaleEdit) as refused, transaction():
        move_points([world.point], world.second_theme, seen=seen, by=world.chair, now=NOW)
    told = "The analysis changed this meanwhile (place: “a theme that is gone” → “unplaced”"
    assert str(refused.value).startswith(told)


def test_an_order_that_comes_too_late_names_who_changed_the_themes_not_who_renamed_one(world):
    seen = arrangement_seen(world.question)
    places = [Place(world.second_theme.id, 1), Place(world.theme.id, 2)]
    with transaction():
        arrange(world, *places)
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
        arrange(world, *places)
        rename_theme(world.theme, "New", seen=world.theme.version, by=world.chair, now=NOW)
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)
    with pytest.raises(StaleEdit) as refused, transaction():
        arrange_themes(world.question, places, seen=seen, by=world.chair, now=NOW)
    assert str(refused.value).startswith(
        "Vice Chair changed this meanwhile (order of the themes: "
        f"“{FIRST}” place: “by size” → “2”; “{SECOND}” place: “by size” → “1”)."
    )


def test_who_undoes_too_late_is_told_what_was_done_meanwhile(touched):
    seen = next_to_undo(touched.question).id
    with transaction():
        merge(touched)
    with pytest.raises(StaleEdit, match=r"Vice Chair changed this meanwhile \(merge of"):
        undo(touched.question, seen=seen, by=touched.chair, now=NOW)


@contextmanager
def steps_read():
    """The steps that are read within, all their rows with each."""
    read = []

    def note(step, *_):
        read.append(step)

    for what in ("load", "refresh"):
        event.listen(Step, what, note)
    try:
        yield read
    finally:
        for what in ("load", "refresh"):
            event.remove(Step, what, note)


@pytest.fixture
def long_worked_on(world):
    """A question with many acts on its first theme, and one on the second before and after them."""
    with transaction():
        for theme in (world.second_theme, *[world.theme] * 50, world.second_theme):
            rename(theme, world)
    session.expire_all()
    return world


def rename(theme, world) -> None:
    title = f"Title {theme.version}"
    rename_theme(theme, title, seen=theme.version, by=world.chair, now=NOW)


def test_who_comes_in_time_is_told_of_nobody_and_no_step_is_read(long_worked_on):
    with transaction(), steps_read() as read:
        rename(long_worked_on.theme, long_worked_on)
        assert read == []


@pytest.mark.parametrize("which", ["second_theme", "theme"])
def test_of_many_steps_the_newest_few_are_read(long_worked_on, which):
    theme = getattr(long_worked_on, which)
    with steps_read() as read:
        told = last_change(theme)
    assert f"Title {theme.version - 1}" in told
    assert 0 < len(read) <= 20


def test_a_step_far_back_is_found(long_worked_on):
    with transaction():
        for _ in range(45):
            rename(long_worked_on.theme, long_worked_on)
    session.expire_all()
    theme = long_worked_on.second_theme
    assert f"Title {theme.version - 1}" in last_change(theme)
