"""Wording that was proposed reaches who reviews; an annex reaches the chairs' own page alone."""

import pytest

from consultation import models
from consultation.db import session, transaction
from consultation.exports import FORMATS
from consultation.exports.data import render_data
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.contributions.proposals import annexes, proposals
from tests import factories
from tests.conftest import NOW

SECRET = "The yearly cost is 4,711 crowns."


@pytest.fixture
def given(world):
    """A sent answer with wording and an annex, and one that its author has withdrawn."""
    with transaction():
        question = session.get_one(models.OpenQuestion, world.question.id)
        for withdrawn_at in (None, NOW):
            by = factories.stakeholder(
                consultation=world.consultation, publication=models.Publication.NAMED
            )
            sent = factories.submission(
                round=world.round, stakeholder=by, withdrawn_at=withdrawn_at
            )
            version = models.AnswerVersion(
                submission=sent,
                question=question,
                number=1,
                text="It costs too much.",
                proposed="The record is complete within a year.",
                annex=SECRET,
                publication=models.Publication.ANONYMOUS,
                saved_at=NOW,
            )
            session.add(models.Answer(submission=sent, question=question, version=version))
    return world.question.id


def asked(number) -> models.OpenQuestion:
    session.rollback()
    return session.get_one(models.OpenQuestion, number)


def test_proposals_of_answers_that_count_are_listed_as_their_authors_are_named(given):
    (line,) = proposals(asked(given))
    assert line.proposed == "The record is complete within a year."
    assert line.author == "Anonymous (civil society)"


def test_an_annex_is_on_the_chairs_page_and_nowhere_else(given, world, chair, secretariat):
    assert [line.annex for line in annexes(asked(given))] == [SECRET]
    assert SECRET in chair.get(f"/questions/{given}/annexes").words
    for address in ("themes", "unplaced", "proposals"):
        for reader in (chair, secretariat):
            assert SECRET not in reader.get(f"/questions/{given}/{address}").text


def test_no_export_holds_an_annex(given, world):
    assert b"It costs too much." in render_data(world.round)
    assert SECRET.encode() not in render_data(world.round)
    pack = compile_pack(world.round, now=NOW)
    assert SECRET.encode() not in FORMATS["json"].render(pack)
