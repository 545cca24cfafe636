"""Cutting a point in two and joining two: no word is lost, and every act can be taken back."""

import pytest
from sqlalchemy import select, update

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, SignedOff, StaleEdit
from consultation.models import (
    AuditEntry,
    Code,
    CodeRefusal,
    CodeUse,
    Fit,
    Matter,
    MinorityNote,
    MinorityPoint,
    OpenQuestion,
    OutcomeKind,
    Person,
    Point,
    Quote,
    Refusal,
    Sample,
    SampledPoint,
    Step,
)
from consultation.operations.coding.code_frames import CodeLine, add_codes, begin_frame
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.quotes import quote_point
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.grouping.readings import is_decided, points_of
from consultation.operations.plenary.outcomes import decide_point
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.audit import entries
from consultation.queries.coding.code_uses import last_use
from consultation.queries.desk.cutting import following, place_of_words, places_to_cut
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once

MARK = 6  # “Every change” is cut before its second word


def cut(world, point=None, at=MARK, *, seen=None, by=None) -> Point:
    point = point or world.point
    with transaction():
        return cut_point(
            point, point.start + at, seen=seen or span_seen(point), by=by or world.chair, now=NOW
        )


def join(world, point=None, *, note="", seen=None, by=None) -> None:
    point = point or world.point
    with transaction():
        join_points(point, note=note, seen=seen or pair_seen(point), by=by or world.chair, now=NOW)


def join_with_a_note(world) -> None:
    join(world, note="It is one argument.")


def second_of(world) -> Point:
    return following(world.point)


def undone(world) -> None:
    with transaction():
        undo(world.question, seen=next_to_undo(world.question).id, by=world.chair, now=NOW)


def redone(world) -> None:
    with transaction():
        redo(world.question, seen=next_to_redo(world.question).id, by=world.chair, now=NOW)


def words(world) -> list[str]:
    found = sorted(points_of(world.question.id), key=lambda point: point.start)
    return [point.text for point in found]


def rows(world) -> tuple:
    """All that is known of the points, and what hangs on them."""
    points = [
        (p.id, p.start, p.end, p.language, p.kind, p.cues, p.references, p.filler, p.cut_by_id,
         place_seen(p), p.outcome and p.outcome.reason)
        for p in points_of(world.question.id)
    ]  # fmt: skip
    hanging = [
        sorted(map(tuple, session.execute(select(*columns))))
        for columns in (
            (Quote.point_id, Quote.marked_by_id, Quote.rejected),
            (Refusal.point_id, Refusal.refused_by_id),
            (Fit.point_id, Fit.theme_id, Fit.score),
            (MinorityPoint.point_id, MinorityPoint.reason, MinorityPoint.rank),
            (MinorityNote.point_id, MinorityNote.note, MinorityNote.found_in),
            (Matter.id, Matter.point_id),
        )
    ]
    return points, hanging


def found_by_the_machine(world, point, theme) -> None:
    with transaction():
        session.add(Fit(point_id=point.id, theme_id=theme.id, score=0.5))
        found = MinorityPoint(point_id=point.id, theme_id=theme.id, reason="few say it", rank=1)
        session.add(found)


def test_a_point_is_cut_where_a_person_says_and_no_word_is_lost(world):
    second = cut(world)
    assert words(world) == [
        "Every", "change must be recorded.", "Small repairs need no new version.", "We like tea.",
    ]  # fmt: skip
    assert [place_seen(point) for point in (world.point, second)] == [f"theme {world.theme.id}"] * 2
    assert second.placement.placed_by is None
    assert {world.point.cut_by, second.cut_by} == {world.chair}
    assert is_decided(world.point)
    assert is_decided(second)


def test_two_points_that_follow_each_other_become_one_where_the_first_is(world):
    join(world)
    assert words(world) == ["Every change must be recorded. Small repairs need no new version.",
                            "We like tea."]  # fmt: skip
    assert place_seen(world.point) == f"theme {world.theme.id}"
    assert world.point.cut_by is world.chair


def test_what_is_joined_again_is_as_it_was_but_for_who_cut_it(world):
    whole = world.point.text
    cut(world)
    join(world)
    assert world.point.text == whole


def test_filler_joined_to_a_point_is_none_and_is_where_the_point_is(world):
    with transaction():
        world.point.filler = True
        session.delete(world.point.placement)
        session.delete(world.point.quote)
    join(world)
    assert not world.point.filler
    assert place_seen(world.point) == f"theme {world.second_theme.id}"


