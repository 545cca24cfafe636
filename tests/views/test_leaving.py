"""A deleted account leaves neither name nor address in any row, mails to others included."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import clock, jobs
from consultation.db import Base, session, transaction
from consultation.models import Mail
from consultation.operations.correspondence import mail as outbox
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.views.mailing import forget, mails
from tests.views.test_stakeholder import reviewing
from tests.views.test_together import code_of, save, together
from tests.views.visiting import change

NAME = "Quilla Marmorstein"
EMAIL = "quilla@canary.example"
DAY = timedelta(days=1)


@pytest.fixture
def leaver(app, world, stakeholder) -> Browser:
    """Somebody who has done all that is told to others: joined, left a note, submitted."""
    change(world.outsider, name=NAME, email=EMAIL)
    browser = Browser(app).sign_in(EMAIL)
    browser.submit(browser.get("/together/join"), code=code_of(stakeholder, world))
    stakeholder.submit(stakeholder.get(together(world)), action="/right")
    page = browser.get(f"/questions/{world.question.id}/answer")
    browser.submit(page, action="/notes", text="Fourteen days?")
    save(browser, world)
    browser.follow(browser.submit(browser.get(reviewing(world))))
    forget(browser, EMAIL)
    return browser


def rows_with(*words: str) -> set[str]:
    """Every column of every table that holds one of the words anywhere."""
    session.rollback()
    return {
        str(column)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        for value in session.scalars(select(column))
        if any(word.casefold() in str(value).casefold() for word in words)
    }


def send_all() -> None:
    with transaction():
        for mail in session.scalars(select(Mail)):
            outbox.note_sent(mail, NOW)


def delete(browser):
    assert browser.submit(browser.get("/account/delete"), current=PASSWORD).status_code == 302


@pytest.mark.parametrize("are_sent", [False, True])
def test_no_row_holds_the_name_or_the_address_of_who_has_left(leaver, world, are_sent):
    if are_sent:
        send_all()
    assert {"person.name", "mail.subject", "mail.text", "mail.to"} <= rows_with(NAME, EMAIL)
    delete(leaver)
    assert rows_with(NAME, EMAIL, "quilla", "marmorstein") == set()


def test_a_mail_that_waits_is_sent_without_the_name(leaver, world):
    delete(leaver)
    joined, receipt = mails(world.stakeholder.email)
    assert joined.subject == "Deleted account writes with you"
    assert "By: Deleted account\n" in receipt.text


def test_mails_that_name_somebody_else_keep_their_words(leaver, world):
    with transaction():
        outbox.post(world.owner.email, "Tea", "At four.", "1", NOW, names=world.owner)
    send_all()
    delete(leaver)
    assert [mail.text for mail in mails(world.owner.email)] == ["At four."]


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (30, False)])
def test_the_words_of_a_sent_mail_are_kept_for_thirty_days(
    database, now, monkeypatch, days, is_kept
):
    with transaction():
        sent, given_up, waiting = (
            outbox.post("ana@example.org", "Received", "It arrived.", key, NOW) for key in "123"
        )
        outbox.note_sent(sent, NOW)
        given_up.attempts = outbox.MOST_TRIES
        waiting.attempts = outbox.MOST_TRIES - 1
    monkeypatch.setattr(clock, "now", lambda: NOW + days * DAY)
    jobs.sweep(DAY)
    session.rollback()
    words = [(mail.subject, mail.text) for mail in session.scalars(select(Mail).order_by(Mail.id))]
    kept = ("Received", "It arrived.")
    assert words == [kept if is_kept else ("", "")] * 2 + [kept]
    with transaction():
        assert outbox.post("ana@example.org", "Received", "It arrived.", "1", NOW).id == sent.id
