"""Fixtures: a migrated database of either kind, the application on it, and a checking browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import psycopg
import pytest
import sqlalchemy
import structlog
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser as Chromium
from sqlalchemy import Engine
from werkzeug.routing import Rule

import consultation
from consultation import clock, db
from consultation.config import Settings
from tests import databases
from tests.browser.driving import chromium_running
from tests.client import Browser

SHARED_DATA = Path(__file__).parent.parent.parent / "shared" / "data"
# How long one example takes says more of the machine's other work than of the code.
hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")
NOW = datetime(2027, 4, 12, 10, 0, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put those that wait for others first, and say in one line what a test misses.

    Of the processes of a whole run each is given an equal part of the list, and takes from the end
    of another's when it is done. So one has what waits for a browser or a killed server, with one
    browser and one server, while the others have the processors; nothing that is long comes last.
    """
    items.sort(key=lambda item: not _waits(item))
    if not SHARED_DATA.exists():
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason=f"no real texts at {SHARED_DATA}"))


def _waits(item: pytest.Item) -> bool:
    return item.path.stem == "test_durability" or item.get_closest_marker("browser") is not None


def missing(what: str) -> None:
    """Skip for want of a service; on CI that is a failure."""
    if os.environ.get("CI"):
        pytest.fail(f"CI must have it: {what}")
    pytest.skip(what)


@pytest.fixture(scope="session", autouse=True)
def compiled_statements() -> Iterator[None]:
    """Each test has engines of its own; statements compiled for one serve all of its kind.

    Compiling is a fifth of what a test of pages costs, and a statement is kept under its dialect.
    One that never connected does not know its database: it serves nobody but itself.
    """
    first: dict[str, Engine] = {}

    def create_engine(url: str, **options: Any) -> Engine:
        engine = sqlalchemy.create_engine(url, **options)
        known = first.get(engine.dialect.name)
        if known is None or known.dialect.server_version_info is None:
            known = first[engine.dialect.name] = engine
        engine.dialect = known.dialect
        engine._compiled_cache = known._compiled_cache  # noqa: SLF001
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db, "create_engine", create_engine)
        yield


@pytest.fixture(scope="session", autouse=True)
def compiled_addresses() -> Iterator[None]:
    """Each test has an application of its own; an address compiled for one serves all.

    Werkzeug writes, compiles and executes a function per rule: half of what an application costs.
    """
    compile_builder = Rule._compile_builder  # noqa: SLF001
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}

    def compiled_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (rule.rule, append_unknown, *sorted((rule.defaults or {}).items()))
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compiled_once)
        yield


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
def postgres_database(postgres_template: str) -> Iterator[str]:
    """The migrated PostgreSQL database of this test process."""
    url = databases.make_postgres_database(f"plenary_test_{os.getpid()}", like=postgres_template)
    databases.spare_the_disk(url)
    yield url
    databases.drop_postgres_database(url)


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
    url = request.getfixturevalue("postgres_database")
    yield Settings(data=tmp_path, database_url=url)
    databases.empty(url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Settings]:
    """The session bound to a migrated, empty database."""
    engine = db.connect(settings.url)
    yield settings
    db.session.remove()
    engine.dispose()


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """A set time: the middle of every factory's round."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return NOW


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all applications of a test process."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(
    database: Settings, now: datetime, compiled_templates: FileSystemBytecodeCache
) -> Iterator[consultation.Plenary]:
    """The application on that database, at that time."""
    application = consultation.create_app(database)
    application.config["TESTING"] = True
    application.jinja_env.bytecode_cache = compiled_templates
    yield application
    db.session.remove()
    application.engine.dispose()
    application.queue.huey.storage.close()


@pytest.fixture
def browser(app: consultation.Plenary) -> Browser:
    """A browser that checks every page it is given; nobody is signed in."""
    return Browser(app)