@pytest.mark.parametrize("at", [-3, 0, 30, 99])
def test_both_parts_have_to_say_something(world, at):
    with pytest.raises(RuleError, match="Both parts have to say something"):
        cut(world, at=at)
    assert len(words(world)) == 3


def test_both_parts_keep_what_was_decided_on_the_whole(world):
    with transaction():
        move_point(world.point, world.second_theme, seen=place_seen(world.point),
                   by=world.vice_chair, now=NOW)  # fmt: skip
        decide_point(world.point, OutcomeKind.DEFERRED, reason="Later.", seen="as its theme",
                     by=world.vice_chair, now=NOW)  # fmt: skip
        session.add(Refusal(point_id=world.point.id, refused_by_id=world.vice_chair.id))
    second = cut(world)
    for point in (world.point, second):
        assert (point.placement.placed_by, point.placement.theme) == (
            world.vice_chair, world.second_theme,
        )  # fmt: skip
        assert (point.outcome.kind, point.outcome.reason) == (OutcomeKind.DEFERRED, "Later.")
    refused = select(Refusal.point_id).order_by(Refusal.point_id)
    assert session.scalars(refused).all() == [world.point.id, second.id]


@pytest.mark.parametrize("marked", [True, False])
def test_a_quote_stays_with_the_first_part_where_a_person_marked_it(world, marked):
    if marked:
        with transaction():
            quote_point(world.point, marked=True, seen="suggested", by=world.chair, now=NOW)
    second = cut(world)
    assert [p.quote is not None for p in (world.point, second)] == [marked, False]


def test_a_quote_of_the_same_theme_is_handed_on_and_of_another_has_to_be_taken_away(world):
    with transaction():
        quote_point(second_of(world), marked=True, seen="no quote", by=world.chair, now=NOW)
    with pytest.raises(NotAllowedYet, match="Take the quote away first"):
        join(world)
    with transaction():
        move_point(world.point, world.second_theme, seen=place_seen(world.point), by=world.chair,
                   now=NOW)  # fmt: skip
    join(world)
    assert world.point.quote.marked_by is world.chair


def test_what_was_set_aside_is_joined_to_nothing(world):
    with transaction():
        discard_point(second_of(world), reason="Tea.", seen=place_seen(second_of(world)),
                      by=world.chair, now=NOW)  # fmt: skip
    for point in (world.point, second_of(world)):
        with pytest.raises(NotAllowedYet, match="was set aside"):
            join(world, point)


def test_an_outcome_of_the_second_is_not_lost(world):
    with transaction():
        decide_point(second_of(world), OutcomeKind.DEFERRED, reason="Later.", seen="as its theme",
                     by=world.chair, now=NOW)  # fmt: skip
    with pytest.raises(NotAllowedYet, match="has an outcome of its own"):
        join(world)
    assert second_of(world).outcome.reason == "Later."


def test_the_last_point_of_an_answer_has_none_to_be_joined_with(world):
    with pytest.raises(NotAllowedYet, match="No point follows this one"):
        join(world, world.unplaced)


def sampled(world, point) -> None:
    with transaction():
        drawn = Sample(
            question=world.question, drawn_by_id=world.chair.id, drawn_at=NOW, seed=1,
            first=world.chair, second=world.vice_chair,
            points=[SampledPoint(point_id=point.id, rank=1)],
        )  # fmt: skip
        session.add(drawn)


def test_what_two_people_code_keeps_its_words(world):
    sampled(world, second_of(world))
    with pytest.raises(NotAllowedYet, match="in a sample"):
        cut(world, second_of(world))
    for point in (world.point, second_of(world)):
        with pytest.raises(NotAllowedYet, match="in a sample"):
            join(world, point)


def test_what_two_people_code_since_is_not_undone(world):
    second = cut(world)
    sampled(world, second)
    with pytest.raises(NotAllowedYet, match="in a sample"):
        undone(world)
    assert following(world.point) is second


FITS_NONE = Choice(none_fits=frozenset({"type"}))


def coded(world, point, choice=FITS_NONE) -> None:
    with transaction():
        frame = begin_frame(world.consultation)
        if not frame.version:
            line = CodeLine("type", "T1", "Escape")
            add_codes(frame, [line], seen=0, by=world.secretariat, now=NOW)
        seen = (frame.version, last_use(point))
        code_by_hand(point, choice, seen=seen, by=world.chair, now=NOW)


