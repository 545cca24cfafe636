"""The secretariat reminds whom it means, each once a day; and counts who has come how far."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import AuditEntry, Mail
from consultation.operations.correspondence.reminding import Audience, remind
from consultation.queries.consultations.participation import participation
from tests import factories, newcomers, setting_up
from tests.conftest import NOW


def run(world, audience: Audience, category: str = "", now=NOW) -> int:
    count = remind(world.round, audience, category, by=world.secretariat, now=now)
    session.flush()
    return count


def written_to() -> list[str]:
    return list(session.scalars(select(Mail.to).order_by(Mail.id)))


def test_who_has_not_sent_is_written_to_and_who_has_is_not(world):
    assert run(world, Audience.UNSENT) == 1
    assert written_to() == [world.stakeholder.email]
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.after == {"whom": "unsent", "category": "", "letters": 1}


def test_colleagues_are_written_to_as_their_lead_is(world):
    part = factories.stakeholder(consultation=world.consultation, person=world.outsider)
    session.add(part)
    session.flush()
    session.add(newcomers.colleague(stakeholder=part, person=world.reader))
    session.flush()
    run(world, Audience.UNSENT)
    assert set(written_to()) == {
        world.stakeholder.email, world.outsider.email, world.reader.email,
    }  # fmt: skip


def test_of_one_kind_no_other_is_written_to(world):
    assert run(world, Audience.UNSENT, "company") == 0
    assert run(world, Audience.UNSENT, "civil society") == 1


def test_who_is_accepted_and_has_not_begun_gets_a_new_link(world):
    row = setting_up.eligibility(world)
    session.add(row)
    session.flush()
    before = row.link_hash
    assert run(world, Audience.INVITED) == 1
    assert written_to() == [row.email]
    assert row.link_hash not in {before, None}


@pytest.mark.parametrize("audience", Audience)
def test_nobody_gets_two_on_one_day_and_the_link_stays(world, audience):
    row = setting_up.eligibility(world)
    session.add(row)
    session.flush()
    assert run(world, audience) == 1
    link = row.link_hash
    assert run(world, audience, now=NOW + timedelta(hours=1)) == 0
    assert row.link_hash == link
    assert run(world, audience, now=NOW + timedelta(days=1)) == 1


def test_nobody_is_asked_for_what_cannot_be_done_now(world):
    with pytest.raises(RuleError, match="not open"):
        run(world, Audience.UNSENT, now=world.round.closes_at + timedelta(seconds=1))


def test_everybody_is_counted_as_far_as_they_have_come(world):
    session.add_all(
        [
            setting_up.eligibility(world),
            setting_up.eligibility(
                world, email="no@example.org", link_hash=None, is_accepted=False, reason="Late."
            ),
        ]
    )
    session.flush()
    seen = participation(world.round)
    whole = seen.whole
    assert (whole.invited, whole.taking_part, whole.writing, whole.sent) == (1, 2, 1, 1)
    for cut in (seen.by_category, seen.by_country):
        assert sum(share.invited for share in cut) == 1
        assert sum(share.taking_part for share in cut) == 2
        assert sum(share.sent for share in cut) == 1
    by_group = {share.code: (share.following, share.writing, share.sent) for share in seen.by_group}
    assert by_group == {"WGA": (1, 1, 1), "WGB": (0, 0, 0)}


def test_what_is_late_or_withdrawn_is_not_sent(world):
    world.submission.is_late = True
    session.flush()
    assert participation(world.round).whole.sent == 0
    world.submission.is_late, world.submission.withdrawn_at = False, NOW
    session.flush()
    assert participation(world.round).whole.sent == 0
