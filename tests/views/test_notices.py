"""Privacy notices on their pages: which was in force when, and which somebody agreed to."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from consultation.db import session, transaction
from consultation.models import Consultation, PrivacyNotice
from consultation.operations.consultations.texts_in_force import put_in_force
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import change, links, put_notice, stored


@pytest.fixture
def outsider(app, world) -> Browser:
    """Has an account, and no part in the consultation."""
    return Browser(app).sign_in(world.outsider.email)


LATER = NOW + timedelta(days=3)


def notices(world) -> list[PrivacyNotice]:
    session.rollback()
    return list(session.scalars(select(PrivacyNotice).order_by(PrivacyNotice.number)))


def pages_of(world) -> list[str]:
    return [f"/privacy-notices/{notice.id}" for notice in notices(world)]


def agree(owner, world) -> None:
    choosing = f"/submissions/{world.submission.id}/publication"
    assert owner.submit(owner.get(choosing), agreed="yes").status_code == 302


def replace_later(world, text: str) -> None:
    with transaction():
        kept = session.get_one(Consultation, world.consultation.id)
        put_in_force(PrivacyNotice, kept, text, now=LATER)


def own_rows(browser) -> dict:
    reply = browser.client.get("/account/data.zip", buffered=True)
    text = zipfile.ZipFile(io.BytesIO(reply.data)).read("my-data.json").decode()
    return json.loads(text)["rows"]


def test_a_former_notice_is_read_with_when_it_was_in_force_and_leads_to_the_one_in_force(
    owner, world
):
    put_notice(world, "We *ask*.")
    first, *_ = pages_of(world)
    alone = owner.get(first)
    assert "in force since 12 April 2027, 12:00" in alone.words
    assert "All privacy notices" not in alone.words
    replace_later(world, "We ask and *sell*.")
    first, second = pages_of(world)
    page = owner.get(first)
    assert "We ask ." in page.words
    assert "in force from 12 April 2027, 12:00 to 15 April 2027, 12:00" in page.words
    assert "This text does not hold any more." in page.words
    assert second in links(page)
    newer = owner.get(second)
    assert "in force since 15 April 2027, 12:00" in newer.words
    assert "does not hold any more" not in newer.words
    assert second in links(owner.get(f"/consultations/{world.consultation.id}"))


def test_who_agreed_reads_the_exact_text_again_after_it_was_replaced(owner, world):
    put_notice(world, "We *ask*.\n\n- one\n- two")
    agree(owner, world)
    replace_later(world, "We ask and *sell*.")
    first, second = pages_of(world)
    for address in ("/account", f"/rounds/{world.round.id}/submission"):
        page = owner.get(address)
        assert "Privacy notice 1 , agreed to on 12 April 2027, 12:00" in page.words
        assert first in links(page)
        assert second not in links(page)
    assert "You agreed to exactly this text on 12 April 2027" in owner.get(first).words
    assert "You agreed to" not in owner.get(second).words


def test_ones_own_data_have_every_text_that_was_agreed_to_and_no_other(owner, world):
    put_notice(world, "We *ask*.")
    assert own_rows(owner)["privacy_notice"] == []
    agree(owner, world)
    put_notice(world, "We ask and *sell*.")
    agree(owner, world)
    put_notice(world, "We *tell*.")
    kept = own_rows(owner)["privacy_notice"]
    assert [row["text"] for row in kept] == ["We *ask*.", "We ask and *sell*."]
    assert kept[0]["sha256"] == hashlib.sha256(b"We *ask*.").hexdigest()
    assert kept[0]["in_force_from"] == str(NOW)
    assert own_rows(owner)["stakeholder"][0]["notice_hash"] == kept[1]["sha256"]


def test_of_a_text_in_force_twice_it_is_the_one_of_that_time_that_was_agreed_to(owner, world):
    put_notice(world, "We *ask*.")
    agree(owner, world)
    put_notice(world, "We *tell*.")
    replace_later(world, "We *ask*.")
    first, _, _ = pages_of(world)
    assert first in links(owner.get("/account"))
    assert (
        "You have not read the privacy notice"
        not in owner.get(f"/rounds/{world.round.id}/submission").words
    )


def test_a_text_that_an_earlier_release_did_not_keep_is_said_to_be_lost(owner, world):
    change(stored(world.submission).stakeholder, notice_hash="1" * 64, agreed_at=NOW)
    page = owner.get("/account")
    assert "a privacy notice whose text an earlier release did not keep, agreed to on" in page.words
    assert own_rows(owner)["privacy_notice"] == []


def test_where_a_notice_was_taken_back_none_is_asked_for_and_the_former_stays(outsider, world):
    change(world.consultation, registration=True)
    put_notice(world, "We *ask*.")
    put_notice(world, "")
    first, _ = pages_of(world)
    taking = outsider.get(f"/consultations/{world.consultation.id}/take-part")
    assert "Privacy notice" not in taking.words
    assert "in force from" in outsider.get(first).words


def test_a_private_consultations_notice_is_for_who_may_read_or_join_it(outsider, browser, world):
    put_notice(world, "We *ask*.")
    (notice,) = pages_of(world)
    assert browser.get(notice).status_code == 302
    assert outsider.get(notice).status_code == 403
    change(world.consultation, registration=True)
    assert outsider.get(notice).status_code == 200


@pytest.mark.parametrize(
    "act", [update(PrivacyNotice).values(text="Other."), delete(PrivacyNotice)]
)
def test_no_notice_is_changed_or_deleted_not_even_by_sql(world, act):
    put_notice(world, "We *ask*.")
    with pytest.raises(DatabaseError, match="append-only"), transaction():
        session.execute(act)
    session.rollback()
    assert [notice.text for notice in notices(world)] == ["We *ask*."]


def test_the_same_text_once_more_is_no_new_notice(world):
    put_notice(world, "")
    put_notice(world, "We *ask*.")
    put_notice(world, "We *ask*.")
    assert [notice.number for notice in notices(world)] == [1]
