"""Redactions: the mask is in the stored text, spans stay, receipts hold, the original is sealed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from consultation.db import session, transaction
from consultation.errors import RuleError, StaleEdit
from consultation.models import (
    AnswerVersion,
    AuditEntry,
    Find,
    Point,
    SealedField,
    SealedText,
    Theme,
)
from consultation.operations.contributions.submissions import receipt_hash
from consultation.operations.grouping import analysis
from consultation.operations.privacy import finding, redacting
from consultation.operations.privacy.finding import look_through
from consultation.operations.privacy.redacting import (
    NoSuchSpan,
    Span,
    decide,
    lift,
    span_of,
    unseal,
)
from consultation.queries.contributions.published import Filters, contributions
from consultation.queries.contributions.receipts import receipt_copy
from consultation.queries.privacy.finds import DECIDED, moderation_list
from tests import factories
from tests.conftest import NOW
from tests.factories import World
from tests.operations.fabricated import analysis_of, one_theme_a_word

ADDRESS = "eva@example.org"
WORDS = f"Keep the record. Write to {ADDRESS} about it. We like tea."


@pytest.fixture
def world(database) -> World:
    return factories.world()


@pytest.fixture
def version(world) -> AnswerVersion:
    with transaction():
        by = factories.stakeholder(consultation=world.consultation)
        answer = factories.answer(world.question, WORDS, by=by)
        answer.submission.receipts.clear()
        session.add_all([answer, factories.point(answer, 17, 50)])
        session.flush()
        made = answer.version
        session.add(factories.receipt(submission=answer.submission, version_ids=[made.id]))
    return made


def redacted(version: AnswerVersion, world: World, words: str = ADDRESS) -> None:
    decide(
        version,
        span_of(version, SealedField.TEXT, words),
        stays=False,
        reason="An address.",
        by=world.secretariat,
        now=NOW,
    )


def test_what_is_redacted_is_masked_letter_for_letter_and_every_span_stays(world, version):
    with transaction():
        redacted(version, world)
    session.expire_all()
    masked = WORDS.replace(ADDRESS, "█" * len(ADDRESS))
    assert session.get_one(AnswerVersion, version.id).text == masked
    point = session.scalars(select(Point).where(Point.start == 17, Point.end == 50)).one()
    assert point.text == f"Write to {'█' * len(ADDRESS)} about it"


def test_a_receipt_is_reckoned_from_what_was_received_and_its_author_reads_that(world, version):
    submission = version.submission
    before = receipt_hash(submission, [version])
    with transaction():
        redacted(version, world)
    assert receipt_hash(submission, [version]) == before
    (line,) = receipt_copy(submission.receipts[0]).lines
    assert line.text == WORDS


def test_the_search_of_what_is_published_does_not_find_it(world, version):
    with transaction():
        redacted(version, world)
    assert contributions(world.round, Filters(words=(ADDRESS,))).total == 0
    assert contributions(world.round, Filters(words=("record",))).total == 2


def test_reading_what_was_redacted_takes_a_reason_and_is_in_the_log(world, version):
    with transaction():
        redacted(version, world)
        with pytest.raises(NoSuchSpan, match="Write why"):
            unseal(version, reason=" ", by=world.secretariat, now=NOW)
        sealed = unseal(version, reason="They asked.", by=world.secretariat, now=NOW)
        assert sealed.text == WORDS
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.reason) == ("read what was redacted", "They asked.")


def test_no_entry_of_the_log_repeats_what_was_redacted(world, version):
    with transaction():
        redacted(version, world)
    entries = session.scalars(select(AuditEntry)).all()
    assert entries
    assert not [e for e in entries if ADDRESS in f"{e.before}{e.after}{e.reason}"]
    with transaction(), pytest.raises(NoSuchSpan, match="repeats"):
        decide(
            version,
            span_of(version, SealedField.TEXT, "We"),
            stays=False,
            reason="We",
            by=world.secretariat,
            now=NOW,
        )


def test_what_may_stay_stays_and_is_decided_on(world, version):
    with transaction():
        decide(
            version,
            span_of(version, SealedField.TEXT, ADDRESS),
            stays=True,
            reason="An office's.",
            by=world.secretariat,
            now=NOW,
        )
    assert session.get_one(AnswerVersion, version.id).text == WORDS
    assert moderation_list(world.round).total == 0
    assert moderation_list(world.round, state=DECIDED).total == 1


def test_a_lifted_redaction_gives_the_words_back_and_others_stay_masked(world, version):
    with transaction():
        redacted(version, world)
        redacted(version, world, "tea")
        first, _ = redacting.in_force(version)
        lift(first, because="It is public.", by=world.secretariat, now=NOW)
    assert session.get_one(AnswerVersion, version.id).text == WORDS.replace("tea", "███")
    with transaction(), pytest.raises(StaleEdit):
        lift(first, because="Again.", by=world.secretariat, now=NOW)


def test_nobody_decides_twice_on_the_same_words(world, version):
    with transaction():
        redacted(version, world)
    with transaction(), pytest.raises(RuleError):
        decide(
            version,
            Span(SealedField.TEXT, 20, 30),
            stays=True,
            reason="Why not.",
            by=world.secretariat,
            now=NOW,
        )


def test_what_is_found_waits_on_the_list_by_kind_until_somebody_decides(world, version):
    with transaction():
        assert look_through([version.id]) == 1
        assert look_through([version.id]) == 0
    listed = moderation_list(world.round)
    assert (listed.total, listed.by_kind) == (1, (("e-mail address", 1),))
    (line,) = listed.answers[0].lines
    assert (line.words, line.kind) == (ADDRESS, "e-mail address")
    with transaction():
        redacted(version, world)
        assert look_through([version.id]) == 0
    assert moderation_list(world.round).total == 0
    assert session.scalars(select(Find)).one().kind == "e-mail address"


@pytest.mark.parametrize("statement", [
    "UPDATE answer_version SET text = 'other'",
    "UPDATE answer_version SET text = upper(text)",
    "UPDATE answer_version SET position = 'oppose'",
    "DELETE FROM answer_version",
    "UPDATE answer_version SET text = 'other' WHERE saved_by_id IS NULL",
    "UPDATE answer_version SET saved_by_id = (SELECT max(id) FROM person) "
    "WHERE saved_by_id IS NULL",
])  # fmt: skip
def test_the_database_refuses_every_other_change_of_a_version(world, version, statement):
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        session.execute(text(statement))


def test_the_original_is_sealed_once_and_whole(world, version):
    with transaction():
        redacted(version, world)
        redacted(version, world, "tea")
    assert [each.text for each in session.scalars(select(SealedText))] == [WORDS]


def test_words_are_looked_for_before_the_lock_and_each_version_once(world, version, monkeypatch):
    looked: list[str] = []
    real = finding.nlp.find_personal_data
    monkeypatch.setattr(
        finding.nlp, "find_personal_data", lambda text: looked.append(text) or real(text)
    )
    gathered = analysis.gather(world.question)
    assert looked == []
    found = finding.find(gathered.unseen)
    assert WORDS in looked
    looked.clear()
    with transaction():
        result = analysis_of([t.text for t in gathered.texts], one_theme_a_word)
        analysis.keep(gathered, result, found=found, now=NOW)
    assert looked == []
    assert [find.kind for find in session.scalars(select(Find))] == ["e-mail address"]
    assert analysis.gather(world.question).unseen == ()


def test_an_analysis_keeps_nothing_of_words_that_were_redacted_while_it_read(world, version):
    gathered = analysis.gather(world.question)
    result = analysis_of([t.text for t in gathered.texts], one_theme_a_word)
    with transaction():
        redacted(version, world)
    with pytest.raises(analysis.WordsChanged), transaction():
        analysis.keep(gathered, result, found=(), now=NOW)
    assert not [t for t in session.scalars(select(Theme)) if ADDRESS in f"{t.title} {t.terms}"]
