"""Refusing a code that was suggested for a theme or point, and taking that back.

A refusal is no step, as coding is none: it is taken back where it is listed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from consultation.db import locked, session
from consultation.errors import StaleEdit
from consultation.models import Code, CodeRefusal, Person, Point, Theme
from consultation.operations.audit import record
from consultation.queries.coding.code_refusals import refusals_of


def refuse_codes(
    subject: Point | Theme, codes: Sequence[Code], *, by: Person, now: datetime
) -> None:
    """Note that codes are not to be suggested for a theme or point again."""
    refused = {refusal.code_id for refusal in refusals_of(subject)}
    new = [code for code in codes if code.id not in refused]
    session.add_all(
        CodeRefusal(
            question_id=subject.question.id,
            point_id=subject.id if isinstance(subject, Point) else None,
            theme_id=subject.id if isinstance(subject, Theme) else None,
            code_id=code.id,
            person_id=by.id,
            at=now,
        )
        for code in new
    )
    if new:
        _tell("refuse codes for", subject, new, by, now)


def take_back_refusal(
    subject: Point | Theme, code_id: int | None, *, by: Person, now: datetime
) -> None:
    """Let a code that was refused be suggested again; StaleEdit where it is refused no more."""
    locked(subject.question)
    if not drop_refusals(subject, {code_id}, by=by, now=now):
        raise StaleEdit(
            "That refusal is taken back already, or the code was given by hand since. "
            "Look at what is coded as it is now."
        )


def drop_refusals(
    subject: Point | Theme, code_ids: Collection[int | None], *, by: Person, now: datetime
) -> bool:
    """Take back what was refused among these codes; whether there was any."""
    dropped = [each for each in refusals_of(subject) if each.code_id in code_ids]
    codes = [refusal.code for refusal in dropped]
    for refusal in dropped:
        session.delete(refusal)
    if codes:
        _tell("take back refused codes for", subject, codes, by, now)
    return bool(codes)


def _tell(
    act: str, subject: Point | Theme, codes: Sequence[Code], by: Person, now: datetime
) -> None:
    record(
        f"{act} a {subject.__tablename__}",
        subject,
        person=by,
        now=now,
        after={"codes": [f"{code.facet} {code.key}" for code in codes]},
        question=subject.question,
    )
