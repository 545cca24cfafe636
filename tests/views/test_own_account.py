"""An account of one's own: limits, second factor, other sessions, data, deletion."""

import io
import json
import zipfile
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from consultation import clock
from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import (
    AnswerVersion,
    Attempt,
    AuditEntry,
    Consultation,
    Mail,
    Membership,
    Person,
    Role,
    Stakeholder,
)
from consultation.operations.accounts import second_factor
from consultation.operations.accounts.attempts import CODE, SIGN_IN
from consultation.operations.accounts.people import give_role, release
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.operations.at_once import at_once
from tests.views.mailing import forget, link, mails
from tests.views.visiting import change, count, sign, stored

OTHER = "quite another password"
TRIED = "Somebody tries codes for your account"


def wrong(browser, email, times=1):
    page = browser.get("/sign-in")
    return [browser.submit(page, email=email, password="a guess of mine") for _ in range(times)][-1]


def at(monkeypatch, **later):
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**later))


def test_after_ten_failures_there_is_a_pause_that_says_what_to_do(browser, world, monkeypatch):
    assert wrong(browser, world.reader.email, SIGN_IN.most).status_code == 422
    page = browser.submit(browser.get("/sign-in"), email=world.reader.email, password=PASSWORD)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "901")
    assert "“Forgotten password” works at once" in page.words
    at(monkeypatch, minutes=15, seconds=1)
    browser.sign_in(world.reader.email)


def test_a_pause_is_of_one_account_and_one_address(browser, app, world):
    wrong(browser, world.reader.email, SIGN_IN.most)
    Browser(app).sign_in(world.chair.email)
    owner = Browser(app)
    owner.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    owner.sign_in(world.reader.email)


def test_the_owner_gets_in_by_mail_while_others_guess(browser, world):
    wrong(browser, world.reader.email, SIGN_IN.most)
    forget(browser, world.reader.email)
    browser.submit(browser.get(link(world.reader.email)), password=OTHER)
    browser.sign_in(world.reader.email, OTHER)


def test_nobody_elses_address_pauses_sooner_or_later_than_an_unknown_one(browser, world):
    for email in (world.reader.email, "nobody@example.org"):
        wrong(browser, email, SIGN_IN.most)
        assert wrong(browser, email).status_code == 429


def test_changing_the_password_ends_the_other_sessions_and_not_this_one(app, world):
    here, there = (Browser(app).sign_in(world.reader.email) for _ in range(2))
    page = here.get("/account/password")
    assert here.submit(page, current="not mine at all", password=OTHER).status_code == 422
    account = here.follow(here.submit(page, current=PASSWORD, password=OTHER))
    assert "signed out everywhere else" in account.words
    assert there.get("/account").status_code == 302


def test_signing_out_everywhere_ends_every_session(app, world):
    browsers = [Browser(app).sign_in(world.reader.email) for _ in range(3)]
    page = browsers[0].get("/account")
    browsers[0].submit(page, action="/sign-out/everywhere")
    assert [browser.get("/account").status_code for browser in browsers] == [302] * 3


@pytest.fixture
def guarded(app, world):
    """The reader with the second factor on: a browser, the app's secret, the recovery codes."""
    browser = Browser(app).sign_in(world.reader.email)
    page = browser.get("/account/second-factor")
    secret = page.fields()["secret"]
    assert browser.submit(page, current=PASSWORD, code="000000").status_code == 422
    shown = browser.submit(page, current=PASSWORD, code=pyotp.TOTP(secret).at(NOW))
    codes = ["".join(item.itertext()) for item in shown.find("code")]
    return browser, secret, codes


def given(app, world, code):
    """What a new browser gets for the password and then a code."""
    browser = Browser(app)
    page = browser.submit(browser.get("/sign-in"), email=world.reader.email, password=PASSWORD)
    assert page.headers["Location"] == "/sign-in/code"
    assert browser.get("/account").status_code == 302
    return browser, browser.submit(browser.get("/sign-in/code"), code=code)


def test_with_a_second_factor_the_password_alone_opens_nothing(app, world, guarded, monkeypatch):
    _, secret, codes = guarded
    assert len(codes) == 10
    at(monkeypatch, seconds=60)
    code = pyotp.TOTP(secret).at(NOW + timedelta(seconds=60))
    browser, answer = given(app, world, code)
    assert answer.status_code == 302
    assert browser.get("/account").status_code == 200


def test_a_code_is_taken_once(app, world, guarded):
    _, secret, _ = guarded
    browser, answer = given(app, world, pyotp.TOTP(secret).at(NOW))
    assert answer.status_code == 422
    assert browser.get("/account").status_code == 302


