"""Editions: every format from one instant, whole or not at all, with a manifest that holds."""

import hashlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import compiling, db, exports, jobs, working
from consultation.config import ROOT
from consultation.db import session, transaction
from consultation.errors import NotAllowedYet
from consultation.exports.reports import REPORT_FORMATS
from consultation.models import (
    AuditEntry,
    Edition,
    JobState,
    Meeting,
    MeetingKind,
    OpenQuestion,
    Person,
    Publication,
    Round,
    Source,
    Submission,
    Theme,
)
from consultation.operations import jobs as job_rows
from consultation.operations.accounts.leaving import delete_account
from consultation.operations.audit import record
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    enter_answer,
    receive,
    take_back_entry,
)
from consultation.operations.contributions.joining import choose_publication
from consultation.operations.contributions.meetings import (
    MeetingNotes,
    rewrite_meeting,
    write_meeting,
)
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.operations.contributions.senders import Sender, new_part
from consultation.operations.contributions.submissions import submit, withdraw
from consultation.operations.plenary.editions import ask_for_edition, ask_for_synopsis, let_go
from consultation.queries.audit import is_in_log
from consultation.queries.contributions.meetings import answers_said_in
from consultation.queries.plenary.editions import edition_line, editions_of, synopsis_lines
from tests import factories
from tests.conftest import NOW
from tests.durability.dying import POINTS

FILES = [*exports.FORMATS, "data.json", "data.csv.zip"]


@dataclass(frozen=True)
class Numbers:
    """Of the rows that a test needs; whoever does a job ends the session that knew them."""

    round: int
    question: int
    other_question: int
    theme: int
    secretariat: int
    owner: int
    submission: int


@pytest.fixture
def world(database, now) -> Numbers:
    made = factories.world()
    needed = (
        made.round, made.question, made.other_question, made.theme, made.secretariat, made.owner,
        made.submission,
    )  # fmt: skip
    return Numbers(*(row.id for row in needed))


def ask(world: Numbers) -> int:
    with transaction():
        round_, by = session.get_one(Round, world.round), session.get_one(Person, world.secretariat)
        return ask_for_edition(round_, by=by, now=NOW).id


def kept(number: int) -> Edition:
    return session.get_one(Edition, number)


def compiled(world: Numbers, data) -> Edition:
    number = ask(world)
    while jobs.run_next(data=data):
        pass
    return kept(number)


def contents(edition, data) -> dict[str, bytes]:
    room = compiling.room_of(data, edition.id)
    return {path.name: path.read_bytes() for path in room.iterdir()} if room.exists() else {}


def test_an_edition_has_every_format_and_the_data_and_the_manifest_tells_of_each(world, settings):
    edition = compiled(world, settings.data)
    files = contents(edition, settings.data)
    assert len(files) == len(FILES) + 1
    told = json.loads(files.pop("manifest.json"))
    assert told == edition.manifest
    assert told["files"] == {
        name: {"sha256": hashlib.sha256(raw).hexdigest(), "octets": len(raw)}
        for name, raw in files.items()
    }
    assert (told["counts"]["answers"], told["counts"]["themes"], told["counts"]["quotes"]) == (
        1, 2, 1,
    )  # fmt: skip
    assert told["unsigned"] == ["Q01", "Q02"]


def test_the_log_holds_the_hash_of_the_manifest_and_the_manifest_where_the_log_stood(
    world, settings
):
    edition = compiled(world, settings.data)
    raw = contents(edition, settings.data)["manifest.json"]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.after == {"manifest": hashlib.sha256(raw).hexdigest()}
    head = edition.manifest["log"]
    assert is_in_log(head["entry"], head["hash"])
    assert not is_in_log(head["entry"], "0" * 64)


def test_the_synopsis_report_is_compiled_in_every_format_by_the_worker(world, settings):
    report = kept(reported(world, settings.data))
    files = contents(report, settings.data)
    told = json.loads(files.pop("manifest.json"))
    assert told == report.manifest
    assert sorted(name.rpartition(".")[2] for name in files) == sorted(REPORT_FORMATS)
    assert (told["unsigned"], told["unpublished"]) == (["Round 1 Q01", "Round 1 Q02"], ["Round 1"])
    assert sum(part["answers"] for part in told["rounds"]) == 1


def reported(world: Numbers, data) -> int:
    """The number of a synopsis report that was compiled."""
    with transaction():
        by = session.get_one(Person, world.secretariat)
        consultation = session.get_one(Round, world.round).consultation
        number = ask_for_synopsis(consultation, by=by, now=NOW).id
    while jobs.run_next(data=data):
        pass
    return number


