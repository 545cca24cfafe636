"""When something is refused or breaks: a sentence that says what to do, and the text given back."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from flask import Flask, Response
from sqlalchemy import select, text, update
from sqlalchemy.orm.exc import StaleDataError

from consultation import db
from consultation.access import permits
from consultation.boundary import REQUEST_LIMIT
from consultation.config import Settings
from consultation.db import locked, session
from consultation.models import Consultation, Membership
from consultation.permissions import Permission
from tests.client import Browser
from tests.databases import POSTGRES, Kept
from tests.views.visiting import given_back, stored

TEXT = "Tea at four, and a page that keeps what I wrote."


def browser_with(app: Flask, act) -> Browser:
    """It finds a page of ours whose form is sent to `act`, as if it were in a part of the site."""
    view = permits(Permission.VISIT)(act)
    app.add_url_rule("/act", "chair.act", view, methods=["GET", "POST"])
    return Browser(app)


def token(browser: Browser) -> dict[str, str]:
    return {"csrf_token": browser.get("/sign-in").fields()["csrf_token"]}


@pytest.mark.parametrize(
    "path",
    [
        "/no-such-page",
        "/drafts/0",
        "/drafts/999999",
        "/drafts/-1",
        "/drafts/one",
        f"/drafts/{2**31}",
        f"/drafts/{2**63}",
        "/static/no-such-file.css",
    ],
)
def test_what_is_not_there_gets_a_page_that_says_so(browser, path):
    page = browser.get(path)
    assert page.status_code == 404
    assert "There is no such page." in page.words


def test_an_old_form_is_refused_with_what_to_do(browser):
    page = browser.post("/sign-in", {"email": "a@example.org", "text": TEXT})
    assert page.status_code == 400
    assert "Open the page again, then send it once more." in page.words
    assert given_back(page) == {"text": TEXT}


def test_every_text_that_was_typed_is_given_back_as_it_was(browser):
    typed = {"text": "\n one\n<script>alert(1)</script> &amp; ", "title": "T", "reason": "R"}
    typed |= {"exact": "record", "position": "oppose", "remark": "legal"}
    page = browser.post("/sign-in", typed | {"choices": ["tea", "", "water"]})
    assert given_back(page) == typed | {"choices": "tea\nwater"}


def test_a_control_character_does_not_break_the_page_that_gives_a_text_back(browser):
    page = browser.post("/sign-in", {"text": "bell\x07 and \x00nothing"})
    assert given_back(page) == {"text": "bell and nothing"}


def test_a_method_that_an_address_does_not_take_is_refused(browser):
    page = browser.post("/help", token(browser))
    assert page.status_code == 405
    assert "use the button on the page" in page.words


def test_more_than_can_be_taken_at_once_is_refused(browser, world):
    browser.sign_in(world.stakeholder.email)
    fields = token(browser) | {"text": "x" * REQUEST_LIMIT}
    page = browser.post(f"/questions/{world.question.id}/answer", fields)
    assert page.status_code == 413
    assert "Shorten it or split it." in page.words


def test_a_host_that_is_not_ours_is_refused(browser):
    page = browser.get("/sign-in", headers={"Host": "evil.example"})
    assert page.status_code == 400
    assert page.text == "Plenary does not answer under this name.\n"


def test_what_breaks_shows_a_sentence_and_nothing_of_the_inside(new_app):
    def fail() -> str:
        secret = "the inside of the program"
        raise ZeroDivisionError(secret)

    browser = browser_with(new_app, fail)
    page = browser.post("/act", token(browser) | {"text": TEXT})
    assert page.status_code == 500
    assert "Something broke on our side and was noted." in page.words
    assert given_back(page) == {"text": TEXT}
    for inside in ("Traceback", "ZeroDivisionError", "the inside", "test_errors.py"):
        assert inside not in page.text


@pytest.mark.parametrize(
    ("outcome", "is_public"), [("200", True), ("302", True), ("409", False), ("error", False)]
)
def test_only_what_succeeds_is_stored(world, new_app, outcome, is_public):
    def write() -> Response:
        session.execute(update(Consultation).values(is_public=True))
        return Response("done", int(outcome), mimetype="text/plain")

    browser = browser_with(new_app, write)
    browser.post("/act", token(browser))
    assert stored(world.consultation).is_public is is_public


def test_two_who_change_a_row_in_the_same_instant_are_told(new_app):
    def lose() -> str:
        raise StaleDataError("UPDATE statement on table 'theme' expected to update 1 row(s)")

    browser = browser_with(new_app, lose)
    page = browser.post("/act", token(browser) | {"title": TEXT})
    assert page.status_code == 409
    assert "Somebody else changed this in the same instant." in page.words
    assert given_back(page) == {"title": TEXT}


@pytest.mark.parametrize("touch", [locked, lambda row: row.role], ids=["lock", "read"])
def test_who_acts_on_what_was_removed_meanwhile_is_told(world, new_app, touch):
    def act() -> str:
        row = session.scalars(select(Membership)).first()
        session.execute(text("DELETE FROM membership"))
        session.expire(row)
        touch(row)
        return "done"

    browser = browser_with(new_app, act)
    page = browser.post("/act", token(browser) | {"text": TEXT})
    assert page.status_code == 409
    assert "Somebody else removed what this was about meanwhile" in page.words
    assert given_back(page) == {"text": TEXT}


def test_what_was_removed_before_the_button_was_pressed_is_not_found_and_the_text_given_back(
    browser, secretariat, world
):
    secretariat.get("/")
    typed = {"csrf_token": secretariat.get("/sign-in").fields()["csrf_token"], "text": TEXT}
    page = secretariat.post("/questions/999999/answer", typed)
    assert page.status_code == 404
    assert "somebody removed what it was about" in page.words
    assert given_back(page) == {"text": TEXT}


@contextmanager
def busy(settings: Settings) -> Iterator[None]:
    """SQLite's one writer does not end; PostgreSQL takes no connection."""
    if settings.url.startswith("sqlite"):
        writer = sqlite3.connect(settings.data / "plenary.sqlite", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        yield
        writer.close()
        return
    name = settings.url.rpartition("/")[2]
    with psycopg.connect(POSTGRES, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND application_name <> %s",
            [name, Kept.NAME],
        )
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_a_database_that_does_not_answer_is_a_minutes_wait_and_no_lost_text(
    app, database, world, stakeholder, monkeypatch
):
    monkeypatch.setattr(db, "BUSY_TIMEOUT", 0.05)
    address = f"/questions/{world.question.id}/answer"
    form = stakeholder.get(address)
    session.remove()
    app.engine.dispose()
    with busy(database):
        page = stakeholder.submit(form, text=TEXT)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "30")
    assert "Wait a minute, then send it again" in page.words
    assert given_back(page) == {"text": TEXT}
    assert stakeholder.submit(form, text=TEXT).status_code == 302
