"""Several writers at one instant, each in a thread and a transaction of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from consultation.db import session, transaction
from consultation.errors import RuleError


def at_once(act: Callable[[int], Any], *, times: int) -> list[Any]:
    """What `times` writers were told: what `act` gave the one, or the refusal.

    A waits for all, so that they run into each other.
    """
    session.remove()
    barrier = Barrier(times)

    def write(number: int) -> Any:
        barrier.wait(timeout=30)
        try:
            with transaction():
                return act(number)
        except RuleError as refusal:
            return refusal
        finally:
            session.remove()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(write, range(times)))
