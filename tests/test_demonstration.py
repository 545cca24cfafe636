"""The demonstration: everything its data holds, once, and a sign-in that works for every role."""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine, func, select

from consultation import db
from consultation.db import session, transaction
from consultation.models import (
    Answer,
    AuditEntry,
    Consultation,
    Draft,
    Edition,
    EditionKind,
    Job,
    JobState,
    Meeting,
    MeetingKind,
    Office,
    OpenQuestion,
    Outcome,
    Provision,
    QuestionKind,
    Role,
    Round,
    Stakeholder,
    Submission,
    Theme,
    WorkingGroup,
)
from consultation.operations import passwords
from consultation.operations.demonstration import (
    FIRST_ROUND_ENDED,
    FOLDER,
    Account,
    go_on,
    load_demonstration,
)
from consultation.operations.demonstration.second_round import AGAIN
from consultation.operations.passwords import person_with_password
from consultation.operations.submissions import receipt_hash
from consultation.queries.comparison import changes
from consultation.queries.ledger import round_ledger
from consultation.queries.official_answers import answers_beside, official_answers_in
from consultation.queries.signing import stands
from consultation.queries.submissions import questions_in
from tests.conftest import NOW

PASSWORD = "a demonstration's own"


@pytest.fixture(scope="module")
def lines() -> list[dict]:
    """What the data says was written."""
    text = (FOLDER / "answers.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def source() -> dict:
    return yaml.safe_load((FOLDER / "consultation.yaml").read_text("utf-8"))["consultation"]


@pytest.fixture(scope="module")
def loaded(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, list[Account]]]:
    """The demonstration loaded once: making a dozen passwords takes as long as it should."""
    path = tmp_path_factory.mktemp("demonstration") / "plenary.sqlite"
    shutil.copy(sqlite_template, path)
    engine = db.connect(f"sqlite:///{path}")
    with transaction():
        _, accounts = load_demonstration(password=PASSWORD, now=NOW)
    session.remove()
    yield engine, accounts
    engine.dispose()


@pytest.fixture
def accounts(loaded: tuple[Engine, list[Account]]) -> Iterator[list[Account]]:
    """The sign-ins, and the session bound to the loaded demonstration."""
    engine, made = loaded
    session.remove()
    session.configure(bind=engine)
    yield made
    session.remove()


@pytest.fixture
def round_(accounts) -> Round:
    return session.scalars(select(Round)).one()


def how_many(model) -> int:
    return session.scalar(select(func.count(model.id)))


def test_it_holds_what_its_data_holds_on_either_database(database, lines, source):
    with transaction():
        load_demonstration(password=PASSWORD, now=NOW)
    assert how_many(Provision) == len(source["provisions"]) == 27
    assert how_many(OpenQuestion) == len(source["questions"]) == 35
    # One more has an account and has still to answer.
    assert how_many(Stakeholder) == 96 + 1
    assert how_many(Answer) == len(lines) > 500
    written = {(line["stakeholder"], line["question"]) for line in lines}
    found = session.execute(
        select(Stakeholder.reference, OpenQuestion.number)
        .select_from(Answer)
        .join(Answer.question)
        .join(Answer.submission)
        .join(Submission.stakeholder)
    )
    assert {(stakeholder, question) for stakeholder, question in found} == written
    told, framed, *answered, entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    assert (told.action, told.after["number"]) == ("put a privacy notice in force", 1)
    assert (framed.action, len(framed.after["codes"])) == ("add codes", 33)
    assert (entry.action, entry.person) == ("load the demonstration", None)
    assert Counter(each.action for each in answered) == {
        "say what official answers weigh": 1,
        "word an official answer": len(source["official_answers"]),
        "publish an official answer": len(source["official_answers"]),
    }


def test_every_answer_is_word_for_word_its_points(round_, lines):
    wanted = Counter(" ".join(point["text"] for point in line["points"]) for line in lines)
    assert Counter(answer.text for answer in session.scalars(select(Answer))) == wanted


def test_its_round_is_open_and_every_submission_came_in_while_it_was(round_):
    assert round_.is_open(NOW)
    for submission in session.scalars(select(Submission)):
        assert round_.opens_at < submission.submitted_at < NOW
        assert submission.receipts[0].content_hash == receipt_hash(submission, submission.versions)
    assert (
        session.scalars(select(Meeting).where(Meeting.kind == MeetingKind.PLENARY)).one().held_at
        > round_.closes_at
    )


def test_its_questions_stand_beside_provisions_and_choices_can_be_ticked(round_):
    questions = session.scalars(select(OpenQuestion)).all()
    assert {question.kind for question in questions} == set(QuestionKind)
    assert all(q.choices for q in questions if q.kind is not QuestionKind.TEXT)
    assert any(question.takes_several for question in questions)
    assert sum(bool(question.provisions) for question in questions) > 30


def test_its_chapters_have_their_measures_and_its_groups_their_strands(round_):
    provisions = session.scalars(select(Provision).order_by(Provision.rank)).all()
    for provision in provisions:
        if provision.kind == "measure":
            assert provision.parent.kind == "commitment"
            assert provision.number.startswith(f"{provision.parent.number}.")
    groups = {group.code: group for group in session.scalars(select(WorkingGroup))}
    assert {"WG1", "WG1a", "WG1b", "WG2", "WG3", "WG4"} <= set(groups)
    assert groups["WG1a"].parent is groups["WG1"]


