"""Nothing acknowledged is lost: real servers are killed with `kill -9` in the middle of their work.

`PLENARY_KILLS` says how often the writers' server is killed; `PLENARY_SEED` repeats a run's texts
and instants: the seed is printed.
"""

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

import lxml.html
import pytest
from sqlalchemy import func, insert, select

from consultation import clock, create_app, db
from consultation.config import ROOT, Settings
from consultation.db import session
from consultation.exports.data import render_data
from consultation.models import Consultation, Job, JobState, Placement, Point, Round, Theme
from consultation.queries.desk.themes import is_current
from tests.databases import copied, drop_postgres_database, make_postgres_database
from tests.durability import scenes
from tests.durability.checker import check, durability_settings
from tests.durability.scenes import Scene
from tests.durability.server import ForgetfulServer, Server, wait_until
from tests.durability.visitor import Visitor
from tests.durability.writers import Account, Saved, Sending, Writers, review_page

KILLS = int(os.environ.get("PLENARY_KILLS", "4"))
SEED = int(os.environ.get("PLENARY_SEED") or secrets.randbits(32))
ANSWERS = 150
"""Answers to the question that is analysed: enough for an analysis of several seconds."""


@pytest.fixture
def instance(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """A migrated instance of either kind with a database of its own, the session bound to it."""
    if database_kind == "sqlite":
        yield from _bound(copied(request.getfixturevalue("sqlite_template"), tmp_path))
        return
    template = request.getfixturevalue("postgres_template")
    url = make_postgres_database(f"plenary_durability_{os.getpid()}", like=template)
    yield from _bound(Settings(data=tmp_path, database_url=url))
    drop_postgres_database(url)


def _bound(settings: Settings) -> Iterator[Settings]:
    engine = db.connect(settings.url)
    yield settings
    session.remove()
    engine.dispose()


# Submissions


def test_nothing_acknowledged_is_lost_when_everything_is_killed(instance):
    print(f"PLENARY_SEED={SEED}")
    random = Random(SEED)
    scene = scenes.open_round(writers=60 * KILLS)
    server = Server(instance)
    writers = Writers(server.port, scene.round_id, scene.questions, scene.writers, SEED)
    with server.running():
        for _ in range(KILLS):
            _kill_under_writers(server, writers, random)
            server.start()
            _send_again(writers.account)
            found = check(writers.account)
            assert (found.lost, found.wrong) == ((), ())
    assert writers.account.refused == []
    _print_figures(instance, writers.account)


def _kill_under_writers(server: Server, writers: Writers, random: Random) -> None:
    """Kill the server at a random instant while eight writers are at work."""
    before = writers.account.acknowledged
    with writers.at_work() as account:
        wait_until(
            lambda: account.acknowledged > before and account.answered,
            "an acknowledged save after a first submission",
        )
        time.sleep(random.uniform(0, 2))
        server.kill()


def _send_again(account: Account) -> None:
    """Whoever had no answer, and some who had one, send the same form again: one receipt each."""
    for sending in [*account.unanswered, *account.answered[-3:]]:
        with sending.visitor:
            account.send(sending)
    assert not account.unanswered


def _print_figures(instance: Settings, account: Account) -> None:
    print(
        f"{instance.url.partition(':')[0]}: {KILLS} kills, {len(account.saved)} saves and "
        f"{len(set(account.submitted))} submissions acknowledged, 0 lost"
    )


def test_the_checker_sees_what_a_server_loses_that_acknowledges_before_it_commits(instance):
    scene = scenes.open_round(writers=40)
    server = ForgetfulServer(instance)
    writers = Writers(server.port, scene.round_id, scene.questions, scene.writers, SEED)
    with server.running(), writers.at_work() as account:
        wait_until(lambda: account.acknowledged >= 5, "five acknowledged saves")
        server.kill()
    assert check(account).lost


def test_one_receipt_whether_the_client_hangs_up_or_sends_eight_times_at_once(instance):
    scene = scenes.open_round(writers=8)
    server, account = Server(instance), Account()
    with server.running():
        sendings = [_ready_to_submit(server, scene, email, account) for email in scene.writers]
        for sending in sendings[:6]:
            sending.visitor.send_and_hang_up(sending.form)
            with sending.visitor:
                account.send(sending)
        for sending in sendings[6:]:
            assert len(_sent_eight_times_at_once(server, sending)) == 1
    found = check(account)
    assert (found.lost, found.wrong) == ((), ())


def _ready_to_submit(server: Server, scene: Scene, email: str, account: Account) -> Sending:
    with Visitor(server.port).sign_in(email) as visitor:
        save = Saved(email, scene.questions[0], f"The answer of {email}.", "support")
        account.save(visitor, save)
        return Sending(email, visitor, visitor.get(review_page(scene.round_id)).form("key"))


def _sent_eight_times_at_once(server: Server, sending: Sending) -> set[str]:
    """The receipts that eight copies of one request lead to."""

    def send(_time: int) -> str:
        with Visitor(server.port) as copy:
            copy.cookies = dict(sending.visitor.cookies)
            return copy.send(sending.form).location

    with ThreadPoolExecutor(8) as pool:
        return set(pool.map(send, range(8)))


# What a commit is worth


def test_the_server_waits_for_the_disk_at_each_commit(instance):
    app = create_app(instance)
    expected = {
        "sqlite": {"PRAGMA journal_mode": "wal", "PRAGMA synchronous": "2"},
        "postgresql": {"SHOW synchronous_commit": "on", "SHOW fsync": "on"},
    }
    found = durability_settings(app.engine)
    app.engine.dispose()
    assert found == expected[app.engine.dialect.name]


@pytest.mark.parametrize(("synchronous", "waits"), [("", True), ("NORMAL", False)])
def test_every_commit_to_sqlite_reaches_the_disk_unless_told_otherwise(
    sqlite_template, tmp_path, synchronous, waits
):
    path, trace = tmp_path / "plenary.sqlite", tmp_path / "trace"
    shutil.copy(sqlite_template, path)
    command = [sys.executable, "-m", "tests.durability.commits", f"sqlite:///{path}", "20"]
    _traced([*command, *([synchronous] if synchronous else [])], trace)
    assert (trace.read_text().count("fdatasync(") >= 20) is waits


def _traced(command: list[str], trace: Path) -> None:
    """Run a command and write down what it asks of the disk."""
    strace = shutil.which("strace") or pytest.skip("no strace on this machine")
    calls = [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace)]
    if subprocess.run([*calls, "true"], check=False, capture_output=True).returncode:
        pytest.skip("strace is not allowed on this machine")
    subprocess.run([*calls, *command], check=True, cwd=ROOT)