def test_packs_and_synopsis_reports_are_counted_and_asked_for_apart(world, settings):
    first = reported(world, settings.data)
    pack = compiled(world, settings.data).id
    assert (kept(first).number, kept(pack).number) == (1, 1)
    assert kept(reported(world, settings.data)).number == 2
    round_ = session.get_one(Round, world.round)
    assert [line.edition.id for line in editions_of(round_)] == [pack]
    assert [line.edition.number for line in synopsis_lines(round_.consultation)] == [2, 1]


def test_who_asks_again_while_one_waits_gets_that_one(world, settings):
    first = ask(world)
    assert ask(world) == first
    assert jobs.run_next(data=settings.data)
    assert kept(ask(world)).number == 2


def test_a_process_without_a_data_folder_leaves_editions_to_the_worker(world, settings):
    ask(world)
    assert not jobs.run_next()
    assert jobs.run_next(data=settings.data)


def test_all_files_are_of_one_instant_whatever_comes_in_meanwhile(world, settings, monkeypatch):
    """trust.md 48: answers are received between two formats of one edition."""
    written = []
    render = compiling.render_into

    def render_after_another_answer(form, pack, file):
        sending = threading.Thread(target=_another_answer, args=[world, len(written)])
        sending.start()
        sending.join()
        written.append(form)
        render(form, pack, file)

    monkeypatch.setattr(compiling, "render_into", render_after_another_answer)
    edition = compiled(world, settings.data)
    assert len(written) == len(exports.FORMATS)
    files = contents(edition, settings.data)
    (pack_name,) = (n for n in files if n.endswith(".json") and "plenary-pack" in n)
    pack, data = json.loads(files[pack_name]), json.loads(files["data.json"])
    answers = [answer["id"] for question in data["questions"] for answer in question["answers"]]
    assert len(answers) == pack["counts"]["answers"] == edition.manifest["counts"]["answers"] == 1


def _another_answer(world, number: int) -> None:
    with transaction():
        question = session.get_one(OpenQuestion, world.question)
        by = factories.stakeholder(consultation=question.consultation)
        session.add(factories.answer(question, f"Answer {number}.", by=by))
    session.remove()


