"""What becomes of a theme, with its reason; and the chair's own text."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import AuditEntry, Outcome, OutcomeKind, Summary
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme
from consultation.operations.desk.undoing import undo
from consultation.operations.grouping.regrouping import is_kept
from consultation.operations.plenary.outcomes import decide, decide_point, outcome_seen
from consultation.operations.plenary.summaries import compose_summary, write_summary
from consultation.queries.desk.steps import next_to_undo
from consultation.queries.desk.themes import theme_line
from consultation.queries.plenary.own_outcomes import own_outcomes_of
from consultation.queries.plenary.summaries import filled_summary
from tests.conftest import NOW

NEEDS_NONE = {OutcomeKind.ADOPTED, OutcomeKind.NOT_EXAMINED}


def give(world, kind, reason="", *, seen=None, by=None):
    with transaction():
        seen = seen or world.theme.version
        decide(world.theme, kind, reason=reason, seen=seen, by=by or world.chair, now=NOW)


def summarise(world, text, *, seen, by=None):
    with transaction():
        write_summary(world.question, text=text, seen=seen, author=by or world.chair, now=NOW)


def last_entry() -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()


@pytest.mark.parametrize("kind", OutcomeKind)
@pytest.mark.parametrize("reason", [" \n", " It is covered elsewhere. "])
def test_a_reason_is_owed_for_all_but_adopted_and_not_yet_examined(world, kind, reason):
    if reason.strip() or kind in NEEDS_NONE:
        give(world, kind, reason)
        line = theme_line(world.theme)
        assert (line.outcome, line.outcome_reason, line.outcome_by) == (
            str(kind), reason.strip(), "Chair",
        )  # fmt: skip
    else:
        with pytest.raises(RuleError, match="those who wrote the points will read it"):
            give(world, kind, reason)
        assert theme_line(world.theme).outcome is None


def test_an_outcome_can_be_given_anew_and_the_log_keeps_both(world):
    give(world, OutcomeKind.DEFERRED, "Until round 2.")
    give(world, OutcomeKind.ADOPTED, by=world.vice_chair)
    (outcome,) = session.scalars(select(Outcome))
    assert (outcome.kind, outcome.reason, outcome.decided_by) == (
        OutcomeKind.ADOPTED, "", world.vice_chair,
    )  # fmt: skip
    assert last_entry().before == {"outcome": "deferred", "reason": "Until round 2."}
    assert last_entry().after == {"outcome": "adopted", "reason": ""}


def test_two_outcomes_in_one_transaction_are_one_row(world):
    with transaction():
        for kind in (OutcomeKind.ADOPTED, OutcomeKind.NOT_EXAMINED):
            decide(world.theme, kind, reason="", seen=world.theme.version, by=world.chair, now=NOW)
            assert theme_line(world.theme).outcome == kind


def test_an_outcome_for_a_theme_that_changed_is_refused(world):
    seen = world.theme.version
    give(world, OutcomeKind.ADOPTED)
    with pytest.raises(StaleEdit, match=r"Chair changed this meanwhile \(outcome “adopted” of"):
        give(world, OutcomeKind.CLARIFIED, "See recital 3.", seen=seen)
    assert theme_line(world.theme).outcome == "adopted"


def test_a_discarded_theme_gets_no_outcome(world):
    with transaction():
        discard_theme(
            world.theme, reason="Empty.", seen=world.theme.version, by=world.chair, now=NOW
        )
    with pytest.raises(NotAllowedYet):
        give(world, OutcomeKind.ADOPTED)


def test_a_summary_is_written_and_written_over_by_who_has_seen_it(world):
    summarise(world, "Most agree.", seen=0)
    summarise(world, "All agree.", seen=world.question.summary.version, by=world.vice_chair)
    (summary,) = session.scalars(select(Summary))
    assert (summary.text, summary.written_by) == ("All agree.", world.vice_chair)
    assert last_entry().before == {"text": "Most agree."}


@pytest.mark.parametrize("seen", [0, 7])
def test_a_summary_that_somebody_saved_meanwhile_is_not_written_over(world, seen):
    summarise(world, "Mine.", seen=0, by=world.vice_chair)
    with pytest.raises(StaleEdit, match="Vice Chair saved the summary meanwhile"):
        summarise(world, "Yours.", seen=seen)
    assert world.question.summary.text == "Mine."


def test_a_summary_that_is_gone_is_not_written_unseen(world):
    with pytest.raises(StaleEdit, match="The summary is gone"):
        summarise(world, "Mine.", seen=2)


def compose(world, *, seen=0):
    with transaction():
        compose_summary(world.question, seen=seen, by=world.vice_chair, now=NOW)


def test_a_text_with_a_field_that_is_none_is_refused_by_its_name(world):
    for text, names in (
        ("{{theme 99: answers}} agree", "“{{theme 99: answers}}” cannot be filled: Q01 has no"),
        ("{{theme 1: colour}}", "“{{theme 1: colour}}” is no field"),
        ("{{question: answers} agree", "“{{question: answers} agree” opens a field"),
    ):
        with pytest.raises(RuleError, match=names):
            summarise(world, text, seen=0)
    assert world.question.summary is None


def test_who_saves_says_what_the_fields_were_filled_with(world):
    name = f"theme {world.theme.id}: points"
    summarise(world, f"{{{{{name}}}}} points", seen=0)
    summary = world.question.summary
    assert summary.figures == {name: "1"}
    shown = filled_summary(world.question).shown
    with transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", by=world.chair, now=NOW)
    for unseen in (shown, ""):
        with pytest.raises(StaleEdit, match="changed since you opened it"), transaction():
            write_summary(
                world.question, text="Mine.", seen=summary.version, shown=unseen,
                author=world.chair, now=NOW,
            )  # fmt: skip
    assert world.question.summary.text == f"{{{{{name}}}}} points"
    with transaction():
        write_summary(
            world.question, text=summary.text, seen=summary.version, author=world.chair, now=NOW,
            shown=filled_summary(world.question).shown,
        )  # fmt: skip
    assert world.question.summary.figures == {name: "2"}


def test_a_composed_text_is_a_rules_until_a_person_edits_it(world):
    compose(world)
    text = world.question.summary.text
    assert (world.question.summary.composed, last_entry().action) == (True, "compose")
    compose(world, seen=world.question.summary.version)
    assert world.question.summary.text == text
    for words, composed in ((text, True), (f"{text}So be it.", False)):
        with transaction():
            write_summary(
                world.question, text=words, seen=world.question.summary.version,
                shown=filled_summary(world.question).shown, author=world.chair, now=NOW,
            )  # fmt: skip
        assert world.question.summary.composed is composed
    with pytest.raises(NotAllowedYet, match="Chair wrote this summary"):
        compose(world, seen=world.question.summary.version)


def test_a_text_is_composed_over_the_one_that_was_seen(world):
    compose(world)
    with pytest.raises(StaleEdit, match="Vice Chair had a text composed meanwhile"):
        compose(world)


def test_a_theme_that_a_person_wrote_of_is_kept_and_one_that_a_rule_wrote_of_is_not(world):
    compose(world)
    assert not is_kept(world.theme, [])
    summarise_seen(world, f"{{{{theme {world.theme.id}: points}}}}")
    assert (is_kept(world.theme, []), is_kept(world.second_theme, [])) == (True, False)


def summarise_seen(world, text):
    with transaction():
        filled = filled_summary(world.question)
        write_summary(
            world.question, text=text, seen=filled.version, shown=filled.shown,
            author=world.chair, now=NOW,
        )  # fmt: skip


def give_point(world, kind, reason="", *, seen="as its theme"):
    with transaction():
        decide_point(world.point, kind, reason=reason, seen=seen, by=world.chair, now=NOW)


@pytest.mark.parametrize("kind", OutcomeKind)
@pytest.mark.parametrize("reason", [" ", "It is covered elsewhere."])
def test_a_point_by_itself_is_owed_a_reason_as_a_theme_is(world, kind, reason):
    if reason.strip() or kind in NEEDS_NONE:
        give_point(world, kind, reason)
        assert (world.point.outcome.kind, world.point.outcome.reason) == (kind, reason.strip())
    else:
        with pytest.raises(RuleError, match="those who wrote the points will read it"):
            give_point(world, kind, reason)
        assert world.point.outcome is None


def test_a_point_can_fare_as_its_theme_again_and_the_log_keeps_both(world):
    give_point(world, OutcomeKind.DEFERRED, "Until round 2.")
    give_point(world, None, seen=outcome_seen(world.point))
    assert world.point.outcome is None
    assert last_entry().before == {"outcome": "deferred", "reason": "Until round 2."}
    assert last_entry().after == {"outcome": "as its theme", "reason": ""}


def test_of_two_who_decide_on_a_point_the_second_is_told(world):
    give_point(world, OutcomeKind.DEFERRED, "Until round 2.")
    with pytest.raises(StaleEdit, match="Your decision was not made"):
        give_point(world, OutcomeKind.ADOPTED)


def test_a_point_that_was_set_aside_has_no_outcome_beside_the_reason(world):
    with transaction():
        seen = place_seen(world.point)
        discard_point(world.point, reason="Tea.", seen=seen, by=world.chair, now=NOW)
    with pytest.raises(NotAllowedYet, match="set aside"):
        give_point(world, OutcomeKind.ADOPTED)


def test_a_point_that_is_set_aside_loses_its_own_outcome_and_undoing_gives_it_back(world):
    give_point(world, OutcomeKind.DEFERRED, "Until round 2.")
    with transaction():
        seen = place_seen(world.point)
        discard_point(world.point, reason="Tea.", seen=seen, by=world.chair, now=NOW)
    session.refresh(world.point)
    assert world.point.outcome is None
    assert own_outcomes_of(world.question) == []
    (told,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "discard"))
    assert told.before["outcome"] == "deferred"
    with transaction():
        newest = next_to_undo(world.question)
        undo(world.question, seen=newest.id, by=world.chair, now=NOW)
    session.refresh(world.point)
    assert (world.point.outcome.kind, world.point.outcome.reason) == (
        OutcomeKind.DEFERRED, "Until round 2.",
    )  # fmt: skip


def test_a_greeting_has_no_outcome_until_somebody_places_it(world):
    world.point.filler = True
    session.commit()
    with pytest.raises(NotAllowedYet, match="greeting"):
        give_point(world, OutcomeKind.NOT_EXAMINED)
    assert world.point.outcome is None
