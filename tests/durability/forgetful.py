"""The control: Plenary with the commit after the answer, as applications are often written.

What this one acknowledges a kill can take back, so a suite that calls it durable is blind.
"""

import time
from collections.abc import Iterable, Iterator

from consultation import create_app, db

LATE_BY = 0.25
"""Seconds between telling a person that it was received and putting it on disk."""

plenary = create_app()
commit = db.session.commit
db.session.commit = lambda: None
# Flask would end the transaction with the request; here it outlives the answer.
plenary.teardown_appcontext_funcs.clear()


class CommittedLate:
    """A response that is committed once its reader has it."""

    def __init__(self, body: Iterable[bytes], *, writes: bool) -> None:
        self.body = list(body)
        self.writes = writes

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        if self.writes:
            time.sleep(LATE_BY)
            commit()
        db.session.remove()


def app(environ, start_response):
    body = plenary.wsgi_app(environ, start_response)
    return CommittedLate(body, writes=environ["REQUEST_METHOD"] == "POST")
