"""What differs from the last signature is told in words, on the page and in every pack."""

import json
from datetime import timedelta

import pytest

from consultation.db import session, transaction
from consultation.exports.data import render_data
from consultation.models import OutcomeKind, Placement, Point
from consultation.operations.coding.code_uses import Choice
from consultation.operations.desk.points import move_point, move_to_new_theme, place_seen
from consultation.operations.desk.themes import merge_themes, rename_theme
from consultation.operations.plenary.outcomes import decide
from consultation.operations.plenary.pack import compile_pack
from consultation.operations.plenary.signing import reopen
from consultation.queries.plenary.signed_changes import changes
from consultation.queries.plenary.signed_state import former_state, signed_state
from consultation.queries.plenary.signing import canonical, hash_of, stands
from consultation.queries.plenary.since_signature import NONE, NOT_KEPT, since_signature
from tests import factories
from tests.conftest import NOW
from tests.operations.framed import coded
from tests.operations.test_signing import LATER, OPERATIONS, sign, signed, summarise

__all__ = ["signed"]

AGAIN = LATER + timedelta(hours=1)


@pytest.fixture
def reopened(signed):
    with transaction():
        reopen(signed.question, by=signed.chair, reason="New answers.", now=LATER)
    return signed


def told(world) -> list[str]:
    return [f"{each.about}: {each.what}" for each in since_signature(world.question).changes]


def done(world, seen) -> dict:
    return {"seen": seen, "by": world.chair, "now": LATER}


def test_what_was_signed_is_kept_and_is_what_the_hash_is_of(signed):
    signature = signed.question.sign_off
    assert hash_of(signature.state) == signature.state_hash
    assert json.loads(signature.state) == json.loads(canonical(signed_state(signed.question)))


def test_what_is_kept_holds_no_name_and_no_word_that_its_author_can_take_back(world):
    author, words = world.point.answer.author, world.point.text
    with transaction():
        OPERATIONS["mark a quote"](world)
        OPERATIONS["rename"](world)
        fields = f"{{{{point {world.point.id}: author}}}}: {{{{point {world.point.id}: words}}}}"
        summarise(world, f"{fields} {{{{question: points}}}} points")
    signature = sign(world)
    assert "3 points" in json.loads(signature.state)["summary"]
    assert words in json.dumps(former_state(world.question))
    for gone in (author, words, world.chair.name, world.vice_chair.name):
        assert gone not in signature.state


def test_a_signature_stands_when_who_is_in_it_is_called_otherwise(world):
    with transaction():
        OPERATIONS["rename"](world)
        summarise(world)
    sign(world)
    world.chair.name = "Deleted account"
    session.commit()
    assert stands(world.question)


def test_a_signature_of_an_earlier_release_stands_and_what_differs_from_it_is_not_known(signed):
    signature = signed.question.sign_off
    signature.state = None
    signature.state_hash = hash_of(canonical(former_state(signed.question)))
    session.commit()
    assert stands(signed.question)
    session.add(
        factories.answer(
            signed.question, "One more.",
            by=factories.stakeholder(consultation=signed.consultation),
        )
    )  # fmt: skip
    session.commit()
    assert not stands(signed.question)
    assert since_signature(signed.question).changes == (NOT_KEPT,)


def test_a_signature_of_an_earlier_release_named_answers_by_what_their_table_called_them(world):
    """The public numbers came later: a signature from before them still stands."""
    with transaction():
        answer = session.get_one(Point, world.point.id).answer
        answer.reference = "S17-Q3"
    told = json.dumps(former_state(world.question))
    assert '"answer": "S17-Q3"' in told
    assert answer.label not in told
    with transaction():
        answer.reference = None
    assert f'"answer": "A{answer.id}"' in json.dumps(former_state(world.question))


