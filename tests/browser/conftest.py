"""A desk for each test: a consultation of its own, on a server that the tests of a file share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from consultation import db, schema
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.models import Draft
from tests import factories
from tests.browser import scene
from tests.browser.writing import TEXT, Desk
from tests.durability.server import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on an empty SQLite database, to which the session is bound.

    A page does not know which database is behind it: of that the tests of views are.
    """
    settings = Settings(data=tmp_path_factory.mktemp("served"), database_url="")
    engine = db.connect(settings.url)
    schema.ensure_current(engine)
    with Server(settings).running() as served:
        yield served
    session.remove()
    engine.dispose()


@pytest.fixture
def desk(server: Server, chromium: Browser) -> Iterator[Desk]:
    numbers = scene.consultation_with_answers()
    with transaction():
        provision = session.get_one(Draft, numbers.draft_id).provisions[0]
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
