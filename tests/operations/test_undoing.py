"""Every act at the desk can be undone and done again; what cannot any more says so."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consultation.db import begin_write, session, transaction
from consultation.errors import RuleError, SignedOff, StaleEdit
from consultation.models import AuditEntry, OpenQuestion, OutcomeKind, Person, Step, Theme
from consultation.operations.desk.arranging import Place, arrange_themes, arrangement_seen
from consultation.operations.desk.points import move_point, move_points, move_to_new_theme
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import merge_themes, rename_theme
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping.analysis import analyse_question, gather, keep
from consultation.operations.grouping.readings import points_of
from consultation.operations.plenary.outcomes import decide, decide_point
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.audit import entries
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.desk.themes import current_themes
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW
from tests.operations.at_once import at_once
from tests.operations.desk import act, desk, readings
from tests.operations.fabricated import Cut, analysis_of

UNDO, REDO = "undo", "redo"
work = st.lists(st.just((UNDO, 0, 0)) | st.just((REDO, 0, 0)) | act, max_size=14)


@given(read=readings, acts=work)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_undoing_leads_back_through_every_state_and_doing_again_forth(database, read, acts):
    begin_write()
    try:
        made = desk()
        made.analyse(read)
        for verb, *numbers in acts:
            if verb in {UNDO, REDO}:
                turn(made, verb)
            elif verb != "withdraw":
                made.act(verb, *numbers)
            made.check_points(points_of(made.question.id))
        states = [state_hash(made.question)]
        for _ in standing(made.question):
            turn(made, UNDO)
            made.check_points(points_of(made.question.id))
            states.append(state_hash(made.question))
        assert next_to_undo(made.question) is None
        for expected in reversed(states[:-1]):
            turn(made, REDO)
            assert state_hash(made.question) == expected
    finally:
        session.rollback()


def turn(made, verb) -> None:
    found = (next_to_undo if verb == UNDO else next_to_redo)(made.question)
    if found is not None:
        (undo if verb == UNDO else redo)(made.question, seen=found.id, by=made.chair, now=NOW)
    session.expire_all()


def standing(question) -> list[Step]:
    return list(
        session.scalars(select(Step).where(Step.question_id == question.id, Step.undone.is_(False)))
    )


def undone(world, *, seen=None, by=None):
    with transaction():
        step = next_to_undo(world.question)
        undo(world.question, seen=seen or step.id, by=by or world.chair, now=NOW)


def redone(world):
    with transaction():
        redo(world.question, seen=next_to_redo(world.question).id, by=world.chair, now=NOW)


def merged(world, *, by=None):
    with transaction():
        merge_themes(
            world.second_theme, world.theme, into_seen=world.theme.version,
            seen=world.second_theme.version, by=by or world.chair, now=NOW,
        )  # fmt: skip


ACTS = {
    "rename": lambda w: rename_theme(
        w.theme, "Record it all", seen=w.theme.version, by=w.chair, now=NOW
    ),
    "merge": lambda w: merge_themes(
        w.second_theme,
        w.theme,
        into_seen=w.theme.version,
        seen=w.second_theme.version,
        by=w.chair,
        now=NOW,
    ),
    "decide": lambda w: decide(
        w.theme, OutcomeKind.ADOPTED, reason="", seen=w.theme.version, by=w.chair, now=NOW
    ),
    "decide a point": lambda w: decide_point(
        w.point, OutcomeKind.DEFERRED, reason="Later.", seen="as its theme", by=w.chair, now=NOW
    ),
    "move": lambda w: move_point(
        w.point, w.second_theme, seen=place_seen(w.point), by=w.chair, now=NOW
    ),
    "new theme": lambda w: move_to_new_theme(
        [w.unplaced], "Tea is liked", seen="unplaced", by=w.chair, now=NOW
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_undone_is_as_if_it_had_not_been_and_done_again_as_if_it_had_not_been_undone(
    world, name
):
    before = state_hash(world.question)
    with transaction():
        ACTS[name](world)
    after = state_hash(world.question)
    assert after != before
    undone(world)
    assert state_hash(world.question) == before
    redone(world)
    assert state_hash(world.question) == after


def test_the_log_tells_of_the_act_of_its_undoing_and_of_its_being_done_again(world):
    merged(world)
    undone(world, by=world.vice_chair)
    redone(world)
    found = [(line.who, line.action) for line in entries(world.question)]
    assert found[:3] == [("Chair", "redo"), ("Vice Chair", "undo"), ("Chair", "merge")]
    what = "merge of “Leave small repairs out” into “Record every change”"
    assert [line.after for line in entries(world.question)[:2]] == [{"act": what}] * 2


def test_what_was_undone_cannot_be_done_again_after_something_else_was_done(world):
    merged(world)
    undone(world)
    with transaction():
        ACTS["rename"](world)
    assert next_to_redo(world.question) is None
    assert len(standing(world.question)) == 1


def test_whoever_undoes_what_is_no_longer_the_last_act_is_told_and_undoes_nothing(world):
    merged(world)
    seen = next_to_undo(world.question).id
    with transaction():
        ACTS["rename"](world)
    with pytest.raises(
        StaleEdit, match=r"Chair changed this meanwhile \(rename to “Record it all”"
    ):
        undone(world, seen=seen)
    assert world.theme.title == "Record it all"
    assert world.second_theme.merged_into is world.theme


def test_where_there_is_nothing_to_undo_undoing_is_refused(world):
    with transaction(), pytest.raises(StaleEdit):
        undo(world.question, seen=1, by=world.chair, now=NOW)


def test_what_something_else_has_altered_since_is_not_undone(world):
    with transaction():
        ACTS["move"](world)
    with transaction():
        # As an analysis does with a theme of the machine that no group uses any more.
        world.point.placement.theme = None
        world.point.placement.discarded_because = "Changed elsewhere."
    undone(world)
    assert world.point.placement.discarded_because == "Changed elsewhere."


def test_an_act_that_cannot_be_undone_any_more_is_in_the_way_of_no_older_one(world):
    before = world.second_theme.title
    with transaction():
        rename_theme(
            world.second_theme, "New", seen=world.second_theme.version, by=world.chair, now=NOW
        )
        older = next_to_undo(world.question).id
        ACTS["move"](world)
    with transaction():
        world.point.placement.theme = None
    undone(world)
    (told,) = [line for line in entries(world.question) if line.action == "give up undoing"]
    assert told.after == {"act": "move of a point to “New”"}
    assert next_to_undo(world.question).id == older
    undone(world)
    assert world.second_theme.title == before
    assert next_to_undo(world.question) is None
    redone(world)
    assert world.second_theme.title == "New"
    assert next_to_redo(world.question) is None


def test_who_gave_an_undo_up_is_named_to_the_one_who_comes_too_late(world):
    with transaction():
        ACTS["move"](world)
    with transaction():
        world.point.placement.theme = None
    seen = next_to_undo(world.question).id
    with transaction():
        undo(world.question, seen=seen, by=world.vice_chair, now=NOW)
    with pytest.raises(StaleEdit, match=rf"^{world.vice_chair.name} .*give up undoing"):
        undo(world.question, seen=seen, by=world.chair, now=NOW)


def test_an_order_is_undone_after_an_analysis_that_calls_the_themes_otherwise(world):
    analyse_question(world.question, now=NOW)
    session.commit()
    themes = current_themes(world.question)
    with transaction():
        arrange_themes(
            world.question, [Place(theme.id, rank) for rank, theme in enumerate(themes, 1)],
            seen=arrangement_seen(world.question), by=world.chair, now=NOW,
        )  # fmt: skip
    with transaction():
        gathered = gather(world.question)
        read = analysis_of(
            [text.text for text in gathered.texts],
            lambda text: [
                Cut(p.start, p.end, p.placement and p.placement.theme_id)
                for p in points_of(world.question.id)
            ],
            title="As it is called now",
        )
        keep(gathered, read, now=NOW)
    titles = [theme.title for theme in themes]
    assert all(title.startswith("As it is called now") for title in titles)
    undone(world)
    assert [theme.rank for theme in themes] == [None] * len(themes)
    assert [theme.title for theme in themes] == titles


def test_under_a_signature_nothing_is_undone(world):
    merged(world)
    with transaction():
        write_summary(world.question, text="Record.", seen=0, author=world.chair, now=NOW)
        sign_off(world.question, chair=world.chair, seen=state_hash(world.question), now=NOW)
    with pytest.raises(SignedOff):
        undone(world)
    assert world.second_theme.merged_into is world.theme


def test_of_eight_who_undo_one_act_at_once_one_does(world):
    merged(world)
    seen, question, chair = next_to_undo(world.question).id, world.question.id, world.chair.id

    def act(_number):
        by = session.get_one(Person, chair)
        undo(session.get_one(OpenQuestion, question), seen=seen, by=by, now=NOW)

    results = at_once(act, times=8)
    assert sum(result is None for result in results) == 1
    assert standing(session.get_one(OpenQuestion, question)) == []


def test_several_points_move_in_one_act(world):
    both = [world.point, world.unplaced]
    with transaction(), pytest.raises(StaleEdit):
        move_points(both, world.second_theme, seen=place_seen(world.point), by=world.chair, now=NOW)
    with transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", by=world.chair, now=NOW)
    with transaction():
        move_points(both, world.second_theme, seen=place_seen(world.point), by=world.chair, now=NOW)
    assert {p.placement.theme_id for p in both} == {world.second_theme.id}
    undone(world)
    assert {p.placement.theme_id for p in both} == {world.theme.id}


def test_no_point_makes_no_theme(world):
    with transaction(), pytest.raises(RuleError, match="Choose at least one point"):
        move_to_new_theme([], "Tea", seen="unplaced", by=world.chair, now=NOW)
    with transaction(), pytest.raises(RuleError, match="Write the title"):
        move_to_new_theme([world.unplaced], " ", seen="unplaced", by=world.chair, now=NOW)
    assert len(session.scalars(select(Theme)).all()) == 2
    assert session.scalars(select(AuditEntry)).all() == []
