"""The migrations: both ways with rows in the tables, and the same tables as the models'."""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, inspect, select, text
from sqlalchemy.exc import DatabaseError, DBAPIError

from consultation import db, schema
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    Consultation,
    Edition,
    EditionKind,
    LogCover,
    Meeting,
    MeetingKind,
    OpenQuestion,
    Outcome,
    OutcomeKind,
    Paper,
    Person,
    Point,
    PrivacyNotice,
    Publication,
    Redaction,
    Removal,
    RemovalStatement,
    Round,
    SealedField,
    Source,
    Stakeholder,
    Step,
    Submission,
    Theme,
)
from consultation.operations.audit import first_broken_entry, record
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.desk.cutting import cut_point, span_seen
from consultation.operations.desk.points import move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.steps import step
from consultation.operations.desk.themes import rename_theme
from consultation.operations.desk.undoing import undo
from consultation.operations.plenary.outcomes import AS_ITS_THEME, decide, decide_point
from consultation.operations.plenary.signing import reopen, sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.operations.privacy.redacting import decide as decide_on_words
from consultation.operations.privacy.redacting import lift, span_of
from consultation.queries.desk.steps import next_to_undo
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.databases import (
    copied,
    drop_postgres_database,
    engine_address,
    make_postgres_database,
)

LATER = NOW + timedelta(hours=1)
OURS = {table.name for table in db.Base.metadata.sorted_tables}


@pytest.fixture
def address(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Where a database of this test's own is; without a table in it, unless it is to be filled."""
    is_filled = "filled" in request.fixturenames
    if database_kind == "sqlite":
        if is_filled:
            copied(request.getfixturevalue("sqlite_template"), tmp_path)
        yield f"sqlite:///{tmp_path / 'plenary.sqlite'}"
        return
    request.getfixturevalue("postgres_server")
    template = request.getfixturevalue("postgres_template") if is_filled else ""
    made = make_postgres_database(f"plenary_blank_{os.getpid()}", like=template)
    yield engine_address(made)
    drop_postgres_database(made)


@pytest.fixture
def blank(address: str) -> Iterator[Engine]:
    """A database without a table, the session bound to it."""
    engine = db.connect(address)
    yield engine
    db.session.remove()
    db.session.configure(bind=None)
    engine.dispose()


@pytest.fixture
def filled(blank: Engine) -> Engine:
    """A database of this release, copied once it was migrated, with a consultation in it."""
    factories.world()
    db.session.remove()
    return blank


PAPER = {
    "name": "view.pdf",
    "kind": "pdf",
    "sha256": "a" * 64,
    "size": 9,
    "blocks": [],
    "added_at": NOW,
}
TRIGGERS = {
    "sqlite": {
        "off": ["DROP TRIGGER answer_version_no_update"],
        "on": [
            "CREATE TRIGGER answer_version_no_update BEFORE UPDATE ON answer_version "
            "BEGIN SELECT RAISE(ABORT, 'answer_version is append-only'); END"
        ],
    },
    "postgresql": {
        "off": ["ALTER TABLE answer_version DISABLE TRIGGER answer_version_append_only"],
        "on": ["ALTER TABLE answer_version ENABLE TRIGGER answer_version_append_only"],
    },
}


def triggers(engine: Engine, switch: str) -> list[str]:
    """What lets versions be changed, and what forbids it again."""
    return TRIGGERS[engine.dialect.name][switch]


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in db.Base.metadata.sorted_tables
        }


def set_revision(engine: Engine, revision: str) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_up_gives_every_table_and_down_takes_them_all_away_again(filled):
    assert tables(filled) == OURS
    schema.downgrade(filled, "base")
    assert tables(filled) == set()
    assert schema.current_revision(filled) is None
    schema.upgrade(filled)
    assert tables(filled) == OURS
    assert set(rows(filled).values()) == {0}
    factories.world()


def test_one_step_down_and_up_keeps_every_row(filled):
    before = rows(filled)
    assert before["answer"] == 1
    schema.downgrade(filled, "001_first_tables")
    schema.upgrade(filled)
    assert rows(filled) == before
    assert db.session.scalar(select(Answer)).text.startswith("Every change must be recorded.")
    assert {theme.title for theme in db.session.scalars(select(Theme))} == {
        "Record every change",
        "Leave small repairs out",
    }


