"""What a worker does beside its long jobs."""

import threading
from unittest.mock import Mock

import pytest

from consultation import courier, jobs, polling, postman
from consultation.config import Settings
from tests.durability.server import wait_until


@pytest.fixture(autouse=True)
def in_a_hurry(monkeypatch):
    monkeypatch.setattr(polling, "LOOK_EVERY", 0.01)


def test_a_carrier_that_stumbles_looks_again_and_keeps_nobody_up(settings):
    looks: list[int] = []
    others: list[int] = []

    def stumbles(_settings: Settings) -> None:
        looks.append(1)
        if len(looks) == 1:
            raise OSError("no database")

    with polling.beside(settings, first=stumbles, second=lambda _: others.append(1)):
        wait_until(lambda: len(looks) >= 3, "the first carrier's third look")
        wait_until(lambda: others, "the other carrier's look")


def test_nobody_looks_once_the_worker_has_ended(settings):
    """Who went on would look into whatever database this process is connected to next."""
    with polling.beside(settings, carrier=lambda _: None):
        assert _carriers() == 1
    assert _carriers() == 0


def _carriers() -> int:
    return sum(thread.name == "carrier" for thread in threading.enumerate())


def test_a_worker_carries_mails_and_deliveries_while_it_works(settings, monkeypatch):
    carried: set[str] = set()
    monkeypatch.setattr(postman, "carry_due", lambda _: carried.add("mails"))
    monkeypatch.setattr(courier, "carry_due", lambda _: carried.add("deliveries"))
    queue = Mock()
    queue.huey.create_consumer().run = lambda: wait_until(
        lambda: carried == {"mails", "deliveries"}, "both to be carried"
    )
    monkeypatch.setattr(jobs, "make_queue", lambda _: queue)
    jobs.run_worker(settings)
