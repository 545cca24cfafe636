"""A small consultation with everybody in it, on a database of either kind."""

import pytest

from tests import factories
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    return factories.world()
