"""A chair who signs again is shown what differs from what was signed, and so is who works on it."""

import pytest

from consultation.db import session, transaction
from consultation.models import OpenQuestion, Person, Theme
from consultation.operations.plenary.signing import reopen
from consultation.queries.plenary import signed_state
from tests.conftest import NOW
from tests.views.visiting import sign

SUMMARY = "Most want it recorded."
HEADING = "What differs from the last signature"


@pytest.fixture
def reopened(world):
    """The question signed, and reopened."""
    sign(world, SUMMARY)
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        chair = session.get_one(Person, world.chair.id)
        reopen(question, by=chair, reason="New answers.", now=NOW)
    session.remove()
    return world


def sign_off_of(world) -> str:
    return f"/questions/{world.question.id}/sign-off"


def desk_of(world) -> str:
    return f"/questions/{world.question.id}/themes"


def rename(browser, world, title: str) -> None:
    address = f"/themes/{world.theme.id}/rename"
    browser.submit(browser.get(address), address, title=title)


def test_who_signs_again_is_shown_what_differs(chair, vice_chair, reopened):
    rename(vice_chair, reopened, "Record it all")
    page = chair.get(f"/questions/{reopened.question.id}/summary")
    chair.submit(page, text="Most want it written down.")
    page = chair.get(sign_off_of(reopened))
    assert HEADING in page.words
    assert (
        "reopened by Chair, 12 April 2027, 12:00 (Europe/Brussels time), because: New answers."
        in (page.words)
    )
    told = "Renamed: “Record every change” is “Record it all” now."
    (link,) = [a for a in page.find("a") if "".join(a.itertext()).strip() == told]
    assert link.get("href") == f"/themes/{reopened.theme.id}"
    assert [d.text for d in page.find("del")] == ["recorded"]
    assert [i.text for i in page.find("ins")] == ["written down"]


def test_who_works_on_what_was_reopened_sees_it_at_the_desk_too(vice_chair, reopened):
    assert "Nothing differs from what was signed." in vice_chair.get(desk_of(reopened)).words
    rename(vice_chair, reopened, "Record it all")
    page = vice_chair.get(desk_of(reopened))
    assert "Renamed: “Record every change” is “Record it all” now." in page.words


def test_what_an_earlier_release_did_not_keep_is_said_not_to_be_known(chair, reopened):
    with transaction():
        session.get_one(OpenQuestion, reopened.question.id).sign_offs[0].state = None
    for address in (sign_off_of(reopened), desk_of(reopened)):
        assert "What was signed then was not kept, only its mark" in chair.get(address).words


def test_a_first_signature_and_one_that_stands_are_held_against_nothing(chair, world):
    for address in (sign_off_of(world), desk_of(world)):
        assert HEADING not in chair.get(address).words
    sign(world, SUMMARY)
    assert HEADING not in chair.get(desk_of(world)).words


@pytest.mark.parametrize("page", [desk_of, sign_off_of])
@pytest.mark.parametrize("differs", [False, True])
def test_a_page_works_out_once_what_a_signature_would_stand_under(
    chair, reopened, monkeypatch, page, differs
):
    if differs:
        rename(chair, reopened, "Record it all")
    worked_out = []
    ledger = signed_state.unchecked_lines
    monkeypatch.setattr(
        signed_state, "unchecked_lines", lambda question: worked_out.append(1) or ledger(question)
    )
    assert HEADING in chair.get(page(reopened)).words
    assert len(worked_out) == 1


def test_the_desk_works_it_out_once_where_a_signature_does_not_stand(chair, world, monkeypatch):
    sign(world, SUMMARY)
    with transaction():
        session.get_one(Theme, world.theme.id).title = "As nobody worded it"
    worked_out = []
    ledger = signed_state.unchecked_lines
    monkeypatch.setattr(
        signed_state, "unchecked_lines", lambda question: worked_out.append(1) or ledger(question)
    )
    assert HEADING in chair.get(desk_of(world)).words
    assert len(worked_out) == 1
