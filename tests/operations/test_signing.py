"""A chair signs exactly what was shown; from then on nothing changes until it is reopened."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, SignedOff, StaleEdit
from consultation.models import (
    AuditEntry,
    Job,
    JobState,
    OpenQuestion,
    OutcomeKind,
    Person,
    SignOff,
)
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.quotes import quote_point, quote_seen
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.desk.undoing import undo
from consultation.operations.grouping.regrouping import is_kept
from consultation.operations.plenary.outcomes import decide, decide_point
from consultation.operations.plenary.signing import reopen, sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.desk.steps import next_to_undo
from consultation.queries.plenary.signed_state import signed_state
from consultation.queries.plenary.signing import stands, state_hash
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once

LATER = NOW + timedelta(hours=1)


def summarise(world, words="Most want it recorded.", seen=0):
    write_summary(world.question, text=words, seen=seen, author=world.vice_chair, now=NOW)


def sign(world, *, seen=None, now=NOW) -> SignOff:
    with transaction():
        seen = seen or state_hash(world.question)
        return sign_off(world.question, chair=world.chair, seen=seen, now=now)


@pytest.fixture
def signed(world):
    """The world, its question summarised and signed."""
    with transaction():
        summarise(world)
    sign(world)
    return world


def test_no_theme_is_left_without_an_outcome_under_a_signature(world):
    with transaction():
        summarise(world)
        decide(
            world.theme, OutcomeKind.ADOPTED, reason="", seen=world.theme.version,
            by=world.chair, now=NOW,
        )  # fmt: skip
    sign(world)
    given = {t["title"]: (t["outcome"], t["outcome_by"]) for t in themes_signed(world)}
    assert given.pop(world.theme.title) == ("adopted", world.chair.id)
    assert set(given.values()) == {("not yet examined", world.chair.id)}
    assert stands(world.question)


def themes_signed(world) -> list[dict]:
    return signed_state(world.question)["themes"]


def test_an_outcome_of_one_point_is_under_the_signature(world):
    before = signed_state(world.question)
    with transaction():
        decide_point(
            world.point, OutcomeKind.DEFERRED, reason="Later.", seen="as its theme",
            by=world.chair, now=NOW,
        )  # fmt: skip
    after = signed_state(world.question)
    assert "own outcomes" not in before
    assert after["own outcomes"] == [[world.point.id, "deferred", "Later.", world.chair.id]]


OPERATIONS = {
    "decide a point": lambda w: decide_point(
        w.point, OutcomeKind.ADOPTED, reason="", seen="as its theme", by=w.chair, now=NOW
    ),
    "rename": lambda w: rename_theme(
        w.theme, "Record it all", seen=w.theme.version, by=w.chair, now=NOW
    ),
    "merge": lambda w: merge_themes(
        w.theme,
        w.second_theme,
        into_seen=w.second_theme.version,
        seen=w.theme.version,
        by=w.chair,
        now=NOW,
    ),
    "discard a theme": lambda w: discard_theme(
        w.theme, reason="Empty.", seen=w.theme.version, by=w.chair, now=NOW
    ),
    "move": lambda w: move_point(
        w.point, w.second_theme, seen=place_seen(w.point), by=w.chair, now=NOW
    ),
    "place": lambda w: move_point(w.unplaced, w.theme, seen="unplaced", by=w.chair, now=NOW),
    "take out": lambda w: move_point(w.point, None, seen=place_seen(w.point), by=w.chair, now=NOW),
    "discard a point": lambda w: discard_point(
        w.unplaced, reason="Tea.", seen="unplaced", by=w.chair, now=NOW
    ),
    "mark a quote": lambda w: quote_point(
        w.point, marked=True, seen=quote_seen(w.point), by=w.chair, now=NOW
    ),
    "take a quote away": lambda w: quote_point(
        w.point, marked=False, seen=quote_seen(w.point), by=w.chair, now=NOW
    ),
    "decide": lambda w: decide(
        w.theme, OutcomeKind.ADOPTED, reason="", seen=w.theme.version, by=w.chair, now=NOW
    ),
    "summarise": lambda w: summarise(
        w, "Nobody wants it.", w.question.summary.version if w.question.summary else 0
    ),
}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_every_operation_changes_what_a_signature_stands_under(world, operation):
    before = state_hash(world.question)
    with transaction():
        operation(world)
    assert state_hash(world.question) != before


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_a_signed_question_refuses_every_operation(signed, operation):
    before = signed_state(signed.question)
    entries = session.scalars(select(AuditEntry.id)).all()
    with pytest.raises(SignedOff, match=r"Chair signed off Q01\. Reopen it first\."), transaction():
        operation(signed)
    assert signed_state(signed.question) == before
    assert session.scalars(select(AuditEntry.id)).all() == entries


def test_a_signature_says_who_signed_what_and_when(signed):
    signature = signed.question.sign_off
    assert (signature.chair, signature.signed_at) == (signed.chair, NOW)
    assert signature.state_hash == state_hash(signed.question)


def test_the_other_question_stays_open(signed):
    with transaction():
        write_summary(signed.other_question, text="Open.", seen=0, author=signed.chair, now=NOW)
    assert signed.other_question.summary.text == "Open."


def test_a_signature_needs_a_summary(world):
    with pytest.raises(NotAllowedYet, match="Write it first"):
        sign(world)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{{{theme {theme}: points}}}} points", "saved: points was 1, is now 2"),
        (
            "{{{{point {point}: position}}}}, {{{{question: unplaced points}}}}",
            "unplaced points was 1, is now 0",
        ),
        ("> Every change may be recorded.", "“Every change may be recorded.” is quoted"),
    ],
)
def test_what_the_data_contradict_is_not_signed(world, text, why):
    with transaction():
        summarise(world, text.format(theme=world.theme.id, point=world.point.id))
    with transaction():
        OPERATIONS["place"](world)
    with pytest.raises(NotAllowedYet, match=why):
        sign(world)
    assert world.question.sign_off is None


def test_a_signature_stands_under_the_summary_as_it_is_read(world):
    with transaction():
        summarise(world, f"{{{{theme {world.theme.id}: points}}}} points")
    assert signed_state(world.question)["summary"] == "1 points"


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS.keys())
def test_what_changed_since_it_was_shown_is_not_signed(world, operation):
    with transaction():
        summarise(world)
    seen = state_hash(world.question)
    with transaction():
        operation(world)
    with pytest.raises(StaleEdit, match="Q01 changed since you looked"):
        sign(world, seen=seen)
    assert world.question.sign_off is None


def test_an_answer_that_arrives_meanwhile_is_not_signed_unseen(world):
    with transaction():
        summarise(world)
    seen = state_hash(world.question)
    by = factories.stakeholder(consultation=world.consultation)
    session.add(factories.answer(world.question, "One more.", by=by))
    session.commit()
    with pytest.raises(StaleEdit):
        sign(world, seen=seen)


def test_a_signature_stands_until_an_answer_comes_after_it(signed):
    assert stands(signed.question)
    assert not stands(signed.other_question)
    by = factories.stakeholder(consultation=signed.consultation)
    session.add(factories.answer(signed.question, "One more.", by=by))
    session.commit()
    assert not stands(signed.question)
    assert signed.question.sign_off is not None


def test_looking_changes_nothing(signed):
    assert {state_hash(signed.question) for _ in range(3)} == {signed.question.sign_off.state_hash}


def test_reopening_keeps_the_signature_that_was_and_lets_work_go_on(signed):
    first = signed.question.sign_off
    with transaction():
        reopen(signed.question, by=signed.chair, reason="  A point was overlooked. ", now=LATER)
    assert signed.question.sign_off is None
    assert (first.reopened_at, first.reopened_by) == (LATER, signed.chair)
    assert first.reopened_because == "A point was overlooked."
    with transaction():
        OPERATIONS["rename"](signed)
    second = sign(signed, now=LATER)
    assert signed.question.sign_offs == [first, second]
    assert second.state_hash != first.state_hash
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    left, taken = ["decide"] * 2, ["take back the outcome"] * 2  # Of two themes without one.
    assert actions == [
        "summarise", *left, "sign off", "reopen", *taken, "rename", *left, "sign off",
    ]  # fmt: skip


def test_reopening_takes_back_what_only_the_signature_said_and_keeps_what_somebody_decided(world):
    with transaction():
        summarise(world)
        decide(
            world.theme, OutcomeKind.NOT_EXAMINED, reason="", seen=world.theme.version,
            by=world.chair, now=NOW,
        )  # fmt: skip
    before, acts = state_hash(world.question), next_to_undo(world.question)
    sign(world)
    assert world.second_theme.outcome.kind is OutcomeKind.NOT_EXAMINED
    with transaction():
        reopen(world.question, by=world.chair, reason="New answers.", now=LATER)
    assert world.theme.outcome.decided_by is world.chair
    assert world.second_theme.outcome is None
    assert state_hash(world.question) == before
    # Nobody has decided anything on it: the next analysis may group it otherwise.
    assert not is_kept(world.second_theme, [])
    assert next_to_undo(world.question) is acts
    with transaction():
        undo(world.question, seen=acts.id, by=world.chair, now=LATER)
    assert world.theme.outcome is None


def test_signed_again_a_theme_that_somebody_decided_on_meanwhile_is_theirs(signed):
    with transaction():
        reopen(signed.question, by=signed.chair, reason="New answers.", now=LATER)
        decide(
            signed.theme, OutcomeKind.ADOPTED, reason="", seen=signed.theme.version,
            by=signed.vice_chair, now=LATER,
        )  # fmt: skip
    sign(signed, now=LATER)
    with transaction():
        reopen(signed.question, by=signed.chair, reason="Once more.", now=LATER)
    assert signed.theme.outcome.decided_by is signed.vice_chair
    assert signed.second_theme.outcome is None


def test_reopening_asks_for_the_analysis_of_what_came_since(signed):
    with transaction():
        reopen(signed.question, by=signed.chair, reason="New answers.", now=LATER)
    waiting = session.scalars(select(Job).where(Job.state == JobState.WAITING)).all()
    assert [(job.question, job.asked_by) for job in waiting] == [(signed.question, signed.chair)]


def test_what_is_not_signed_cannot_be_reopened(world):
    with pytest.raises(NotAllowedYet, match="open already"), transaction():
        reopen(world.question, by=world.chair, reason="Why not?", now=NOW)


def test_reopening_needs_a_reason(signed):
    with pytest.raises(RuleError, match="Write the reason"), transaction():
        reopen(signed.question, by=signed.chair, reason="", now=NOW)
    assert signed.question.sign_off is not None


def test_a_second_signature_is_refused(signed):
    with pytest.raises(SignedOff):
        sign(signed)


def test_of_two_signatures_at_once_one_holds(world):
    with transaction():
        summarise(world)
    question, chair, seen = world.question.id, world.chair.id, state_hash(world.question)

    def act(_number):
        sign_off(
            session.get_one(OpenQuestion, question),
            chair=session.get_one(Person, chair), seen=seen, now=NOW,
        )  # fmt: skip

    told = at_once(act, times=4)
    assert sorted(type(answer).__name__ for answer in told) == [
        "NoneType", "SignedOff", "SignedOff", "SignedOff",
    ]  # fmt: skip


def test_nothing_comes_between_the_look_and_the_signature(world):
    """A rename and a signature at once: either the signature is refused, or the rename is."""
    with transaction():
        summarise(world)
    seen, version = state_hash(world.question), world.theme.version
    question, theme, chair = world.question.id, world.theme.id, world.chair.id

    def act(number):
        by = session.get_one(Person, chair)
        if number:
            rename_theme(
                session.get_one(type(world.theme), theme), "New", seen=version, by=by, now=NOW
            )
        else:
            sign_off(session.get_one(OpenQuestion, question), chair=by, seen=seen, now=NOW)

    told = at_once(act, times=2)
    assert [type(answer) for answer in told] in (
        [StaleEdit, type(None)], [type(None), SignedOff],
    )  # fmt: skip
