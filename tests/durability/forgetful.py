"""The control: Plenary with the commit after the answer, as applications are often written.

What this one acknowledges a kill can take back, so a suite that calls it durable is blind.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from consultation import create_app, db

LATE_BY = 0.25
"""Seconds between telling a person that it was received and putting it on disk."""


class CommittedLate:
    """A response that is committed once its reader has it."""

    def __init__(self, body: Iterable[bytes], commit: Callable[[], None], *, writes: bool) -> None:
        self.body = list(body)
        self.commit = commit
        self.writes = writes

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        if self.writes:
            time.sleep(LATE_BY)
            self.commit()
        db.session.remove()


def make() -> Callable[..., CommittedLate]:
    """The application; only a server calls this, because it takes the commit from the session."""
    plenary = create_app()
    commit = db.session.commit
    db.session.commit = lambda: None
    # Flask would end the transaction with the request; here it outlives the answer.
    plenary.teardown_appcontext_funcs.clear()

    def app(environ: dict[str, Any], start_response: Any) -> CommittedLate:
        body = plenary.wsgi_app(environ, start_response)
        return CommittedLate(body, commit, writes=environ["REQUEST_METHOD"] == "POST")

    return app