def test_the_codes_of_the_second_do_not_go_with_it(world):
    second = second_of(world)
    coded(world, second)
    with pytest.raises(NotAllowedYet, match="Take its codes back first"):
        join(world)
    coded(world, second, Choice())
    join(world)
    (use,) = session.scalars(select(CodeUse))
    assert (use.point, use.ended_at) == (world.point, NOW)


def test_what_the_second_was_refused_goes_with_its_words(world):
    second = second_of(world)
    coded(world, second)
    coded(world, second, Choice())
    codes = frozenset(session.scalars(select(Code.id)))
    coded(world, second, Choice(refused=codes))
    join(world)
    (refusal,) = session.scalars(select(CodeRefusal))
    assert (refusal.point, refusal.person) == (world.point, world.chair)


def test_what_both_were_refused_is_refused_once(world):
    second = second_of(world)
    coded(world, second)
    coded(world, second, Choice())
    for point in (world.point, second):
        coded(world, point, Choice(refused=frozenset(session.scalars(select(Code.id)))))
    assert len(session.scalars(select(CodeRefusal)).all()) == 2
    join(world)
    (refusal,) = session.scalars(select(CodeRefusal))
    assert refusal.point is world.point


def test_a_cut_is_not_undone_under_the_codes_of_its_second_part(world):
    second = cut(world)
    coded(world, second)
    with pytest.raises(NotAllowedYet, match="Take its codes back first"):
        undone(world)
    assert following(world.point) is second


def test_what_was_raised_goes_along_and_back(world):
    with transaction():
        second = second_of(world)
        memo = factories.matter(world, point=second, answer=second.answer)
        session.add(memo)
    number = second.id
    join(world)
    assert memo.point is world.point
    undone(world)
    assert memo.point_id == number
    redone(world)
    assert memo.point is world.point


def test_what_was_raised_on_a_part_is_raised_on_the_whole_once_the_cut_is_undone(world):
    second = cut(world)
    with transaction():
        memo = factories.matter(world, point=second, answer=second.answer)
        session.add(memo)
    undone(world)
    assert memo.point is world.point


@pytest.mark.parametrize("act", [cut, join_with_a_note])
def test_undone_all_is_as_it_was_and_done_again_as_it_had_become(world, act):
    found_by_the_machine(world, world.point, world.theme)
    found_by_the_machine(world, second_of(world), world.second_theme)
    before, kept = state_hash(world.question), rows(world)
    act(world)
    after, changed = state_hash(world.question), rows(world)
    assert before != after
    for _ in range(2):
        undone(world)
        assert (state_hash(world.question), rows(world)) == (before, kept)
        redone(world)
        assert (state_hash(world.question), rows(world)) == (after, changed)


def test_the_state_that_is_signed_says_where_a_point_was_cut(world):
    hashes = set()
    for at in (MARK, MARK + 8):
        cut(world, at=at)
        hashes.add(state_hash(world.question))
        undone(world)
    assert len(hashes) == 2


def test_acts_before_a_joining_can_be_undone_after_it(world):
    with transaction():
        move_point(second_of(world), world.theme, seen=place_seen(second_of(world)),
                   by=world.chair, now=NOW)  # fmt: skip
    before = rows(world)
    join(world)
    undone(world)
    assert rows(world) == before
    undone(world)
    assert place_seen(second_of(world)) == f"theme {world.second_theme.id}"


def test_a_number_that_another_point_has_by_now_is_not_overwritten(world):
    """SQLite gives the highest number again once its row is gone."""
    number = cut(world).id
    undone(world)
    with transaction():
        answer = factories.answer(
            world.question, "More tea.", by=factories.stakeholder(consultation=world.consultation)
        )
        session.add(Point(id=number, answer=answer, start=0, end=9))
    redone(world)
    assert next_to_redo(world.question) is None
    assert len(session.scalars(select(AuditEntry.id).where(AuditEntry.action == "redo")).all()) == 0
    assert session.get(Point, number).text == "More tea."


def test_what_came_between_two_points_since_is_not_covered(world):
    with transaction():
        session.execute(update(Point).where(Point.id == world.point.id).values(end=20))
    join(world)
    undone(world)
    with transaction():
        session.add(Point(answer_id=world.point.answer_id, start=21, end=30))
    redone(world)
    assert next_to_redo(world.question) is None
    assert len(session.scalars(select(AuditEntry.id).where(AuditEntry.action == "redo")).all()) == 0