@pytest.fixture
def killed_worker(settings):
    """Has a worker killed at a point of a file's writing; gives how it ended."""
    environment = os.environ | {
        "PLENARY_DATA": str(settings.data), "PLENARY_DATABASE_URL": settings.database_url,
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.durability.dying"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as process:

        def kill(at: int, point: str) -> int:
            process.stdin.write(f"{at}\t{point}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield kill


def test_who_dies_while_writing_leaves_nothing_to_take_and_another_writes_the_same(
    world, settings, killed_worker, tmp_path_factory
):
    """trust.md 14: the worker is killed before, in and at the end of each file."""
    number = ask(world)
    edition = kept(number)
    elsewhere = tmp_path_factory.mktemp("never-killed")
    db.begin_read()
    compiling.write_edition(edition, elsewhere, lambda *_: None)
    whole = contents(edition, elsewhere)
    for at, point in itertools.product(range(len(FILES)), POINTS):
        session.remove()
        assert killed_worker(at, point) == -signal.SIGKILL
        edition = kept(number)
        assert (edition.manifest, edition.is_whole) == (None, False)
        for name, raw in contents(edition, settings.data).items():
            assert name.startswith(".") or raw == whole[name], f"{name} after {at} {point}"
        with transaction():
            job_rows.sweep(timedelta(0), NOW + timedelta(minutes=2))
            edition_line(kept(number)).job.attempt = 0
    assert jobs.run_next(data=settings.data)
    assert contents(kept(number), settings.data) == whole
    assert kept(number).is_whole


def test_who_cancels_ends_the_work_and_nothing_can_be_taken(world, settings, monkeypatch):
    number = ask(world)
    monkeypatch.setattr(working, "REPORT_EVERY", 0.01)

    def cancel_then_render(form, pack, file):
        cancelling = threading.Thread(target=_cancel, args=[number])
        cancelling.start()
        cancelling.join()
        time.sleep(0.2)

    monkeypatch.setattr(compiling, "render_into", cancel_then_render)
    assert jobs.run_next(data=settings.data)
    line = edition_line(kept(number))
    assert (line.job.state, line.job.message) == (JobState.FAILED, "cancelled by Secretariat")
    assert not line.edition.is_whole
    with pytest.raises(NotAllowedYet, match="has ended already"):
        job_rows.cancel(line.job, by=line.edition.asked_by, now=NOW)


def _cancel(edition_id: int) -> None:
    with transaction():
        edition = session.get_one(Edition, edition_id)
        job_rows.cancel(edition_line(edition).job, by=edition.asked_by, now=NOW)
    session.remove()


def test_progress_is_noted_while_the_work_reads_one_instant(world, settings, monkeypatch):
    number, seen = ask(world), []
    monkeypatch.setattr(working, "REPORT_EVERY", 0.01)
    note = working.Taken.note
    monkeypatch.setattr(
        working.Taken, "note", lambda self, *said: (seen.append(said), note(self, *said))
    )
    monkeypatch.setattr(compiling, "render_into", lambda *_: time.sleep(0.05))
    assert jobs.run_next(data=settings.data)
    assert {total for _, total, _ in seen} >= {len(FILES)}
    assert edition_line(kept(number)).job.state is JobState.DONE


def test_files_that_are_let_go_of_cannot_be_taken_and_leave_the_disk(world, settings):
    edition = compiled(world, settings.data)
    with transaction():
        let_go(session.get_one(Round, world.round), because="Somebody withdrew.", now=NOW)
    edition = kept(edition.id)
    assert (edition.is_whole, edition.files_removed_because) == (False, "Somebody withdrew.")
    assert edition.files
    jobs.work(settings)
    assert contents(edition, settings.data) == {}


def test_what_was_done_since_is_counted_without_what_concerns_editions(world, settings):
    number = compiled(world, settings.data).id
    assert edition_line(kept(number)).log_went_on == 0
    with transaction():
        record("rename", session.get_one(Theme, world.theme), person=None, now=NOW)
    assert edition_line(kept(number)).log_went_on == 1


def _withdraws(world) -> None:
    sent, owner = (
        session.get_one(Submission, world.submission),
        session.get_one(Person, world.owner),
    )
    withdraw(sent, author=owner, key="0" * 32, now=NOW)


def _chooses_otherwise(world) -> None:
    sent, owner = (
        session.get_one(Submission, world.submission),
        session.get_one(Person, world.owner),
    )
    choose_publication(sent, Publication.ORGANISATION, author=owner, now=NOW)


def _leaves(world) -> None:
    delete_account(session.get_one(Person, world.owner), now=NOW)


@pytest.mark.parametrize("act", [_withdraws, _chooses_otherwise, _leaves])
def test_what_an_author_takes_back_is_in_no_file_any_more(world, settings, act):
    """trust.md 89, as far as files are concerned that were compiled before."""
    numbers = [compiled(world, settings.data).id, reported(world, settings.data)]
    assert all(kept(number).is_whole for number in numbers)
    with transaction():
        act(world)
    assert not any(kept(number).is_whole for number in numbers)
    jobs.work(settings)
    assert [contents(kept(number), settings.data) for number in numbers] == [{}, {}]


def test_a_synopsis_report_tells_of_every_round_and_goes_with_what_is_taken_back_in_any(
    world, settings
):
    with transaction():
        consultation = session.get_one(Round, world.round).consultation
        session.add(
            factories.round_(
                consultation=consultation, number=2, opens_at=NOW, closes_at=NOW + timedelta(days=9)
            )
        )
    number = reported(world, settings.data)
    assert kept(number).round_id != world.round
    assert len(kept(number).manifest["rounds"]) == 2
    with transaction():
        _withdraws(world)
    assert not kept(number).is_whole


@pytest.fixture
def unread(monkeypatch) -> None:
    """No worker reads any answer: what is compiled does not hang on it."""
    monkeypatch.setattr(working, "analyse", lambda *_, **__: None)


def _sends(world, choice=None, text="Every change must be recorded.", *, key: str) -> None:
    """The owner sends one more answer, or that one otherwise."""
    sent = session.get_one(Submission, world.submission)
    owner = session.get_one(Person, world.owner)
    question = session.get_one(OpenQuestion, world.other_question)
    writing = Writing(text=text, publication=choice)
    save_answer(owner, sent.stakeholder, question, writing, now=NOW)
    submit(sent, author=owner, key=key * 32, now=NOW)


def _is_entered(world) -> int:
    """What somebody sent on paper counts; gives its number."""
    by = {"by": session.get_one(Person, world.secretariat), "now": NOW}
    round_ = session.get_one(Round, world.round)
    part = new_part(round_, Sender("", "Ana Lopes", "researcher"), **by)
    entry = begin_entry(round_, part, Arrival(Source.PAPER, NOW), **by)
    question = session.get_one(OpenQuestion, world.other_question)
    enter_answer(entry, question, Writing(text="It is long."), **by)
    receive(entry, **by)
    return entry.id


def _is_held(world) -> int:
    """A meeting in which somebody said something; gives its number."""
    by = session.get_one(Person, world.secretariat)
    question = session.get_one(OpenQuestion, world.other_question)
    notes = MeetingNotes(
        kind=MeetingKind.WORKSHOP, title="Records", held_at=NOW,
        points=[RaisedPoint(question, "It is long.", "industry", said_by="Ida Berg")],
    )  # fmt: skip
    return write_meeting(session.get_one(Round, world.round), notes, by=by, now=NOW).id


def _is_rewritten(world, number: int, **changed) -> None:
    meeting = session.get_one(Meeting, number)
    (said,) = answers_said_in(meeting)
    point = RaisedPoint(said.question, said.text, "industry", said_by="Ida Berg", answer_id=said.id)
    points = [replace(point, **changed)] if changed else []
    notes = MeetingNotes(kind=meeting.kind, title="Records", held_at=NOW, points=points)
    by = session.get_one(Person, world.secretariat)
    rewrite_meeting(meeting, notes, seen=meeting.version, by=by, now=NOW)


@pytest.mark.usefixtures("unread")
@pytest.mark.parametrize(
    ("before", "act"),
    [
        (
            lambda world: _sends(world, key="1"),
            lambda world, _: _sends(world, Publication.ANONYMOUS, key="2"),
        ),
        (lambda world: _sends(world, key="1"), lambda world, _: _sends(world, text="", key="2")),
        (
            _is_entered,
            lambda world, number: take_back_entry(
                session.get_one(Submission, number), reason="Theirs by mistake.",
                by=session.get_one(Person, world.secretariat), now=NOW,
            ),
        ),
        (_is_held, lambda world, number: _is_rewritten(world, number, said_by="")),
        (_is_held, lambda world, number: _is_rewritten(world, number, text="It is short.")),
        (_is_held, lambda world, number: _is_rewritten(world, number)),
    ],
    ids=["one answer named otherwise", "one answer emptied", "entry", "name", "words", "point"],
)  # fmt: skip
def test_what_is_taken_back_in_part_or_was_entered_is_in_no_file_any_more(
    world, settings, before, act
):
    with transaction():
        made = before(world)
    number = compiled(world, settings.data).id
    assert kept(number).is_whole
    with transaction():
        act(world, made)
    assert not kept(number).is_whole
    jobs.work(settings)
    assert contents(kept(number), settings.data) == {}


@pytest.mark.usefixtures("unread")
def test_who_only_words_an_answer_anew_takes_no_file_away(world, settings):
    with transaction():
        _sends(world, key="1")
    number = compiled(world, settings.data).id
    with transaction():
        _sends(world, text="Every change is to be recorded.", key="2")
    assert kept(number).is_whole


@pytest.mark.usefixtures("unread")
def test_an_edition_that_is_being_compiled_while_somebody_withdraws_gives_out_nothing(
    world, settings, monkeypatch
):
    """Its instant was before; who asks then gets another, which a worker compiles."""
    number, later = ask(world), []
    render = compiling.render_into

    def render_while_somebody_withdraws(form, pack, file):
        if not later:
            withdrawing = threading.Thread(target=_withdraws_meanwhile, args=[world, later])
            withdrawing.start()
            withdrawing.join()
        render(form, pack, file)

    monkeypatch.setattr(compiling, "render_into", render_while_somebody_withdraws)
    assert jobs.run_next(data=settings.data)
    line = edition_line(kept(number))
    assert (line.edition.is_whole, line.edition.manifest) == (False, None)
    assert line.edition.files_removed_because == "A contribution in it was withdrawn."
    assert (line.job.state, line.job.message) == (
        JobState.FAILED, "A contribution in it was withdrawn. Compile the plenary pack anew.",
    )  # fmt: skip
    assert later == [kept(number).number + 1]
    jobs.work(settings)
    assert contents(kept(number), settings.data) == {}
    newest = session.scalars(select(Edition).order_by(Edition.id.desc())).first()
    assert newest.is_whole
    assert newest.manifest["counts"]["answers"] == 0


def _withdraws_meanwhile(world, later) -> None:
    with transaction():
        _withdraws(world)
    with transaction():
        round_, by = session.get_one(Round, world.round), session.get_one(Person, world.secretariat)
        later.append(ask_for_edition(round_, by=by, now=NOW).number)
    session.remove()


@pytest.mark.usefixtures("unread")
def test_an_edition_that_waits_has_seen_nothing_and_is_compiled_after_a_withdrawal(world, settings):
    number = ask(world)
    with transaction():
        _withdraws(world)
    assert ask(world) == number
    jobs.work(settings)
    assert kept(number).is_whole
    assert kept(number).manifest["counts"]["answers"] == 0