def test_nothing_differs_from_a_signature_until_something_is_done(world, signed):
    assert since_signature(world.other_question) is None
    assert since_signature(signed.question).changes == (NONE,)
    with transaction():
        reopen(signed.question, by=signed.chair, reason="New answers.", now=LATER)
    assert since_signature(signed.question).changes == (NONE,)


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_operation_is_told_in_words(reopened, operation):
    with transaction():
        operation(reopened)
    found = since_signature(reopened.question).changes
    assert found
    assert {change.about for change in found} <= {
        "Summary", "Themes", "Points", "Outcomes", "Quotes", "Answers",
    }  # fmt: skip
    assert NONE not in found


def test_themes_that_are_new_gone_and_renamed_are_told_with_where_their_points_are(reopened):
    world = reopened
    with transaction():
        rename_theme(world.theme, "Record it all", **done(world, world.theme.version))
        merge_themes(
            world.second_theme,
            world.theme,
            into_seen=world.theme.version,
            **done(world, world.second_theme.version),
        )
        move_to_new_theme(
            [world.unplaced], "Small repairs", **done(world, place_seen(world.unplaced))
        )
    assert told(world) == [
        "Themes: New: “Small repairs”, 1 point.",
        "Themes: Gone: “Leave small repairs out” (1 point: 1 now in “Record it all”).",
        "Themes: Renamed: “Record every change” is “Record it all” now.",
        "Points: “Record it all”: 1 point in.",
        "Points: Under no theme: 1 point out.",
    ]


def test_an_outcome_that_was_decided_and_codes_are_told(reopened, frame):
    world = reopened
    session.commit()
    with transaction():
        decide(
            world.theme, OutcomeKind.DEFERRED, reason="Later.", **done(world, world.theme.version)
        )
        coded(world, Choice(none_fits=frozenset({"type"})), now=LATER)
    assert told(world) == [
        "Outcomes: “Record every change”: deferred, was not yet examined.",
        "Codes and notes: Beside the signature: 1 time coded.",
    ]


def test_points_of_answers_that_came_or_were_taken_back_are_told_apart(reopened):
    world = reopened
    by = factories.stakeholder(consultation=world.consultation)
    answer = factories.answer(world.question, "One more.", by=by)
    session.add(answer)
    session.flush()
    point = factories.point(answer, 0, 9)
    session.add(point)
    session.flush()
    session.add(Placement(point_id=point.id, theme_id=world.theme.id))
    world.point.answer.submission.withdrawn_at = LATER
    session.commit()
    assert [line for line in told(world) if line.startswith("Points")] == [
        "Points: “Record every change”: 1 point in (1 of them new), "
        "1 point out (1 of them counted no more).",
        "Points: “Leave small repairs out”: 1 point out (1 of them counted no more).",
        "Points: Under no theme: 1 point out (1 of them counted no more).",
    ]


def test_two_states_that_differ_in_figures_alone_are_not_called_the_same(world):
    state = json.loads(canonical(signed_state(world.question)))
    other = json.loads(canonical(signed_state(world.question)))
    other["themes"][0]["terms"] = ["another"]
    assert [change.about for change in changes(state, other)] == ["Other"]
    assert changes(state, state) == ()


def test_a_pack_tells_of_a_reopening_what_changed_until_the_next_signature(reopened):
    world = reopened
    (line,) = compile_pack(world.round, now=NOW).groups[0].questions[0].reopenings
    assert (line.reopened_by, line.reopened_at, line.reason) == ("Chair", LATER, "New answers.")
    assert (line.signed_again_by, line.changes) == (None, (NONE,))
    with transaction():
        move_point(world.unplaced, world.theme, **done(world, place_seen(world.unplaced)))
    sign(world, now=AGAIN)
    (line,) = compile_pack(world.round, now=NOW).groups[0].questions[0].reopenings
    assert (line.signed_again_by, line.signed_again_at) == ("Chair", AGAIN)
    assert [(each.what, each.theme_id) for each in line.changes] == [
        ("“Record every change”: 1 point in.", world.theme.id),
        ("Under no theme: 1 point out.", None),
    ]
    (kept,) = json.loads(render_data(world.round))["questions"][0]["reopened"]
    assert kept["reason"] == "New answers."
    assert [each["what"] for each in kept["changes"]] == [each.what for each in line.changes]
