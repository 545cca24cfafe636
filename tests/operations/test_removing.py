"""Removal from the public view: two persons, a reason from the rules, told, counted, reversible."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.models import Answer, AuditEntry, Mail, Publication, Removal
from consultation.models.answer import UNPUBLISHED
from consultation.operations.moderation_rules import put_rules_in_force
from consultation.operations.removing import (
    answer_removal,
    confirm_removal,
    end_removal,
    propose_removal,
)
from consultation.queries.moderation import moderation_of
from consultation.queries.observed_table import observed_rows
from consultation.queries.published import Filters, contribution, contributions
from consultation.queries.themes import question_counts, themes_in_order
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add(made.consultation)
        put_rules_in_force(made.consultation, "1. No insults.", by=made.secretariat, now=NOW)
    return made


def answer_of(world: World) -> Answer:
    return session.get_one(Answer, world.point.answer.id)


def proposed(world: World):
    return propose_removal(answer_of(world), reason="By rule 1.", by=world.secretariat, now=NOW)


def removed(world: World):
    removal = proposed(world)
    confirm_removal(removal, by=world.chair, now=NOW)
    return removal


def test_without_rules_nothing_is_removed(database):
    world = factories.world()
    with transaction(), pytest.raises(NotAllowedYet, match="no rules"):
        proposed(world)


def test_who_proposes_it_does_not_confirm_it(world):
    with transaction():
        removal = proposed(world)
        with pytest.raises(NotAllowedYet, match="second person"):
            confirm_removal(removal, by=world.secretariat, now=NOW)
        assert contribution(answer_of(world)) is not None


def test_what_two_removed_nobody_reads_and_it_counts_all_the_same(world):
    before = question_counts(world.question)
    with transaction():
        removed(world)
    session.expire_all()
    answer = answer_of(world)
    assert answer.is_withheld
    assert contribution(answer) is None
    assert contributions(world.round, Filters()).total == 0
    assert contributions(world.round, Filters(words=("recorded",))).total == 0
    assert question_counts(world.question) == before
    quotes = [quote.text for line in themes_in_order(world.question) for quote in line.quotes]
    assert quotes == [UNPUBLISHED]
    assert [row.comment for row in observed_rows(world.round)] == [UNPUBLISHED]


def test_the_author_is_mailed_and_can_answer_and_it_comes_back(world):
    with transaction():
        removal = removed(world)
        answer_removal(removal, "It is no insult.", by=world.owner, now=NOW)
        end_removal(removal, because="They are right.", by=world.secretariat, now=NOW)
    session.expire_all()
    assert contribution(answer_of(world)) is not None
    mails = session.scalars(select(Mail).where(Mail.to == world.owner.email)).all()
    assert [mail.subject for mail in mails] == [
        "Your contribution was taken out of the public view",
        "Your contribution is in the public view again",
    ]
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-4:] == [
        "propose a removal", "remove from the public view", "answer a removal",
        "take back a removal",
    ]  # fmt: skip


def test_a_removal_is_proposed_once_and_decided_once(world):
    with transaction():
        removal = proposed(world)
        with pytest.raises(StaleEdit):
            proposed(world)
        with pytest.raises(RuleError):
            end_removal(removal, because=" ", by=world.chair, now=NOW)
        end_removal(removal, because="No rule says so.", by=world.chair, now=NOW)
        with pytest.raises(StaleEdit):
            confirm_removal(removal, by=world.chair, now=NOW)
        proposed(world)


def test_everybody_reads_how_often_and_why(world):
    with transaction():
        proposed(world)
    assert moderation_of(world.consultation) == []
    with transaction():
        end_removal_of_all(world)
        removed(world)
    (line,) = moderation_of(world.consultation)
    assert (line.removed, line.removals) == (1, (("By rule 1.", 1),))


def end_removal_of_all(world: World) -> None:
    for removal in session.scalars(select(Removal)):
        end_removal(removal, because="Anew.", by=world.chair, now=NOW)


def test_what_its_author_does_not_publish_is_read_by_nobody_and_counts(world):
    before = question_counts(world.question)
    with transaction():
        answer_of(world).submission.publication = Publication.WITHHELD
    session.expire_all()
    assert contribution(answer_of(world)) is None
    assert question_counts(world.question) == before
    assert [row.comment for row in observed_rows(world.round)] == [UNPUBLISHED]
    with transaction():
        answer_of(world).submission.publication = Publication.NAMED
    session.expire_all()
    assert contribution(answer_of(world)).author == "Kettle Works"


def test_a_pseudonym_is_the_same_in_one_consultation_and_another_in_the_next(world):
    with transaction():
        part = answer_of(world).submission.stakeholder
        elsewhere = factories.stakeholder(
            consultation=factories.consultation(), person=world.owner, organisation=None
        )
        session.add(elsewhere)
        session.flush()
        names = {part.named_as(Publication.PSEUDONYM), elsewhere.named_as(Publication.PSEUDONYM)}
        assert len(names) == 2
        assert part.pseudonym in part.named_as(Publication.PSEUDONYM)
        assert part.country_as(Publication.PSEUDONYM) == ""
        answer_of(world).submission.publication = Publication.PSEUDONYM
    session.expire_all()
    shown = contribution(answer_of(world))
    assert part.pseudonym in shown.author
    assert (shown.country, shown.is_anonymous) == ("", True)
    assert contributions(world.round, Filters(country="France")).total == 0
