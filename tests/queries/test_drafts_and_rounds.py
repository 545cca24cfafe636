"""Drafts from top to bottom, a round at a glance, the questions on a chair's desk."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consultation import models
from consultation.db import session
from consultation.models import JobState, Office, SignOff
from consultation.queries.consultations import consultations
from consultation.queries.consultations.rounds import overview
from consultation.queries.contributions.submissions import (
    neighbours,
    questions_in,
    submitted_answers,
)
from consultation.queries.desk.desk import questions_of
from consultation.queries.drafts.drafts import published_drafts, text_of
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.behind import behind_the_databases_back
from tests.conftest import NOW

DAY = timedelta(days=1)


@pytest.fixture
def draft(world):
    """Two chapters with measures, of which the second has one deeper; and two groups' questions."""
    made = factories.draft(
        round=factories.round_(consultation=world.consultation, number=2, title="Round 2")
    )
    tree = [("1", None), ("1.1", "1"), ("1.2", "1"), ("2", None), ("2.1", "2"), ("2.1.1", "2.1")]
    provisions = {}
    for rank, (number, parent) in enumerate(tree, 1):
        provisions[number] = factories.provision(
            draft=made, number=number, rank=rank, parent=provisions.get(parent)
        )
    about = {"QB": ["2.1", "1.2"], "QA": ["1.2"], "QC": [], "QD": ["2.1.1"]}
    for rank, (number, keys) in enumerate(about.items(), 1):
        session.add(
            factories.question(
                draft=made,
                working_group=world.group,
                number=number,
                rank=rank,
                provisions=[provisions[key] for key in keys],
            )
        )
    session.add_all(provisions.values())
    session.commit()
    return made


def test_a_draft_reads_from_top_to_bottom_each_question_beside_its_first_provision(draft):
    read = [
        (s.provision.number if s.provision else None, s.depth, [q.number for q in s.questions])
        for s in text_of(draft).sections
    ]
    assert read == [
        ("1", 0, []),
        ("1.1", 1, []),
        ("1.2", 1, ["QB", "QA"]),
        ("2", 0, []),
        ("2.1", 1, []),
        ("2.1.1", 2, ["QD"]),
        (None, 0, ["QC"]),
    ]


def test_every_question_stands_beside_exactly_one_provision(draft):
    beside = [q for section in text_of(draft).sections for q in section.questions]
    assert sorted(q.number for q in beside) == sorted(q.number for q in questions_in(draft.round))


def test_without_questions_about_nothing_there_is_no_section_for_them(world):
    with behind_the_databases_back():
        world.other_question.provisions = list(world.draft.provisions)
    session.commit()
    read = [s.provision and s.provision.id for s in text_of(world.draft).sections]
    assert read == [provision.id for provision in world.draft.provisions]


def test_a_draft_that_is_being_prepared_is_read_anew_and_a_published_one_once(world, draft):
    def titles() -> list[str]:
        return [provision.title for provision in text_of(draft).provisions]

    with behind_the_databases_back():
        draft.published_at = None
    session.commit()
    before = titles()
    draft.provisions[0].title = "Another title"
    session.commit()
    assert titles() == ["Another title", *before[1:]]
    draft.published_at = NOW
    session.commit()
    first = text_of(draft)
    assert text_of(draft) is first
    assert text_of(world.draft) is not first


def test_drafts_are_read_once_they_are_published_by_round(world, draft):
    third = factories.draft(
        round=factories.round_(consultation=world.consultation, number=3), published_at=None
    )
    session.add(third)
    session.commit()
    assert published_drafts(world.consultation) == [world.draft, draft]


def test_the_neighbours_of_a_question_are_those_of_its_draft(draft):
    questions = questions_in(draft.round)
    before = [neighbours(q).previous for q in questions]
    after = [neighbours(q).next for q in questions]
    assert before == [None, *questions[:-1]]
    assert after == [*questions[1:], None]


