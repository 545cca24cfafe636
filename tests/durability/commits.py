"""Commits so many times, as the application does: `python -m tests.durability.commits URL 20`.

A third argument sets another `PRAGMA synchronous` first, for the control that must fail.
"""

import sys

from sqlalchemy import event, text

from consultation import db
from tests import factories


def commit(url: str, times: int, synchronous: str = "") -> None:
    engine = db.connect(url)
    if synchronous:
        event.listen(engine, "connect", lambda c, _: c.execute(f"PRAGMA synchronous={synchronous}"))
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    for _ in range(times):
        with db.transaction():
            db.session.add(factories.consultation())


if __name__ == "__main__":
    commit(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
