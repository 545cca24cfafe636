"""The ledger counts everything exactly once, and every other figure agrees with it."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import text

from consultation.db import begin_read, begin_write, session, transaction
from consultation.exports.data import render_data
from consultation.models import Placement, Position, Round
from consultation.queries.consultations.rounds import overview, round_counts
from consultation.queries.contributions.accounts import AnswerState, PointState
from consultation.queries.contributions.ledger import question_ledger, round_ledger
from consultation.queries.counts import Counts
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.grouping.campaigns import campaigns_of
from tests import factories
from tests.client import statements
from tests.queries.random_worlds import Entry, MadeRound, make, rounds


@given(told=rounds)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_everything_is_counted_once_and_all_figures_agree(database, told):
    begin_write()
    try:
        made = make(told)
        account = round_ledger(made.round)
        assert account.faults == ()
        assert account.reconciles
        _check_submissions(told, account)
        _check_answers(told, made)
        _check_points(told, account)
        _check_figures(told, made)
        _check_campaigns(told, made)
        _check_overview(told, made)
    finally:
        session.rollback()


def _lines(lines) -> dict[str, int]:
    return {line.what: line.count for line in lines if line.count}


def _check_submissions(told: list[Entry], account) -> None:
    sent = [e for e in told if not e.in_a_meeting]
    assert sum(line.count for line in account.submissions) == len(sent)
    states = {"in time": "received in time", "late": "late"}
    assert _lines(account.submissions) == Counter(states.get(e.sent, "withdrawn") for e in sent)


def _check_answers(told: list[Entry], made: MadeRound) -> None:
    """Each answer has one line and one state: the first that holds."""
    accounts = [line for q in made.questions for line in question_ledger(q).accounts]
    states = {line.answer_id: line.state for line in accounts}
    assert len(accounts) == len(states) == len(told)
    for entry, answer in zip(told, made.answers, strict=True):
        if states[answer.id] not in {AnswerState.IDENTICAL, AnswerState.COPY}:
            assert states[answer.id] == _state(entry)
        else:
            assert entry.campaign is not None
            assert (entry.counts, entry.reading) == (True, "read")


def _state(entry: Entry) -> AnswerState:
    if entry.sent != "in time":
        return AnswerState.LATE if entry.sent == "late" else AnswerState.WITHDRAWN
    if entry.reading != "read":
        return {"blank": AnswerState.BLANK, "no letters in it": AnswerState.UNPROCESSABLE}.get(
            entry.reading, AnswerState.UNREAD
        )
    found = {_point_state(entry, point) for point in entry.points}
    for point, answer in (
        (PointState.GROUPED, AnswerState.GROUPED),
        (PointState.UNPLACED, AnswerState.UNPLACED),
        (PointState.DISCARDED, AnswerState.DISCARDED),
    ):
        if point in found:
            return answer
    return AnswerState.FILLER


def _point_state(entry: Entry, point: tuple[bool, str]) -> PointState:
    filler, place = point
    if entry.sent != "in time":
        return PointState.LATE if entry.sent == "late" else PointState.WITHDRAWN
    if filler:
        return PointState.FILLER
    if place.startswith("theme"):
        return PointState.GROUPED
    return PointState.DISCARDED if place == "discarded" else PointState.UNPLACED


def _points(told: list[Entry]) -> list[tuple[Entry, tuple[bool, str]]]:
    return [(entry, point) for entry in told if entry.is_read for point in entry.points]


def _check_points(told: list[Entry], account) -> None:
    states = Counter(_point_state(entry, point) for entry, point in _points(told))
    assert _lines(account.points) == states


def _counts(some: list[tuple[Entry, object]]) -> Counts:
    """The counts of some points, each entry being one answer and, unless said, one submission."""
    behind = {id(entry): entry for entry, _ in some}.values()
    bodies = {e.body for e in behind if e.body is not None}
    said = sum(e.in_a_meeting for e in behind)
    return Counts(len(some), len(behind), len(behind) - said, len(bodies), from_meetings=said)


def _check_figures(told: list[Entry], made: MadeRound) -> None:
    """What the pages and the pack say, recounted from the entries."""
    for number, question in enumerate(made.questions):
        here = [e for e in told if e.counts and e.question == number]
        figures = question_counts(question)
        points = _points(here)
        assert figures.counts.points == len(points)
        assert figures.counts.answers == len(here)
        assert figures.counts == replace(_counts([(e, None) for e in here]), points=len(points))
        assert dict(figures.by_category) == Counter(e.category for e in here)
        assert dict(figures.by_position) == Counter(str(e.position) for e in here)
        assert unplaced_points(question) == sum(
            _point_state(*each) is PointState.UNPLACED for each in points
        )
        _check_themes(points, themes_in_order(question), made.themes[number])
    counted = [e for e in told if e.counts]
    assert round_counts(made.round).points == len(_points(counted))
    assert round_counts(made.round).submissions == sum(not e.in_a_meeting for e in counted)
    assert round_counts(made.round).sent == round_counts(made.round).submissions


def _check_themes(points, lines, themes) -> None:
    assert [line.counts.points for line in lines] == sorted(
        (line.counts.points for line in lines), reverse=True
    )
    by_id = {line.theme_id: line for line in lines}
    for number, theme in enumerate(themes):
        inside = [(e, p) for e, p in points if not p[0] and p[1] == f"theme {number}"]
        line = by_id[theme.id]
        assert line.counts == _counts(inside)
        behind = {id(e): e for e, _ in inside}.values()
        assert dict(line.by_category) == Counter(e.category for e in behind)
        assert dict(line.by_position) == Counter(str(e.position) for e in behind)


def _check_campaigns(told: list[Entry], made: MadeRound) -> None:
    """Three counts, side by side."""
    for number, question in enumerate(made.questions):
        lines = {line.template: line for line in campaigns_of(question)}
        for campaign in range(2):
            copies = [
                e for e in told
                if e.counts and e.is_read and (e.question, e.campaign) == (number, campaign)
            ]  # fmt: skip
            line = lines.get(f"Campaign {campaign}")
            if not copies:
                assert line is None
                continue
            assert len(line.copies) == len(copies)
            assert line.submissions == sum(not e.in_a_meeting for e in copies)
            assert line.distinct_texts == len({e.text for e in copies})
            assert line.organisations == len({e.body for e in copies} - {None})


def _check_overview(told: list[Entry], made: MadeRound) -> None:
    seen = overview(made.round)
    assert seen.counts == round_counts(made.round)
    sent = [e for e in told if not e.in_a_meeting]
    assert seen.late == sum(e.sent == "late" for e in sent)
    assert seen.stakeholders == len(sent) + 1
    assert dict(seen.by_category) == Counter(e.category for e in sent if e.counts)
    assert sum(count for _, count in seen.by_day) == sum(e.counts for e in sent)
    assert [line.counts for line in seen.questions] == [
        question_counts(q).counts for q in made.questions
    ]
    assert seen.unsigned == made.questions


@pytest.mark.parametrize(
    ("break_it", "fault"),
    [
        (
            lambda w: session.execute(text("UPDATE point SET filler = true WHERE id = 1")),
            "Q01: 1 points under a theme in the ledger, 2 in the pack",
        ),
        (
            lambda w: session.execute(
                text("UPDATE theme SET discarded_at = '2027-04-12 10:00:00' WHERE id = 1")
            ),
            "Q01: 2 points under a theme in the ledger, 1 in the pack",
        ),
    ],
    ids=["a point that is filler and placed", "a point under a theme that is gone"],
)
def test_where_totals_differ_the_ledger_says_so(database, break_it, fault):
    world = factories.world()
    session.add(Placement(point=world.unplaced, theme=None, placed_by=world.chair))
    session.commit()
    assert round_ledger(world.round).reconciles
    break_it(world)
    session.commit()
    account = round_ledger(world.round)
    assert not account.reconciles
    assert account.faults == (fault,)


@pytest.mark.parametrize("read", [round_ledger, render_data])
def test_however_many_answers_there_are_the_ledger_and_the_data_ask_as_often(app, read):
    told = Entry(
        question=0,
        sent="in time",
        reading="read",
        points=((False, "theme 0"), (False, "taken out"), (True, "nowhere")),
        text=0,
        campaign=0,
        organisation=None,
        category="industry",
        position=Position.SUPPORT,
        in_a_meeting=False,
    )
    asked = []
    for answers in (2, 40):
        with transaction():
            number = make([told] * answers).round.id
        begin_read()
        round_ = session.get_one(Round, number)
        with statements(app) as given:
            read(round_)
        asked.append(len(given))
    assert asked[0] == asked[1]
