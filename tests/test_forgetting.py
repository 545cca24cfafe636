"""Erasure and retention: erased words are nowhere, and who took part is nobody after the date."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import JSON, LargeBinary, select
from sqlalchemy.types import Text

from consultation import exports
from consultation.db import Base, session, transaction
from consultation.errors import RuleError
from consultation.exports.data.content import data_of
from consultation.models import (
    AnswerVersion,
    AuditEntry,
    Campaign,
    CampaignCopy,
    Edition,
    Note,
    Person,
    Round,
    SealedField,
    SealedText,
    Stakeholder,
    Summary,
)
from consultation.operations.audit import entry_hash
from consultation.operations.erasing import erase_words
from consultation.operations.finding import look_through
from consultation.operations.pack import compile_pack
from consultation.operations.redacting import decide, span_of
from consultation.operations.retention import account_of, let_personal_data_go, set_retention
from consultation.queries.retention import retained_until
from tests import factories
from tests.conftest import NOW
from tests.factories import World

CANARY = "Zyxwvut-canary"
WORDS = f"The {CANARY} must be kept in every record. We like tea a lot."


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add(made.owner)
        made.owner.name = "Olga Canary-Name"
    return made


def everywhere(word: str) -> list[str]:
    """The columns of all tables that hold a word."""
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Text | JSON | LargeBinary):
                held = session.execute(select(column)).scalars()
                if any(value is not None and word in _plain(value) for value in held):
                    found.append(str(column))
    return found


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "ignore")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def part_with_words(world: World) -> Stakeholder:
    """Somebody whose words are quoted, copied, summed up, redacted and noted."""
    part = factories.stakeholder(consultation=world.consultation)
    answer = factories.answer(world.question, WORDS, by=part)
    point = factories.point(answer, 0, WORDS.index(".") + 1)
    campaign = Campaign(question=world.question, template=WORDS)
    session.add_all(
        [
            answer, point, campaign,
            CampaignCopy(campaign=campaign, answer=answer, similarity=1, additions=[]),
            Summary(
                question_id=world.question.id, text=f"They say:\n\n> {point.text}",
                written_by=world.chair, written_at=NOW,
            ),
            Note(
                stakeholder=part, question=world.question, person=world.owner,
                text=f"About the {CANARY}", written_at=NOW,
            ),
        ]
    )  # fmt: skip
    world.theme.title = point.text
    session.flush()
    look_through([answer.version.id])
    decide(
        answer.version, span_of(answer.version, SealedField.TEXT, "tea"), stays=False,
        reason="Off topic.", by=world.secretariat, now=NOW,
    )  # fmt: skip
    return part


def test_erased_words_are_in_no_table_and_no_export_and_the_log_still_holds(world):
    with transaction():
        part = part_with_words(world)
    assert set(everywhere(CANARY)) >= {"answer_version.text", "sealed_text.text", "theme.title"}
    with transaction():
        erase_words(part, reason="They asked.", by=world.secretariat, now=NOW)
    session.expire_all()
    assert everywhere(CANARY) == []
    pack = compile_pack(session.get_one(Round, world.round.id), now=NOW)
    for extension in ("html", "json", "csv.zip"):
        assert CANARY.encode() not in exports.FORMATS[extension].render(pack)
    data = json.dumps(data_of(pack_round(world), lambda *_: None), default=list, ensure_ascii=False)
    assert CANARY not in data
    assert "█" in data
    for entry in session.scalars(select(AuditEntry)):
        assert entry.hash == entry_hash(entry)


def pack_round(world: World) -> Round:
    return session.get_one(Round, world.round.id)


def test_erasing_takes_a_reason_and_what_was_sent_counts_all_the_same(world):
    with transaction():
        part = part_with_words(world)
        with pytest.raises(RuleError):
            erase_words(part, reason=" ", by=world.secretariat, now=NOW)
    before = compile_pack(pack_round(world), now=NOW).counts
    with transaction():
        erase_words(part, reason="They asked.", by=world.secretariat, now=NOW)
    session.expire_all()
    assert compile_pack(pack_round(world), now=NOW).counts == before
    assert session.scalars(select(SealedText)).all() == []


def is_due(world: World) -> None:
    round_ = pack_round(world)
    round_.closes_at, round_.outcomes_published_at = (
        NOW - timedelta(days=2),
        NOW - timedelta(days=1),
    )


LATER = NOW + timedelta(days=200)


def test_the_date_is_some_months_after_the_last_outcomes_and_none_before(world):
    with transaction():
        assert retained_until(pack_round(world).consultation) is None
        is_due(world)
        consultation = pack_round(world).consultation
        assert retained_until(consultation).month == (NOW.month - 1 + 6) % 12 + 1
        set_retention(consultation, months=12, contact="", by=world.secretariat, now=NOW)
        assert retained_until(consultation).year == NOW.year + 1


def test_before_its_date_nothing_goes(world):
    with transaction():
        is_due(world)
        with pytest.raises(RuleError, match="kept until"):
            let_personal_data_go(pack_round(world).consultation, now=NOW)


def test_after_its_date_who_took_part_is_nobody_and_what_they_sent_stays(world):
    with transaction():
        is_due(world)
        session.add(factories.edition(world))
        consultation = pack_round(world).consultation
        report = account_of(consultation)
        assert report.accounts == 2
        assert everywhere("Olga Canary-Name") == ["person.name"]
    with transaction():
        consultation = pack_round(world).consultation
        account, _ = let_personal_data_go(consultation, now=LATER)
        assert account.kept == report.kept
    session.expire_all()
    assert everywhere("Olga Canary-Name") == everywhere("owner@example.org") == []
    assert session.scalars(select(Stakeholder.person_id)).all() == [None, None]
    assert session.scalars(select(AnswerVersion.saved_by_id)).all() == [None]
    assert session.scalars(select(AnswerVersion.text)).all() == [world.point.answer.version.text]
    assert session.get_one(Person, world.chair.id).name == "Chair"
    assert all(e.files_removed_at for e in session.scalars(select(Edition)))


def test_the_same_once_more_changes_nothing(world):
    with transaction():
        is_due(world)
        let_personal_data_go(pack_round(world).consultation, now=LATER)
    entries = session.scalars(select(AuditEntry.id)).all()
    with transaction():
        account, files = let_personal_data_go(pack_round(world).consultation, now=LATER)
    assert account.is_empty
    assert files == []
    assert session.scalars(select(AuditEntry.id)).all() == entries
