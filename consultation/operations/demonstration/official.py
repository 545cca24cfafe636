"""The demonstration's official answers: in force during round 1, one of them anew with draft 2."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from consultation.db import session
from consultation.models import Draft, OfficialAnswer, Person
from consultation.operations.drafts.official_answers import (
    Worded,
    add_official_answer,
    publish_wording,
    reword,
    say_precedence,
)


def official_answers(draft: Draft, source: dict[str, Any], *, by: Person, now: datetime) -> None:
    """What the data answers about the first draft, published; and what such answers weigh."""
    say_precedence(draft.consultation, source["precedence"], by=by, now=now)
    for entry in source["official_answers"]:
        worded = Worded(entry["question"], entry["answer"], draft, entry["about"])
        answer = add_official_answer(draft.consultation, worded, by=by, now=now)
        publish_wording(answer, seen=answer.wordings[-1].seen, by=by, now=now)


def answers_anew(
    draft: Draft, entries: Iterable[dict[str, Any]], *, by: Person, now: datetime
) -> None:
    """Put in force what an answer says since the second draft, where it says something else."""
    answers = session.scalars(
        select(OfficialAnswer)
        .where(OfficialAnswer.consultation == draft.consultation)
        .order_by(OfficialAnswer.number)
    )
    for answer, entry in zip(answers, entries, strict=True):
        if "in_draft_2" in entry:
            worded = Worded(entry["question"], entry["in_draft_2"], draft, entry["about"])
            anew = reword(answer, worded, seen=answer.wordings[-1].seen, by=by, now=now)
            session.refresh(answer, ["wordings"])
            publish_wording(answer, seen=anew.seen, by=by, now=now)
