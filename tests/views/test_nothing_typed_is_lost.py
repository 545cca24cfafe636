"""A session that ends while one writes, saves by a script, and the longest of answers."""

from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select
from werkzeug.test import encode_multipart

from consultation import clock
from consultation.boundary import ANSWER_LIMIT
from consultation.db import session
from consultation.models import AnswerVersion, Submission
from consultation.operations.sealing import seal
from tests.client import PASSWORD, Browser, Page, written
from tests.conftest import NOW
from tests.views.test_commenting import commenting, saved_comments
from tests.views.test_stakeholder import TEXT, answering, reviewing, versions
from tests.views.visiting import change, count, given_back

JSON = {"Accept": "application/json"}


def end_session(browser: Browser, world, how: str) -> None:
    """As a restarted browser does, or as a changed password does."""
    if how == "the cookie is gone":
        browser.client.delete_cookie("plenary")
    else:
        change(world.stakeholder, session_key="another")


def by_script(browser: Browser, page: Page, **fields):
    address = page.form().get("action")
    return browser.client.post(address, data=page.fields() | fields, headers=JSON)


def sign_in(browser: Browser, page: Page, email: str, password: str = PASSWORD) -> Page:
    return browser.submit(page, email=email, password=password)


@pytest.mark.parametrize("how", ["the cookie is gone", "the account has a new key"])
def test_a_session_that_ends_while_writing_loses_nothing(app, stakeholder, world, how):
    """trust.md 32: POST, sign in again, the text is still there; one submission."""
    page = stakeholder.get(answering(world))
    end_session(stakeholder, world, how)
    with written(app) as statements:
        asked = stakeholder.submit(page, text=TEXT, position="oppose")
    assert (asked.status_code, statements) == (401, [])
    assert "What you wrote is in this page" in asked.words
    with written(app) as statements:
        back = sign_in(stakeholder, asked, world.stakeholder.email)
    assert (back.status_code, statements) == (200, [])
    assert (back.fields()["text"], back.fields()["position"]) == (TEXT, "oppose")
    stakeholder.follow(stakeholder.submit(back))
    assert versions() == [(1, TEXT, "oppose", [])]
    stakeholder.submit(stakeholder.get(reviewing(world)))
    assert count(Submission) == 2  # the owner's and this one


def test_a_wrong_password_keeps_the_text_in_the_page(stakeholder, world):
    page = stakeholder.get(answering(world))
    end_session(stakeholder, world, "the cookie is gone")
    asked = stakeholder.submit(page, text=TEXT)
    again = sign_in(stakeholder, asked, world.stakeholder.email, "a guess of mine")
    assert again.status_code == 422
    assert "a guess of mine" not in again.text
    back = sign_in(stakeholder, again, world.stakeholder.email)
    assert back.fields()["text"] == TEXT


def test_a_text_comes_along_through_the_second_factor_too(app, stakeholder, world):
    page = stakeholder.get(answering(world))
    key, secret = app.config["SECRET_KEY"], "A" * 32
    kept = seal(secret, owner=world.stakeholder.id, secret_key=key)
    change(world.stakeholder, totp_secret=kept)
    end_session(stakeholder, world, "the cookie is gone")
    asked = sign_in(stakeholder, stakeholder.submit(page, text=TEXT), world.stakeholder.email)
    wrong = stakeholder.submit(asked, code="000000")
    assert wrong.status_code == 422
    back = stakeholder.submit(wrong, code=pyotp.TOTP(secret).at(NOW))
    assert back.fields()["text"] == TEXT
    assert versions() == []


def test_a_new_comment_comes_along_with_its_passage(stakeholder, world):
    page = stakeholder.get(f"{commenting(world)}/new?exact=record&start=4")
    end_session(stakeholder, world, "the cookie is gone")
    asked = stakeholder.submit(page, text="Which one?", proposed="file")
    back = sign_in(stakeholder, asked, world.stakeholder.email)
    assert saved_comments() == []
    stakeholder.submit(back)
    (kept,) = saved_comments()
    assert (kept.text, kept.proposed, kept.passage["exact"]) == ("Which one?", "file", "record")


