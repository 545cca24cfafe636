"""The list of questions, read marks and coverage: each figure agrees with the desk's."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation import models
from consultation.db import begin_write, session
from consultation.models import Answer
from consultation.operations.desk import reading
from consultation.queries.desk.desk import lines
from consultation.queries.desk.my_questions import my_questions
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_size
from consultation.queries.desk.reading import marks_of, read_counts
from consultation.queries.desk.themes import current_themes
from consultation.queries.drafts.coverage import coverage_of
from consultation.queries.jobs import newest_job
from tests import factories
from tests.client import statements
from tests.conftest import NOW
from tests.queries.random_worlds import make, rounds


@given(told=rounds, read=st.sets(st.integers(0, 11)), seen=st.integers(0, 11))
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_read_and_unread_are_all_answers_and_the_lists_agree_with_the_desk(
    database, told, read, seen
):
    begin_write()
    try:
        made = make(told)
        me = factories.person()
        session.add(me)
        session.flush()
        for at in read & set(range(len(told))):
            answer = session.get_one(Answer, made.answers[at].id)
            reading.mark_read(answer, seen=answer.version_id, by=me, now=NOW)
        until = made.answers[seen].id if seen < len(told) else 0
        for question in made.questions:
            reading.see(question, until=until, by=me, now=NOW)
        counted = read_counts([q.id for q in made.questions], me.id)
        for number, (question, line) in enumerate(
            zip(made.questions, lines(made.questions), strict=True)
        ):
            here = [i for i, e in enumerate(told) if e.counts and e.question == number]
            marks = marks_of(question, me.id)
            assert line.counts == question_size(question)
            assert line.unplaced == unplaced_points(question)
            assert line.themes == len(current_themes(question))
            assert line.job is newest_job(question)
            assert marks.read == len(read & set(here))
            assert marks.read + len(marks.unread) == line.counts.answers == len(here)
            assert marks.new == {made.answers[i].id for i in here if made.answers[i].id > until}
            if here:
                got = counted[question.id]
                assert (got.new, got.unread) == (len(marks.new), len(marks.unread))
                assert got.read_by_anybody == marks.read
    finally:
        session.rollback()


def test_a_list_of_many_questions_asks_as_often_as_one_of_few(world):
    def asked() -> int:
        session.expire_all()
        with statements(session.get_bind()) as told:
            my_questions(world.chair, world.consultation, NOW)
        return len(told)

    few = asked()
    for _ in range(5):
        session.add(factories.question(draft=world.draft, working_group=world.group))
    session.commit()
    assert asked() == few


def test_mine_come_first_and_what_is_signed_last(world):
    asked = [factories.question(draft=world.draft, working_group=world.group) for _ in range(2)]
    session.add_all(asked)
    session.flush()
    session.add(
        models.Assignment(
            question_id=asked[1].id,
            person_id=world.chair.id,
            assigned_by_id=world.chair.id,
            assigned_at=NOW,
        )
    )
    session.flush()
    found = my_questions(world.chair, world.consultation, NOW)
    assert [line.question for line in found] == [asked[1], world.question, asked[0]]
    assert [line.is_mine for line in found] == [True, False, False]
    assert found[1].others == ("Vice Chair (vice-chair)",)
    assert found[1].days_left == 7


def test_coverage_counts_comments_answers_organisations_and_points_that_name_a_provision(world):
    (provision,) = world.question.provisions
    below = factories.provision(draft=world.draft, parent=provision)
    bare = factories.provision(draft=world.draft)
    session.add_all([below, bare])
    version = factories.comment(world)
    session.add(version)
    session.flush()
    session.add(Answer(submission=version.submission, question=version.question, version=version))
    world.point.references = [f"measure {below.number}", "article 53", f"measure {below.number}"]
    world.unplaced.references = [f"measure {below.number}"]
    session.flush()
    coverage = coverage_of(world.draft)
    own = {line.provision.id: line.own for line in coverage.lines}
    assert vars(own[provision.id]) == {
        "comments": 1, "answers": 1, "organisations": 1, "references": 0,
    }  # fmt: skip
    assert (own[below.id].heat, own[below.id].references) == (0, 2)
    whole = coverage.lines[0].whole
    assert (whole.heat, whole.references, whole.organisations) == (2, 2, 1)
    assert coverage.without_comment == 2
    assert [len(below) for _, below in coverage.folds] == [1, 0]
    assert coverage.by_heat[0].provision is provision
