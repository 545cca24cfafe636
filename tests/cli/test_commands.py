"""The other commands: help, the schema, the demonstration, and those for who works on Plenary."""

import re

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from consultation import db, schema
from consultation.cli import demonstration, plenary, project
from consultation.compiling import MANIFEST, room_of
from consultation.db import session, transaction
from consultation.models import Edition, Job, JobState, Submission, Theme
from consultation.operations.accounts.passwords import person_with_password
from consultation.operations.desk.themes import rename_theme
from consultation.operations.grouping import analysis
from tests import factories
from tests.conftest import NOW
from tests.operations.fabricated import analysis_of

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"])


@SQLITE
@pytest.mark.parametrize("group", [(), ("user",), ("db",), ("export",)])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_command_with_what_it_does(run, group, flag):
    commands = plenary
    for name in group:
        commands = commands.commands[name]
    said = run(*group, flag)
    assert said.code == 0
    listed = dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", said.words, re.MULTILINE))
    assert set(commands.commands) <= set(listed)


@SQLITE
@pytest.mark.parametrize("command", ["analyse", "ledger", "import", "serve", "worker"])
def test_every_command_on_an_instance_takes_its_folder(run, command):
    assert "--data" in run(command, "--help").words


def test_a_database_as_it_should_be_is_said_to_be(run, database):
    said = run("db", "check")
    assert said.code == 0
    assert said.words.endswith("tables and log are as they should be.\n")


def test_a_log_that_was_changed_is_found(run, database):
    world = factories.world()
    with transaction():
        rename_theme(world.theme, "New", seen=world.theme.version, by=world.chair, now=NOW)
    with session.get_bind().begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET reason = 'Because.'"))
    said = run("db", "check")
    assert said.code == 1
    assert "Error: The log was changed: entry 1 does not follow." in said.words


@SQLITE
def test_tables_that_differ_from_the_models_are_found(run, database):
    with session.get_bind().begin() as connection:
        connection.execute(text("ALTER TABLE person ADD COLUMN nickname TEXT"))
    said = run("db", "check")
    assert said.code == 1
    assert "The tables differ from the models" in said.words
    assert "nickname" in said.words


@SQLITE
def test_a_database_of_an_older_release_is_refused_until_it_is_brought_up(run, database):
    factories.world()
    said = run("db", "downgrade", "001_first_tables")
    assert (said.code, said.words) == (0, "The database is at 001_first_tables.\n")
    for command in (("ledger",), ("db", "check")):
        said = run(*command)
        assert said.code == 1
        assert "Make a backup, then run: ./plenary db upgrade" in said.words
    assert run("db", "upgrade").code == 0
    assert run("db", "check").code == 0
    assert run("ledger").code == 0


@SQLITE
@pytest.mark.parametrize("act", ["upgrade", "downgrade"])
def test_a_revision_that_is_none_is_a_sentence(run, database, act):
    said = run("db", act, "nonsense")
    assert said.code == 1
    assert said.words.startswith("Error: The database is at ")
    assert "cannot go from there to nonsense" in said.words
    assert run("db", "check").code == 0


@SQLITE
@pytest.mark.parametrize("command", [("db", "check"), ("ledger",), ("db", "upgrade")])
def test_a_file_that_is_no_database_is_a_sentence_and_stays(run, tmp_path, command):
    (tmp_path / "other").mkdir()
    file = tmp_path / "other" / "plenary.sqlite"
    file.write_text("A shopping list. " * 100)
    said = run(*command, "--data", file.parent)
    assert (said.code, said.words) == (
        1, "Error: The database does not answer: file is not a database.\n",
    )  # fmt: skip
    assert file.read_text() == "A shopping list. " * 100


@SQLITE
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "mysql://host/plenary", "PLENARY_DATABASE_URL: write it as postgresql://"),
        ("DATABASE_URL", "plenary", "PLENARY_DATABASE_URL: write it as postgresql://"),
        ("HEARTBEAT_SECONDS", "soon", "PLENARY_HEARTBEAT_SECONDS: Input should be a valid number"),
        ("ENCODER", "no/such/folder", "PLENARY_ENCODER: name a folder that is there"),
        ("HOSTS", "example.org", 'A setting cannot be read: error parsing value for field "hosts"'),
    ],
)
def test_a_setting_that_cannot_be_read_is_a_sentence(run, monkeypatch, name, value, sentence):
    monkeypatch.setenv(f"PLENARY_{name}", value)
    said = run("db", "check")
    assert said.code == 1
    assert said.words.startswith(f"Error: {sentence}")


