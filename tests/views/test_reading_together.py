"""Reading marks, my questions, assignment, coverage and matters as people use them on pages."""

import io
import zipfile

import pytest

from consultation.db import session, transaction
from consultation.models import AnswerRead, Assignment, Matter, MatterEntry, Visit
from tests import factories
from tests.client import Browser
from tests.views.mailing import mails
from tests.views.visiting import count, links, sign, stored


@pytest.fixture
def other_chair(app, world) -> Browser:
    return Browser(app).sign_in(world.other_chair.email)


@pytest.fixture
def referral(world) -> Matter:
    with transaction():
        session.add_all(vars(world).values())
        matter = factories.matter(world)
        session.add(matter)
    for row in (*vars(world).values(), matter):
        session.refresh(row)
    session.remove()
    return matter


def desk(world) -> str:
    return f"/questions/{world.question.id}/themes"


def test_looking_writes_nothing_and_a_button_marks_read_and_unread(chair, world):
    page = chair.get(desk(world))
    assert "1 new to me, 1 unread by me, 0 read" in page.words
    assert count(AnswerRead) == count(Visit) == 0
    read = f"/answers/{world.point.answer_id}/read"
    page = chair.follow(chair.submit(page, action=read))
    assert "0 unread by me, 1 read" in page.words
    assert "Read by Chair" in page.words
    page = chair.follow(chair.submit(page, action=read))
    assert "1 unread by me" in page.words


def test_a_theme_is_read_and_a_question_seen_by_one_button_each_under_a_signature_too(
    chair, secretariat, world
):
    sign(world, "All is said.")
    page = secretariat.get(f"/themes/{world.theme.id}")
    done = secretariat.submit(page, action=f"/themes/{world.theme.id}/read")
    assert "Marked 1 answer as read." in secretariat.follow(done).words
    page = chair.get(desk(world))
    page = chair.follow(chair.submit(page, action="/seen"))
    assert "0 new to me, 1 unread by me" in page.words
    assert "Read by Secretariat" in page.words


def test_a_chair_assigns_and_the_question_is_that_persons_on_their_list(chair, vice_chair, world):
    address = f"/questions/{world.question.id}/assign"
    assert address in links(chair.get(desk(world)))
    assert address not in links(vice_chair.get(desk(world)))
    assert vice_chair.get(address).status_code == 403
    chair.submit(chair.get(address), assignee=str(world.vice_chair.id))
    assert "Yours" in vice_chair.get(f"/consultations/{world.consultation.id}/desk").words
    assert "Vice Chair’s" in chair.get(f"/consultations/{world.consultation.id}/desk").words
    assert any("Q01 is yours" in mail.subject for mail in mails(world.vice_chair.email))
    chair.submit(chair.get(address), assignee="0")
    assert count(Assignment) == 0


def test_coverage_says_which_provisions_drew_none(chair, secretariat, other_chair, world):
    address = f"/drafts/{world.draft.id}/coverage"
    page = chair.get(address)
    assert "1 of 1 provision drew none; 0 drew no answer to a question either" in page.words
    assert "0 comments, 1 answer to its questions, 1 organisation" in page.words
    assert desk(world) in links(page)
    assert desk(world) not in links(other_chair.get(address))
    assert secretariat.get(address).status_code == 200


def test_a_point_is_referred_and_answered_by_the_other_group(chair, other_chair, world):
    new = f"/points/{world.point.id}/matters/new"
    assert new in links(chair.get(desk(world)))
    page = chair.get(new)
    done = chair.submit(page, kind="referral", text="Is this safety?", to=f"{world.other_group.id}")
    assert done.status_code == 302
    listed = other_chair.get(f"/consultations/{world.consultation.id}/desk")
    assert "Waits for me" in listed.words
    (address,) = [link for link in links(listed) if link.startswith("/matters/")]
    page = other_chair.get(address)
    assert "Every change must be recorded." in page.words
    page = other_chair.follow(other_chair.submit(page, state="answered", text="It is."))
    assert "The referral is answered now." in page.words
    assert "It is." in chair.get(address).words
    assert "0 open matters" in chair.get(desk(world)).words


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"kind": "memo", "text": " "}, 422, "Write at least a sentence."),
        ({"kind": "memo", "text": "x" * 5_001}, 422, "At most 5,000 characters."),
        ({"kind": "referral", "text": "Ask them.", "to": "other"}, 422, "Name the body"),
    ],
)
def test_what_cannot_be_raised_is_told_with_what_was_typed(chair, world, typed, status, sentence):
    page = chair.submit(chair.get(f"/themes/{world.theme.id}/matters/new"), **typed)
    assert (page.status_code, sentence in page.words) == (status, True)
    (area,) = page.find("textarea")
    assert (area.text or "").strip() == typed["text"].strip()
    assert count(Matter) == 0


def test_who_answers_too_late_is_told_and_keeps_their_words(chair, other_chair, world, referral):
    address = f"/matters/{referral.id}"
    page, late = chair.get(address), other_chair.get(address)
    chair.submit(page, state="declined", text="No longer needed.")
    refused = other_chair.submit(late, state="answered", text="We looked into it.")
    assert refused.status_code == 409
    assert "Somebody answered this meanwhile" in refused.words
    assert "We looked into it." in refused.text
    assert count(MatterEntry) == 1
    assert stored(referral).state == "declined"


def test_matters_reach_nobody_who_writes_and_no_export(owner, secretariat, world, referral):
    assert owner.get(f"/matters/{referral.id}").status_code == 403
    for address in (
        f"/rounds/{world.round.id}/submission",
        f"/rounds/{world.round.id}/outcomes",
    ):
        assert referral.text not in owner.get(address).text
    pack = secretariat.client.get(f"/rounds/{world.round.id}/pack.json")
    assert pack.status_code == 200
    assert referral.text.encode() not in pack.data


def test_own_data_has_what_a_reviewer_marked_and_wrote(chair, world, referral):
    chair.submit(chair.get(desk(world)), action="/seen")
    with chair.client.get("/account/data.zip") as archive:
        whole = io.BytesIO(archive.data)
    with zipfile.ZipFile(whole) as opened:
        text = "".join(
            opened.read(name).decode() for name in opened.namelist() if name.endswith(".json")
        )
    assert referral.text in text
    assert '"visit"' in text


def test_the_desk_is_narrowed_to_what_is_mine_to_read(chair, vice_chair, world):
    page = chair.get(f"{desk(world)}?unread=y")
    assert "Shown: 1 of 1 answer, 3 of 3 points" in page.words
    chair.submit(page, action=f"/answers/{world.point.answer_id}/read?unread=not+read+by+me")
    assert "Shown: 0 of 1 answer" in chair.get(f"{desk(world)}?unread=y").words
    assert "Shown: 1 of 1 answer" in vice_chair.get(f"{desk(world)}?unread=y").words
