"""Limits on tries know the address behind a proxy of one's own, and keep none of it."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

import consultation
from consultation import jobs
from consultation.db import session, transaction
from consultation.errors import TooManyTries
from consultation.models import Attempt, Token, TokenKind
from consultation.operations.accounts import attempts, registration
from consultation.operations.accounts.attempts import CODE, CONFIRM, HOST_MAIL, MAIL, SIGN_IN
from tests import newcomers
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import count

OFFICE = "203.0.113.5"


def behind(database, proxies: int) -> Browser:
    """A browser that talks to an application behind so many proxies."""
    app = consultation.create_app(database.model_copy(update={"proxies": proxies}))
    app.config["TESTING"] = True
    return Browser(app)


def guess(browser, email, forwarded):
    page = browser.get("/sign-in")
    fields = page.fields() | {"email": email, "password": "a guess of mine"}
    headers = {"X-Forwarded-For": forwarded}
    return browser.client.post("/sign-in", data=fields, headers=headers).status_code


def close(browser):
    session.remove()
    browser.app.engine.dispose()
    browser.app.queue.huey.storage.close()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "is_one_visitor"),
    [
        (0, "198.51.100.{}", True),
        (1, "198.51.100.{}", False),
        (1, "198.51.100.{}, 203.0.113.5", True),
        (2, "198.51.100.{}, 203.0.113.5", False),
        (2, "198.51.100.{}, 203.0.113.5, 192.0.2.1", True),
        (1, "2001:db8::{}", True),
        (1, "2001:db8:0:{}::1", False),
        (1, "203.0.113.5:500{}", True),
        (1, "[2001:db8::7]:500{}", True),
    ],
)
def test_so_many_proxies_are_believed_and_nobody_before_them(
    database, world, proxies, forwarded, is_one_visitor
):
    browser = behind(database, proxies)
    tries = [
        guess(browser, world.reader.email, forwarded.format(n)) for n in range(SIGN_IN.most + 1)
    ]
    assert tries == [422] * SIGN_IN.most + [429 if is_one_visitor else 422]
    close(browser)


def test_two_hundred_people_behind_one_address_sign_in_whatever_others_mistyped(database):
    with transaction():
        for number in range(200):
            for _ in range(SIGN_IN.most - 1):
                attempts.note(SIGN_IN, f"person{number}@example.org", OFFICE, NOW)
        attempts.note(SIGN_IN, "person7@example.org", OFFICE, NOW)
        for number in set(range(200)) - {7}:
            attempts.ensure_below(SIGN_IN, f"person{number}@example.org", OFFICE, NOW)
        with pytest.raises(TooManyTries):
            attempts.ensure_below(SIGN_IN, "person7@example.org", OFFICE, NOW)


def ask_for_mail(address, host):
    registration.ask_for_reset(address, host=host, now=NOW)


def test_one_place_has_mails_sent_to_two_hundred_people_twice_and_not_to_any_number(database):
    with transaction():
        for number in range(400):
            ask_for_mail(f"person{number % 200}@example.org", OFFICE)
        for number in range(HOST_MAIL.most - 400):
            ask_for_mail(f"stranger{number}@example.org", OFFICE)
        with pytest.raises(TooManyTries, match="from where you are"):
            ask_for_mail("one.more@example.org", OFFICE)
        with pytest.raises(TooManyTries):
            registration.ask_to_register(
                "one.more@example.org", "One", "hash", leads_to="/", host=OFFICE, now=NOW
            )
        ask_for_mail("one.more@example.org", "198.51.100.7")


def test_what_is_kept_of_an_address_cannot_be_turned_back(app, browser, world):
    assert guess(browser, world.reader.email, "") == 422
    session.rollback()
    row = session.scalars(select(Attempt)).one()
    twice = hashlib.sha256(hashlib.sha256(b"127.0.0.1").hexdigest().encode()).hexdigest()
    assert row.address not in {hashlib.sha256(b"127.0.0.1").hexdigest(), twice}
    app.config["SECRET_KEY"] = "another instance"
    assert guess(Browser(app), world.reader.email, "") == 422
    session.rollback()
    assert len({a.address for a in session.scalars(select(Attempt))}) == 2


def test_no_try_and_no_unconfirmed_address_is_kept_longer_than_it_counts(
    database, now, monkeypatch
):
    with transaction():
        for limit in (SIGN_IN, CODE, CONFIRM, MAIL, HOST_MAIL):
            attempts.note(limit, "ana@example.org", OFFICE, NOW)
        session.add(newcomers.token(TokenKind.REGISTER))
    for later, left in ((14, 5), (15, 4), (59, 4), (60, 0)):
        monkeypatch.setattr("consultation.clock.now", lambda at=later: NOW + timedelta(minutes=at))
        jobs.sweep(timedelta(minutes=1))
        assert count(Attempt) == left
        assert count(Token) == (1 if later < 60 else 0)
