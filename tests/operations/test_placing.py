"""Where a chair has put enough right, what nobody has looked at follows; decisions stay."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Answer, Placement, Point, Theme
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import discard_theme, merge_themes, rename_theme
from consultation.operations.grouping import analysis
from consultation.queries.contributions.accounts import PointState
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.grouping.passages import ENOUGH
from tests import factories
from tests.conftest import NOW
from tests.ledgers import point_state
from tests.operations.fabricated import Cut, analysis_of

FEES = (
    "The fees are too high for small firms.", "Small firms cannot pay such fees.",
    "Lower the fees for small companies.", "Fees should follow the size of the firm.",
    "High fees push small companies out.", "A fee of that size ruins a small firm.",
    "Small companies cannot afford the fees.", "Fees must be lower for small firms.",
)  # fmt: skip
STAFF = (
    "Inspectors need training in statistics.", "Train the inspectors before they start.",
    "Without trained inspectors nothing is checked.", "Hire inspectors who know statistics.",
    "Training of inspectors must be paid.", "Inspectors lack training and time.",
    "Inspectors without training in statistics miss much.", "Pay for the training of inspectors.",
)  # fmt: skip
TEAS = (
    "Serve tea at noon.", "Tea is best served at noon.", "Noon is when tea must be served.",
)  # fmt: skip
TEA = TEAS[0]
LOOKED_AT = 5  # of the points on each of the two subjects


def all_in_one(text: str) -> list[Cut]:
    """A reading that does not tell the subjects apart."""
    return [Cut(0, len(text), 1)]


def nowhere(text: str) -> list[Cut]:
    return [Cut(0, len(text))]


def by_subject(text: str) -> list[Cut]:
    """A reading as good as can be."""
    return [Cut(0, len(text), 1 + (text in STAFF) + 2 * (text in TEAS))]


@pytest.fixture
def desk(world):
    """A question of the world to which each of these was the answer of one stakeholder."""
    for text in (*FEES, *STAFF, *TEAS):
        answer(world, text)
    session.commit()
    return replace(world, question=world.other_question)


def answer(world, text: str) -> None:
    author = factories.stakeholder(consultation=world.consultation)
    session.add(factories.answer(world.other_question, text, by=author))


def analyse(desk, cut=all_in_one, *, meanwhile=lambda: None) -> None:
    """Gather, learn and keep as a worker does, with the subjects mixed by the reading."""
    with transaction():
        gathered = analysis.gather(desk.question)
    session.rollback()
    result = analysis_of([text.text for text in gathered.texts], cut)
    suggested = analysis.learn(gathered, result)
    with transaction():
        meanwhile()
    with transaction():
        analysis.keep(gathered, result, suggested, now=NOW)


def point(desk, text: str) -> Point:
    of_question = select(Point).join(Point.answer).where(Answer.question_id == desk.question.id)
    return next(each for each in session.scalars(of_question) if each.text == text)


def move(desk, text: str, theme: Theme | None) -> None:
    moved = point(desk, text)
    move_point(moved, theme, seen=place_seen(moved), by=desk.chair, now=NOW)


def theme_of(desk, text: str) -> str | None:
    placement = point(desk, text).placement
    return placement.theme.title if placement and placement.theme else None


@pytest.fixture
def corrected(desk):
    """Two themes of the chair's own, with five points each that she has put there."""
    analyse(desk)
    with transaction():
        for title, texts in (("Fees", FEES), ("Staff", STAFF)):
            theme = Theme(question=desk.question, title=title, proposed_by=desk.chair)
            session.add(theme)
            session.flush()
            for text in texts[:LOOKED_AT]:
                move(desk, text, theme)
    assert 2 * LOOKED_AT >= ENOUGH
    return desk


def theme(desk, title: str) -> Theme:
    of_question = select(Theme).where(Theme.question_id == desk.question.id)
    return session.scalars(of_question.where(Theme.title == title)).one()


def test_points_that_nobody_looked_at_follow_those_that_were_put_right(corrected):
    analyse(corrected)
    assert {theme_of(corrected, text) for text in FEES} == {"Fees"}
    assert {theme_of(corrected, text) for text in STAFF} == {"Staff"}


def test_a_group_that_a_person_has_taken_apart_does_not_hold_the_others_back(corrected):
    with transaction():
        for hour in range(1, 13):
            answer(corrected, f"Tea should be served at {hour} o'clock.")
    analyse(corrected)
    assert {theme_of(corrected, text) for text in FEES} == {"Fees"}
    assert theme_of(corrected, "Tea should be served at 5 o'clock.") not in {"Fees", "Staff"}


def test_what_follows_is_a_suggestion_and_no_persons_act(corrected):
    analyse(corrected)
    by = [point(corrected, text).placement.placed_by_id for text in FEES]
    assert by == [corrected.chair.id] * LOOKED_AT + [None] * (len(FEES) - LOOKED_AT)


def test_a_new_answer_goes_to_the_theme_that_it_is_like(corrected):
    with transaction():
        answer(corrected, "Such high fees ruin the small companies.")
    analyse(corrected, nowhere)
    assert theme_of(corrected, "Such high fees ruin the small companies.") == "Fees"