def test_a_page_shows_one_instant_whatever_is_written_meanwhile(instance):
    app = create_app(instance)
    with app.test_request_context("/help"):
        app.preprocess_request()
        before = _consultations()
        with app.engine.begin() as elsewhere:
            elsewhere.execute(insert(Consultation).values(title="New", host="", summary=""))
        assert _consultations() == before
    assert _consultations() == before + 1
    session.remove()
    app.engine.dispose()


def _consultations() -> int:
    return session.scalar(select(func.count(Consultation.id))) or 0


# The analysis


@dataclass(frozen=True)
class Shown:
    """What the database shows in one instant: how the job stands, and the result."""

    state: JobState
    attempt: int
    done: int
    placements: int
    points: int
    titles: frozenset[str]

    @property
    def result(self) -> tuple[int, int, frozenset[str]]:
        return self.placements, self.points, self.titles


def _shown() -> Shown | None:
    """One statement, so one snapshot on both databases; None before there is a job."""
    session.rollback()
    row = session.execute(
        select(
            Job.state,
            Job.attempt,
            Job.done,
            select(func.count(Placement.id)).scalar_subquery(),
            select(func.count(Point.id)).scalar_subquery(),
            select(func.aggregate_strings(Theme.title, "\n")).where(is_current()).scalar_subquery(),
        )
    ).one_or_none()
    session.rollback()
    return Shown(*row[:-1], frozenset(row[-1].split("\n"))) if row else None


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> bytes:
    """What an analysis that nobody disturbed makes of the same answers."""
    settings = copied(sqlite_template, tmp_path_factory.mktemp("uninterrupted"))
    for _ in _bound(settings):
        scenes.round_with_answers(ANSWERS)
    out = settings.data / "data.json"
    _plenary(settings, "analyse", "--question", "Q01")
    _plenary(settings, "export", "data", "--output", str(out))
    return out.read_bytes()


