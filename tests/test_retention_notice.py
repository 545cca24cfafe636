"""Personal data that go by themselves: never without a mail before, and at no job's expense."""

import sqlite3
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from consultation import clock, jobs
from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.imports import paper_store
from consultation.models import (
    AnswerVersion,
    AuditEntry,
    Consultation,
    Edition,
    Eligibility,
    Find,
    Job,
    JobState,
    Mail,
    Paper,
    Person,
    SealedField,
    SealedText,
    Stakeholder,
)
from consultation.operations.contributions.papers import forget_files
from consultation.operations.correspondence import mail
from consultation.operations.plenary.editions import ask_for_edition
from consultation.operations.privacy import retention, retention_notice
from consultation.operations.privacy.redacting import decide, span_of
from consultation.operations.privacy.retention import BECAUSE, let_personal_data_go
from consultation.queries.contributions.papers import PaperFile
from consultation.queries.privacy.retention import AHEAD, retained_until
from tests import factories
from tests.conftest import NOW
from tests.factories import World
from tests.test_forgetting import LATER, everywhere, is_due, pack_round

DAY = timedelta(days=1)
NAME = "Olga Canary-Name"


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add(made.owner)
        made.owner.name = NAME
        is_due(made)
    return made


@pytest.fixture
def until(world):
    return retained_until(pack_round(world).consultation)


@pytest.fixture
def looks_at(settings, monkeypatch):
    """The worker looks at a moment; what it writes is sent then, unless the mail server is away."""

    def look(moment, *, carried=True) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)
        jobs.sweep(timedelta(minutes=1))
        jobs.look_after_personal_data(settings.data)
        if carried:
            carry(moment)
        session.rollback()

    return look


def carry(moment) -> None:
    with transaction():
        for letter in session.scalars(select(Mail).where(Mail.sent_at.is_(None))):
            mail.note_sent(letter, moment)


def mails() -> list[Mail]:
    return list(session.scalars(select(Mail).where(Mail.key.startswith("retention "))))


def is_there(name: str = NAME) -> bool:
    return bool(everywhere(name))


def test_the_worker_lets_personal_data_go_once_after_it_has_told_the_secretariat(
    world, until, looks_at
):
    looks_at(until - AHEAD - timedelta(minutes=1))
    assert mails() == []
    for moment in (until - AHEAD, until - timedelta(minutes=1)):
        looks_at(moment)
    (told,) = mails()
    assert told.to == world.secretariat.email
    assert f"{until:%-d %B %Y}" in told.subject
    assert "- parts with a name, an address or an account: 2" in told.text
    assert "- accounts with no part elsewhere: 2" in told.text
    assert everywhere(NAME) == ["person.name"]
    looks_at(until)
    assert everywhere(NAME) == everywhere("owner@example.org") == []
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "let personal data go")
    ).one()
    assert (entry.person_id, entry.reason) == (None, BECAUSE)
    last = session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    for later in (timedelta(hours=1), DAY, 9 * DAY):
        looks_at(until + later)
    assert session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first() == last
    assert len(mails()) == 1


def test_what_is_sealed_after_the_date_is_told_of_and_waits_its_two_weeks(world, until, looks_at):
    for moment in (until - AHEAD, until):
        looks_at(moment)
    with transaction():
        version = session.scalars(select(AnswerVersion)).one()
        by = session.get_one(Person, world.secretariat.id)
        decide(
            version, span_of(version, SealedField.TEXT, "tea"), stays=False, reason="Off.",
            by=by, now=until,
        )  # fmt: skip
        session.add(Find(version=version, field=SealedField.TEXT, start=0, end=5, kind="name"))
    for day in range(15):
        looks_at(until + day * DAY)
        assert len(session.scalars(select(SealedText)).all()) == 1
        assert len(mails()) == 1 + (day > 0)
    assert "- texts as they were before a redaction: 1" in mails()[-1].text
    looks_at(until + 15 * DAY)
    assert session.scalars(select(SealedText)).all() == []
    assert session.scalars(select(Find)).all() == []
    looks_at(until + 16 * DAY)
    assert len(mails()) == 2


