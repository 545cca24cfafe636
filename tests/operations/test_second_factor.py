"""The app's secret is sealed: no copy of the database opens a second factor."""

import pyotp
import pytest
from sqlalchemy import inspect, text

from consultation.db import session, transaction
from consultation.errors import SealBroken
from consultation.models import Person
from consultation.operations.accounts import second_factor
from consultation.operations.sealing import opened, seal
from tests import factories
from tests.conftest import NOW

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
KEY = "the key of this instance"


@pytest.fixture
def ana(database):
    return turned_on("ana@example.org")


def turned_on(email):
    with transaction():
        session.add(person := factories.person(email=email, name=email))
        session.flush()
        second_factor.turn_on(person, SECRET, code(), secret_key=KEY, now=NOW)
        person.totp_step = None
    return person


def code(secret=SECRET):
    return pyotp.TOTP(secret).at(NOW)


def takes(person, given, secret_key=KEY):
    return second_factor.takes_code(person, given, secret_key=secret_key, now=NOW)


def dump(settings):
    """Every cell of every table, and the bytes of the database's files where it is files."""
    session.commit()
    tables = inspect(session.get_bind()).get_table_names()
    rows = [session.execute(text(f'SELECT * FROM "{name}"')).all() for name in tables]
    files = [path.read_bytes() for path in settings.data.glob("plenary.sqlite*")]
    return repr(rows) + repr(files)


def test_a_dump_of_the_database_does_not_hold_the_secret(settings, ana):
    assert SECRET not in dump(settings)
    assert takes(ana, code())


def test_what_an_earlier_release_kept_in_clear_is_sealed_and_leaves_nothing_behind(settings, ana):
    with transaction():
        ana.totp_secret = SECRET
    assert second_factor.is_any_in_clear()
    assert SECRET in dump(settings)
    with transaction():
        second_factor.seal_all(KEY)
    assert not second_factor.is_any_in_clear()
    engine, number = session.get_bind(), ana.id
    session.remove()
    engine.dispose()  # with the last connection goes the journal that SQLite writes ahead
    assert SECRET not in dump(settings)
    assert takes(session.get_one(Person, number), code())


def test_a_sealed_secret_in_another_persons_row_opens_nothing(ana):
    with transaction():
        session.add(ben := factories.person(email="ben@example.org", name="Ben"))
        ben.totp_secret = ana.totp_secret
    with pytest.raises(SealBroken, match="does not open with the secret key of this site"):
        takes(ben, code())


def test_under_another_key_recovery_codes_still_open_and_turning_it_on_again_helps(database):
    with transaction():
        session.add(person := factories.person())
        session.flush()
        codes = second_factor.turn_on(person, SECRET, code(), secret_key=KEY, now=NOW)
    with transaction(), pytest.raises(SealBroken):
        takes(person, code(), secret_key="another key")
    with transaction():
        assert takes(person, codes[0], secret_key="another key")
        second_factor.turn_off(person, author=person, now=NOW)
        second_factor.turn_on(person, SECRET, code(), secret_key="another key", now=NOW)
        person.totp_step = None
        assert takes(person, code(), secret_key="another key")


def test_two_people_with_one_secret_have_nothing_alike_in_their_rows(ana):
    ben = turned_on("ben@example.org")
    kept = {session.get_one(Person, person.id).totp_secret for person in (ana, ben)}
    assert len(kept) == 2


@pytest.mark.parametrize("spoilt", ["", SECRET, "sealed:", "sealed:é", "sealed:AAAA", "A"])
def test_what_was_never_sealed_does_not_open(spoilt):
    with pytest.raises(SealBroken):
        opened(spoilt, owner=1, secret_key=KEY)


def test_a_changed_letter_does_not_open():
    sealed = seal(SECRET, owner=1, secret_key=KEY)
    other = "A" if sealed[30] != "A" else "B"
    assert opened(sealed, owner=1, secret_key=KEY) == SECRET
    with pytest.raises(SealBroken):
        opened(sealed[:30] + other + sealed[31:], owner=1, secret_key=KEY)
