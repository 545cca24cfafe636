"""Memos, second readings and referrals: what can be asked, by whom it is answered, what stays."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit, TextTooLong
from consultation.models import AuditEntry, Mail, MatterKind, MatterState, Placement
from consultation.operations.desk.matters import (
    MATTER_LIMIT,
    NOBODY,
    Addressee,
    answer_matter,
    raise_matter,
)
from consultation.operations.grouping.readings import forget
from consultation.queries.desk import matters
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW

MEMO, SECOND, REFERRAL = MatterKind
TAKEN_UP, ANSWERED = MatterState.TAKEN_UP, MatterState.ANSWERED


def raised(world, kind, *, about=None, to=NOBODY, text="Is it so?"):
    return raise_matter(about or world.point, kind, text, to=to, by=world.chair, now=NOW)


def answer(matter, state, by, *, seen=0, text="It is."):
    answer_matter(matter, state, text, seen=seen, by=by, now=NOW)


def test_a_memo_is_noted_wants_nothing_and_changes_nothing_that_is_signed(world):
    before = state_hash(world.question)
    for about in (world.point, world.theme):
        memo = raised(world, MEMO, about=about)
        assert (memo.state, memo.waits, memo.next_states) == (MatterState.NOTED, False, ())
        assert list(matters.matters_on(about)) == [memo]
    assert state_hash(world.question) == before
    assert {e.action for e in session.scalars(select(AuditEntry))} == {"leave a memo"}


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(" \n", RuleError), ("x" * (MATTER_LIMIT + 1), TextTooLong)],
)
def test_nothing_and_too_much_are_refused(world, text, refusal):
    with pytest.raises(refusal):
        raised(world, MEMO, text=text)


def test_another_person_gives_the_second_reading_once(world):
    matter = raised(world, SECOND)
    with pytest.raises(NotAllowedYet, match="another person gives it"):
        answer(matter, MatterState.AGREES, world.chair)
    with pytest.raises(NotAllowedYet, match="cannot become “answered”"):
        answer(matter, ANSWERED, world.vice_chair)
    answer(matter, MatterState.DISAGREES, world.vice_chair)
    assert (matter.state, matter.waits) == (MatterState.DISAGREES, False)
    with pytest.raises(NotAllowedYet):
        answer(matter, MatterState.AGREES, world.secretariat, seen=1)


@pytest.mark.parametrize("to_one", [True, False], ids=["to one", "to a group"])
def test_who_sees_to_a_referral_is_told_by_mail(world, to_one):
    owner = world.other_chair if to_one else None
    matter = raised(world, REFERRAL, to=Addressee(group=world.other_group, owner=owner))
    mails = session.scalars(select(Mail)).all()
    people = [owner] if owner else [office.person for office in world.other_group.appointments]
    assert sorted(mail.to for mail in mails) == sorted(person.email for person in people) != []
    assert {mail.path for mail in mails} == {f"/matters/{matter.id}"}
    told = "Chair referred a point of Q01 “Which changes are material?” to"
    assert {mail.text for mail in mails} == {f"{told} {'you' if to_one else 'WGB'}.\n"}


def test_what_goes_to_nobody_of_ours_is_mailed_to_nobody(world):
    raised(world, MEMO)
    raised(world, SECOND)
    raised(world, REFERRAL, to=Addressee(body="The Board"))
    assert session.scalars(select(Mail)).all() == []


def test_a_referral_is_taken_up_then_answered_each_step_with_who_and_what(world):
    where = session.scalars(select(Placement.theme_id)).all()
    to = Addressee(group=world.other_group, owner=world.other_chair)
    matter = raised(world, REFERRAL, to=to)
    assert (matter.to, matter.owner_named) == ("WGB Safety", "Other Chair")
    answer(matter, TAKEN_UP, world.other_chair)
    assert matter.next_states == (ANSWERED, MatterState.DECLINED)
    with pytest.raises(StaleEdit):
        answer(matter, ANSWERED, world.other_chair, seen=0)
    answer(matter, ANSWERED, world.other_chair, seen=1)
    session.refresh(matter)
    assert [(e.state, e.person.name) for e in matter.entries] == [
        (TAKEN_UP, "Other Chair"),
        (ANSWERED, "Other Chair"),
    ]
    assert session.scalars(select(Placement.theme_id)).all() == where


def test_a_referral_goes_to_another_group_or_to_a_named_body(world):
    outside = raised(world, REFERRAL, to=Addressee(body=" The Court ", owner_name="Registry"))
    assert (outside.to, outside.owner_named) == ("The Court", "Registry")
    for to, sentence in (
        (NOBODY, "Say where it is referred to"),
        (Addressee(group=world.group), "with WGA already"),
        (Addressee(group=world.other_group, owner=world.chair), "holds no office in WGB"),
    ):
        with pytest.raises(NotAllowedYet, match=sentence):
            raised(world, REFERRAL, to=to)


def test_what_waits_for_whom(world):
    referral = raised(world, REFERRAL, to=Addressee(group=world.other_group))
    second = raised(world, SECOND)

    def waits(person):
        return [line.matter for line in matters.waiting_for(person, world.consultation)]

    assert waits(world.other_chair) == [referral]
    assert waits(world.vice_chair) == [second]
    assert waits(world.chair) == []
    assert matters.waiting_in(world.question) == 2
    answer(referral, MatterState.DECLINED, world.other_chair)
    assert waits(world.other_chair) == []


def test_a_matter_outlives_the_point_that_it_is_about(world):
    matter = raised(world, MEMO, about=world.unplaced)
    forget([world.unplaced])
    session.expire_all()
    (line,) = matters.matters_of(world.question)
    assert (line.matter, line.point) == (matter, None)
    assert line.about.endswith("which a later analysis cut otherwise")