def test_its_official_answers_are_in_force_beside_provisions_of_the_draft(round_, source):
    (draft,) = session.scalars(select(Draft))
    lines = official_answers_in(round_.consultation, published_only=True)
    assert [line.answer.in_force.question for line in lines] == [
        entry["question"] for entry in source["official_answers"]
    ]
    assert len(lines) >= 5
    assert all(line.about for line in lines)
    beside = answers_beside(draft)
    assert set(beside) == {key for entry in source["official_answers"] for key in entry["about"]}
    assert round_.consultation.precedence


def test_every_role_has_a_sign_in_and_its_password_works(accounts, round_):
    # Checking a password takes as long as it should: one of each role is enough.
    first = {account.role.split(" of ")[0]: account for account in reversed(accounts)}
    assert set(first) == {
        "Secretariat", "Reader", "Chair", "Vice-chair", "Stakeholder, still to answer",
        "Stakeholder, has submitted",
    }  # fmt: skip
    for account in first.values():
        person = person_with_password(account.email, PASSWORD)
        assert (person and person.name) == account.name
    roles = {m.role: m.person.email for m in round_.consultation.memberships}
    assert roles == {
        Role.SECRETARIAT: first["Secretariat"].email, Role.READER: first["Reader"].email,
    }  # fmt: skip
    offices = {
        a.office: a.person.name
        for group in round_.consultation.working_groups if group.code == "WG2"
        for a in group.appointments
    }  # fmt: skip
    assert set(offices) == set(Office)


@pytest.mark.parametrize(
    ("role", "has_submitted"),
    [("Stakeholder, still to answer", False), ("Stakeholder, has submitted", True)],
)
def test_a_stakeholders_seat_is_what_it_says(accounts, role, has_submitted):
    (account,) = (account for account in accounts if account.role == role)
    person = passwords.person_by_email(account.email)
    part = session.scalars(select(Stakeholder).where(Stakeholder.person == person)).one()
    sent = session.scalar(select(Submission).where(Submission.stakeholder == part))
    assert (sent is not None) is has_submitted


def test_its_ledger_agrees_before_anything_is_read(round_, lines):
    account = round_ledger(round_)
    assert account.reconciles
    unread = {line.what: line.count for line in account.answers if line.count}
    assert unread == {"not yet analysed": len(lines)}


@pytest.fixture(scope="module")
def gone_on(loaded, tmp_path_factory) -> Iterator[Consultation]:
    """The demonstration in its second round, its themes made up: reading takes a minute."""
    path = tmp_path_factory.mktemp("second") / "plenary.sqlite"
    with (
        closing(sqlite3.connect(loaded[0].url.database)) as made,
        closing(sqlite3.connect(path)) as copy,
    ):
        made.backup(copy)
    engine = db.connect(f"sqlite:///{path}")
    with transaction():
        consultation = session.scalars(select(Consultation)).one()
        first = consultation.rounds[0]
        first.opens_at -= FIRST_ROUND_ENDED
        first.closes_at -= FIRST_ROUND_ENDED
        for question in questions_in(first):
            session.add_all(Theme(question=question, title=f"Theme {n}") for n in range(3))
        session.flush()
        go_on(consultation, now=NOW)
    yield session.scalars(select(Consultation)).one()
    session.remove()
    engine.dispose()
    db.connect(str(loaded[0].url))


def test_in_the_second_round_all_of_the_first_is_signed_and_published(gone_on):
    first, second = gone_on.rounds
    assert all(stands(question) for question in questions_in(first))
    kinds = set(session.scalars(select(Outcome.kind)))
    assert len(kinds) >= 8
    assert first.is_published(NOW)
    assert first.outcomes_published_at is not None
    assert second.is_open(NOW)


def test_the_second_draft_is_published_with_its_lineage_and_answers_come_again(gone_on):
    before, after = session.scalars(select(Draft).order_by(Draft.id))
    assert after.published_at is not None
    changed = {word for change in changes(before, after) for word in change.became}
    assert {"split", "merged", "moved", "renumbered", "removed", "reworded"} <= changed
    sent = select(func.count(Answer.id)).join(Answer.submission)
    second = session.scalar(sent.where(Submission.round == gone_on.rounds[1]))
    first = session.scalar(sent.where(Submission.round == gone_on.rounds[0]))
    assert second == -(-first // AGAIN)


def test_one_official_answer_says_something_else_since_the_second_draft(gone_on):
    first, second = session.scalars(select(Draft).order_by(Draft.id))
    anew = [
        line.answer for line in official_answers_in(gone_on, published_only=True)
        if len(line.answer.wordings) > 1
    ]  # fmt: skip
    assert len(anew) == 1
    before, after = anew[0].wordings
    assert (before.draft, before.ended_at) == (first, second.published_at)
    assert (after.draft, after.published_at) == (second, second.published_at)
    assert ("eight years" in before.answer, "ten years" in after.answer) == (True, True)
    (about,) = (each for each in second.provisions if each.key in after.provision_keys)
    assert "ten years" in about.text


def test_an_edition_of_the_first_rounds_pack_waits_to_be_compiled(gone_on):
    edition = session.scalars(select(Edition)).one()
    assert (edition.kind, edition.round, edition.number) == (
        EditionKind.PACK, gone_on.rounds[0], 1,
    )  # fmt: skip
    assert (
        session.scalars(select(Job).where(Job.edition == edition)).one().state is JobState.WAITING
    )
