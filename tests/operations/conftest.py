"""A small consultation with everybody in it, on a database of either kind."""

import pytest

from consultation.models import CodeFrame
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_frames import CodeLine
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    return factories.world()


@pytest.fixture
def frame(world) -> CodeFrame:
    made = code_frames.begin_frame(world.consultation)
    lines = [CodeLine("type", "T1", "Escape"), CodeLine("type", "T2", "Reach", "how far")]
    code_frames.add_codes(made, lines, seen=0, by=world.secretariat, now=NOW)
    return made
