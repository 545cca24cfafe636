"""What an act asks of the database: statements, and saves that are read."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import event

from consultation.db import session
from consultation.models import AnswerVersion


@dataclass
class Costs:
    """How many statements were given, and how many saves were read with them."""

    statements: int = 0
    saves: int = 0

    def note_statement(self, *_: object) -> None:
        self.statements += 1

    def note_save(self, *_: object) -> None:
        self.saves += 1


def costs(act: Callable[[], object]) -> Costs:
    """What an act costs, once what was read before is read anew."""
    session.expire_all()
    engine, found = session.get_bind(), Costs()
    event.listen(engine, "before_cursor_execute", found.note_statement)
    for read in ("load", "refresh"):
        event.listen(AnswerVersion, read, found.note_save)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", found.note_statement)
        for read in ("load", "refresh"):
            event.remove(AnswerVersion, read, found.note_save)
    return found
