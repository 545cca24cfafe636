"""Signing in and out: who gets in, where it leads, and what ends it."""

import pytest

from consultation import create_app
from consultation.config import Settings
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.views.visiting import change

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/a",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "https://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "HTTPS://evil.example/drafts/1",
    "javascript:alert(1)",
    "data:text/html,hello",
    "evil.example",
    "@evil.example",
    ".evil.example",
    "/drafts/1\r\nLocation: https://evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "/drafts\\..\\evil.example",
    "",
)
HERE = ("/", "/drafts/1", "/drafts/1?part=2", "/themes/3#point-4")


def landing(browser: Browser, target: str) -> str:
    """Where signing in leads when the address bar asks for `target`."""
    page = browser.get("/sign-in", query_string={"next": target})
    answer = browser.submit(page, email="reader@example.org", password=PASSWORD)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_signing_in_leads_to_the_page_that_was_asked_for(browser, world):
    page = browser.follow(browser.get(f"/drafts/{world.draft.id}"))
    draft = browser.follow(browser.submit(page, email=world.reader.email, password=PASSWORD))
    assert (draft.path, draft.status_code) == (f"/drafts/{world.draft.id}", 200)


def test_signing_in_never_leads_elsewhere(browser, world):
    assert {target: landing(browser, target) for target in ELSEWHERE} == dict.fromkeys(
        ELSEWHERE, "/"
    )


def test_signing_in_leads_to_any_page_here(browser, world):
    assert [landing(browser, target) for target in HERE] == list(HERE)


def test_the_address_is_found_however_it_is_written(browser, world):
    browser.sign_in(f"  {world.reader.email.upper()} ")
    assert browser.get(f"/drafts/{world.draft.id}").status_code == 200


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, world):
    page = browser.get("/sign-in")
    wrong = browser.submit(page, email=world.reader.email, password="a guess of mine")
    unknown = browser.submit(page, email="nobody@example.org", password="a guess of mine")
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "do not belong together" in wrong.words
    assert wrong.words == unknown.words
    assert browser.get(f"/drafts/{world.draft.id}").status_code == 302


def test_an_address_that_no_database_can_hold_is_an_unknown_one(browser, world):
    page = browser.submit(browser.get("/sign-in"), email="\x00@example.org", password=PASSWORD)
    assert page.status_code == 422


def test_a_refused_sign_in_does_not_give_the_password_back(browser, world):
    page = browser.submit(
        browser.get("/sign-in"), email=world.reader.email, password="a guess of mine"
    )
    assert page.fields()["email"] == world.reader.email
    assert "a guess of mine" not in page.text


def test_empty_fields_are_named(browser, world):
    page = browser.submit(browser.get("/sign-in"), email="", password="")
    assert page.status_code == 422
    assert "Write the e-mail address of your account." in page.words
    assert "Write your password." in page.words


def test_a_disabled_account_cannot_sign_in(browser, world):
    change(world.reader, disabled_at=NOW)
    page = browser.submit(browser.get("/sign-in"), email=world.reader.email, password=PASSWORD)
    assert page.status_code == 422


@pytest.mark.parametrize("change_of_account", [{"session_key": "another"}, {"disabled_at": NOW}])
def test_a_new_key_or_a_disabled_account_ends_every_session(app, world, change_of_account):
    browsers = [Browser(app).sign_in(world.reader.email) for _ in range(2)]
    draft = f"/drafts/{world.draft.id}"
    assert [browser.get(draft).status_code for browser in browsers] == [200, 200]
    change(world.reader, **change_of_account)
    assert [browser.get(draft).status_code for browser in browsers] == [302, 302]


def test_signing_out_ends_the_session(browser, world):
    browser.sign_in(world.reader.email)
    page = browser.get("/sign-in")
    (button,) = page.find("form", action="/sign-out")
    assert button.get("method") == "post"
    home = browser.follow(browser.post("/sign-out", {"csrf_token": page.fields()["csrf_token"]}))
    assert home.path == "/"
    assert browser.get(f"/drafts/{world.draft.id}").status_code == 302


def test_signing_out_is_never_a_link(browser, world):
    browser.sign_in(world.reader.email)
    assert browser.get("/sign-out").status_code == 405
    assert browser.get(f"/drafts/{world.draft.id}").status_code == 200


def test_signing_in_begins_a_new_session(browser, world):
    """What was planted in a browser before its owner signed in is worth nothing afterwards."""
    planted = browser.get("/sign-in").fields()["csrf_token"]
    browser.sign_in(world.reader.email)
    assert browser.post("/sign-out", {"csrf_token": planted}).status_code == 400
    assert browser.get(f"/drafts/{world.draft.id}").status_code == 200


def test_the_session_cookie_is_for_this_site_and_no_script(browser, world):
    cookie = browser.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("plenary=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_the_session_cookie_goes_over_nothing_else(database, now):
    app = create_app(Settings(data=database.data, database_url=database.database_url, https=True))
    page = Browser(app).get("/sign-in", base_url="https://localhost")
    app.engine.dispose()
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-plenary=")
    assert {"Secure", "Path=/"} <= set(cookie.split("; "))
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
