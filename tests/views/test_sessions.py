"""Sessions: signing out ends one for good, whoever copied its cookie; and none is good for ever."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from consultation import clock, jobs
from consultation.db import session, transaction
from consultation.models import SESSION_LIFE, EndedSession
from consultation.operations.accounts import sessions
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import count

COOKIE = "plenary"


def copied(app, browser) -> Browser:
    """Another browser with a copy of this one's cookie."""
    thief = Browser(app)
    cookie = browser.client.get_cookie(COOKIE)
    thief.client.set_cookie(COOKIE, cookie.value)
    return thief


def end(browser):
    token = browser.get("/account").fields("/sign-out/everywhere")["csrf_token"]
    assert browser.post("/sign-out", {"csrf_token": token}).status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, world):
    own = Browser(app).sign_in(world.reader.email)
    thief = copied(app, own)
    assert thief.get("/account").status_code == 200
    end(own)
    assert thief.get("/account").status_code == 302
    assert own.get("/account").status_code == 302


def test_signing_out_here_ends_no_session_elsewhere(app, world):
    here, there = (Browser(app).sign_in(world.reader.email) for _ in range(2))
    end(here)
    assert there.get("/account").status_code == 200
    here.sign_in(world.reader.email)
    assert here.get("/account").status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (0, 302)])
def test_a_session_is_good_for_thirty_days_whatever_is_done_in_it(
    app, world, monkeypatch, seconds, status
):
    browser = Browser(app).sign_in(world.reader.email)
    for days in (10, 20):
        monkeypatch.setattr(clock, "now", lambda at=days: NOW + timedelta(days=at))
        assert browser.get("/account").status_code == 200
    ends = NOW + SESSION_LIFE + timedelta(seconds=seconds)
    monkeypatch.setattr(clock, "now", lambda: ends)
    assert browser.get("/account").status_code == status


def test_who_is_asking_takes_one_query(app, world):
    browser = Browser(app).sign_in(world.reader.email)
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        if "person" in statement:
            asked.append(statement)

    event.listen(app.engine, "before_cursor_execute", note)
    browser.get("/help")
    event.remove(app.engine, "before_cursor_execute", note)
    assert len(asked) == 1


def test_only_a_hash_of_an_ended_session_is_kept_and_as_long_as_its_cookie_could_be_good(
    app, world, monkeypatch
):
    browser = Browser(app).sign_in(world.reader.email)
    with browser.client.session_transaction() as cookie:
        number = cookie["number"]
    end(browser)
    session.rollback()
    (row,) = session.query(EndedSession).all()
    assert number not in row.hash
    assert len(number) == 22
    for days, left in ((29, 1), (30, 0)):
        monkeypatch.setattr(clock, "now", lambda at=days: NOW + timedelta(days=at))
        jobs.sweep(timedelta(minutes=1))
        assert count(EndedSession) == left


def test_signing_out_twice_at_once_is_signing_out(database, now):
    for _ in range(2):
        with transaction():
            sessions.end("a number", now=NOW)
    assert count(EndedSession) == 1