def test_what_is_append_only_is_so_again_after_going_down_and_up(filled):
    schema.downgrade(filled, "001_first_tables")
    with filled.begin() as connection:
        connection.execute(text("UPDATE answer_version SET language = 'en'"))
    schema.upgrade(filled)
    with pytest.raises(DBAPIError, match="answer_version is append-only"):
        db.session.execute(text("UPDATE answer_version SET language = 'fr'"))
    db.session.rollback()
    assert db.session.scalars(select(AnswerVersion.language)).all() == ["en"]


def test_a_text_keeps_its_pages_where_papers_become_several_and_back(filled):
    taken = "UPDATE answer_version SET paper_id = 7, pages = '[[0, 4], [9, 5]]'"
    with db.transaction():
        sent = db.session.scalars(select(Submission)).first()
        db.session.add(Paper(id=7, submission=sent, **PAPER))
    db.session.remove()
    schema.downgrade(filled, "014_receipts_say_when_stored")
    with filled.begin() as connection:
        for statement in (*triggers(filled, "off"), taken, *triggers(filled, "on")):
            connection.execute(text(statement))
    for _ in range(2):
        schema.upgrade(filled)
        (version,) = db.session.scalars(select(AnswerVersion))
        assert (version.pages, version.sources) == ([[0, 4, 7], [9, 5, 7]], ["p. 4 of view.pdf"])
        db.session.remove()
        schema.downgrade(filled, "014_receipts_say_when_stored")
    with filled.connect() as connection:
        row = connection.execute(text("SELECT paper_id, pages FROM answer_version")).one()
    assert (row.paper_id, json.loads(row.pages) if isinstance(row.pages, str) else row.pages) == (
        7,
        [[0, 4], [9, 5]],
    )


def test_going_down_leaves_only_acts_that_the_release_before_can_undo(blank):
    schema.upgrade(blank)
    world = factories.world()
    with db.transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", by=world.chair, now=NOW)
        cut_point(world.point, 6, seen=span_seen(world.point), by=world.chair, now=NOW)
        move_point(world.unplaced, None, seen=place_seen(world.unplaced), by=world.chair, now=NOW)
    unplaced = str(world.unplaced.id)
    db.session.remove()
    schema.downgrade(blank, "025_samples")
    with db.transaction():
        (step,) = db.session.execute(select(Step.id, Step.before, Step.after))
        assert step.before["point"] == step.after["point"] == {unplaced: [False]}
    schema.upgrade(blank)
    with db.transaction():
        (question,) = db.session.scalars(select(OpenQuestion).where(OpenQuestion.number == "Q01"))
        person = db.session.scalars(select(Person).where(Person.name == "Chair")).one()
        kept = db.session.scalars(select(Step)).one()
        assert (kept.past, kept.entry.action, kept.entry.person) == (False, "move", person)
        undo(question, seen=step.id, by=person, now=NOW)
    assert len(db.session.scalars(select(Point)).all()) == 4


def test_going_down_an_outcome_can_be_undone_by_the_release_before(blank):
    schema.upgrade(blank)
    world = factories.world()
    with db.transaction():
        seen = world.theme.version
        decide(world.theme, OutcomeKind.ADOPTED, reason="", seen=seen, by=world.chair, now=NOW)
        decide_point(
            world.point, OutcomeKind.ADOPTED, reason="", seen=AS_ITS_THEME, by=world.chair, now=NOW
        )
    db.session.remove()
    schema.downgrade(blank, "035_notices_and_calendars")
    with db.transaction():
        for _, after in db.session.execute(select(Step.before, Step.after)):
            for table in ("outcome", "own_outcome"):
                assert [len(row) for row in after.get(table, {}).values()] in ([], [4])
    schema.upgrade(blank)
    with db.transaction():
        question = db.session.scalars(
            select(OpenQuestion).where(OpenQuestion.number == "Q01")
        ).one()
        person = db.session.scalars(select(Person).where(Person.name == "Chair")).one()
        for step in db.session.scalars(select(Step.id).order_by(Step.id.desc())).all():
            assert not undo(question, seen=step, by=person, now=NOW).past
    assert db.session.scalars(select(Outcome)).all() == []


