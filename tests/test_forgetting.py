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
    Consultation,
    Edition,
    Eligibility,
    Invitation,
    Note,
    Person,
    Role,
    Round,
    SealedField,
    SealedText,
    Stakeholder,
    Summary,
)
from consultation.operations.audit import first_broken_entry
from consultation.operations.desk.themes import rename_theme
from consultation.operations.plenary.pack import compile_pack
from consultation.operations.privacy.erasing import erase_words
from consultation.operations.privacy.finding import look_through
from consultation.operations.privacy.redacting import decide, span_of
from consultation.operations.privacy.retention import (
    account_of,
    let_personal_data_go,
    set_retention,
)
from consultation.queries.privacy.retention import months_after, retained_until, retention_seen
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
    """trust.md 89."""
    with transaction():
        part = part_with_words(world)
        rename_theme(world.theme, "Records", seen=world.theme.version, by=world.chair, now=NOW)
    assert set(everywhere(CANARY)) >= {
        "answer_version.text", "audit_entry.before", "sealed_text.text", "summary.text",
    }  # fmt: skip
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
    assert first_broken_entry() is None


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


def test_the_date_is_some_months_after_the_last_outcomes_and_comes_without_them_too(world):
    with transaction():
        round_ = pack_round(world)
        waited_for = months_after(round_.closes_at, 12 + 6)
        assert retained_until(round_.consultation) == waited_for
        session.add(factories.round_(consultation=round_.consultation, number=2))
        session.flush()
        session.expire_all()
        is_due(world)
        last = pack_round(world).consultation.rounds[-1]
        assert retained_until(last.consultation) == months_after(last.closes_at, 12 + 6)
        session.delete(last)
        session.flush()
        session.expire_all()
        consultation = pack_round(world).consultation
        assert retained_until(consultation).month == (NOW.month - 1 + 6) % 12 + 1
        set_retention(
            consultation,
            months=12,
            contact="",
            seen=retention_seen(consultation),
            by=world.secretariat,
            now=NOW,
        )
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


@pytest.mark.parametrize("how", ["takes part", "accepted", "invited", "entered for"])
def test_of_who_has_another_consultation_only_what_belongs_to_this_goes(world, how):
    with transaction():
        is_due(world)
        other = factories.consultation(title="Another")
        session.add(other)
        session.flush()
        session.add(elsewhere(world, other, how))
        session.flush()
        let_personal_data_go(pack_round(world).consultation, now=LATER)
    session.expire_all()
    owner = session.get_one(Person, world.owner.id)
    assert (owner.name, owner.email) == ("Olga Canary-Name", "owner@example.org")
    here = select(Stakeholder).where(Stakeholder.consultation_id == world.consultation.id)
    assert [(part.person_id, part.name) for part in session.scalars(here)] == [(None, "")] * 2
    kept = [column for column in everywhere("owner@example.org") if column != "person.email"]
    assert len(kept) == (how != "takes part")


def elsewhere(world: World, other: Consultation, how: str) -> Base:
    owner = session.get_one(Person, world.owner.id)
    if how == "accepted":
        return Eligibility(
            consultation=other, email=owner.email, name=owner.name, category="company",
            is_accepted=True, by=world.secretariat, decided_at=NOW,
        )  # fmt: skip
    if how == "invited":
        return Invitation(
            consultation=other, role=Role.READER, email=owner.email, name=owner.name,
            by=world.secretariat, made_at=NOW, sent_at=NOW,
        )  # fmt: skip
    if how == "entered for":
        return factories.stakeholder(consultation=other, person=None, contact=owner.email)
    return factories.stakeholder(consultation=other, person=owner)