def test_a_recovery_code_opens_once(app, world, guarded):
    _, _, codes = guarded
    browser, answer = given(app, world, codes[3])
    assert answer.status_code == 302
    assert browser.get("/account").status_code == 200
    assert given(app, world, codes[3])[1].status_code == 422
    assert given(app, world, codes[4].upper())[1].status_code == 302


def test_under_another_secret_key_a_sentence_says_what_opens_the_account(app, world, guarded):
    _, secret, codes = guarded
    app.config["SECRET_KEY"] = "another instance"
    browser, answer = given(app, world, pyotp.TOTP(secret).at(NOW + timedelta(seconds=30)))
    assert answer.status_code == 422
    assert "Write a recovery code, then turn the second factor off and on again" in answer.words
    assert browser.submit(answer, code=codes[0]).status_code == 302
    assert browser.get("/account").status_code == 200


def wait_for_code(app, world, address):
    """A browser at an address of its own that has given the password."""
    browser = Browser(app)
    browser.client.environ_base["REMOTE_ADDR"] = address
    browser.submit(browser.get("/sign-in"), email=world.reader.email, password=PASSWORD)
    return browser


def test_codes_are_limited_from_wherever_they_are_tried_and_the_owner_is_told(
    app, world, guarded, monkeypatch
):
    _, _, codes = guarded
    for number in range(CODE.most):
        browser = wait_for_code(app, world, f"192.0.2.{number}")
        page = browser.get("/sign-in/code")
        assert TRIED not in [mail.subject for mail in mails(world.reader.email)]
        assert browser.submit(page, code="000000").status_code == 422
    assert mails(world.reader.email)[-1].subject == TRIED
    owner = wait_for_code(app, world, "198.51.100.7")
    page = owner.submit(owner.get("/sign-in/code"), code=codes[0])
    assert page.status_code == 429
    assert "set a new one by “Forgotten password”" in page.words
    at(monkeypatch, hours=1, seconds=1)
    owner = wait_for_code(app, world, "198.51.100.7")
    assert owner.submit(owner.get("/sign-in/code"), code=codes[0]).status_code == 302


def test_a_right_code_begins_the_count_anew(app, world, guarded):
    _, _, codes = guarded
    for code in ("000000", codes[0]):
        given(app, world, code)
    assert count(Attempt, Attempt.kind == CODE.kind) == 0


def test_a_new_password_gives_no_more_codes_to_try(app, world, guarded):
    for _ in range(CODE.most):
        given(app, world, "000000")
    browser = Browser(app)
    forget(browser, world.reader.email)
    browser.submit(browser.get(link(world.reader.email)), password=PASSWORD)
    assert given(app, world, "000000")[1].status_code == 429


def test_of_codes_tried_at_once_no_more_are_looked_at_than_the_limit(world):
    number = world.reader.id

    def count_one(_):
        second_factor.count_try(session.get_one(Person, number), now=NOW)

    told = at_once(count_one, times=CODE.most + 4)
    assert told.count(None) == CODE.most
    assert count(Attempt, Attempt.kind == CODE.kind) == CODE.most


def test_a_password_waits_five_minutes_for_its_code(app, world, guarded, monkeypatch):
    browser = Browser(app)
    browser.submit(browser.get("/sign-in"), email=world.reader.email, password=PASSWORD)
    at(monkeypatch, minutes=5, seconds=1)
    assert browser.get("/sign-in/code").headers["Location"] == "/sign-in"


def test_turning_it_on_takes_the_password(app, world):
    browser = Browser(app).sign_in(world.reader.email)
    page = browser.get("/account/second-factor")
    code = pyotp.TOTP(page.fields()["secret"]).at(NOW)
    refused = browser.submit(page, current="not mine at all", code=code)
    assert refused.status_code == 422
    assert "That is not your password." in refused.words
    assert stored(world.reader).totp_secret is None
    assert count(Attempt, Attempt.kind == SIGN_IN.kind) == 1
    assert browser.submit(refused, current=PASSWORD, code=code).status_code == 200
    assert stored(world.reader).totp_secret is not None


def test_turning_it_on_and_off_is_told_by_mail(app, world, guarded):
    browser, *_ = guarded
    browser.submit(browser.get("/account/second-factor/off"), current=PASSWORD)
    on, off = mails(world.reader.email)
    assert (on.subject, on.path) == ("Your second factor is on", "/forgotten")
    assert (off.subject, off.path) == ("Your second factor is off", "/forgotten")
    assert "12 April 2027 at 10:00 UTC" in on.text


def test_turning_it_off_takes_the_password(app, world, guarded):
    browser, *_ = guarded
    page = browser.get("/account/second-factor/off")
    assert browser.submit(page, current="not mine at all").status_code == 422
    assert browser.submit(page, current=PASSWORD).status_code == 302
    Browser(app).sign_in(world.reader.email)


