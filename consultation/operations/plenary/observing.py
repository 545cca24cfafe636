"""Observations written by hand, one wording after the other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from consultation.db import locked, session
from consultation.errors import StaleEdit
from consultation.models import Answer, Observation, Person
from consultation.operations.audit import record
from consultation.operations.contributions.comment_table import row_name
from consultation.queries.plenary.observations import newest_observation


class Verdict(StrEnum):
    """What becomes of a row of a comment table that came back."""

    CHANGED = "changed"
    SAME = "as it is"
    STALE = "changed here meanwhile"
    EMPTIED = "empty"
    UNKNOWN = "unknown"
    TWICE = "there twice"
    NOT_YOURS = "of another working group"
    UNREAD = "cannot be read"


@dataclass(frozen=True)
class Judged:
    """A row of the file: what stands as observation `now`, and what it would be.

    `meddled` names the columns that differ and are not taken. `answer_id` is that of a row that is
    known, and 0 else.
    """

    number: int
    label: str
    verdict: Verdict
    where: str = ""
    now: str = ""
    text: str = ""
    why: str = ""
    meddled: tuple[str, ...] = ()
    answer_id: int = 0
    sheet: str = ""

    @property
    def name(self) -> str:
        return row_name(self.number, self.sheet)


def write_observations(rows: Iterable[Judged], *, by: Person, now: datetime) -> int:
    """Keep what is changed as a new wording of each; how many that were."""
    count = 0
    for row in rows:
        if row.verdict is Verdict.CHANGED:
            _write(session.get_one(Answer, row.answer_id), row.text, row.now, by, now)
            count += 1
    return count


def drop_observation(answer: Answer, *, seen: int, by: Person, now: datetime) -> None:
    """Let what is composed from the outcomes stand again; what was written stays to be read.

    Raises StaleEdit where another wording than the `seen` one holds.
    """
    locked(answer.submission.round)
    newest = newest_observation(answer)
    if newest is None or newest.number != seen:
        raise StaleEdit(
            "Somebody changed this observation meanwhile. Nothing was changed: look at the list "
            "again, then decide."
        )
    _write(answer, "", newest.text, by, now)


def _write(answer: Answer, text: str, before: str, by: Person, now: datetime) -> None:
    newest = newest_observation(answer)
    wording = Observation(
        answer=answer,
        number=newest.number + 1 if newest else 1,
        text=text,
        written_by=by,
        written_at=now,
    )
    session.add(wording)
    record(
        "write an observation" if text else "drop an observation",
        wording,
        person=by,
        now=now,
        before={"observation": before},
        after={"answer": answer.label, "observation": text},
        question=answer.question,
    )
