"""The outbox: one act makes one mail, written with the act, tried again until it is sent."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Mail
from consultation.operations.correspondence import mail as outbox
from tests.conftest import NOW
from tests.operations.at_once import at_once

pytestmark = pytest.mark.usefixtures("database")


def post(key="receipt 1", now=NOW, **given) -> Mail:
    return outbox.post("ana@example.org", "Received", "It arrived.", key, now, **given)


def mails() -> list[Mail]:
    session.rollback()
    return list(session.scalars(select(Mail).order_by(Mail.id)))


def take(now):
    with transaction():
        mail = outbox.take_due(now)
        return mail and mail.key


def test_one_act_makes_one_mail():
    with transaction():
        assert post() is post()
        assert post("receipt 2") is not post()
    assert [mail.key for mail in mails()] == ["receipt 1", "receipt 2"]


def test_two_who_tell_of_one_act_at_once_make_one_mail():
    assert len(set(at_once(lambda _: post().id, times=2))) == 1
    assert len(mails()) == 1


def test_an_act_that_is_rolled_back_sends_nothing():
    def fail() -> None:
        with transaction():
            post()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert mails() == []


def test_a_subject_stays_one_line():
    with transaction():
        mail = outbox.post("ana@example.org", "Tea\r\nBcc: all@example.org", "", "key", NOW)
    assert mail.subject == "Tea Bcc: all@example.org"


def test_what_was_taken_is_due_again_after_one_five_fifteen_and_then_sixty_minutes():
    with transaction():
        post()
    at, waits = NOW, []
    for _ in range(6):
        assert take(at) == "receipt 1"
        (mail,) = mails()
        waits.append(mail.next_try_at - at)
        assert take(mail.next_try_at - timedelta(seconds=1)) is None
        at = mail.next_try_at
    assert waits == [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 60, 60)]


def test_the_mail_that_waits_longest_goes_first():
    with transaction():
        post("later", NOW + timedelta(seconds=1))
        post("sooner", NOW)
    assert [take(NOW + timedelta(hours=1)) for _ in range(3)] == ["sooner", "later", None]


def test_a_mail_is_given_up_after_days_and_kept():
    with transaction():
        post().attempts = outbox.MOST_TRIES - 1
    assert take(NOW) == "receipt 1"
    assert take(NOW + timedelta(days=1)) is None
    assert len(mails()) == 1


def test_where_a_sent_mail_led_is_forgotten():
    with transaction():
        mail = post(path="/reset/secret")
        outbox.note_sent(mail, NOW)
    assert (mails()[0].path, mails()[0].sent_at) == ("", NOW)
