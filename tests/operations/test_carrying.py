"""What was moderated stays so when its author changes the answer."""

import pytest
from sqlalchemy import select

from consultation import models
from consultation.db import session, transaction
from consultation.models import Answer, Find, ModerationRules, SealedField
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.contributions.submissions import replace_answers
from consultation.operations.privacy.redacting import decide, span_of
from consultation.operations.privacy.removing import confirm_removal, propose_removal
from consultation.queries.contributions.published import every_contribution
from consultation.queries.privacy.finds import moderation_list
from consultation.queries.privacy.moderation import removal_seen
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        put_in_force(ModerationRules, made.consultation, "1.", by=made.secretariat, now=NOW)
    return made


def changed(answer: Answer, text: str) -> Answer:
    """The answer that stands in its place once its author sent another text."""
    with transaction():
        version = models.AnswerVersion(
            submission=answer.submission, question=answer.question, number=2, text=text,
            saved_at=NOW,
        )  # fmt: skip
        session.add(version)
        session.flush()
        replace_answers(answer.submission, [version], NOW)
    return session.scalars(select(Answer).where(Answer.version_id == version.id)).one()


def test_a_removed_answer_stays_removed_when_its_author_changes_a_letter(world):
    answer = session.get_one(Answer, world.point.answer.id)
    with transaction():
        removal = propose_removal(answer, reason="Rule 1.", by=world.secretariat, now=NOW)
        confirm_removal(removal, seen=removal_seen(removal), by=world.chair, now=NOW)
    fresh = changed(answer, answer.text + " ")
    assert fresh.is_removed
    assert fresh.text not in [line.text for line in every_contribution(world.round)]


def test_redacted_words_that_come_back_with_a_change_wait_for_whoever_moderates(world):
    answer = session.get_one(Answer, world.point.answer.id)
    text = answer.text
    with transaction():
        span = span_of(answer.version, SealedField.TEXT, "tea")
        decide(answer.version, span, stays=False, reason="Rule.", by=world.secretariat, now=NOW)
    fresh = changed(answer, text + " Tea, we say.")
    kinds = {find.kind for find in session.scalars(select(Find))}
    assert kinds == {"was redacted before"}
    listed = moderation_list(world.round)
    assert [each.answer.id for each in listed.answers] == [fresh.id]
    assert {line.words for line in listed.answers[0].lines} == {"tea", "Tea"}
