"""One's own words to take along: each says whether it was sent, and nothing else is called so."""

from datetime import timedelta

from consultation.db import session, transaction
from consultation.exports.own import render_own_text
from consultation.models import Person
from consultation.operations.contributions.submissions import withdraw
from consultation.queries.contributions.submissions import newest_versions
from tests.conftest import NOW
from tests.operations.test_submissions import save, send

SENT = "UTC+2): sent\n"


def own_text(submission) -> str:
    return render_own_text(submission, newest_versions(submission).values())


def test_what_was_never_sent_is_not_called_received(world):
    text = own_text(save(world, "Keep it.").submission)
    assert "not sent\n" in text
    assert "received" not in text
    assert "this text was not sent" in text


def test_a_text_saved_after_sending_is_told_from_one_that_was_sent(world):
    sent = send(world, save(world, "Keep it.").submission)
    assert "first received on" in own_text(sent)
    assert SENT in own_text(sent)
    save(world, "Keep it longer.", now=NOW + timedelta(hours=1))
    text = own_text(sent)
    assert "this text was not sent" in text
    assert SENT not in text


def test_what_was_withdrawn_is_called_so(world):
    sent = send(world, save(world, "Keep it.").submission)
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        withdraw(sent, author=author, key="another", now=NOW)
    text = own_text(sent)
    assert "withdrawn on" in text
    assert ": sent, then withdrawn" in text