def test_the_picture_for_the_app_comes_with_the_page(app, world):
    (picture,) = Browser(app).sign_in(world.reader.email).get("/account/second-factor").find("img")
    assert picture.get("src").startswith("data:image/svg+xml")


def test_the_download_has_every_row_about_its_person_and_no_other(owner, world):
    reply = owner.client.get("/account/data.zip", buffered=True)
    assert reply.headers["Content-Disposition"].startswith("attachment")
    text = zipfile.ZipFile(io.BytesIO(reply.data)).read("my-data.json").decode()
    rows = json.loads(text)["rows"]
    assert rows["person"][0]["email"] == world.owner.email
    assert rows["answer_version"][0]["text"].startswith("Every change must be recorded.")
    assert len(rows["receipt"]) == 1
    assert rows["organisation"] == []
    assert "password_hash" not in rows["person"][0]
    assert world.stakeholder.email not in text


def delete(browser):
    return browser.submit(browser.get("/account/delete"), current=PASSWORD)


def test_a_deleted_account_leaves_its_text_and_neither_name_nor_address(owner, app, world):
    browser = Browser(app).sign_in(world.owner.email)
    home = owner.follow(delete(owner))
    assert "Your account is deleted." in home.words
    assert browser.get("/account").status_code == 302
    person = stored(world.owner)
    assert (person.name, person.disabled_at) == ("Deleted account", NOW)
    assert "owner" not in person.email
    assert stored(world.submission).stakeholder.person is None
    assert stored(world.submission).stakeholder.name == ""
    assert count(AnswerVersion, AnswerVersion.text.startswith("Every change")) == 1
    assert count(Mail, Mail.to == world.owner.email) == 0
    assert count(AuditEntry, AuditEntry.action == "delete account") == 1
    refused = Browser(app)
    page = refused.submit(refused.get("/sign-in"), email=world.owner.email, password=PASSWORD)
    assert page.status_code == 422


def test_deletion_takes_the_password(owner, world):
    page = owner.submit(owner.get("/account/delete"), current="not mine at all")
    assert page.status_code == 422
    assert stored(world.owner).disabled_at is None


def test_who_wrote_alone_under_their_name_is_anonymous_from_then_on(owner, world):
    session.rollback()
    part = session.scalars(select(Stakeholder).where(Stakeholder.person == world.owner)).one()
    change(part, organisation_id=None, name="Owner Ownerson")
    delete(owner)
    answer = stored(world.point).answer
    assert answer.author == "Anonymous (civil society)"


@pytest.mark.parametrize(
    ("role", "held", "ask"),
    [
        ("chair", "chair of WGA Records in “The Code”.", "Ask Secretariat to have you released."),
        ("vice_chair", "vice-chair of WGA Records in “The Code”.", "Ask Secretariat to have"),
        ("secretariat", "secretariat of “The Code”.", "Nobody else runs it: somebody has to take"),
    ],
)
def test_who_holds_an_office_is_told_which_and_who_releases(app, world, role, held, ask):
    person = getattr(world, role)
    browser = Browser(app).sign_in(person.email)
    page = browser.get("/account/delete")
    assert f"{held} {ask}" in page.words
    assert f"./plenary user release {person.email}" in page.words
    token = browser.get("/sign-in").fields()["csrf_token"]
    refused = browser.post("/account/delete", {"current": PASSWORD, "csrf_token": token})
    assert refused.status_code == 409
    assert held.rstrip(".") in refused.words
    assert count(Person, Person.disabled_at.is_not(None)) == 0


def test_once_released_the_account_can_be_deleted_and_what_was_signed_stays(app, world):
    sign(world, "All want a record.")
    with transaction():
        chair = session.get_one(Person, world.chair.id)
        assert release(chair, now=NOW) == ["chair of WGA Records in “The Code”"]
    browser = Browser(app).sign_in(world.chair.email)
    assert delete(browser).status_code == 302
    assert stored(world.question).sign_off is not None


def test_nobody_is_released_from_a_consultation_that_nobody_else_runs(app, world):
    with pytest.raises(RuleError, match="the only secretariat of “The Code”"), transaction():
        release(session.get_one(Person, world.secretariat.id), now=NOW)
    assert count(Membership, Membership.person_id == world.secretariat.id) == 1
    with transaction():
        other = session.get_one(Person, world.outsider.id)
        give_role(other, session.get_one(Consultation, world.consultation.id), Role.SECRETARIAT)
        session.flush()
        release(session.get_one(Person, world.secretariat.id), now=NOW)
    assert count(Membership, Membership.person_id == world.secretariat.id) == 0
