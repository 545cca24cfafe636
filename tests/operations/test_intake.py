"""A batch becomes a closed consultation: each answer once, each submission with a receipt."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select

from consultation.db import session, transaction
from consultation.errors import ImportRefused, TextTooLong
from consultation.imports.answers import match_columns, read_answers
from consultation.imports.tables import read_table
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    OpenQuestion,
    Organisation,
    Position,
    Publication,
    Source,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.batches import (
    AnswerRow,
    Batch,
    RefusedRow,
    StakeholderRow,
)
from consultation.operations.contributions.intake import Intake, take_answers
from consultation.operations.contributions.submissions import receipt_hash
from tests.conftest import NOW, SHARED_DATA

pytestmark = pytest.mark.usefixtures("database")

FORUM = StakeholderRow(
    "F1", organisation="The Forum", category="NGO", country="Malta", size="small"
)
ALONE = StakeholderRow("F2", category="EU Citizen", publication=Publication.NAMED)


def batch(*answers: AnswerRow) -> Batch:
    given = answers or (
        AnswerRow(2, "F1", "Keep it.", "Which?", "A1", Position.SUPPORT, "en"),
        AnswerRow(3, "F2", "", "Which?", "A2"),
        AnswerRow(5, "F1", "Later.", "When?"),
    )
    return Batch(given, (RefusedRow(4, "text", "too long"),), (FORUM, ALONE))


def take(given: Batch | None = None, title: str = "A white paper") -> Intake:
    with transaction():
        return take_answers(given or batch(), title=title, now=NOW)


def test_the_figures_are_those_of_the_batch():
    taken = take()
    assert (taken.answers, taken.submissions, taken.organisations, taken.questions) == (3, 2, 1, 2)


def test_the_consultation_is_not_public_and_its_round_is_closed():
    taken = take(title=" A white\npaper ")
    (round_,) = taken.consultation.rounds
    assert (taken.consultation.title, taken.consultation.is_public) == ("A white paper", False)
    assert taken.consultation.time_zone == "Europe/Brussels"
    assert not round_.is_open(NOW + timedelta(seconds=1))
    assert round_.closes_at == NOW


def test_questions_stand_in_order_of_appearance_in_one_working_group():
    taken = take()
    questions = session.scalars(select(OpenQuestion).order_by(OpenQuestion.rank)).all()
    assert [(question.number, question.text) for question in questions] == [
        ("Q01", "Which?"), ("Q02", "When?"),
    ]  # fmt: skip
    assert {question.working_group for question in questions} == set(
        taken.consultation.working_groups
    )
    assert questions[0].draft.published_at is not None


def test_a_table_without_questions_answers_one_called_like_the_consultation():
    take(batch(AnswerRow(2, "F1", "Keep it.")))
    assert session.scalars(select(OpenQuestion.text)).all() == ["A white paper"]


def test_every_answer_keeps_its_text_position_language_and_the_files_id():
    take()
    answers = session.scalars(select(Answer).order_by(Answer.id)).all()
    assert [(a.text, a.position, a.version.language, a.reference) for a in answers] == [
        ("Keep it.", Position.SUPPORT, "en", "A1"),
        ("", Position.NONE, None, "A2"),
        ("Later.", Position.NONE, None, None),
    ]
    assert {answer.version.number for answer in answers} == {1}
    assert answers[1].version.is_blank


def test_stakeholders_keep_what_they_declared():
    take()
    forum, alone = session.scalars(select(Stakeholder).order_by(Stakeholder.id)).all()
    assert (forum.reference, forum.organisation.name, forum.country) == (
        "table:F1",
        "The Forum",
        "Malta",
    )
    assert (forum.organisation.category, forum.organisation.size) == ("NGO", "small")
    assert forum.publication is Publication.ANONYMOUS
    assert (alone.organisation, alone.name, alone.category) == (None, "", "EU Citizen")
    assert alone.publication is Publication.NAMED


def test_a_category_that_is_not_there_says_so():
    take(Batch((AnswerRow(2, "F9", "x"),), (), (StakeholderRow("F9"),)))
    assert session.scalars(select(Stakeholder.category)).all() == ["not stated"]


def test_every_submission_has_a_receipt_that_can_be_checked():
    take()
    submissions = session.scalars(select(Submission).order_by(Submission.id)).all()
    for submission in submissions:
        assert (submission.source, submission.submitted_at) == (Source.IMPORT, NOW)
        assert submission.receipts[0].content_hash == receipt_hash(submission, submission.versions)
    assert len({submission.salt for submission in submissions}) == len(submissions) == 2


def test_an_organisation_is_one_row_however_many_tables_name_it():
    take()
    take(title="Another")
    assert session.scalar(select(func.count(Organisation.id))) == 1
    assert session.scalar(select(func.count(Stakeholder.id))) == 4


def test_the_log_says_what_was_taken_and_what_was_not():
    taken = take()
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.subject_id) == ("import answers", taken.consultation.id)
    assert entry.after == {
        "answers": 3, "submissions": 2, "organisations": 1, "questions": 2, "refused rows": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("given", "title", "refusal"),
    [
        (Batch(()), "Title", ImportRefused),
        (batch(), " \n", ImportRefused),
        (batch(), "x" * 501, TextTooLong),
    ],
)
def test_nothing_is_made_of_a_refused_import(given, title, refusal):
    with pytest.raises(refusal):
        take(given, title)
    assert session.scalar(select(func.count(AuditEntry.id))) == 0
    assert session.scalar(select(func.count(Submission.id))) == 0


def test_nothing_is_committed_by_the_operation():
    take_answers(batch(), title="Title", now=NOW)
    session.rollback()
    assert session.scalar(select(func.count(AnswerVersion.id))) == 0


def test_what_is_read_does_not_grow_with_the_rows():
    read: list[str] = []

    @event.listens_for(session.get_bind(), "before_cursor_execute")
    def keep(_connection, _cursor, statement, *_rest):
        if statement.startswith("SELECT"):
            read.append(statement)

    def reads(rows: int) -> int:
        read.clear()
        people = tuple(StakeholderRow(f"F{n}", organisation=f"Body {n}") for n in range(rows))
        take(Batch(tuple(AnswerRow(n, f"F{n}", "x", "Which?") for n in range(rows)), (), people))
        return len(read)

    assert reads(10) == reads(100) <= 5


@pytest.mark.data
def test_the_white_paper_is_taken_in_seconds():
    table = read_table(SHARED_DATA / "eu_ai_white_paper" / "data.csv")
    given = read_answers(table, match_columns(table.columns, {}))
    started = datetime.now(UTC)
    taken = take(given)
    assert datetime.now(UTC) - started < timedelta(seconds=20)
    assert (taken.answers, taken.submissions, taken.organisations, taken.questions) == (
        3441, 865, 510, 9,
    )  # fmt: skip
    assert session.scalar(select(func.count(Answer.id))) == 3441