def test_a_round_at_a_glance(world):
    for days, category in ((1, "industry"), (1, "industry"), (3, "trade union")):
        by = factories.stakeholder(consultation=world.consultation, category=category)
        received = NOW - days * DAY
        sent = factories.submission(round=world.round, stakeholder=by, submitted_at=received)
        session.add(factories.answer(world.question, "Yes.", by=by, submission=sent))
    running = models.Job(question=world.question, asked_at=NOW, state=JobState.RUNNING)
    session.add_all(
        [
            running,
            SignOff(
                question_id=world.other_question.id, chair=world.other_chair, signed_at=NOW,
                state_hash=state_hash(world.other_question),
            ),
        ]
    )  # fmt: skip
    session.commit()
    seen = overview(world.round)
    assert (seen.counts.answers, seen.counts.submissions, seen.counts.points) == (4, 4, 3)
    assert seen.by_category == (("industry", 2), ("civil society", 1), ("trade union", 1))
    assert seen.by_day == ((date(2027, 4, 9), 1), (date(2027, 4, 11), 3))
    assert (seen.stakeholders, seen.late, seen.jobs) == (5, 0, [running])
    assert seen.unsigned == [world.question]
    line = seen.questions[0]
    assert (line.question, line.themes, line.unplaced) == (world.question, 2, 1)
    assert (line.job, line.sign_off) == (running, None)
    assert seen.questions[1].sign_off.chair == world.other_chair


def test_days_are_those_of_the_consultations_zone(world):
    """Half past ten in the evening in UTC is the next day in Brussels."""
    world.submission.submitted_at = datetime(2027, 4, 10, 22, 30, tzinfo=UTC)
    session.commit()
    assert overview(world.round).by_day == ((date(2027, 4, 11), 1),)


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("chair", ["Q01", "S01"]),
        ("vice_chair", ["Q01", "S01"]),
        ("other_chair", ["Q02"]),
        ("reader", ["S01"]),
        ("secretariat", []),
    ],
)
def test_a_desk_holds_the_questions_of_ones_groups_and_their_strands(world, who, numbers):
    strand = factories.working_group(
        consultation=world.consultation, parent=world.group, code="WGA1"
    )
    elsewhere = factories.question(
        draft=factories.draft(),
        working_group=factories.working_group(consultation=factories.consultation()),
    )
    session.add_all(
        [
            factories.question(draft=world.draft, working_group=strand, number="S01"),
            models.Appointment(working_group=strand, person=world.reader, office=Office.CHAIR),
            # Who is appointed to a group and its strand has its questions once.
            models.Appointment(working_group=strand, person=world.chair, office=Office.CHAIR),
            models.Appointment(
                working_group=elsewhere.working_group, person=world.chair, office=Office.CHAIR
            ),
            elsewhere,
        ]
    )
    session.commit()
    lines = questions_of(getattr(world, who), world.consultation)
    assert [line.question.number for line in lines] == numbers


@pytest.mark.parametrize("who", ["chair", "secretariat", "stakeholder", "reader", "outsider", None])
@pytest.mark.parametrize("is_public", [True, False])
def test_a_consultation_is_shown_to_those_who_may_read_it(world, who, is_public):
    world.consultation.is_public = is_public
    session.commit()
    person = getattr(world, who) if who else None
    shown = [line.consultation for line in consultations.visible_to(person, NOW)]
    may = is_public or who not in {None, "outsider"}
    assert shown == ([world.consultation] if may else [])


@pytest.mark.parametrize(
    ("now", "number"), [(-30 * DAY, 1), (-7 * DAY, 1), (0 * DAY, 1), (20 * DAY, 2), (90 * DAY, 2)]
)
def test_the_round_shown_is_the_newest_that_has_begun(world, now, number):
    second = factories.round_(
        consultation=world.consultation, number=2, opens_at=NOW + 20 * DAY, closes_at=NOW + 40 * DAY
    )
    session.add(second)
    session.commit()
    (line,) = consultations.visible_to(world.secretariat, NOW + now)
    assert line.round.number == number
    assert line.draft_id == (world.draft.id if number == 1 else None)


def test_the_newest_consultation_is_the_one_made_last(world):
    assert consultations.newest() == world.consultation
    later = factories.consultation()
    session.add(later)
    session.commit()
    assert consultations.newest() == later


@pytest.mark.parametrize("how", [{"is_late": True}, {"withdrawn_at": NOW}])
def test_what_does_not_count_is_not_read_by_the_analysis(world, how):
    by = factories.stakeholder(consultation=world.consultation)
    sent = factories.submission(round=world.round, stakeholder=by, **how)
    session.add(factories.answer(world.question, "Too late.", by=by, submission=sent))
    session.commit()
    assert [a.submission for a in submitted_answers(world.question)] == [world.submission]
