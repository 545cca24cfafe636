"""What is entered for somebody and what they write themselves: each is kept from the other."""

import hashlib
import io

import pytest

from consultation.db import session, transaction
from consultation.imports import paper_store
from consultation.models import OpenQuestion, Paper, Person, Round, Source, Submission
from consultation.operations.contributions import papers
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    enter_answer,
    receive,
)
from consultation.roles import stakeholder_of
from tests import factories
from tests.conftest import NOW

PRIVATE = b"# Q01\n\nNot for your eyes yet.\n"


@pytest.fixture
def entry(app, world) -> int:
    """Begun for somebody who had saved an answer and attached a paper, and sent neither."""
    digest = hashlib.sha256(PRIVATE).hexdigest()
    with transaction():
        person = session.get_one(Person, world.stakeholder.id)
        part = stakeholder_of(person, world.consultation)
        question = session.get_one(OpenQuestion, world.question.id)
        save_answer(person, part, question, Writing("Not for your eyes yet."), now=NOW)
        round_ = session.get_one(Round, world.round.id)
        arrival = Arrival(Source.EMAIL, NOW)
        submission = begin_entry(round_, part, arrival, by=world.secretariat, now=NOW)
        blocks = [{"text": "Not for your eyes yet.", "level": 0, "page": 0}]
        session.add(
            factories.paper(
                world,
                submission=submission,
                name="private.md",
                sha256=digest,
                blocks=blocks,
                size=len(PRIVATE),
                added_by_id=person.id,
            )
        )
        paper_store.keep(app.config["SETTINGS"].data, part.id, PRIVATE)
        number = submission.id
    session.remove()
    return number


def numbers(entry: int) -> list[int]:
    found = [paper.id for paper in session.get_one(Submission, entry).papers]
    session.remove()
    return found


def test_their_own_paper_is_neither_listed_read_nor_taken_from(secretariat, entry):
    (paper,) = numbers(entry)
    page = secretariat.get(f"/entries/{entry}")
    assert "private.md" not in page.words
    assert "Not for your eyes" not in page.words
    for path in (f"/entered-papers/{paper}", f"/papers/{paper}/file"):
        assert secretariat.get(path).status_code == 403
    assert secretariat.get(f"/papers/{paper}/text").status_code == 403


def test_what_they_saved_is_in_no_file_that_others_can_download(secretariat, entry):
    assert secretariat.get(f"/submissions/{entry}/written.txt").status_code == 403


def test_the_same_file_entered_for_them_is_a_paper_of_its_own(secretariat, stakeholder, entry):
    page = secretariat.get(f"/entries/{entry}")
    kept = secretariat.submit(page, "/papers", file=(io.BytesIO(PRIVATE), "letter.md"))
    assert "letter.md" in secretariat.follow(kept).words
    own, entered = session.get_one(Submission, entry).papers
    assert (own.entered, entered.entered) == (False, True)
    original = f"/papers/{entered.id}/file"
    session.remove()
    assert secretariat.get(original).status_code == 200
    assert stakeholder.get(original).status_code == 200


def test_an_original_that_its_author_takes_away_while_it_is_entered_is_there(
    app, secretariat, entry, monkeypatch
):
    """They remove the same file of theirs after it was found on the disk, before a row names it."""
    real = papers.attach

    def attach_later(*given, **named):
        folder = app.config["SETTINGS"].data
        paper_store.forget(folder, given[1].id, given[3].sha256)
        return real(*given, **named)

    monkeypatch.setattr(papers, "attach", attach_later)
    page = secretariat.get(f"/entries/{entry}")
    secretariat.submit(page, "/papers", file=(io.BytesIO(PRIVATE), "letter.md"))
    _, entered = numbers(entry)
    assert secretariat.client.get(f"/papers/{entered}/file").data == PRIVATE


def test_the_original_of_what_was_entered_is_not_removed_by_its_author(
    secretariat, stakeholder, entry
):
    page = secretariat.get(f"/entries/{entry}")
    secretariat.submit(page, "/papers", file=(io.BytesIO(b"# Q01\n\nHello.\n"), "letter.md"))
    _, entered = session.get_one(Submission, entry).papers
    number, part = entered.id, entered.submission.round_id
    session.remove()
    assert f"/papers/{number}/remove" not in stakeholder.get(f"/rounds/{part}/papers").text
    page = stakeholder.get(f"/papers/{number}/remove")
    refused = stakeholder.submit(page, f"/papers/{number}/remove")
    assert refused.status_code == 409
    assert "keeps it as the original" in refused.words
    session.rollback()
    assert session.get_one(Paper, number).removed_at is None


@pytest.fixture
def both(world, entry) -> str:
    """Where they write, with something entered for them at the same question."""
    with transaction():
        submission = session.get_one(Submission, entry)
        question = session.get_one(OpenQuestion, world.question.id)
        writing = Writing("As they wrote by e-mail.")
        enter_answer(submission, question, writing, by=world.secretariat, now=NOW)
        receive(submission, by=session.merge(world.secretariat), now=NOW)
    session.remove()
    return f"/questions/{world.question.id}/answer"


def test_they_go_on_with_their_own_words_and_see_beside_them_what_was_entered(stakeholder, both):
    page = stakeholder.get(both)
    assert page.fields()["text"] == "Not for your eyes yet."
    assert "What was entered for you" in page.words
    assert "As they wrote by e-mail." in page.words
    stakeholder.submit(page, text="My own words.")
    assert stakeholder.get(both).fields()["text"] == "My own words."


def test_before_they_submit_they_are_told_what_their_own_words_take_the_place_of(
    stakeholder, world, both
):
    page = stakeholder.get(f"/rounds/{world.round.id}/submission")
    assert "this takes the place of what was entered for you" in page.words
    assert "As they wrote by e-mail." in page.words


def test_who_wrote_nothing_there_is_told_who_wrote_what_they_read(stakeholder, world, entry):
    with transaction():
        submission = session.get_one(Submission, entry)
        question = session.get_one(OpenQuestion, world.other_question.id)
        writing = Writing("An outage.")
        enter_answer(submission, question, writing, by=world.secretariat, now=NOW)
    session.remove()
    page = stakeholder.get(f"/questions/{world.other_question.id}/answer")
    assert page.fields()["text"] == "An outage."
    assert "wrote this down for you" in page.words
