"""Registering and setting a new password by mail: once, within the hour, and nobody is told on."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Person, Token
from consultation.operations.accounts import passwords
from consultation.operations.accounts.attempts import CONFIRM, MAIL
from consultation.operations.accounts.tokens import hash_of
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.views.mailing import forget, link, mails, register
from tests.views.visiting import change, count

NEW = "nia@example.org"
OTHER = "quite another password"


def confirm(browser, path, password=PASSWORD):
    return browser.submit(browser.get(path), password=password)


def test_an_account_is_there_when_its_address_is_confirmed_and_not_before(browser, world):
    page = register(browser, NEW)
    assert f"what to do next to {NEW}" in page.words
    assert count(Person, Person.email == NEW) == 0
    confirmed = browser.follow(confirm(browser, link(NEW)))
    assert "Your address is confirmed." in confirmed.words
    browser.sign_in(NEW)
    assert "Nia" in browser.get("/account").words


def test_who_wanted_to_go_somewhere_gets_there_after_confirming(browser, world):
    there = f"/drafts/{world.draft.id}"
    sign_in = browser.get(browser.get(there).headers["Location"])
    (there_to,) = [a.get("href") for a in sign_in.find("a") if a.get("href", "").startswith("/reg")]
    register(browser, NEW, after=there_to)
    page = browser.follow(confirm(browser, link(NEW)))
    assert browser.submit(page, email=NEW, password=PASSWORD).headers["Location"] == there


def test_who_has_the_mailbox_makes_no_account_with_a_strangers_password(browser, world):
    register(browser, NEW)
    register(browser, NEW, person="A Stranger", password=OTHER)
    page = confirm(browser, link(NEW))
    assert page.status_code == 422
    assert "This link was asked for with another password." in page.words
    assert "register again" in page.words
    assert PASSWORD not in page.text
    assert count(Person, Person.email == NEW) == 0
    register(browser, NEW)
    assert confirm(browser, link(NEW)).status_code == 302
    browser.sign_in(NEW)


def test_passwords_for_a_link_are_counted_and_the_next_link_begins_anew(browser, world):
    register(browser, NEW, password=OTHER)
    for _ in range(CONFIRM.most):
        assert confirm(browser, link(NEW)).status_code == 422
    refused = confirm(browser, link(NEW), OTHER)
    assert refused.status_code == 429
    assert "Register again" in refused.words
    register(browser, NEW)
    assert confirm(browser, link(NEW)).status_code == 302


def test_a_program_that_keeps_passwords_can_fill_in_the_confirmation(browser, world):
    register(browser, NEW)
    page = browser.get(link(NEW))
    (username,) = page.find("input", autocomplete="username")
    assert (username.get("value"), username.get("readonly")) == (NEW, "")
    assert len(page.find("input", type="password", autocomplete="current-password")) == 1


def test_opening_a_mailed_link_does_nothing_by_itself(browser, world):
    register(browser, NEW)
    for _ in range(2):
        browser.get(link(NEW))
    assert count(Person, Person.email == NEW) == 0


def test_only_the_hash_of_a_token_is_kept_and_it_has_128_bits(browser, world):
    register(browser, NEW)
    raw = link(NEW).rpartition("/")[2]
    session.rollback()
    token = session.scalars(select(Token)).one()
    assert (len(raw), token.hash) == (22, hash_of(raw))
    assert raw not in str(vars(token))


def later(monkeypatch, **given):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**given))


@pytest.mark.parametrize(("minutes", "is_good"), [(59, True), (60, False)])
def test_a_link_is_good_for_an_hour(browser, world, monkeypatch, minutes, is_good):
    forget(browser, world.reader.email)
    page = browser.get(link(world.reader.email))
    later(monkeypatch, minutes=minutes)
    answer = browser.submit(page, password=OTHER)
    assert answer.status_code == (302 if is_good else 409)
    if not is_good:
        assert "is more than an hour old" in answer.words
        assert "Ask for another link" in browser.get(link(world.reader.email)).words


def test_a_link_is_good_once(browser, world):
    forget(browser, world.reader.email)
    page = browser.get(link(world.reader.email))
    path = link(world.reader.email)
    assert browser.submit(page, password=OTHER).status_code == 302
    assert browser.submit(page, password=PASSWORD).status_code == 409
    assert "used already" in browser.get(path).words
    browser.sign_in(world.reader.email, OTHER)


def test_a_newer_link_and_a_changed_password_end_the_older_one(browser, app, world):
    forget(browser, world.reader.email)
    first = browser.get(link(world.reader.email))
    forget(browser, world.reader.email)
    assert browser.submit(first, password=OTHER).status_code == 409
    second = browser.get(link(world.reader.email))
    own = Browser(app).sign_in(world.reader.email)
    own.submit(own.get("/account/password"), current=PASSWORD, password="changed meanwhile")
    assert browser.submit(second, password=OTHER).status_code == 409


def test_a_link_is_for_one_thing_only(browser, world):
    forget(browser, world.reader.email)
    raw = link(world.reader.email).rpartition("/")[2]
    assert "This link was used already" in browser.get(f"/confirm/{raw}").words


def test_a_new_password_ends_every_session_and_tells_the_owner(browser, app, world):
    own = Browser(app).sign_in(world.reader.email)
    forget(browser, world.reader.email)
    browser.submit(browser.get(link(world.reader.email)), password=OTHER)
    assert own.get("/account").status_code == 302
    assert mails(world.reader.email)[-1].subject == "Your password was changed"


def test_a_short_password_and_no_address_are_refused_and_nothing_is_mailed(browser, world):
    page = register(browser, "nobody", password="eleven char")
    assert page.status_code == 422
    assert "at least 12 characters" in page.words
    assert "is no e-mail address" in page.words
    assert "eleven char" not in page.text
    assert count(Token) == 0


@pytest.mark.parametrize("ask", [register, forget])
def test_a_known_and_an_unknown_address_get_the_same_answer(browser, world, ask):
    known, unknown = ask(browser, world.reader.email), ask(browser, "nobody@example.org")
    assert known.status_code == unknown.status_code == 200
    assert known.words.replace(world.reader.email, "") == unknown.words.replace(
        "nobody@example.org", ""
    )
    ignored = {"Set-Cookie", "Content-Length"}
    assert {k: v for k, v in known.headers.items() if k not in ignored} == {
        k: v for k, v in unknown.headers.items() if k not in ignored
    }


def test_who_has_an_account_and_registers_is_told_so_by_mail_alone(browser, world):
    register(browser, world.reader.email, person="Somebody Else")
    mail = mails(world.reader.email)[-1]
    assert mail.subject == "You have an account already"
    browser.submit(browser.get(mail.path), password=OTHER)
    browser.sign_in(world.reader.email, OTHER)
    assert world.reader.name in browser.get("/account").words


def test_a_disabled_account_gets_no_link(browser, world):
    change(world.reader, disabled_at=NOW)
    forget(browser, world.reader.email)
    assert mails(world.reader.email) == []


def test_an_address_gets_a_few_mails_an_hour_and_is_not_told(browser, world, monkeypatch):
    for _ in range(MAIL.most + 3):
        assert forget(browser, world.reader.email).status_code == 200
    assert len(mails(world.reader.email)) == MAIL.most
    later(monkeypatch, hours=1, minutes=1)
    forget(browser, world.reader.email)
    assert len(mails(world.reader.email)) == MAIL.most + 1


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded"])
def test_a_poisoned_header_reaches_no_mail(browser, world, header):
    page = browser.get("/forgotten")
    fields = page.fields() | {"email": world.reader.email}
    browser.client.post("/forgotten", data=fields, headers={header: "host=evil.example"})
    (mail,) = mails(world.reader.email)
    assert "evil" not in mail.text + mail.path
    assert mail.path.startswith("/reset/")


def test_a_host_that_is_not_ours_is_refused(browser, world):
    page = browser.get("/forgotten")
    fields = page.fields() | {"email": world.reader.email}
    reply = browser.client.post("/forgotten", data=fields, headers={"Host": "evil.example"})
    assert reply.status_code == 400
    assert mails(world.reader.email) == []


def test_the_time_taken_does_not_tell_whether_there_is_an_account(
    browser, world, slow_passwords, monkeypatch
):
    """Signing in takes Argon2's time for nobody too; a link is one row more or less."""
    with transaction():
        session.get_one(Person, world.secretariat.id).password_hash = passwords.hashed(PASSWORD)
    monkeypatch.setattr("consultation.views.account.sign_in.attempts.ensure_below", _nothing)
    page = browser.get("/sign-in")
    times: dict[str, list[float]] = {world.secretariat.email: [], "nobody@example.org": []}
    for _ in range(6):
        for email, taken in times.items():
            begun = perf_counter()
            browser.submit(page, email=email, password="a guess of mine")
            taken.append(perf_counter() - begun)
    known, unknown = (median(taken) for taken in times.values())
    assert unknown > 0.5 * known


def _nothing(*_arguments) -> None:
    """No limit."""
