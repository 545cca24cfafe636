"""Removal from the public view: two persons, a reason from the rules, told, counted, reversible."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.exports import FORMATS
from consultation.models import (
    Answer,
    AuditEntry,
    Mail,
    MinorityPoint,
    ModerationRules,
    Publication,
    Removal,
    Round,
    SealedField,
)
from consultation.models.answer import UNPUBLISHED
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.contributions.submissions import withdraw
from consultation.operations.plenary.pack import compile_pack
from consultation.operations.privacy.redacting import decide, span_of
from consultation.operations.privacy.removing import (
    answer_removal,
    confirm_removal,
    end_removal,
    propose_removal,
)
from consultation.queries.contributions.published import Filters, contribution, contributions
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import quotes_of, themes_in_order
from consultation.queries.grouping.minority import minority_of
from consultation.queries.plenary.composed import composed_text
from consultation.queries.plenary.observed_table import observed_rows
from consultation.queries.plenary.signing import state_hash
from consultation.queries.privacy.moderation import moderation_of, removal_seen
from tests import factories
from tests.conftest import NOW
from tests.factories import World


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add(made.consultation)
        put_in_force(
            ModerationRules, made.consultation, "1. No insults.", by=made.secretariat, now=NOW
        )
    return made


def answer_of(world: World) -> Answer:
    return session.get_one(Answer, world.point.answer.id)


def proposed(world: World):
    return propose_removal(answer_of(world), reason="By rule 1.", by=world.secretariat, now=NOW)


def removed(world: World):
    removal = proposed(world)
    confirm_removal(removal, seen=removal_seen(removal), by=world.chair, now=NOW)
    return removal


def publish(world: World) -> None:
    round_ = session.get_one(Round, world.round.id)
    round_.closes_at, round_.published_at = NOW - timedelta(minutes=1), NOW


def test_without_rules_nothing_is_removed(database):
    world = factories.world()
    with transaction(), pytest.raises(NotAllowedYet, match="no rules"):
        proposed(world)


def test_who_proposes_it_does_not_confirm_it(world):
    with transaction():
        removal = proposed(world)
        with pytest.raises(NotAllowedYet, match="second person"):
            confirm_removal(removal, seen=removal_seen(removal), by=world.secretariat, now=NOW)
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


def test_who_reviews_reads_what_was_removed_and_no_pack_quotes_it(world):
    with transaction():
        (before,) = [t for t in _themes_of_the_pack(world) if t.quotes]
        (words,) = [quote.text for quote in before.quotes]
        state = state_hash(world.question)
        removed(world)
    session.expire_all()
    reviewed = [q for t in themes_in_order(world.question, reviewed=True) for q in t.quotes]
    assert [(quote.text, quote.is_withheld) for quote in reviewed] == [(words, True)]
    assert [quote.text for quote in quotes_of(world.theme)] == [words]
    now = next(t for t in _themes_of_the_pack(world) if t.theme_id == before.theme_id)
    assert (now.quotes, now.unquotable, now.counts) == ((), 1, before.counts)
    assert f"point {world.point.id}: words" not in composed_text(world.question)
    assert state_hash(world.question) == state
    document = FORMATS["html"].render(compile_pack(world.round, now=NOW)).decode()
    assert "1 quote is not published: counted above, and not repeated here." in document
    assert words not in document


def test_who_reviews_reads_a_minority_point_that_its_author_does_not_publish(world):
    with transaction():
        session.add(MinorityPoint(point=world.point, theme=world.theme, rank=1, reason="Few."))
        answer_of(world).submission.publication = Publication.WITHHELD
    session.expire_all()
    (left,) = minority_of(world.question)
    (read,) = minority_of(world.question, reviewed=True)
    assert (left.said.text, read.said.text) == (UNPUBLISHED, world.point.text)


def _themes_of_the_pack(world: World):
    pack = compile_pack(world.round, now=NOW)
    return [t for group in pack.groups for part in group.questions for t in part.themes]


def test_the_author_is_mailed_and_can_answer_and_it_comes_back(world):
    with transaction():
        publish(world)
        removal = removed(world)
        answer_removal(removal, "It is no insult.", by=world.owner, now=NOW)
        end_removal(removal, because="They are right.", by=world.secretariat, now=NOW)
    session.expire_all()
    assert contribution(answer_of(world)) is not None
    mails = session.scalars(select(Mail).where(Mail.to == world.owner.email)).all()
    assert [mail.subject for mail in mails] == [
        "It is proposed to take your contribution out of the public view",
        "Your contribution was taken out of the public view",
        "Your contribution is in the public view again",
    ]
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-4:] == [
        "propose a removal", "remove from the public view", "answer a removal",
        "take back a removal",
    ]  # fmt: skip


def test_the_author_is_told_of_a_proposal_why_and_how_to_answer_and_that_it_was_refused(world):
    with transaction():
        publish(world)
        removal = proposed(world)
        (mail,) = session.scalars(select(Mail)).all()
        assert mail.to == world.owner.email
        assert mail.path == f"/removals/{removal.id}/answer"
        assert "because: By rule 1." in mail.text
        assert "until a second person has read it, and what you say to it" in mail.text
        end_removal(removal, because="No rule says so.", by=world.chair, now=NOW)
        refused = session.scalars(select(Mail).order_by(Mail.id.desc())).first()
        assert refused.subject == "Your contribution stays in the public view"
        assert "because: No rule says so." in refused.text


def test_before_the_contributions_are_published_no_letter_says_that_one_is_in_the_public_view(
    world,
):
    with transaction():
        end_removal(proposed(world), because="No rule says so.", by=world.chair, now=NOW)
        end_removal(removed(world), because="They are right.", by=world.chair, now=NOW)
    mails = session.scalars(select(Mail).order_by(Mail.id)).all()
    assert "The contributions to Round 1 are not published yet. A second" in mails[0].text
    told = " ".join(f"{mail.subject} {mail.text}" for mail in mails)
    for untrue in ("It is in the public view until", "stays", "in the public view again"):
        assert untrue not in told


@pytest.mark.parametrize("begun", [proposed, removed])
def test_the_end_of_a_removal_of_what_was_taken_back_tells_its_author_nothing(world, begun):
    with transaction():
        removal = begun(world)
        withdraw(answer_of(world).submission, author=world.owner, key="d" * 32, now=NOW)
        before = session.scalars(select(Mail.subject).order_by(Mail.id)).all()
        end_removal(removal, because="It is gone.", by=world.chair, now=NOW)
        assert session.scalars(select(Mail.subject).order_by(Mail.id)).all() == before
        assert removal.ended_at == NOW


def test_what_an_author_says_later_stands_beside_what_they_said_first(world):
    with transaction():
        removal = proposed(world)
        for said in ("It is no insult.", "And it is true."):
            answer_removal(removal, said, by=world.owner, now=NOW)
    session.expire_all()
    removal = session.scalars(select(Removal)).one()
    assert [each.text for each in removal.statements] == ["It is no insult.", "And it is true."]


def test_nobody_confirms_what_was_said_to_or_changed_since_they_read_it(world):
    with transaction():
        removal = proposed(world)
        read = removal_seen(removal)
        answer_removal(removal, "It is no insult.", by=world.owner, now=NOW)
        with pytest.raises(StaleEdit, match="what its author says to it"):
            confirm_removal(removal, seen=read, by=world.chair, now=NOW)
        read = removal_seen(removal)
        version = removal.answer.version
        span = span_of(version, SealedField.TEXT, "tea")
        decide(version, span, stays=False, reason="Off.", by=world.secretariat, now=NOW)
        with pytest.raises(StaleEdit, match="Read below how it stands"):
            confirm_removal(removal, seen=read, by=world.chair, now=NOW)
        assert not removal.is_in_force
        confirm_removal(removal, seen=removal_seen(removal), by=world.chair, now=NOW)
        assert removal.is_in_force


def test_what_its_author_took_back_is_neither_proposed_nor_confirmed(world):
    with transaction():
        removal = proposed(world)
        withdraw(answer_of(world).submission, author=world.owner, key="d" * 32, now=NOW)
        with pytest.raises(StaleEdit, match="took this contribution back"):
            confirm_removal(removal, seen=removal_seen(removal), by=world.chair, now=NOW)
        end_removal(removal, because="It is gone.", by=world.chair, now=NOW)
        with pytest.raises(StaleEdit, match="took this contribution back"):
            proposed(world)


def test_a_removal_is_proposed_once_and_decided_once(world):
    with transaction():
        removal = proposed(world)
        with pytest.raises(StaleEdit):
            proposed(world)
        with pytest.raises(RuleError):
            end_removal(removal, because=" ", by=world.chair, now=NOW)
        end_removal(removal, because="No rule says so.", by=world.chair, now=NOW)
        with pytest.raises(StaleEdit):
            confirm_removal(removal, seen=removal_seen(removal), by=world.chair, now=NOW)
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