def test_a_name_that_came_after_the_date_goes_only_with_a_notice_of_its_own(world, until, looks_at):
    for moment in (until - AHEAD, until):
        looks_at(moment)
    accept(world, "Late Name")
    looks_at(until + DAY)
    assert "- decisions on eligibility with a name: 1" in mails()[-1].text
    looks_at(until + DAY + AHEAD - timedelta(minutes=1))
    assert is_there("Late Name")
    looks_at(until + DAY + AHEAD)
    assert not is_there("Late Name")


def test_what_comes_after_an_early_hand_let_data_go_is_told_of_too(world, until, looks_at):
    looks_at(until - AHEAD)
    with transaction():
        let_personal_data_go(pack_round(world).consultation, now=until)
    accept(world, "Late Name")
    looks_at(until)
    assert is_there("Late Name")
    assert len(mails()) == 2


def accept(world: World, name: str) -> None:
    with transaction():
        session.add(
            Eligibility(
                consultation=pack_round(world).consultation, email="late@example.org", name=name,
                category="company", is_accepted=True, by_id=world.secretariat.id, decided_at=NOW,
            )
        )  # fmt: skip


def test_nothing_goes_two_weeks_before_the_secretariat_was_told_however_late_that_was(
    world, looks_at
):
    for waited in (timedelta(0), AHEAD - timedelta(minutes=1)):
        looks_at(LATER + waited)
        assert is_there()
    looks_at(LATER + AHEAD)
    assert not is_there()


def test_the_two_weeks_run_from_when_the_mail_was_sent_not_from_when_it_was_written(
    world, looks_at
):
    for day in (0, 14, 20):
        looks_at(LATER + day * DAY, carried=False)
        assert is_there()
    carry(LATER + 20 * DAY)
    looks_at(LATER + 34 * DAY - timedelta(minutes=1))
    assert is_there()
    looks_at(LATER + 34 * DAY)
    assert not is_there()
    assert len(mails()) == 1


def test_a_notice_that_was_given_up_is_written_anew(world, looks_at):
    looks_at(LATER, carried=False)
    with transaction():
        mails()[0].attempts = mail.MOST_TRIES
    looks_at(LATER + 20 * DAY)
    assert is_there()
    assert len(mails()) == 2
    looks_at(LATER + 34 * DAY)
    assert not is_there()


def test_who_cannot_sign_in_counts_as_nobody_told(world, looks_at):
    looks_at(LATER)
    disable(world, LATER)
    with structlog.testing.capture_logs() as logged:
        looks_at(LATER + AHEAD)
    assert is_there()
    assert len(mails()) == 1
    (fault,) = [line for line in logged if line["event"] == "personal_data_not_seen_to"]
    assert "nobody of its secretariat can be told" in str(fault["exc_info"])
    disable(world, None)
    looks_at(LATER + AHEAD + DAY)
    assert not is_there()


def disable(world: World, at) -> None:
    with transaction():
        session.get_one(Person, world.secretariat.id).disabled_at = at


def test_as_long_as_there_is_nothing_to_let_go_nothing_counts_as_told(world, until, looks_at):
    with transaction():
        let_personal_data_go(pack_round(world).consultation, now=until)
    looks_at(until)
    assert mails() == []
    consultation = pack_round(world).consultation
    assert (consultation.retention_told_for, consultation.retention_told_at) == (None, None)
    accept(world, "Late Name")
    looks_at(until + AHEAD)
    assert is_there("Late Name")
    assert len(mails()) == 1


def test_who_let_data_go_meanwhile_leaves_nothing_that_was_not_told_of(world, until):
    with transaction(), pytest.raises(RuleError, match="was not told its secretariat"):
        let_personal_data_go(pack_round(world).consultation, announced=True, now=until)