def test_of_an_act_that_was_undone_before_it_is_not_said_who_changed_it_last(blank):
    schema.upgrade(blank)
    world = factories.world()
    with db.transaction():
        move_point(world.unplaced, world.theme, seen="unplaced", by=world.chair, now=NOW)
        seen = db.session.scalars(select(Step.id)).one()
        undo(world.question, seen=seen, by=world.vice_chair, now=LATER)
    db.session.remove()
    schema.downgrade(blank, "033_signed_states")
    schema.upgrade(blank)
    with db.transaction():
        assert db.session.scalars(select(Step.entry_id)).all() == [None]


def test_the_privacy_notice_of_an_earlier_release_is_its_first_and_the_last_goes_back(filled):
    with db.transaction():
        (consultation,) = db.session.scalars(select(Consultation))
        put_in_force(PrivacyNotice, consultation, "We ask.", now=NOW)
        put_in_force(PrivacyNotice, consultation, "We tell.", now=LATER)
    db.session.remove()
    schema.downgrade(filled, "034_what_changed_last")
    with filled.begin() as connection:
        kept = select(text("privacy_notice")).select_from(text("consultation"))
        assert connection.scalars(kept).all() == ["We tell."]
    schema.upgrade(filled)
    with db.transaction():
        (notice,) = db.session.scalars(select(PrivacyNotice))
        assert (notice.number, notice.text, notice.in_force_from) == (1, "We tell.", None)
        assert notice.sha256 == hashlib.sha256(b"We tell.").hexdigest()
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(text("DELETE FROM privacy_notice"))


def test_what_an_author_said_to_a_removal_is_kept_up_and_down(filled):
    with db.transaction():
        (point,) = db.session.scalars(select(Point).order_by(Point.id).limit(1))
        people = db.session.scalars(select(Person).order_by(Person.id).limit(2)).all()
        removal = Removal(
            answer_id=point.answer_id, reason="By rule 1.", proposed_by=people[0], proposed_at=NOW,
        )  # fmt: skip
        removal.statements = [
            RemovalStatement(text="It is no insult.", said_at=NOW),
            RemovalStatement(text="And it is true.", said_at=LATER),
        ]
        db.session.add(removal)
    db.session.remove()
    schema.downgrade(filled, "049_public_numbers")
    with filled.begin() as connection:
        said = select(text("author_said")).select_from(text("removal"))
        assert connection.scalars(said).all() == ["It is no insult.\n\nAnd it is true."]
    schema.upgrade(filled)
    with db.transaction():
        (statement,) = db.session.scalars(select(RemovalStatement))
        assert statement.text == "It is no insult.\n\nAnd it is true."
        assert (statement.said_at, statement.removal.proposed_version) == (LATER, None)
    with pytest.raises(DatabaseError), filled.begin() as connection:
        connection.execute(text("UPDATE removal SET reason = ''"))


def test_no_release_back_publishes_what_is_redacted_and_a_pseudonym_becomes_anonymous(filled):
    with db.transaction():
        version = db.session.scalars(select(AnswerVersion)).one()
        words = version.text
        by = db.session.scalars(select(Person)).first()
        span = span_of(version, SealedField.TEXT, "tea")
        decide_on_words(version, span, stays=False, reason="By rule.", by=by, now=NOW)
        version.submission.publication = Publication.PSEUDONYM
    db.session.remove()
    with pytest.raises(RuntimeError, match="would publish words"):
        schema.downgrade(filled, "041_results")
    schema.upgrade(filled)
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(text("UPDATE answer_version SET text = 'other'"))
    with db.transaction():
        (decision,) = db.session.scalars(select(Redaction))
        lift(
            decision,
            because="It is public.",
            by=db.session.get_one(Person, decision.by_id),
            now=NOW,
        )
    db.session.remove()
    schema.downgrade(filled, "041_results")
    with filled.connect() as connection:
        assert connection.scalars(text("SELECT text FROM answer_version")).all() == [words]
        kept = connection.scalars(text("SELECT publication FROM submission")).all()
        assert kept == ["anonymous"]
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(text("UPDATE answer_version SET text = 'other'"))
    schema.upgrade(filled)
    with pytest.raises(DatabaseError, match="append-only"), filled.begin() as connection:
        connection.execute(text("UPDATE answer_version SET text = 'other'"))


