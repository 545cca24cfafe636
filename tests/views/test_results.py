"""What was said and what came of it: told once published, of what is signed, in chosen names."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    AuditEntry,
    Mail,
    OutcomeKind,
    Person,
    Publication,
    Round,
    Theme,
)  # fmt: skip
from consultation.operations.deadlines import extend
from consultation.operations.outcomes import decide
from consultation.operations.reminders import post_letters
from tests.client import Browser
from tests.conftest import NOW
from tests.views import visiting
from tests.views.visiting import change, count, stored

REASON = "It is in the new measure."


def decided(world, kind=OutcomeKind.IN_PART, changed=()) -> None:
    with transaction():
        theme = session.get_one(Theme, world.theme.id)
        chair = session.get_one(Person, world.chair.id)
        decide(
            theme, kind, reason=REASON, changes=changed, seen=theme.version, by=chair,
            now=NOW,
        )  # fmt: skip


@pytest.fixture
def signed(world):
    """The world's question decided on and signed, its round over."""
    change(world.round, closes_at=NOW - timedelta(minutes=1))
    decided(world)
    visiting.sign(world, "Most want it recorded.")
    return f"/rounds/{world.round.id}/publish-outcomes"


@pytest.fixture
def published(world, signed):
    """The address of the results, published."""
    change(world.round, outcomes_published_at=NOW)
    return f"/rounds/{world.round.id}/results"


@pytest.fixture
def reader(app, world):
    return Browser(app).sign_in(world.reader.email)


def words_of(world) -> str:
    session.rollback()
    return stored(world.point).text


def test_publishing_the_outcomes_asks_first_and_is_one_decision(secretariat, world, signed):
    page = secretariat.get(signed)
    assert "It cannot be taken back." in page.words
    assert "The outcomes are published." in secretariat.follow(secretariat.submit(page)).words
    assert stored(world.round).outcomes_published_at == NOW
    assert count(AuditEntry, AuditEntry.action == "publish outcomes") == 1
    assert secretariat.submit(page).status_code == 409


def test_outcomes_are_not_published_while_anybody_can_send(secretariat, world, signed):
    page = secretariat.get(signed)
    change(world.round, closes_at=NOW + timedelta(days=1))
    assert secretariat.submit(page).status_code == 409
    assert stored(world.round).outcomes_published_at is None


def test_outcomes_are_not_published_where_nothing_is_signed_as_it_stands(
    secretariat, world, signed
):
    page = secretariat.get(signed)
    change(stored(world.theme), title="Another title")
    refused = secretariat.submit(page)
    assert refused.status_code == 409
    assert "there is no outcome to publish" in refused.text


def test_a_round_whose_outcomes_are_published_is_not_extended(world, published):
    with pytest.raises(RuleError, match="outcomes of"), transaction():
        extend(
            session.get_one(Round, world.round.id), NOW + timedelta(days=1), reason="More time.",
            by=session.get_one(Person, world.secretariat.id), now=NOW,
        )  # fmt: skip


def test_nothing_is_told_before_the_outcomes_are_published(reader, world, signed):
    page = reader.get(f"/rounds/{world.round.id}/results")
    assert "are not published" in page.words
    assert REASON not in page.text
    assert stored(world.theme).title not in page.text


def test_a_reader_reads_theme_counts_outcome_and_reason(reader, world, published):
    page = reader.get(published)
    assert f"{stored(world.theme).title} 1 point in 1 answer, 1 organisation" in page.words
    assert f"Adopted in part : {REASON}" in page.words


def test_nobody_is_quoted_before_the_contributions_are_published(reader, world, published):
    assert words_of(world) not in reader.get(published).words
    change(world.round, published_at=NOW)
    assert f"“{words_of(world)}” Kettle Works" in reader.get(published).words


def test_an_anonymous_author_is_quoted_without_a_name(reader, world, published):
    with transaction():
        by = session.get_one(Answer, stored(world.point).answer_id).submission.stakeholder
        by.publication = Publication.ANONYMOUS
    change(world.round, published_at=NOW)
    page = reader.get(published)
    assert words_of(world) in page.words
    assert "Kettle" not in page.text


def test_a_question_whose_signature_does_not_stand_tells_nothing(reader, world, published):
    change(stored(world.theme), title="Another title")
    page = reader.get(published)
    assert "It is not signed off yet." in page.words
    assert "Another title" not in page.text
    assert REASON not in page.text


def test_a_provision_says_what_was_said_there_and_leads_to_it(reader, world, published):
    session.rollback()
    question = stored(world.question)
    address = f"/drafts/{question.draft_id}/provisions/{question.provisions[0].key}"
    page = reader.get(address)
    assert "What was said here and what came of it" in page.words
    assert f"{stored(world.theme).title} : adopted in part" in page.words
    assert f"{published}#question-{world.question.id}" in visiting.links(page)
    change(world.round, outcomes_published_at=None)
    assert "What was said here" not in reader.get(address).words


def test_who_submitted_is_told_once_with_a_link_to_their_own_outcomes(world, published):
    for later in (timedelta(0), timedelta(hours=1)):
        with transaction():
            post_letters(NOW + later)
    mails = session.scalars(select(Mail).where(Mail.key.startswith("outcomes"))).all()
    assert [mail.path for mail in mails] == [f"/submissions/{world.submission.id}/outcomes"]


@pytest.mark.parametrize("state", [{"withdrawn_at": NOW}, {"is_late": True}])
def test_who_has_no_submission_that_counts_is_not_told(world, published, state):
    change(world.submission, **state)
    with transaction():
        post_letters(NOW)
    assert count(Mail, Mail.key.startswith("outcomes")) == 0