@SQLITE
@pytest.mark.parametrize("fault", [IntegrityError("", {}, ValueError()), OSError("no file named")])
def test_a_fault_of_ours_keeps_its_traceback(run, monkeypatch, fault):
    def fail(_engine):
        raise fault

    monkeypatch.setattr(schema, "differences", fail)
    with pytest.raises(type(fault)):
        run("db", "check")


@SQLITE
def test_a_new_folder_becomes_an_instance(run, tmp_path):
    folder = tmp_path / "of" / "its" / "own"
    said = run("ledger", "--data", folder)
    assert "There is no consultation yet" in said.words
    assert run("db", "check", "--data", folder).code == 0
    assert (folder / "plenary.sqlite").exists()


@SQLITE
def test_the_demonstration_is_made_analysed_and_prints_a_sign_in_per_role(
    run, tmp_path, monkeypatch
):
    monkeypatch.setattr(analysis, "read", _read)
    folder = tmp_path / "demo"
    said = run("demo", "--data", folder, "--no-serve")
    assert said.code == 0, said.words
    password = re.search(r"Password for each: (\S+)", said.words)[1]
    sign_ins = re.findall(r"^(.+?)  +(\S+@demo\.example)  +(.+?) *$", said.words, re.MULTILINE)
    assert {"Secretariat", "Reader", "Chair of WG2", "Vice-chair of WG2"} <= {
        role for role, _, _ in sign_ins
    }
    for email in (sign_ins[0][1], sign_ins[-1][1]):
        assert person_with_password(email, password) is not None
    assert f"./plenary serve --data {folder}" in said.words
    # Where a meeting raised a point, a question is read once more.
    read = select(Job.question_id).where(Job.state == JobState.DONE).distinct()
    assert len(session.scalars(read.where(Job.question_id.is_not(None))).all()) == 2 * 35
    edition = session.scalars(select(Edition)).one()
    assert (room_of(folder, edition.id) / MANIFEST).exists()
    assert {name.rpartition(".")[2] for name in edition.manifest["files"]} >= {
        "docx",
        "pdf",
        "html",
    }
    assert session.scalar(select(func.count(Theme.id))) > 2 * 35
    assert run("ledger", "--data", folder).code == 0


def _read(gathered, *, progress, memory):
    progress(1, 1, "reading")
    return analysis_of([text.text for text in gathered.texts])


@SQLITE
def test_a_demonstration_is_made_anew_and_never_over_anything_else(run, tmp_path, monkeypatch):
    monkeypatch.setattr(demonstration, "analyse_questions", lambda _questions: None)
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "plenary.sqlite").write_bytes(b"somebody's")
    said = run("demo", "--data", instance, "--no-serve")
    assert said.code == 1
    assert "holds something that is not a demonstration" in said.words
    assert (instance / "plenary.sqlite").read_bytes() == b"somebody's"
    for _ in range(2):
        assert run("demo", "--data", tmp_path / "demo", "--no-serve", "--rounds", 1).code == 0
        assert session.scalar(select(func.count(Submission.id))) == 96
        db.session.remove()


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_demonstration_is_never_loaded_into_a_database_in_use(run, database, tmp_path):
    factories.world()
    said = run("demo", "--data", tmp_path / "demo", "--no-serve")
    assert said.code == 1
    assert "The database at PLENARY_DATABASE_URL is not empty." in said.words


@SQLITE
@pytest.mark.parametrize(
    ("arguments", "ran"),
    [
        (("test",), [("pytest", "-n", "3", "--dist", "worksteal")]),
        (("test", "tests/models", "-x"), [("pytest", "tests/models", "-x")]),
        (("lint",), list(project.LINT)),
    ],
)
def test_what_ci_runs(run, monkeypatch, arguments, ran):
    said = []
    monkeypatch.setattr(project, "_run", lambda *command: said.append(command) or 0)
    assert run(*arguments).code == 0
    assert said == ran


@SQLITE
def test_lint_fails_when_one_of_its_tools_does(run, monkeypatch):
    monkeypatch.setattr(project, "_run", lambda *command: int(command[0] == "mypy"))
    assert run("lint").code == 1


@SQLITE
def test_the_lock_is_written_for_use_and_for_tests(run, monkeypatch):
    written = []
    monkeypatch.setattr(project, "_run", lambda *command: written.append(command[-1]) or 0)
    assert run("lock").code == 0
    assert written == ["requirements.lock", "requirements-test.lock"]