def test_plenary_sessions_are_meetings_and_these_alone_go_back(filled):
    with db.transaction():
        (round_,) = db.session.scalars(select(Round))
        plenary = factories.meeting(round=round_, kind=MeetingKind.PLENARY, title="The plenary")
        db.session.add_all([plenary, factories.meeting(round=round_)])
    db.session.remove()
    schema.downgrade(filled, "036_changed_provisions")
    with filled.connect() as connection:
        kept = connection.execute(text("SELECT title FROM plenary_session")).scalars().all()
    assert kept == ["The plenary"]
    schema.upgrade(filled)
    with db.transaction():
        (meeting,) = db.session.scalars(select(Meeting))
        assert (meeting.kind, meeting.title) == (MeetingKind.PLENARY, "The plenary")
        assert (meeting.held_at, meeting.present) == (NOW - timedelta(days=3), 0)


def test_originals_and_imported_stakeholders_are_told_from_what_is_somebodys_own(filled):
    with db.transaction():
        (round_,) = db.session.scalars(select(Round))
        clerk, writer = (
            db.session.scalar(select(Person).where(Person.email == f"{name}@example.org"))
            for name in ("secretariat", "owner")
        )
        own = db.session.scalar(select(Submission).where(Submission.round == round_))
        own.reached_at = NOW
        papers = [
            Paper(**PAPER | {"submission_id": own.id, "added_by_id": by.id, "name": by.name})
            for by in (clerk, writer)
        ]
        part = factories.stakeholder(consultation=round_.consultation, reference="P7")
        sent = factories.submission(round=round_, stakeholder=part, source=Source.TABLE)
        db.session.add_all([*papers, sent])
    db.session.remove()
    schema.downgrade(filled, "041_results")
    schema.upgrade(filled)
    with db.transaction():
        found = {paper.name: paper.entered for paper in db.session.scalars(select(Paper))}
        assert (found["Secretariat"], found["Owner"]) == (True, False)
        references = set(db.session.scalars(select(Stakeholder.reference)))
        assert {name for name in references if ":" in name} == {"table:P7"}
    db.session.remove()
    schema.downgrade(filled, "041_results")
    with filled.connect() as connection:
        kept = connection.execute(text("SELECT reference FROM stakeholder")).scalars().all()
    assert "P7" in kept
    schema.upgrade(filled)


def test_who_was_imported_is_told_apart_though_something_came_from_them_by_e_mail_too(filled):
    """A database of an earlier release went through 042, which left these as they were."""
    references = {"P7": Source.EMAIL, "P8": Source.WEB, "P9": Source.PAPER}
    with db.transaction():
        (round_,) = db.session.scalars(select(Round))
        more = factories.round_(consultation=round_.consultation, number=9)
        for reference, besides in references.items():
            part = factories.stakeholder(
                consultation=round_.consultation, person=None, reference=reference
            )
            db.session.add_all([
                factories.submission(round=round_, stakeholder=part, source=Source.TABLE),
                factories.submission(round=more, stakeholder=part, source=besides),
            ])  # fmt: skip
        again = factories.stakeholder(
            consultation=round_.consultation, person=None, reference="table:P9"
        )
        db.session.add(again)
    db.session.remove()
    for revision in ("049_public_numbers", "041_results"):
        schema.downgrade(filled, revision)
        for _ in range(2):
            schema.upgrade(filled)
            assert _references(filled) >= {"table:P7", "P8"}
            schema.downgrade(filled, "049_public_numbers")
    schema.upgrade(filled)
    assert "table:P9" in _references(filled)


def _references(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.execute(text("SELECT reference FROM stakeholder")).scalars())