def test_what_is_like_no_theme_of_a_person_stays_with_its_group(corrected):
    analyse(corrected)
    assert theme_of(corrected, TEA) not in {"Fees", "Staff"}


def test_what_the_reading_places_nowhere_and_is_like_nothing_stays_visible_as_unplaced(corrected):
    analyse(corrected, nowhere)
    assert point_state(point(corrected, TEA)) is PointState.UNPLACED
    assert question_ledger(corrected.question).faults == ()


def test_what_is_like_points_that_a_person_took_out_waits_though_its_group_is_a_kept_theme(
    corrected,
):
    with transaction():
        for text in TEAS[1:]:
            move(corrected, text, None)
    analyse(corrected, lambda text: [Cut(0, len(text), None if text in STAFF else 1)])
    assert {theme_of(corrected, text) for text in FEES} == {"Fees"}
    assert point_state(point(corrected, TEA)) is PointState.UNPLACED


def test_before_enough_was_decided_groups_go_where_most_of_them_are(corrected):
    with transaction():
        for text in FEES[:LOOKED_AT]:
            discarded = point(corrected, text)
            discard_point(
                discarded, reason="No.", seen=place_seen(discarded), by=corrected.chair, now=NOW
            )
    analyse(corrected)
    left = {theme_of(corrected, text) for text in (*FEES[LOOKED_AT:], *STAFF[LOOKED_AT:], *TEAS)}
    assert left == {"Theme 1"}


def test_one_theme_alone_draws_nothing_to_itself(desk):
    analyse(desk)
    with transaction():
        mine = Theme(question=desk.question, title="Fees", proposed_by=desk.chair)
        session.add(mine)
        session.flush()
        for text in (*FEES, *STAFF[:2]):
            move(desk, text, mine)
    analyse(desk, by_subject)
    assert {theme_of(desk, text) for text in STAFF[2:]} == {"Theme 2"}


def test_a_decision_made_while_the_answers_are_read_wins(corrected):
    late = FEES[-1]
    analyse(corrected, meanwhile=lambda: move(corrected, late, theme(corrected, "Staff")))
    assert theme_of(corrected, late) == "Staff"
    assert theme_of(corrected, FEES[-2]) == "Fees"


def test_a_point_taken_out_while_the_answers_are_read_stays_out(corrected):
    analyse(corrected, meanwhile=lambda: move(corrected, FEES[-1], None))
    assert point_state(point(corrected, FEES[-1])) is PointState.UNPLACED


def test_what_was_to_go_to_a_theme_that_is_discarded_meanwhile_stays_with_its_group(corrected):
    def meanwhile():
        gone = theme(corrected, "Fees")
        discard_theme(gone, reason="Late.", seen=gone.version, by=corrected.chair, now=NOW)

    analyse(corrected, by_subject, meanwhile=meanwhile)
    assert {theme_of(corrected, text) for text in FEES[LOOKED_AT:]} == {"Theme 1"}
    assert question_ledger(corrected.question).faults == ()


def test_what_was_to_go_to_a_theme_that_is_merged_meanwhile_goes_where_its_group_goes(corrected):
    def meanwhile():
        gone, into = theme(corrected, "Fees"), theme(corrected, "Staff")
        merge_themes(
            gone, into, into_seen=into.version, seen=gone.version, by=corrected.chair, now=NOW
        )

    analyse(corrected, by_subject, meanwhile=meanwhile)
    assert {theme_of(corrected, text) for text in FEES} == {"Staff"}


def test_what_people_decided_is_the_same_after_any_number_of_readings(corrected):
    def decided() -> list[tuple]:
        session.expire_all()
        theirs = select(Placement.point_id, Placement.theme_id, Placement.placed_by_id)
        return sorted(session.execute(theirs.where(Placement.placed_by_id.is_not(None))))

    before = decided()
    for cut in (all_in_one, nowhere, all_in_one):
        analyse(corrected, cut)
        assert decided() == before


def test_the_same_reading_again_changes_nothing(corrected):
    def places() -> Counter:
        session.expire_all()
        return Counter((text, theme_of(corrected, text)) for text in (*FEES, *STAFF, *TEAS))

    analyse(corrected)
    before = places()
    analyse(corrected)
    assert places() == before


def test_copies_follow_the_one_that_a_person_moved(corrected):
    with transaction():
        for _ in range(3):
            answer(corrected, FEES[0])
    analyse(corrected)
    found = session.scalars(select(Point).join(Point.answer).where(
        Answer.question_id == corrected.question.id
    ))  # fmt: skip
    themes = [each.placement.theme.title for each in found if each.text == FEES[0]]
    assert themes == ["Fees"] * 4


def test_a_title_teaches_where_a_person_gave_it(corrected):
    analyse(corrected, by_subject)
    with transaction():
        teas = theme(corrected, "Theme 3")
        move(corrected, TEA, teas)
        gathered = analysis.gather(corrected.question)
    assert set(gathered.decisions.titles.values()) == {"Fees", "Staff"}
    with transaction():
        session.refresh(teas)
        rename_theme(teas, "Serve tea at noon", seen=teas.version, by=corrected.chair, now=NOW)
        gathered = analysis.gather(corrected.question)
    assert set(gathered.decisions.titles.values()) == {"Fees", "Staff", "Serve tea at noon"}
