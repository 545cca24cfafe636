"""A world with everybody in it, and a browser for whoever looks at it."""

import pytest
from sqlalchemy import inspect

from consultation import Plenary
from consultation.db import session
from tests import factories
from tests.client import Browser
from tests.factories import World


@pytest.fixture
def world(app: Plenary) -> World:
    """Its rows' own columns stay readable while requests come and go."""
    made = factories.world()
    for row in vars(made).values():
        if inspect(row).expired:
            session.refresh(row)
    session.remove()
    return made


@pytest.fixture
def chair(app: Plenary, world: World) -> Browser:
    return Browser(app).with_session(world.chair.get_id())


@pytest.fixture
def vice_chair(app: Plenary, world: World) -> Browser:
    return Browser(app).with_session(world.vice_chair.get_id())


@pytest.fixture
def reader(app: Plenary, world: World) -> Browser:
    return Browser(app).with_session(world.reader.get_id())


@pytest.fixture
def owner(app: Plenary, world: World) -> Browser:
    """The stakeholder who has submitted already."""
    return Browser(app).with_session(world.owner.get_id())


@pytest.fixture
def stakeholder(app: Plenary, world: World) -> Browser:
    """The stakeholder who has not written anything yet."""
    return Browser(app).with_session(world.stakeholder.get_id())


@pytest.fixture
def secretariat(app: Plenary, world: World) -> Browser:
    return Browser(app).with_session(world.secretariat.get_id())
