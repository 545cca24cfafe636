"""What a worker does beside its long jobs: looks, again and again, for what is due."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import OperationalError

from consultation.config import Settings

log = structlog.get_logger()

LOOK_EVERY = 2.0
"""Seconds between two looks for what is due."""

LAST_LOOK = 5.0
"""Seconds that a look in progress is waited for, where the worker ends."""


@contextmanager
def beside(settings: Settings, **carriers: Callable[[Settings], object]) -> Iterator[None]:
    """Have each carrier look for what is due, in a thread of its own, until the block ends."""
    ended = threading.Event()
    threads = [
        threading.Thread(target=_poll, args=[name, carry, settings, ended], name=name, daemon=True)
        for name, carry in carriers.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(LAST_LOOK)


def _poll(
    name: str, carry: Callable[[Settings], object], settings: Settings, ended: threading.Event
) -> None:
    while not ended.wait(LOOK_EVERY):
        try:
            carry(settings)
        except OperationalError as error:
            log.warning("carrier_waits_for_the_database", carrier=name, error=str(error.orig))
        except Exception as error:
            # What can be carried must not wait for one fault; it is told in full.
            log.error("carrier_stumbled", carrier=name, exc_info=error)