def test_what_a_signature_said_before_it_was_told_apart_is_taken_back_by_reopening(blank):
    schema.upgrade(blank)
    world = factories.world()
    done = {"by": world.chair, "now": NOW}
    with db.transaction():
        write_summary(world.question, text="All of it.", seen=0, author=world.chair, now=NOW)
        move_point(world.unplaced, world.theme, seen="unplaced", **done)
        seen = world.theme.version
        decide(world.theme, OutcomeKind.NOT_EXAMINED, reason="", seen=seen, **done)
    with db.transaction():
        seen = state_hash(world.question)
        sign_off(world.question, chair=world.chair, seen=seen, now=LATER)
        # As the release before did, the signature is an act among the others.
        with step("outcome of 1 theme", world.theme, by=world.chair, now=LATER):
            pass
    question, chair, decided = world.question.id, world.chair.id, world.theme.id
    db.session.remove()
    schema.downgrade(blank, "029_minority_notes")
    schema.upgrade(blank)
    with db.transaction():
        again, by = db.session.get(OpenQuestion, question), db.session.get(Person, chair)
        assert next_to_undo(again).what == "outcome “not yet examined” of “Record every change”"
        reopen(again, by=by, reason="New answers.", now=LATER)
        (kept,) = db.session.scalars(select(Outcome))
        assert (kept.theme_id, kept.decided_at) == (decided, NOW)


@pytest.mark.parametrize("where", ["stakeholder", "submission", "answer_version"])
@pytest.mark.parametrize(("choice", "name"), [("named", ""), ("organisation only", "Ana Lopes")])
def test_who_was_named_by_their_organisation_alone_stays_so(filled, where, choice, name):
    schema.downgrade(filled, "015_several_papers")
    with filled.begin() as connection:
        chosen = f"UPDATE {where} SET publication = '{choice}'"
        for statement in (*triggers(filled, "off"), chosen, *triggers(filled, "on")):
            connection.execute(text(statement))
        connection.execute(text("UPDATE stakeholder SET name = 'Ana Lopes'"))
        if where != "stakeholder":
            connection.execute(text("UPDATE stakeholder SET publication = 'anonymous'"))
    schema.upgrade(filled)
    (answer,) = db.session.scalars(select(Answer))
    assert answer.submission.stakeholder.organisation is not None
    assert answer.submission.stakeholder.name == name


def test_an_act_of_an_earlier_release_can_be_undone(filled):
    """A step kept less of a theme then."""
    question, chair = db.session.scalars(select(OpenQuestion)).first(), factories.person()
    db.session.add(chair)
    theme = db.session.scalars(select(Theme).where(Theme.question == question)).first()
    rename_theme(theme, "Another title", seen=theme.version, by=chair, now=NOW)
    db.session.commit()
    schema.downgrade(filled, "025_samples")
    with filled.connect() as connection:
        (kept,) = connection.execute(text("SELECT before FROM step")).scalars()
    kept = json.loads(kept) if isinstance(kept, str) else kept
    assert [len(values) for values in kept["theme"].values()] == [4]
    schema.upgrade(filled)
    step = db.session.scalars(select(Step)).one()
    undo(step.question, seen=step.id, by=step.person, now=NOW)
    assert db.session.get_one(Theme, theme.id).title != "Another title"


def test_packs_stay_and_synopsis_reports_go_back_with_their_jobs(filled):
    with db.transaction():
        (round_,) = db.session.scalars(select(Round))
        asked = {"round": round_, "asked_at": NOW}
        asked["asked_by"] = db.session.scalars(select(Person)).first()
        pack = Edition(number=1, **asked)
        report = Edition(number=1, kind=EditionKind.SYNOPSIS, **asked)
        db.session.add_all([factories.compiling(pack), factories.compiling(report)])
        db.session.flush()
        number = pack.id
    db.session.remove()
    schema.downgrade(filled, "049_public_numbers")
    with filled.connect() as connection:
        assert connection.execute(text("SELECT id FROM edition")).scalars().all() == [number]
        jobs = connection.execute(text("SELECT edition_id FROM job WHERE edition_id > 0"))
        assert jobs.scalars().all() == [number]
    schema.upgrade(filled)
    (kept,) = db.session.scalars(select(Edition))
    assert (kept.id, kept.kind) == (number, EditionKind.PACK)


