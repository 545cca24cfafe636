"""Fixtures: a migrated database of either kind, the application on it, and a checking browser."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import structlog
from argon2 import PasswordHasher
from playwright.sync_api import Browser as Chromium

import consultation
from consultation import clock, db, jobs
from consultation.config import Settings
from consultation.operations.accounts import passwords
from tests import databases
from tests.browser.driving import chromium_running
from tests.client import Browser
from tests.engines import Engines

SHARED_DATA = Path(__file__).parent.parent.parent / "shared" / "data"
# How long one example takes says more of the machine's other work than of the code.
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")
NOW = datetime(2027, 4, 12, 10, 0, tzinfo=UTC)


ONE_CASE_DOES = {"views", "cli"}
"""Where a family's first case is tried on both databases, and every case on SQLite."""


def pytest_report_header() -> str:
    return (
        f"Of {' and '.join(sorted(ONE_CASE_DOES))} PostgreSQL is asked the first case of a family, "
        "unless each case asks it something else; all other tests are on both databases."
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put those that wait for others first, and say in one line what a test misses.

    Of the processes of a whole run each is given an equal part of the list, and takes from the end
    of another's when it is done. So one has what waits for a browser or a killed server, with one
    browser and one server, while the others have the processors; nothing that is long comes last.
    """
    _leave_out(config, items, list(_asked_already(items)))
    items.sort(key=lambda item: not _waits(item))
    if not SHARED_DATA.exists():
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason=f"no real texts at {SHARED_DATA}"))


def pytest_collection_finish() -> None:
    """Spare the collector what stays for good: it went through it again and again.

    That was a sixth of what tests of pages cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


def _asked_already(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    """Cases of which PostgreSQL has been asked all that it is asked: only what is typed differs.

    A page's refusals and words are chosen by the code above the database. Where each case asks
    something else of it, the family is marked `each_case_asks`, and all cases are tried on both.
    """
    seen: set[str] = set()
    for item in items:
        callspec = getattr(item, "callspec", None)
        family = item.nodeid.partition("[")[0]
        kind = callspec.params.get("database_kind") if callspec else None
        if kind != "postgresql" or item.path.parent.name not in ONE_CASE_DOES:
            continue
        if family in seen and item.get_closest_marker("each_case_asks") is None:
            yield item
        seen.add(family)


def _leave_out(config: pytest.Config, items: list[pytest.Item], left: list[pytest.Item]) -> None:
    """Say how many are left out, as pytest says of what nobody chose."""
    ids = {id(item) for item in left}
    items[:] = [item for item in items if id(item) not in ids]
    config.hook.pytest_deselected(items=left)


def _waits(item: pytest.Item) -> bool:
    return item.path.stem == "test_durability" or item.get_closest_marker("browser") is not None


def missing(what: str) -> None:
    """Skip for want of a service; on CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have it: {what}")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def engines() -> Iterator[Engines]:
    """The engines of this test process."""
    made = Engines()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "create_engine", made.create)
        yield made


SLOW = (passwords._hasher, passwords._NOBODY)  # noqa: SLF001
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords are hashed by the same function with next to no work, as the factories' are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", QUICK)
        patch.setattr(passwords, "_NOBODY", QUICK.hash("nobody's"))
        yield


@pytest.fixture
def slow_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords take the time they are to take."""
    hasher, nobody = SLOW
    monkeypatch.setattr(passwords, "_hasher", hasher)
    monkeypatch.setattr(passwords, "_NOBODY", nobody)


@pytest.fixture(autouse=True)
def log_lines_as_before() -> Iterator[None]:
    """Where a test had log lines written is closed with the test: the next has them elsewhere."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """The real browser, started once in a test process; every visit has a window of its own."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        missing("no chromium on this machine (Debian: apt-get install chromium)")
    with chromium_running(str(path)) as browser:
        yield browser


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "plenary.sqlite"
    databases.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_server() -> None:
    """A PostgreSQL server where databases can be made."""
    try:
        psycopg.connect(databases.POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError as error:
        missing(f"no PostgreSQL at PLENARY_TEST_POSTGRES ({str(error).splitlines()[0]})")


@pytest.fixture(scope="session")
def postgres_template(postgres_server: None) -> Iterator[str]:
    """A migrated PostgreSQL database, to be copied: nobody stays connected to it."""
    url = databases.make_postgres_database(f"plenary_template_{os.getpid()}")
    databases.migrate(url)
    yield url
    databases.drop_postgres_database(url)


@pytest.fixture(scope="session")
def postgres_database(postgres_template: str, engines: Engines) -> Iterator[databases.Kept]:
    """The migrated PostgreSQL database of this test process."""
    url = databases.make_postgres_database(f"plenary_test_{os.getpid()}", like=postgres_template)
    databases.spare_the_disk(url)
    engines.keep(databases.engine_address(url))
    yield (kept := databases.Kept(url))
    kept.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(
    database_kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Settings]:
    """An instance of either kind, its tables empty."""
    if database_kind == "sqlite":
        yield databases.copied(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    kept = request.getfixturevalue("postgres_database")
    yield Settings(data=tmp_path, database_url=kept.url)
    kept.empty()


@pytest.fixture
def database(settings: Settings, engines: Engines) -> Iterator[Settings]:
    """The session bound to a migrated, empty database."""
    engine = db.connect(settings.url)
    yield settings
    db.session.remove()
    engines.leave(engine)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A set time: the middle of every factory's round."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


class LateQueue:
    """The queue of an instance, made when it is first needed: in most tests nothing rings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def _made(self) -> jobs.Queue:
        return jobs.make_queue(self._settings)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._made, name)

    def close(self) -> None:
        if "_made" in vars(self):
            self._made.huey.storage.close()


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> consultation.Plenary:
    """The application of a test process: making one costs more than a test of a page."""
    settings = Settings(data=tmp_path_factory.mktemp("made"), database_url="")
    application = consultation.create_app(settings)
    application.engine.dispose()
    application.queue.huey.storage.close()
    return application


@pytest.fixture
def app(
    made_once: consultation.Plenary, database: Settings, now: datetime, engines: Engines,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[consultation.Plenary]:  # fmt: skip
    """The application on that database, at that time; settings that a test changes are its own."""
    monkeypatch.setattr(consultation, "make_queue", LateQueue)
    usual = dict(made_once.config)
    consultation.serve(made_once, database)
    made_once.config["TESTING"] = True
    yield made_once
    leave(made_once, engines)
    made_once.config.clear()
    made_once.config.update(usual)


@pytest.fixture
def new_app(
    database: Settings, now: datetime, engines: Engines, monkeypatch: pytest.MonkeyPatch
) -> Iterator[consultation.Plenary]:
    """An application of the test's own, to which it can add views."""
    monkeypatch.setattr(consultation, "make_queue", LateQueue)
    application = consultation.create_app(database)
    application.config["TESTING"] = True
    yield application
    leave(application, engines)


def leave(application: consultation.Plenary, engines: Engines) -> None:
    db.session.remove()
    engines.leave(application.engine)
    application.queue.close()  # type: ignore[attr-defined]


@pytest.fixture
def browser(app: consultation.Plenary) -> Browser:
    """A browser that checks every page it is given; nobody is signed in."""
    return Browser(app)
