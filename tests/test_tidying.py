"""The sweep of papers: what no row needs goes from the disk, and nothing else does."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select

from consultation import jobs, tidying
from consultation.db import session, transaction
from consultation.imports import paper_store
from consultation.models import Paper, Stakeholder, Submission
from consultation.tidying import SETTLED_AFTER, sweep_papers
from tests import factories
from tests.client import Browser
from tests.conftest import NOW

WHOLE = b"A paper."
DIGEST = hashlib.sha256(WHOLE).hexdigest()
OLD = SETTLED_AFTER + timedelta(minutes=1)


@pytest.fixture
def world(database, now) -> factories.World:
    return factories.world()


@pytest.fixture
def data(settings) -> Path:
    return settings.data


@pytest.fixture
def part(world) -> int:
    """Whose the papers are."""
    number = session.get_one(Submission, world.submission.id).stakeholder_id
    session.rollback()
    return number


def lying(data: Path, part: int, raw: bytes = WHOLE, *, since: timedelta = OLD) -> Path:
    """A paper on the disk, for a while."""
    path = paper_store.path_of(data, part, paper_store.keep(data, part, raw))
    return aged(path, since)


def aged(path: Path, since: timedelta) -> Path:
    at = (NOW - since).timestamp()
    os.utime(path, (at, at))
    return path


def half_written(path: Path, *, since: timedelta) -> Path:
    """What a process leaves that is killed while it writes a paper."""
    kill = f"os.kill(os.getpid(), {int(signal.SIGKILL)})"
    code = (
        "import os, pathlib, sys; from consultation.exports.files import whole_file\n"
        f"with whole_file(pathlib.Path(sys.argv[1])) as file: file.write(b'Half'); {kill}"
    )
    ended = subprocess.run([sys.executable, "-c", code, path], check=False)
    assert ended.returncode == -signal.SIGKILL
    (made,) = path.parent.glob(".*")
    return aged(made, since)


def test_a_paper_that_no_row_names_is_gone_after_a_day_counted_and_told(data, part):
    left = [lying(data, part), lying(data, part, b"Another.")]
    left.append(half_written(left[0], since=OLD))
    with structlog.testing.capture_logs() as logged:
        assert sweep_papers(data) == len(left)
        assert sweep_papers(data) == 0
    assert not any(path.exists() for path in left)
    assert logged == [{"event": "papers_swept", "files": len(left), "log_level": "info"}]


def test_what_may_be_on_its_way_to_a_row_is_left_alone(data, part):
    path = lying(data, part, since=SETTLED_AFTER)
    half = half_written(path, since=SETTLED_AFTER)
    assert sweep_papers(data) == 0
    assert path.exists()
    assert half.exists()


@pytest.mark.parametrize("given", [{}, {"removed_at": NOW}])
def test_a_paper_that_a_row_needs_stays_also_one_that_a_saved_text_was_taken_from(
    world, data, part, given
):
    path = lying(data, part)
    theirs = select(Stakeholder.id).where(Stakeholder.person_id == world.stakeholder.id)
    elsewhere = lying(data, session.scalars(theirs).one())
    session.rollback()
    with transaction():
        session.add(factories.paper(world, sha256=DIGEST, **given))
    assert sweep_papers(data) == 1
    assert path.exists()
    assert not elsewhere.exists(), "the same file of somebody else has rows of its own"


def test_a_paper_of_nobody_whom_the_database_knows_is_left_alone(data, part):
    """The data were restored without their database, or with an older one, or with another."""
    path = lying(data, 999_999)
    assert sweep_papers(data) == 0
    assert path.exists()


def test_a_paper_whose_row_comes_while_it_is_swept_stays(world, data, part, monkeypatch):
    path = lying(data, part)
    real = tidying.listed_files

    def then_attached():
        found = real()
        session.rollback()
        with transaction():
            session.add(factories.paper(world, sha256=DIGEST))
        return found

    monkeypatch.setattr(tidying, "listed_files", then_attached)
    assert sweep_papers(data) == 0
    assert path.exists()


def test_what_is_no_paper_is_left_alone(data, part):
    folder = lying(data, part).parent
    others = [folder / "notes.txt", folder.parent / DIGEST]
    for path in others:
        path.write_bytes(b"Somebody put it there.")
        aged(path, OLD)
    assert sweep_papers(data) == 1
    assert all(path.exists() for path in others)


def test_one_that_the_disk_does_not_let_go_is_told_and_stops_nothing(data, part, monkeypatch):
    stays, goes = sorted([lying(data, part), lying(data, part, b"Another.")])
    real = Path.unlink

    def unlink(path, **given):
        if path.name == stays.name:
            raise PermissionError("not permitted")
        real(path, **given)

    monkeypatch.setattr(Path, "unlink", unlink)
    with structlog.testing.capture_logs() as logged:
        assert sweep_papers(data) == 1
    assert (stays.exists(), goes.exists()) == (True, False)
    assert [line["event"] for line in logged] == ["paper_not_removed", "papers_swept"]
    assert logged[0]["stakeholder"] == part


def test_a_paper_whose_file_could_not_be_removed_is_removed_and_its_file_goes_later(
    app, settings, monkeypatch
):
    """Their author is told that it is removed, which it is."""
    world = factories.world()
    with transaction():
        session.add(paper := factories.paper(world, sha256=DIGEST))
        session.flush()
        number, part = paper.id, paper.submission.stakeholder_id
    path = lying(settings.data, part)
    owner = Browser(app).sign_in(world.owner.email)
    page = owner.get(f"/papers/{number}/remove")
    with monkeypatch.context() as broken:
        broken.setattr(paper_store, "forget", raises)
        assert owner.submit(page).status_code == 302
    assert path.exists()
    session.rollback()
    assert session.get(Paper, number) is None
    session.rollback()
    assert sweep_papers(settings.data) == 1
    assert not path.exists()


def raises(*_):
    raise OSError("the disk is busy")


def test_the_worker_sweeps_each_hour(settings, database, monkeypatch):
    swept = []
    monkeypatch.setattr(jobs, "sweep_papers", swept.append)
    queue = jobs.make_queue(settings)
    for minute in range(24 * 60):
        for task in queue.huey.read_periodic(NOW + timedelta(minutes=minute)):
            if task.name == "tidy":
                task.execute()
    assert swept == [settings.data] * 24
    queue.huey.storage.close()
