"""A desk for each test: a consultation of its own, on a server that a test process shares."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from consultation import db
from consultation.db import session, transaction
from consultation.models import Draft
from tests import factories
from tests.behind import behind_the_databases_back
from tests.browser import scene
from tests.browser.writing import TEXT, Desk
from tests.databases import copied
from tests.durability.server import Server


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Server]:
    """A server on an SQLite database, started once in a test process: that takes twelve seconds.

    A page does not know which database is behind it: of that the tests of views are.
    """
    with Server(copied(sqlite_template, tmp_path_factory.mktemp("served"))).running() as server:
        yield server


@pytest.fixture(scope="module")
def server(served: Server) -> Iterator[Server]:
    """That server, the session bound to its database; other files' consultations are in it too."""
    engine = db.connect(served.settings.url)
    yield served
    session.remove()
    engine.dispose()


@pytest.fixture
def desk(server: Server, chromium: Browser) -> Iterator[Desk]:
    numbers = scene.consultation_with_answers()
    with transaction():
        provision = session.get_one(Draft, numbers.draft_id).provisions[0]
        with behind_the_databases_back():
            provision.text = TEXT
        session.add_all(
            factories.provision(
                draft=provision.draft, key=f"m{n}", number=str(n), text="word " * 400
            )
            for n in (2, 3)
        )
        provision_id = provision.id
    session.remove()
    yield Desk(server, chromium, numbers, f"/questions/{numbers.question_id}/answer", provision_id)
    session.remove()
