"""A desk for each test: a server on a database of its own."""

from collections.abc import Iterator

import pytest

from consultation import db, schema
from consultation.config import Settings
from consultation.db import session, transaction
from consultation.models import Draft
from tests import factories
from tests.browser import scene
from tests.browser.driving import chromium_running
from tests.browser.writing import TEXT, Desk
from tests.durability.server import Server


@pytest.fixture
def desk(settings: Settings, chromium: str, database_kind: str) -> Iterator[Desk]:
    if database_kind != "sqlite":
        pytest.skip("the scripts know no database")
    engine = db.connect(settings.url)
    schema.ensure_current(engine)
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
    with Server(settings).running() as server, chromium_running(chromium) as browser:
        yield Desk(
            server, browser, numbers, f"/questions/{numbers.question_id}/answer", provision_id
        )
    session.remove()
    engine.dispose()