def test_what_was_saved_elsewhere_meanwhile_is_not_overwritten(app, stakeholder, world):
    page = stakeholder.get(answering(world))
    end_session(stakeholder, world, "the cookie is gone")
    asked = stakeholder.submit(page, text="Typed before the session ended.")
    elsewhere = Browser(app).sign_in(world.stakeholder.email)
    elsewhere.submit(elsewhere.get(answering(world)), text="Saved on the telephone.")
    back = sign_in(stakeholder, asked, world.stakeholder.email)
    refused = stakeholder.submit(back)
    assert refused.status_code == 409
    assert "Saved on the telephone." in refused.words
    assert refused.fields()["text"] == "Typed before the session ended."


def test_who_may_not_answer_gets_the_text_back_and_nothing_is_stored(stakeholder, world):
    page = stakeholder.get(answering(world))
    end_session(stakeholder, world, "the cookie is gone")
    asked = stakeholder.submit(page, text=TEXT)
    refused = sign_in(stakeholder, asked, world.outsider.email)
    assert refused.status_code == 403
    assert given_back(refused) == {"text": TEXT}
    assert versions() == []


@pytest.mark.parametrize("target", ["/", "//evil.example", "/no-such-page", "/sign-out", "/help"])
def test_a_text_comes_along_to_a_page_for_writing_only(browser, world, target):
    page = browser.get("/sign-in", query_string={"next": target})
    fields = page.fields() | {"email": world.stakeholder.email, "password": PASSWORD}
    answer = browser.post(
        page.form().get("action"), fields | {"comes_along": "yes", "text": "Planted."}
    )
    assert answer.status_code == 302
    assert "evil" not in answer.headers["Location"]


def test_a_script_is_told_that_the_session_ended_and_nothing_is_written(app, stakeholder, world):
    page = stakeholder.get(answering(world))
    for how in ("the account has a new key", "the cookie is gone"):
        end_session(stakeholder, world, how)
        with written(app) as statements:
            reply = by_script(stakeholder, page, text=TEXT)
        assert (reply.status_code, statements) == (401, [])
        assert reply.get_json()["refused"] == "Your session has ended."


def test_a_script_saves_a_new_comment_once_and_then_at_its_own_address(stakeholder, world):
    page = stakeholder.get(f"{commenting(world)}/new")
    first = by_script(stakeholder, page, text="Say by").get_json()
    assert first["address"] == f"{commenting(world)}/1"
    fields = page.fields() | {"text": "Say by when.", "seen": first["seen"]}
    second = stakeholder.client.post(first["address"], data=fields, headers=JSON).get_json()
    assert (second["seen"], second["address"]) == (2, first["address"])
    assert [(v.entry, v.text) for v in saved_comments()] == [(1, "Say by"), (1, "Say by when.")]


@pytest.mark.parametrize("place", ["answer", "comment"])
def test_a_script_whose_replies_are_lost_saves_one_text_further(stakeholder, world, place):
    address = answering(world) if place == "answer" else f"{commenting(world)}/new"
    page = stakeholder.get(address)
    replies = [by_script(stakeholder, page, text=text) for text in ("As", "As I", "As I type.")]
    assert [reply.get_json()["seen"] for reply in replies] == [1, 2, 3]
    assert len({reply.get_json()["address"] for reply in replies}) == 1


def test_the_key_of_a_page_comes_along_through_signing_in(stakeholder, world):
    page = stakeholder.get(f"{commenting(world)}/new")
    by_script(stakeholder, page, text="Say by")
    end_session(stakeholder, world, "the cookie is gone")
    asked = stakeholder.submit(page, text="Say by when.")
    stakeholder.submit(sign_in(stakeholder, asked, world.stakeholder.email))
    assert [(v.entry, v.text) for v in saved_comments()] == [(1, "Say by"), (1, "Say by when.")]


def test_a_script_that_saves_the_same_twice_makes_one_version(stakeholder, world):
    page = stakeholder.get(answering(world))
    replies = [by_script(stakeholder, page, text=TEXT).get_json() for _ in range(2)]
    assert replies[0] == replies[1]
    assert len(versions()) == 1


