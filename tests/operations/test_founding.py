"""A consultation is founded and changed, and what it said before stays in the log."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import RuleError, StaleEdit
from consultation.models import AuditEntry, Consultation, Person, Role
from consultation.operations.consultations.founding import (
    Profile,
    change_profile,
    found,
    profile_of,
)
from consultation.operations.consultations.working_groups import (
    add_group,
    remove_group,
    rename_group,
)
from consultation.queries.consultations.set_up import set_up_changes
from consultation.roles import has_role
from tests import setting_up
from tests.conftest import NOW

PROFILE = Profile(
    title="A code", host="The Forum", summary="Who keeps which record.",
    legal_basis="Article 56.", usual_days=28, shorter_because="The law sets a date.",
    languages=("en", "de"), time_zone="Europe/Brussels", is_public=False, registration=False,
    categories=("company", "researcher"),
)  # fmt: skip


@pytest.fixture
def by(world) -> Person:
    return session.get_one(Person, world.outsider.id)


def test_whoever_founds_a_consultation_is_its_secretariat(by):
    made = found(PROFILE, by=by, now=NOW)
    session.flush()
    assert has_role(by, made, Role.SECRETARIAT)
    assert profile_of(made) == PROFILE


@pytest.mark.parametrize("wrong", [{"title": " "}, {"usual_days": 0}])
def test_none_is_founded_without_a_title_or_with_no_day(by, wrong):
    with pytest.raises(RuleError):
        found(replace(PROFILE, **wrong), by=by, now=NOW)


def test_a_change_is_logged_with_what_is_different_and_nothing_else(by):
    made = found(PROFILE, by=by, now=NOW)
    session.flush()
    other = replace(PROFILE, usual_days=14, languages=("en",))
    assert change_profile(made, other, seen=PROFILE.seen, by=by, now=NOW)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.before == {"usual_days": 28, "languages": ["en", "de"]}
    assert entry.after == {"usual_days": 14, "languages": ["en"]}


def test_saving_what_is_there_changes_and_logs_nothing(by):
    made = found(PROFILE, by=by, now=NOW)
    session.flush()
    before = len(session.scalars(select(AuditEntry)).all())
    assert not change_profile(made, PROFILE, seen=PROFILE.seen, by=by, now=NOW)
    assert len(session.scalars(select(AuditEntry)).all()) == before


def test_who_saves_over_what_they_have_not_seen_is_told(by):
    made = found(PROFILE, by=by, now=NOW)
    session.flush()
    change_profile(made, replace(PROFILE, host="Another"), seen=PROFILE.seen, by=by, now=NOW)
    with pytest.raises(StaleEdit):
        change_profile(made, replace(PROFILE, title="Mine"), seen=PROFILE.seen, by=by, now=NOW)
    assert made.title == "A code"


def test_the_history_tells_a_change_as_people_read_it(by):
    made = found(PROFILE, by=by, now=NOW)
    session.flush()
    change_profile(made, replace(PROFILE, languages=("fr",)), seen=PROFILE.seen, by=by, now=NOW)
    newest = set_up_changes(made)[0]
    (difference,) = newest.differences
    assert (difference.what, difference.before, difference.after) == (
        "Languages", "English, German", "French",
    )  # fmt: skip
    assert newest.who == by.name


def test_a_strand_is_a_part_of_a_whole_group_only(world):
    by, consultation = world.secretariat, world.consultation
    strand = add_group(consultation, "WGAa", "Old records", parent=world.group, by=by, now=NOW)
    assert strand.parent is world.group
    with pytest.raises(RuleError, match="is a strand itself"):
        add_group(consultation, "WGAb", "Older", parent=strand, by=by, now=NOW)


def test_two_groups_have_no_code_in_common(world):
    by = world.secretariat
    with pytest.raises(RuleError, match="already"):
        add_group(world.consultation, "wga", "Again", by=by, now=NOW)
    with pytest.raises(RuleError, match="already"):
        rename_group(world.group, world.other_group.code, "Again", by=by, now=NOW)


def test_a_group_on_which_anything_hangs_is_renamed_and_never_removed(world):
    by = world.secretariat
    with pytest.raises(RuleError, match="provision, open question"):
        remove_group(world.group, by=by, now=NOW)
    rename_group(world.group, "WGA", "Registers", by=by, now=NOW)
    assert world.group.name == "Registers"


def test_an_invitation_hangs_on_its_group(world):
    by = world.secretariat
    empty = add_group(world.consultation, "WGE", "Empty", by=by, now=NOW)
    session.add(setting_up.invitation(world, working_group=empty))
    session.flush()
    with pytest.raises(RuleError, match="invitation"):
        remove_group(empty, by=by, now=NOW)


def test_a_group_on_which_nothing_hangs_goes_and_the_log_keeps_what_it_was(world):
    with transaction():
        consultation = session.get_one(Consultation, world.consultation.id)
        by = session.get_one(Person, world.secretariat.id)
        remove_group(add_group(consultation, "WGE", "Empty", by=by, now=NOW), by=by, now=NOW)
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.before == {"code": "WGE", "name": "Empty"}