def _plenary(settings: Settings, *command: str) -> None:
    """Run a command on an instance as a user does."""
    subprocess.run(
        [ROOT / "plenary", *command, "--data", settings.data],
        check=True,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PLENARY_DATABASE_URL": settings.database_url},
    )


def test_an_analysis_ends_as_if_nothing_had_been_when_its_worker_then_everything_is_killed(
    uninterrupted, instance
):
    print(f"PLENARY_SEED={SEED}")
    scene = scenes.round_with_answers(ANSWERS)
    server = Server(instance)
    with server.running(), Visitor(server.port).sign_in(scenes.CHAIR) as chair:
        before = _ask_for_analysis(chair, scene)
        _wait_for_progress(attempt=1)
        dead = _kill_worker(server)
        _wait_for_progress(attempt=2)
        assert server.worker_pid() not in {None, dead}
        time.sleep(Random(SEED).uniform(0, 2))
        server.kill()
        _wait_until_silent(server)
        server.start()
        pages = _watch_until_done(chair, scene, before)
    after = _now()
    assert render_data(session.get_one(Round, scene.round_id)) == uninterrupted
    assert all(_shows(page, before.titles) or _shows(page, after.titles) for page in pages)


def _ask_for_analysis(chair: Visitor, scene: Scene) -> Shown:
    """Press the chair's button; what is shown before the analysis has begun to say anything."""
    page = chair.get(f"/questions/{scene.questions[0]}/themes")
    chair.send(page.form(to="/analyse"))
    return _now()


def _now() -> Shown:
    shown = _shown()
    assert shown is not None, "there is no job"
    return shown


def _wait_for_progress(attempt: int) -> None:
    """Wait until the analysis is in the middle of its work (or was too quick for us)."""

    def in_the_middle() -> bool:
        shown = _now()
        running = shown.state is JobState.RUNNING and shown.attempt == attempt
        return (running and shown.done > 0) or shown.state is JobState.DONE

    wait_until(in_the_middle, "the analysis to report progress")


def _wait_until_silent(server: Server) -> None:
    """Wait until a sweep would take the job for dead, so that the next start takes it up."""

    def silent() -> bool:
        session.rollback()
        job = session.scalars(select(Job)).one()
        heartbeat = job.heartbeat_at or clock.now()
        return clock.now() - heartbeat > timedelta(seconds=server.heartbeat)

    wait_until(silent, "the heartbeat to be old")


def _watch_until_done(chair: Visitor, scene: Scene, before: Shown) -> list[str]:
    """The chair's pages until the job is done; meanwhile nothing but the old result is there."""
    pages: list[str] = []

    def done() -> bool:
        shown = _now()
        assert shown.state is not JobState.FAILED
        assert shown.state is JobState.DONE or shown.result == before.result
        pages.append(chair.get(f"/questions/{scene.questions[0]}/themes").text)
        return shown.state is JobState.DONE

    wait_until(done, "the analysis to be done")
    return pages


def _shows(page: str, titles: frozenset[str]) -> bool:
    words = " ".join(lxml.html.fromstring(page).text_content().split())
    return all(" ".join(title.split()) in words for title in titles)


def _kill_worker(server: Server) -> int:
    """Freeze the worker until it counts as silent, then kill it; serve replaces it."""
    pid = wait_until(server.worker_pid, "the worker")
    os.kill(pid, signal.SIGSTOP)
    _wait_until_silent(server)
    os.kill(pid, signal.SIGKILL)
    return pid
