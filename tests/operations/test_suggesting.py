"""What people decided is used at once; accepting and refusing are one step, and theirs alone."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, SignedOff, StaleEdit
from consultation.models import (
    Answer,
    AuditEntry,
    OpenQuestion,
    Person,
    Placement,
    Point,
    Refusal,
    SignOff,
    Step,
    Theme,
)
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.several import (
    Choice,
    accept_suggestions,
    move_found,
    move_found_to_new_theme,
    refuse_suggestions,
)
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping import analysis, suggesting
from consultation.operations.grouping.suggesting import suggestions_of
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once
from tests.operations.fabricated import analysis_of
from tests.operations.test_placing import FEES, LOOKED_AT, STAFF, TEA, nowhere


@pytest.fixture
def desk(world):
    """A question whose points wait unplaced, but five on each of two subjects that a chair put."""
    for text in (*FEES, *STAFF, TEA):
        author = factories.stakeholder(consultation=world.consultation)
        session.add(factories.answer(world.other_question, text, by=author))
    session.commit()
    made = replace(world, question=world.other_question)
    with transaction():
        gathered = analysis.gather(made.question)
        texts = [text.text for text in gathered.texts]
        analysis.keep(gathered, analysis_of(texts, nowhere), now=NOW)
        for title, texts in (("Fees", FEES), ("Staff", STAFF)):
            theme = Theme(question=made.question, title=title, proposed_by=made.chair)
            session.add(theme)
            session.flush()
            for text in texts[:LOOKED_AT]:
                move(made, point(made, text), theme)
    return made


def point(desk, text: str) -> Point:
    of_question = select(Point).join(Point.answer).where(Answer.question_id == desk.question.id)
    return next(each for each in session.scalars(of_question) if each.text == text)


def move(desk, moved: Point, theme: Theme | None) -> None:
    move_point(moved, theme, seen=place_seen(moved), by=desk.chair, now=NOW)


def suggested(desk) -> dict[str, str]:
    """Where what would go, by the words of the points."""
    return {line.point.point_text: line.to for line in suggestions_of(desk.question).lines}


def choices(desk, *texts: str) -> list[Choice]:
    lines = {line.point.point_text: line for line in suggestions_of(desk.question).lines}
    return [
        Choice(lines[t].point.point_id, seen_in=lines[t].theme_id or 0, to=lines[t].to_id)
        for t in texts
    ]


def accept(desk, chosen: list[Choice]) -> None:
    with transaction():
        accept_suggestions(desk.question, chosen, by=desk.vice_chair, now=NOW)


def refuse(desk, chosen: list[Choice]) -> None:
    with transaction():
        refuse_suggestions(desk.question, chosen, by=desk.vice_chair, now=NOW)


def steps(desk) -> int:
    of_question = select(Step).where(Step.question_id == desk.question.id)
    return len(session.scalars(of_question).all())


WAITING = (*FEES[LOOKED_AT:], *STAFF[LOOKED_AT:])


def test_what_waits_is_suggested_for_the_theme_that_people_put_its_like_under(desk):
    found = suggested(desk)
    assert {found[text] for text in FEES[LOOKED_AT:]} == {"Fees"}
    assert {found[text] for text in STAFF[LOOKED_AT:]} == {"Staff"}


def test_the_surest_come_first_and_each_has_its_runner_up(desk):
    lines = suggestions_of(desk.question).lines
    assert [line.share for line in lines] == sorted((line.share for line in lines), reverse=True)
    assert {line.to for line in lines} | {line.runner_up for line in lines} == {"Fees", "Staff"}
    assert all(line.to != line.runner_up for line in lines)


def test_the_least_sure_come_first_where_that_is_asked(desk):
    lines = suggestions_of(desk.question).lines
    turned = suggestions_of(desk.question, least_sure_first=True).lines
    assert [line.share for line in turned] == [line.share for line in lines][::-1]
    assert set(turned) == set(lines)


def test_it_is_the_same_each_time_and_writes_nothing(desk):
    before = suggestions_of(desk.question)
    assert not session.new
    assert not session.dirty
    assert suggestions_of(desk.question) == before


def test_what_is_decided_teaches_the_very_next_page(desk):
    assert TEA in suggested(desk)
    with transaction():
        teas = Theme(question=desk.question, title="Tea", proposed_by=desk.chair)
        session.add(teas)
        session.flush()
        move(desk, point(desk, TEA), teas)
        author = factories.stakeholder(consultation=desk.consultation)
        session.add(factories.point(factories.answer(desk.question, "Serve the tea.", by=author)))
    assert suggested(desk)["Serve the tea."] == "Tea"


def test_nothing_is_suggested_for_what_a_person_placed_took_out_or_discarded(desk):
    placed, taken_out, discarded = FEES[LOOKED_AT], FEES[LOOKED_AT + 1], STAFF[LOOKED_AT]
    with transaction():
        move(desk, point(desk, placed), theme(desk, "Staff"))
        move(desk, point(desk, taken_out), theme(desk, "Staff"))
        move(desk, point(desk, taken_out), None)
        unwanted = point(desk, discarded)
        discard_point(unwanted, reason="No.", seen=place_seen(unwanted), by=desk.chair, now=NOW)
    decided = {placed, taken_out, discarded, *FEES[:LOOKED_AT], *STAFF[:LOOKED_AT]}
    assert not decided & suggested(desk).keys()


def theme(desk, title: str) -> Theme:
    of_question = select(Theme).where(Theme.question_id == desk.question.id)
    return session.scalars(of_question.where(Theme.title == title)).one()


def test_what_the_analysis_placed_otherwise_is_suggested_once_people_decided_enough(desk):
    stray = FEES[LOOKED_AT]
    with transaction():
        session.add(Placement(point=point(desk, stray), theme=theme(desk, "Staff")))
    (line,) = (
        each for each in suggestions_of(desk.question).lines if each.point.point_text == stray
    )
    assert (line.theme, line.to) == ("Staff", "Fees")
    with transaction():
        for text in FEES[:LOOKED_AT]:
            move(desk, point(desk, text), theme(desk, "Staff"))
    found = suggestions_of(desk.question)
    assert (found.themes, found.moves) == (1, False)
    assert stray not in {each.point.point_text for each in found.lines}


def test_withdrawn_answers_teach_nothing_and_are_suggested_for_nothing(desk):
    with transaction():
        point(desk, FEES[LOOKED_AT]).answer.submission.withdrawn_at = NOW
        point(desk, FEES[0]).answer.submission.withdrawn_at = NOW
    found = suggestions_of(desk.question)
    assert FEES[LOOKED_AT] not in {line.point.point_text for line in found.lines}
    assert found.decided == 2 * LOOKED_AT - 1


def test_accepting_many_is_one_step_of_the_person_who_accepts_and_is_logged_for_each(desk):
    before = steps(desk)
    accept(desk, choices(desk, *WAITING))
    assert steps(desk) == before + 1
    for texts, title in ((FEES, "Fees"), (STAFF, "Staff")):
        for text in texts[LOOKED_AT:]:
            placement = point(desk, text).placement
            assert (placement.theme.title, placement.placed_by) == (title, desk.vice_chair)
    logged = session.scalars(select(AuditEntry).where(AuditEntry.action == "accept")).all()
    assert len(logged) == len(WAITING)
    assert not set(WAITING) & suggested(desk).keys()


@pytest.mark.parametrize("act", [accept, refuse])
def test_what_is_undone_is_as_before_by_hash_and_what_is_done_again_as_after(desk, act):
    hashes, found = [state_hash(desk.question)], [suggested(desk)]
    act(desk, choices(desk, *WAITING))
    hashes.append(state_hash(desk.question))
    found.append(suggested(desk))
    for turn, newest, expected in ((undo, next_to_undo, 0), (redo, next_to_redo, 1)):
        with transaction():
            question = session.get_one(OpenQuestion, desk.question.id)
            turn(question, seen=newest(question).id, by=desk.chair, now=NOW)
        assert state_hash(desk.question) == hashes[expected]
        assert suggested(desk) == found[expected]


def test_what_was_refused_stays_where_it_is_and_is_suggested_no_more(desk):
    refuse(desk, choices(desk, *WAITING[:2]))
    assert [place_seen(point(desk, text)) for text in WAITING[:2]] == ["unplaced"] * 2
    assert not set(WAITING[:2]) & suggested(desk).keys()
    assert set(WAITING[2:]) <= suggested(desk).keys()
    (entry, _) = session.scalars(select(AuditEntry).where(AuditEntry.action == "refuse"))
    assert entry.before == {"suggested": f"theme {theme(desk, 'Fees').id}"}


def test_a_new_analysis_does_not_place_what_was_refused(desk):
    refuse(desk, choices(desk, FEES[LOOKED_AT]))
    with transaction():
        gathered = analysis.gather(desk.question)
        result = analysis_of([text.text for text in gathered.texts], nowhere)
        analysis.keep(gathered, result, analysis.learn(gathered, result), now=NOW)
    assert place_seen(point(desk, FEES[LOOKED_AT])) == "unplaced"
    assert point(desk, FEES[LOOKED_AT + 1]).placement.theme.title == "Fees"


def test_a_refusal_goes_with_its_point(desk):
    refuse(desk, choices(desk, FEES[LOOKED_AT]))
    with transaction():
        gathered = analysis.gather(desk.question)
        analysis.keep(gathered, analysis_of([text.text for text in gathered.texts],
                      lambda text: []), now=NOW)  # fmt: skip
    assert session.scalars(select(Refusal)).all() == []


def test_what_was_seen_elsewhere_or_was_decided_meanwhile_is_refused_with_who_did_it(desk):
    chosen = choices(desk, *WAITING)
    with transaction():
        move(desk, point(desk, WAITING[0]), theme(desk, "Staff"))
    for act in (accept, refuse):
        with pytest.raises(StaleEdit, match="Chair changed this meanwhile"):
            act(desk, chosen)
    assert place_seen(point(desk, WAITING[1])) == "unplaced"
    refuse(desk, chosen[1:2])
    with pytest.raises(StaleEdit, match="Vice Chair"):
        accept(desk, chosen[1:2])


def test_what_is_signed_is_of_another_question_or_has_no_theme_left_is_refused(desk):
    chosen = choices(desk, WAITING[0])
    with pytest.raises(RuleError, match="Choose at least one point"):
        accept(desk, [])
    with pytest.raises(StaleEdit, match="no longer there"):
        accept(desk, [replace(chosen[0], point_id=desk.unplaced.id)])
    with pytest.raises(NotAllowedYet, match="theme of its own question"):
        accept(desk, [replace(chosen[0], to=desk.theme.id)])
    with transaction():
        session.add(
            SignOff(
                question_id=desk.question.id, chair=desk.chair, signed_at=NOW, state_hash="0" * 64
            )
        )  # fmt: skip
    with pytest.raises(SignedOff):
        accept(desk, chosen)


def test_of_two_who_decide_on_a_suggestion_at_once_one_decides(desk):
    (chosen,) = choices(desk, WAITING[0])
    number, chair, suggested_for = desk.question.id, desk.chair.id, chosen.point_id

    def act(refuses):
        question, by = session.get_one(OpenQuestion, number), session.get_one(Person, chair)
        decide = refuse_suggestions if refuses else accept_suggestions
        decide(question, [chosen], by=by, now=NOW)

    told = at_once(act, times=2)
    assert [type(answer) for answer in told if answer] == [StaleEdit]
    placed = session.scalar(select(Placement.id).where(Placement.point_id == suggested_for))
    refused = session.scalar(select(Refusal.id).where(Refusal.point_id == suggested_for))
    assert [bool(placed), bool(refused)] == [answer is None for answer in told]


def test_points_of_several_places_are_moved_together_in_one_step(desk):
    here, there, free = FEES[0], STAFF[0], TEA
    before, count = state_hash(desk.question), steps(desk)
    chosen = [
        Choice(point(desk, here).id, seen_in=theme(desk, "Fees").id),
        Choice(point(desk, there).id, seen_in=theme(desk, "Staff").id),
        Choice(point(desk, free).id, seen_in=0),
    ]
    with transaction():
        made = move_found_to_new_theme(desk.question, chosen, " Mixed ", by=desk.chair, now=NOW)
        number = made.id
    assert {point(desk, text).placement.theme_id for text in (here, there, free)} == {number}
    assert steps(desk) == count + 1
    with transaction():
        undo(desk.question, seen=next_to_undo(desk.question).id, by=desk.chair, now=NOW)
    assert state_hash(desk.question) == before
    with transaction():
        move_found(desk.question, chosen, None, by=desk.chair, now=NOW)
    assert {place_seen(point(desk, text)) for text in (here, there, free)} == {"unplaced"}
    with pytest.raises(StaleEdit), transaction():
        move_found(desk.question, chosen, None, by=desk.chair, now=NOW)


def test_of_very_many_points_so_many_are_read_and_shown_and_it_says_so(desk, monkeypatch):
    whole = suggestions_of(desk.question)
    assert (whole.more, whole.read) == (0, whole.points)
    monkeypatch.setattr(suggesting, "SHOWN_AT_MOST", 2)
    found = suggestions_of(desk.question)
    assert (found.lines, found.more) == (whole.lines[:2], len(whole.lines) - 2)
    monkeypatch.setattr(suggesting, "READ_AT_MOST", 2 * LOOKED_AT + 1)
    found = suggestions_of(desk.question)
    assert (found.read, found.points, len(found.lines)) == (2 * LOOKED_AT + 1, whole.points, 1)