@pytest.mark.parametrize("place", ["answer", "comment"])
def test_a_stale_save_of_a_script_is_refused_and_overwrites_nothing(stakeholder, world, place):
    """trust.md 33: the page itself then shows both texts (tests/views/test_commenting.py)."""
    address = answering(world)
    if place == "comment":
        new = stakeholder.get(f"{commenting(world)}/new")
        address = stakeholder.submit(new, text="First.").headers["Location"]
    first, second = (stakeholder.get(address) for _ in range(2))
    by_script(stakeholder, first, text="From the first window.")
    reply = by_script(stakeholder, second, text="From the second window.")
    assert reply.status_code == 409
    assert "It was saved somewhere else" in reply.get_json()["refused"]
    session.rollback()
    kept = session.scalars(select(AnswerVersion.text).order_by(AnswerVersion.id)).all()
    assert kept[-1] == "From the first window."


def test_a_code_that_comes_too_late_keeps_the_text_and_leads_back_to_it(
    app, stakeholder, world, monkeypatch
):
    page = stakeholder.get(answering(world))
    secret, now = "A" * 32, [NOW]
    sealed = seal(secret, owner=world.stakeholder.id, secret_key=app.config["SECRET_KEY"])
    change(world.stakeholder, totp_secret=sealed)
    end_session(stakeholder, world, "the cookie is gone")
    asked = sign_in(stakeholder, stakeholder.submit(page, text=TEXT), world.stakeholder.email)
    monkeypatch.setattr(clock, "now", lambda: now[0])
    now[0] += timedelta(minutes=6)
    late = stakeholder.submit(asked, code=pyotp.TOTP(secret).at(now[0]))
    assert late.status_code == 401
    assert "its code is asked for within five minutes" in late.words
    asked = sign_in(stakeholder, late, world.stakeholder.email)
    back = stakeholder.submit(asked, code=pyotp.TOTP(secret).at(now[0]))
    assert back.fields()["text"] == TEXT
    assert stakeholder.follow(stakeholder.submit(back)).fields()["text"] == TEXT


def test_a_script_is_told_why_a_text_is_refused(stakeholder, world):
    page = stakeholder.get(answering(world))
    wanting = by_script(stakeholder, page, text="", proposed="Read it so.")
    assert wanting.status_code == 422
    assert "Write in a sentence what it is about" in wanting.get_json()["refused"]
    long = by_script(stakeholder, page, text="x" * (ANSWER_LIMIT + 1))
    assert long.status_code == 413
    assert "up to 1,000,000 can be taken" in long.get_json()["refused"]
    change(world.round, closes_at=NOW.replace(hour=0))
    late = by_script(stakeholder, page, text=TEXT)
    assert late.status_code == 409
    assert "Round 1 closed on" in late.get_json()["refused"]


def test_a_shared_computer_is_said_on_every_page_of_the_session_alone(app, world):
    def body(browser: Browser) -> dict[str, str]:
        (found,) = browser.get(answering(world)).find("body")
        return dict(found.attrib)

    usual = Browser(app).sign_in(world.stakeholder.email)
    assert "data-shared" not in body(usual)
    shared = Browser(app)
    page = shared.get("/sign-in")
    shared.submit(page, email=world.stakeholder.email, password=PASSWORD, shared="y")
    assert "data-shared" in body(shared)
    assert body(shared)["data-person"] == str(world.stakeholder.id)
    shared.sign_in(world.stakeholder.email)
    assert "data-shared" not in body(shared)


@pytest.mark.parametrize("encoding", ["urlencoded", "multipart", "script"])
def test_a_hundred_thousand_words_are_taken_in_every_encoding(stakeholder, world, encoding):
    """trust.md 42."""
    text = " ".join(["obligation"] * 66_000 + ["word"] * 34_000)
    assert len(text.split()) == 100_000
    assert _send(stakeholder, world, encoding, text).status_code in {200, 302}
    assert versions() == [(1, text, "no position", [])]


@pytest.mark.parametrize("encoding", ["urlencoded", "multipart"])
def test_one_character_over_the_limit_is_given_back_in_every_encoding(stakeholder, world, encoding):
    text = "é" * (ANSWER_LIMIT + 1)
    refused = _send(stakeholder, world, encoding, text)
    assert refused.status_code == 413
    assert given_back(Page(refused)) == {"text": text}
    assert versions() == []


def _send(stakeholder: Browser, world, encoding: str, text: str):
    fields = stakeholder.get(answering(world)).fields() | {"text": text}
    sent: dict[str, Any] = {"data": fields, "headers": JSON if encoding == "script" else {}}
    if encoding == "multipart":
        boundary, body = encode_multipart(fields)
        sent |= {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}
    return stakeholder.client.post(answering(world), **sent)