def test_the_migrations_make_what_the_models_say(filled):
    assert schema.differences(filled) == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE theme ADD COLUMN colour TEXT",
        "ALTER TABLE theme DROP COLUMN title",
        "DROP INDEX ix_theme_question_id",
        "CREATE TABLE colour (id INTEGER PRIMARY KEY)",
    ],
)
def test_a_table_that_is_not_the_models_is_noticed(filled, change):
    with filled.begin() as connection:
        connection.execute(text(change))
    assert len(schema.differences(filled)) == 1


def test_the_queues_own_tables_are_no_difference(filled):
    with filled.begin() as connection:
        connection.execute(text("CREATE TABLE huey_task (id INTEGER PRIMARY KEY)"))
    assert schema.differences(filled) == []


def test_an_empty_database_is_given_its_tables(blank):
    schema.ensure_current(blank)
    assert tables(blank) == OURS
    schema.ensure_current(blank)


@pytest.mark.parametrize(
    ("revision", "named"), [("001_first_tables", "001_first_tables"), ("base", "no revision")]
)
def test_a_database_of_an_earlier_release_is_refused_with_what_to_run(filled, revision, named):
    schema.downgrade(filled, revision)
    with pytest.raises(RuleError) as refused:
        schema.ensure_current(filled)
    newest = schema.newest_revision(filled)
    assert str(refused.value) == (
        f"The database is at {named}, this release needs {newest}. "
        "Make a backup, then run: ./plenary db upgrade"
    )
    schema.upgrade(filled)
    schema.ensure_current(filled)


def test_a_database_of_a_later_release_is_not_sent_to_an_upgrade_that_cannot_work(filled):
    set_revision(filled, "999_from_the_future")
    for act in (schema.ensure_current, schema.upgrade, lambda e: schema.downgrade(e, "base")):
        with pytest.raises(RuleError) as refused:
            act(filled)
        assert str(refused.value) == (
            "The database is at 999_from_the_future, which this release does not know. "
            "Run the release that brought it there (or a later one)."
        )


def test_a_revision_that_cannot_be_reached_is_refused_with_those_that_are(filled):
    oldest_first = ", ".join(reversed(schema.known_revisions(filled)))
    beyond = len(schema.known_revisions(filled)) + 1
    for act, revision in (
        (schema.upgrade, "nonsense"),
        (schema.downgrade, "nonsense"),
        (schema.downgrade, f"-{beyond}"),
        (schema.upgrade, "+1"),
    ):
        with pytest.raises(RuleError) as refused:
            act(filled, revision)
        assert str(refused.value) == (
            f"The database is at {schema.newest_revision(filled)} and cannot go from there to "
            f"{revision}. The revisions are: base, {oldest_first}."
        )
    schema.ensure_newest(filled)


def test_the_log_holds_and_goes_on_after_a_step_back_and_forth(filled):
    """An entry of the release before is in the chain with its words, a later one by their hash."""
    for number in (1, 2, 3):
        with db.transaction():
            consultation = db.session.scalars(select(Consultation)).one()
            record("look", consultation, person=None, now=NOW, after={"n": number}, reason="Ö “x”")
        db.session.remove()
        if number < 3:
            schema.downgrade(filled, "052_synopsis_reports")
            schema.upgrade(filled)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.words is None for entry in entries[-3:]] == [True, True, False]
    assert first_broken_entry() is None
    with pytest.raises(DBAPIError, match="append-only"), db.transaction():
        db.session.get_one(AuditEntry, entries[-3].id).reason = "Other."


def test_no_release_back_shows_in_the_log_what_is_redacted(filled):
    with db.transaction():
        consultation = db.session.scalars(select(Consultation)).one()
        record("look", consultation, person=None, now=NOW, reason="Eva said so.")
        newest = db.session.scalar(select(func.max(AuditEntry.id)))
        cover = LogCover(entry_id=newest, part="reason", way=[], start=0, end=3)
        db.session.add(cover)
    db.session.remove()
    with pytest.raises(RuntimeError, match="would show them"):
        schema.downgrade(filled, "049_public_numbers")
    with filled.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM log_cover")) == 1