def test_a_step_of_an_earlier_release_is_undone_too(world):
    """They kept of a point whether it is filler, and nothing else."""
    with transaction():
        move_point(world.point, world.second_theme, seen=place_seen(world.point), by=world.chair,
                   now=NOW)  # fmt: skip
    with transaction():
        step = session.scalars(select(Step)).one()
        for name in ("before", "after"):
            state = dict(getattr(step, name))
            state["point"] = {number: kept[:1] for number, kept in state["point"].items()}
            setattr(step, name, state)
    before = rows(world)
    undone(world)
    assert place_seen(world.point) == f"theme {world.theme.id}"
    redone(world)
    assert rows(world) == before


def test_who_comes_too_late_is_told_who_did_what(world):
    seen, pair = span_seen(world.point), pair_seen(world.point)
    cut(world, by=world.vice_chair)
    told = r"Vice Chair changed this meanwhile \(cut of a point in two: words: “1 to 30” → “1 to 5”"
    with pytest.raises(StaleEdit, match=told):
        cut(world, at=3, seen=seen)
    with pytest.raises(StaleEdit, match=told):
        join(world, seen=pair)
    assert len(words(world)) == 4


def test_who_joins_what_was_moved_meanwhile_is_told_too(world):
    pair, second = pair_seen(world.point), second_of(world)
    with transaction():
        move_point(second, None, seen=place_seen(second), by=world.vice_chair, now=NOW)
    with pytest.raises(StaleEdit, match="Vice Chair changed this meanwhile"):
        join(world, seen=pair)


def test_under_a_signature_nothing_is_cut_or_joined(world):
    with transaction():
        write_summary(world.question, text="Record.", seen=0, author=world.chair, now=NOW)
        sign_off(world.question, chair=world.chair, seen=state_hash(world.question), now=NOW)
    for act in (cut, join):
        with pytest.raises(SignedOff):
            act(world)


def test_the_log_tells_of_both_without_a_word_of_the_author(world):
    second = cut(world).id
    join(world)
    joined, made, *_ = entries(world.question)
    assert (made.action, made.before, made.after) == (
        "cut", {"characters": "1 to 30"}, {"characters": "1 to 5 and 7 to 30", "second": second},
    )  # fmt: skip
    assert (joined.action, joined.after["characters"]) == ("join", "1 to 30")
    logged = " ".join(map(str, session.execute(select(AuditEntry.before, AuditEntry.after))))
    assert "recorded" not in logged


@pytest.mark.parametrize("act", ["cut", "join"])
def test_of_eight_at_once_one_cuts_or_joins(world, act):
    number, chair = world.point.id, world.chair.id
    seen = span_seen(world.point) if act == "cut" else pair_seen(world.point)

    def write(_number):
        point, by = session.get_one(Point, number), session.get_one(Person, chair)
        if act == "cut":
            cut_point(point, MARK, seen=seen, by=by, now=NOW)
        else:
            join_points(point, seen=seen, by=by, now=NOW)

    results = at_once(write, times=8)
    assert sum(result is None for result in results) == 1
    question = session.scalars(select(OpenQuestion).where(OpenQuestion.number == "Q01")).one()
    assert len(points_of(question.id)) == (4 if act == "cut" else 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! “Three?” Four.", ["Two! “Three?” Four.", "“Three?” Four.", "Four."]),
        ("- Publish it\n- Cap it", ["- Cap it"]),
        ("See Art. 5 of it, and p. 7.", ["and p. 7."]),
        ("Keep it", []),
        ("Tea. 5. 6.", []),
    ],
)  # fmt: skip
def test_a_point_can_be_cut_where_its_sentences_begin_or_else_its_clauses(text, expected):
    assert [text[place:] for place in places_to_cut(text)] == expected


@pytest.mark.parametrize(
    ("sought", "refusal"),
    [("is not there", "do not stand in the point"), ("tea", "stand in the point 2 times")],
)
def test_words_that_do_not_say_where_are_refused(sought, refusal):
    with pytest.raises(RuleError, match=refusal):
        place_of_words("We like tea. Green tea, and steam.", sought)
    assert place_of_words("We like\ntea. Green tea.", "like tea") == 3
