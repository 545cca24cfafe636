"""Accounts: made once, their passwords checked, their part given."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import Office, Organisation, Person, Publication, Role
from consultation.operations.accounts import passwords, people
from consultation.operations.accounts.passwords import person_with_password
from tests.conftest import NOW

PASSWORD = "twelve chars"


def add(email="ana@example.org", password=PASSWORD, **given) -> Person:
    with transaction():
        return people.add_person(email, "Ana Lopes", password, now=NOW, **given)


@pytest.mark.usefixtures("database")
def test_an_account_opens_with_its_password_and_whatever_case_the_address_is_in():
    person = add("  Ana@Example.ORG ")
    assert person.email == "ana@example.org"
    assert person_with_password("ANA@example.org ", PASSWORD) is person


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ana@example.org", "twelve  chars"),
        ("ana@example.org", ""),
        ("ana@example.org", PASSWORD.upper()),
        ("nobody@example.org", PASSWORD),
        ("", ""),
    ],
)
@pytest.mark.usefixtures("database")
def test_nothing_else_opens_it(email, password):
    add()
    assert person_with_password(email, password) is None


@pytest.mark.parametrize("email", ["=?us-ascii?q?=0a?=@y.example", "=?utf-8?q?a?=@example.org"])
def test_an_address_that_mail_reads_as_another_is_none(email):
    with pytest.raises(RuleError, match="is no e-mail address"):
        people.address(email)


@pytest.mark.usefixtures("database")
def test_a_disabled_account_stays_closed():
    person = add()
    person.disabled_at = NOW
    session.commit()
    assert person_with_password(person.email, PASSWORD) is None


@pytest.mark.usefixtures("database")
def test_the_password_itself_is_kept_nowhere():
    person = add()
    assert person.password_hash.startswith("$argon2id$")
    assert PASSWORD not in repr({c.key: getattr(person, c.key) for c in Person.__table__.columns})


@pytest.mark.usefixtures("slow_passwords")
def test_a_password_is_hashed_with_the_work_that_argon2s_authors_advise():
    """RFC 9106, the second choice: 64 MiB, three times over, in four lanes."""
    assert passwords.hashed(PASSWORD).startswith("$argon2id$v=19$m=65536,t=3,p=4$")


@pytest.mark.usefixtures("database")
def test_two_accounts_share_no_session():
    first, second = add(), add("ben@example.org")
    assert first.get_id() != second.get_id()
    assert first.session_key != second.session_key


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("ANA@example.org", PASSWORD, "has an account already"),
        ("ben@example.org", "eleven char", "at least 12 characters"),
    ],
)
def test_a_known_address_and_a_short_password_are_refused(email, password, sentence):
    add()
    with pytest.raises(RuleError, match=sentence):
        add(email, password)
    assert len(session.scalars(select(Person)).all()) == 1


def test_who_takes_part_for_an_organisation_shares_its_row_and_starts_anonymous(world):
    with transaction():
        parts = [
            people.take_part(
                person, world.consultation,
                organisation="Kettle Union", category="trade union", country="Malta",
            )
            for person in (world.outsider, world.reader)
        ]  # fmt: skip
    (body,) = session.scalars(select(Organisation).where(Organisation.name == "Kettle Union"))
    assert {part.organisation for part in parts} == {body}
    assert {part.person.organisation for part in parts} == {body}
    assert {part.publication for part in parts} == {Publication.ANONYMOUS}
    assert len({part.reference for part in parts}) == 2


def test_who_takes_part_alone_has_no_organisation(world):
    with transaction():
        part = people.take_part(
            world.outsider, world.consultation, organisation="", category="citizen", country=""
        )
    assert (part.organisation, part.name, part.category) == (None, "Outsider", "citizen")


def test_roles_and_offices_are_given_in_one_consultation_and_one_group(world):
    with transaction():
        people.give_role(world.outsider, world.consultation, Role.READER)
        people.appoint(world.outsider, world.other_group, Office.VICE_CHAIR)
    roles = [(m.person, m.role) for m in world.consultation.memberships]
    assert (world.outsider, Role.READER) in roles
    offices = [(a.person, a.office) for a in world.other_group.appointments]
    assert (world.outsider, Office.VICE_CHAIR) in offices
    assert world.outsider not in [a.person for a in world.group.appointments]