def test_a_fault_in_one_consultation_stops_no_job_and_no_other_and_comes_once_a_day(
    world, settings, monkeypatch
):
    with transaction():
        other = factories.consultation(title="Another")
        session.add(other)
        session.flush()
        first, second = sorted([world.consultation.id, other.id])
        ended = {"closes_at": NOW - 2 * DAY, "outcomes_published_at": NOW - DAY}
        session.add(factories.round_(consultation=other, opens_at=NOW - 9 * DAY, **ended))
    waiting = [True, True]
    monkeypatch.setattr(jobs, "run_next", lambda **_: bool(waiting) and waiting.pop())
    seen = []

    def stumble(consultation, *, now):
        assert not waiting
        seen.append(consultation.id)
        if consultation.id == first:
            raise ZeroDivisionError("a fault")
        return []

    monkeypatch.setattr(retention_notice, "look_after", stumble)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with structlog.testing.capture_logs() as logged:
        assert jobs.work(settings) == 2
    assert seen == [first, second]
    (fault,) = [line for line in logged if line["log_level"] == "error"]
    assert isinstance(fault["exc_info"], ZeroDivisionError)
    assert fault["consultation"] == first
    session.expire_all()
    assert session.get_one(Consultation, first).retention_swept_on == LATER.date()
    jobs.work(settings)
    assert seen.count(first) == 1
    monkeypatch.setattr(clock, "now", lambda: LATER + DAY)
    jobs.work(settings)
    assert seen.count(first) == 2


def test_where_not_even_the_day_of_a_fault_can_be_noted_that_is_told_and_it_is_tried_again(
    world, settings, monkeypatch
):
    """The database is locked, say: others are looked at all the same, and nothing is silent."""
    locked = OperationalError("UPDATE consultation", {}, sqlite3.OperationalError("locked"))

    def raises(*_, **__):
        raise locked

    monkeypatch.setattr(retention_notice, "look_after", raises)
    monkeypatch.setattr(retention_notice, "note_looked_at", raises)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    for _ in range(2):
        with structlog.testing.capture_logs() as logged:
            assert jobs.work(settings) == 0
        assert [(line["event"], line["consultation"]) for line in logged] == [
            ("personal_data_not_seen_to", world.consultation.id),
            ("fault_not_noted", world.consultation.id),
        ]
        assert logged[1]["exc_info"] is locked


def test_what_waits_of_all_rounds_is_held_before_anything_is_written_in_the_log(world, monkeypatch):
    of_editions = select(Job).where(Job.edition_id.is_not(None))
    with transaction():
        consultation = pack_round(world).consultation
        session.add(factories.edition(world))
        ended = {"closes_at": NOW - 2 * DAY, "outcomes_published_at": NOW - DAY}
        second = factories.round_(
            consultation=consultation, number=2, opens_at=NOW - 9 * DAY, **ended
        )
        session.add(second)
        session.flush()
        ask_for_edition(second, by=session.get_one(Person, world.secretariat.id), now=NOW)
        session.scalars(of_editions).one().state = JobState.RUNNING
    order = []
    # Accounts go last, and have no part left whose editions could be held.
    monkeypatch.setattr(retention, "delete_account", lambda *_, **__: [])

    def note(_connection, _cursor, statement, *_rest) -> None:
        if statement.startswith("INSERT INTO audit_entry"):
            order.append("log")
        elif "FROM job" in statement and "job.edition_id IN" in statement:
            order.append("jobs")

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        with transaction():
            consultation = session.get_one(Consultation, world.consultation.id)
            let_personal_data_go(consultation, now=LATER)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert order.index("log") > 0
    assert "jobs" not in order[order.index("log") : len(order) - order[::-1].index("log")]
    assert [job.state for job in session.scalars(of_editions)] == [JobState.FAILED]
    assert all(each.files_removed_at for each in session.scalars(select(Edition)))


def test_the_file_of_a_paper_leaves_the_disk_with_its_row(world, until, settings, looks_at):
    with transaction():
        part = session.scalars(
            select(Stakeholder).where(Stakeholder.person_id == world.owner.id)
        ).one()
        digest = paper_store.keep(settings.data, part.id, b"our paper")
        session.add(factories.paper(world, sha256=digest))
        number = part.id
    path = paper_store.path_of(settings.data, number, digest)
    looks_at(until - AHEAD)
    assert path.exists()
    looks_at(until)
    assert not path.exists()


def test_a_file_that_was_attached_again_meanwhile_stays_on_the_disk(world):
    with transaction():
        session.add(factories.paper(world))
        session.flush()
        paper = session.scalars(select(Paper)).one()
        number = paper.submission.stakeholder_id
        taken = []
        both = [PaperFile(number, paper.sha256), PaperFile(number, "1" * 64)]
        forget_files(both, lambda *file: taken.append(file))
        assert taken == [(number, "1" * 64)]
