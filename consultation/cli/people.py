"""Accounts from the command line."""

import secrets

import click

from consultation import clock, db
from consultation.cli import console, instance, plenary
from consultation.errors import RuleError
from consultation.models import Consultation, Office, Person, Role, WorkingGroup
from consultation.operations.accounts import people, second_factor
from consultation.operations.accounts.passwords import person_by_email
from consultation.queries.consultations import consultations


@plenary.group()
def user() -> None:
    """Accounts: who can sign in, and as what."""


@user.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The name others see.")
@click.option("--secretariat", is_flag=True, help="Runs the newest consultation.")
@click.option("--reader", is_flag=True, help="May read the newest consultation.")
@click.option("--chair", metavar="GROUP", help="Chairs a working group (its code, as WG2).")
@click.option("--vice-chair", metavar="GROUP", help="Vice-chair of a working group.")
@click.option("--stakeholder", metavar="CATEGORY", help="Takes part, as this kind of stakeholder.")
@click.option("--organisation", default="", help="Takes part for this organisation.")
@click.option("--country", default="", help="Country of the stakeholder.")
@click.option("--founder", is_flag=True, help="May found consultations.")
@instance
def add_user(
    email: str,
    name: str,
    secretariat: bool,
    reader: bool,
    chair: str | None,
    vice_chair: str | None,
    stakeholder: str | None,
    organisation: str,
    country: str,
    founder: bool,
) -> None:
    """Make an account and print its password, which is shown this once."""
    password = secrets.token_urlsafe(12)
    with db.transaction():
        person = people.add_person(email, name, password, now=clock.now())
        person.may_found = founder
        if secretariat:
            people.give_role(person, _consultation(), Role.SECRETARIAT)
        if reader:
            people.give_role(person, _consultation(), Role.READER)
        if chair:
            people.appoint(person, _group(chair), Office.CHAIR)
        if vice_chair:
            people.appoint(person, _group(vice_chair), Office.VICE_CHAIR)
        if stakeholder:
            people.take_part(
                person,
                _consultation(),
                organisation=organisation,
                category=stakeholder,
                country=country,
            )
    console.print(f"{email} can sign in with the password: {password}", markup=False)


@user.command("release")
@click.argument("email")
@instance
def release_user(email: str) -> None:
    """Take every office and secretariat from an account; what it signed stays signed."""
    with db.transaction():
        held = people.release(_person(email), now=clock.now())
    said = "; ".join(held) or "held no office"
    console.print(f"{email}: {said}. The account can be deleted by its owner now.", markup=False)


@user.command("no-second-factor")
@click.argument("email")
@instance
def turn_off_second_factor(email: str) -> None:
    """Turn an account's second factor off, for who has lost phone and recovery codes.

    Make sure by another way than mail that it is its owner who asks.
    """
    with db.transaction():
        person = _person(email)
        if person.totp_secret is None:
            raise RuleError(f"The second factor of {email} is not on.")
        second_factor.turn_off(person, author=None, now=clock.now())
    console.print(f"{email}: the password alone opens the account now.", markup=False)


def _person(email: str) -> Person:
    person = person_by_email(email)
    if person is None:
        raise RuleError(f"There is no account of {email}.")
    return person


def _consultation() -> Consultation:
    found = consultations.newest()
    if found is None:
        raise RuleError("There is no consultation yet. Make one with: ./plenary import or demo")
    return found


def _group(code: str) -> WorkingGroup:
    groups = {group.code: group for group in _consultation().working_groups}
    if code not in groups:
        raise RuleError(f"There is no working group {code}; there are: {', '.join(groups)}.")
    return groups[code]
