"""Codes that are suggested: what they are learnt from, and what is refused."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError, StaleEdit
from consultation.models import AuditEntry, CodeRefusal, CodeUse
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.coding.refusing_codes import take_back_refusal
from consultation.operations.grouping.regrouping import is_kept
from consultation.queries.coding.code_refusals import refusals_of
from consultation.queries.coding.code_table import code_table
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW
from tests.operations.framed import coded, made, of, share, split, suggested

RECORDS = (
    "Keep a record of it",
    "Record each change",
    "A record is owed",
    "Write a log of changes",
)
FEES = ("Lower the fee", "The fee is too high", "No fee for small firms", "Fees keep firms out")


def teach(world, frame):
    for key, titles in (("T1", FEES), ("T2", RECORDS)):
        for title in titles:
            coded(world, Choice(frozenset({of(frame, key).id})), subject=made(world, title))


def refuse(world, frame, key, subject=None):
    coded(world, Choice(refused=frozenset({of(frame, key).id})), subject=subject)


def take_back(world, frame, key, subject):
    take_back_refusal(subject, of(frame, key).id, by=world.chair, now=NOW)


def test_what_is_suggested_learns_from_what_people_coded(world, frame):
    asked = made(world, "The fee for firms is a burden")
    assert suggested(asked, frame) == []
    for key, titles in (("T1", FEES), ("T2", RECORDS)):
        for title in titles:
            coded(world, Choice(frozenset({of(frame, key).id})), subject=made(world, title))
    assert suggested(asked, frame) == ["T1"]
    assert not session.scalars(select(CodeUse).where(CodeUse.theme_id == asked.id)).all()


def test_what_people_took_back_and_what_is_out_of_use_is_suggested_no_more(world, frame):
    asked = made(world, "The fee for firms is a burden")
    rows = [made(world, title) for title in FEES]
    for row in rows:
        coded(world, Choice(frozenset({of(frame, "T1").id})), subject=row)
    for row in rows:
        coded(world, Choice(), subject=row)
    assert suggested(asked, frame) == []
    for row in rows:
        coded(world, Choice(frozenset({of(frame, "T1").id})), subject=row)
    by = {"reason": "Too wide.", "by": world.secretariat, "now": NOW}
    code_frames.retire_code(of(frame, "T1"), seen=frame.version, **by)
    assert "T1" not in suggested(asked, frame)


def test_what_is_refused_is_suggested_there_no_more_until_that_is_taken_back(world, frame):
    asked = made(world, "The fee for firms is a burden")
    teach(world, frame)
    assert suggested(asked, frame) == ["T1"]
    refuse(world, frame, "T1", asked)
    assert "T1" not in suggested(asked, frame)
    refuse(world, frame, "T2", asked)
    assert suggested(asked, frame) == []
    take_back(world, frame, "T1", asked)
    assert suggested(asked, frame) == ["T1"]


def test_a_copy_of_what_was_coded_is_not_given_the_code_it_was_refused(world, frame):
    teach(world, frame)
    asked = made(world, FEES[0])
    assert suggested(asked, frame) == ["T1"]
    refuse(world, frame, "T1", asked)
    assert "T1" not in suggested(asked, frame)


@pytest.mark.parametrize("said", ["refused", "fits none"])
def test_what_is_alike_is_less_readily_given_what_was_refused_or_did_not_fit(world, frame, said):
    asked = made(world, "The fee for firms is a burden")
    teach(world, frame)
    before = share(asked, frame, "T1")
    code = frozenset({of(frame, "T1").id})
    none = Choice(refused=code) if said == "refused" else Choice(none_fits=frozenset({"type"}))
    for title in ("The fee is a burden for firms", "A fee for a firm is burdensome"):
        coded(world, none, subject=made(world, title))
    assert share(asked, frame, "T1") < before


def test_a_refusal_teaches_no_more_once_something_is_coded_there(world, frame):
    asked = made(world, "The fee for firms is a burden")
    teach(world, frame)
    before = share(asked, frame, "T1")
    other = made(world, "The fee is a burden for firms")
    refuse(world, frame, "T2", other)
    refuse(world, frame, "T1", other)
    coded(world, Choice(frozenset({of(frame, "T1").id})), subject=other)
    assert share(asked, frame, "T1") > before


def test_refusing_keeps_the_theme_and_the_codes_and_no_signature_falls(world, frame):
    coded(world, Choice(frozenset({of(frame, "T2").id})))
    before = state_hash(world.question)
    choice = Choice(frozenset({of(frame, "T2").id}), refused=frozenset({of(frame, "T1").id}))
    coded(world, choice)
    assert state_hash(world.question) == before
    (use,) = session.scalars(select(CodeUse))
    assert (use.code.key, use.ended_at) == ("T2", None)
    assert not is_kept(world.second_theme, [])
    refuse(world, frame, "T1", world.second_theme)
    assert is_kept(world.second_theme, [])


def test_refused_codes_are_listed_once_and_in_the_log(world, frame):
    for _ in range(2):
        refuse(world, frame, "T1", world.point)
    refuse(world, frame, "T2")
    listed = code_table(world.consultation).refused
    assert [(each.point, each.theme, each.code.key, each.person) for each in listed] == [
        (world.point, None, "T1", world.chair), (None, world.theme, "T2", world.chair),
    ]  # fmt: skip
    assert code_table(world.consultation, world.other_question).refused == ()
    take_back(world, frame, "T1", world.point)
    (left,) = code_table(world.consultation).refused
    assert left.code.key == "T2"
    acts = session.execute(select(AuditEntry.action, AuditEntry.after).order_by(AuditEntry.id))
    assert [(action, after["codes"]) for action, after in acts][1:] == [
        ("refuse codes for a point", ["type T1"]),
        ("refuse codes for a theme", ["type T2"]),
        ("take back refused codes for a point", ["type T1"]),
    ]


def test_who_chooses_a_refused_code_takes_the_refusal_back(world, frame):
    refuse(world, frame, "T1")
    coded(world, Choice(frozenset({of(frame, "T1").id})))
    assert not refusals_of(world.theme)
    with pytest.raises(StaleEdit, match="taken back already, or the code was given"):
        take_back(world, frame, "T1", world.theme)


def test_what_cannot_be_refused_is_said(world, frame):
    both = frozenset({of(frame, "T1").id})
    with pytest.raises(RuleError, match="ticked and refused"):
        coded(world, Choice(both, refused=both))
    split(world, of(frame, "T2"), "T3", "T4")
    with pytest.raises(RuleError, match="out of use"):
        refuse(world, frame, "T2")
    with pytest.raises(StaleEdit, match="version 2 by now"):
        code_by_hand(world.theme, Choice(refused=both), seen=(1, 0), by=world.chair, now=NOW)
    assert not session.scalars(select(CodeRefusal)).all()
