"""Accounts from the command line: the password is shown once, and opens what was given."""

import pyotp
import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import (
    Appointment,
    Mail,
    Membership,
    Office,
    Person,
    RecoveryCode,
    Role,
    Stakeholder,
)
from consultation.operations.accounts import second_factor
from consultation.operations.accounts.passwords import person_with_password
from consultation.operations.sealing import opened
from tests import factories
from tests.conftest import NOW

EMAIL = "ana@example.org"
SECRET = "A" * 32


def add(run, *arguments, email=EMAIL):
    return run("user", "add", email, "--name", "Ana Lopes", *arguments)


def ana() -> Person:
    return session.scalars(select(Person).where(Person.email == EMAIL)).one()


@pytest.mark.parametrize(("flags", "may"), [((), False), (("--founder",), True)])
def test_only_a_founder_may_found_consultations(run, flags, may):
    assert add(run, *flags).code == 0
    assert ana().may_found is may


def test_the_password_that_is_printed_opens_the_account(run):
    said = add(run)
    assert said.code == 0
    before, _, password = said.words.strip().rpartition(" ")
    assert before == f"{EMAIL} can sign in with the password:"
    assert person_with_password(EMAIL, password) == ana()


def test_every_part_that_is_named_is_given(run, database):
    factories.world()
    arguments = (
        "--secretariat", "--reader", "--chair", "WGA", "--vice-chair", "WGB",
        "--stakeholder", "trade union", "--organisation", "Kettle Union", "--country", "Malta",
    )  # fmt: skip
    assert add(run, *arguments).code == 0
    roles = session.scalars(select(Membership.role).where(Membership.person == ana())).all()
    assert set(roles) == {Role.SECRETARIAT, Role.READER}
    offices = session.scalars(select(Appointment).where(Appointment.person == ana())).all()
    assert {(each.working_group.code, each.office) for each in offices} == {
        ("WGA", Office.CHAIR), ("WGB", Office.VICE_CHAIR),
    }  # fmt: skip
    part = session.scalars(select(Stakeholder).where(Stakeholder.person == ana())).one()
    assert (part.organisation.name, part.category, part.country) == (
        "Kettle Union", "trade union", "Malta",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--chair", "WG9"), "There is no working group WG9; there are: WGA, WGB."),
        (("--vice-chair", "wga"), "There is no working group wga"),
    ],
)
def test_what_cannot_be_given_is_a_sentence_and_no_account_is_made(
    run, database, arguments, sentence
):
    factories.world()
    said = add(run, *arguments)
    assert said.code == 1
    assert sentence in said.words
    assert session.scalar(select(Person).where(Person.email == EMAIL)) is None


@pytest.mark.parametrize("part", ["--secretariat", "--reader", "--chair=WG1", "--stakeholder=x"])
def test_without_a_consultation_there_is_nothing_to_take_part_in(run, part):
    said = add(run, part)
    assert said.code == 1
    assert "There is no consultation yet" in said.words


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nonsense", "--name", "Ana"), "“nonsense” is no e-mail address."),
        (("", "--name", "Ana"), "“” is no e-mail address."),
        (("a b@example.org", "--name", "Ana"), "“a b@example.org” is no e-mail address."),
        ((EMAIL, "--name", " \t"), "An account has a name"),
        # What a terminal in another encoding hands over.
        ((EMAIL, "--name", "Andr\udce9"), "The text holds half a character"),
        (("\udcff@example.org", "--name", "Ana"), "The text holds half a character"),
        ((EMAIL, "--name", "x" * 501), "The text has 501 characters"),
    ],
)
def test_who_cannot_be_named_is_a_sentence_and_no_account_is_made(run, arguments, sentence):
    said = run("user", "add", *arguments)
    assert said.code == 1
    assert f"Error: {sentence}" in said.words
    assert session.scalar(select(Person)) is None


def test_who_lost_phone_and_recovery_codes_gets_in_with_the_password_again(run, database):
    add(run)
    refused = run("user", "no-second-factor", EMAIL)
    assert refused.code == 1
    assert f"The second factor of {EMAIL} is not on." in refused.words
    session.rollback()
    with transaction():
        code = pyotp.TOTP(SECRET).at(NOW)
        second_factor.turn_on(ana(), SECRET, code, secret_key="its key", now=NOW)
    session.remove()
    assert run("user", "no-second-factor", EMAIL.upper()).code == 0
    session.rollback()
    assert ana().totp_secret is None
    assert session.scalars(select(RecoveryCode)).all() == []
    assert [mail.subject for mail in session.scalars(select(Mail).order_by(Mail.id))] == [
        "Your second factor is on", "Your second factor is off",
    ]  # fmt: skip


def left_in_clear():
    with transaction():
        ana().totp_secret = SECRET


def test_a_secret_in_clear_is_sealed_when_the_instance_is_next_opened(run, settings, database):
    add(run)
    left_in_clear()
    key = settings.secret_key()
    assert run("db", "check").code == 0
    assert run("ledger").code == 1  # there is no round; the instance was opened
    session.rollback()
    assert opened(ana().totp_secret, owner=ana().id, secret_key=key) == SECRET


def test_a_machine_without_the_key_seals_nothing(run, settings, database):
    add(run)
    left_in_clear()
    run("ledger")
    session.rollback()
    assert ana().totp_secret == SECRET
    assert not settings.has_secret_key()


def test_an_account_that_is_not_there_is_a_sentence(run):
    said = run("user", "no-second-factor", EMAIL)
    assert said.code == 1
    assert f"There is no account of {EMAIL}." in said.words


def test_a_known_address_is_a_sentence(run):
    add(run)
    said = add(run, email=EMAIL.upper())
    assert said.code == 1
    assert f"{EMAIL} has an account already." in said.words
