"""The schema of an instance: brought up, taken down, held against the models."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Engine, inspect

from consultation.config import ROOT
from consultation.db import Base
from consultation.errors import RuleError


def alembic_config(engine: Engine) -> Config:
    """Alembic's settings for one database."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    config.attributes["engine"] = engine
    return config


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; raise RuleError where that cannot be."""
    with _refusals(engine, revision):
        command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to a revision; raise RuleError where that cannot be."""
    with _refusals(engine, revision):
        command.downgrade(alembic_config(engine), revision)


@contextmanager
def _refusals(engine: Engine, revision: str) -> Iterator[None]:
    """Say what is wrong with a revision in a sentence of ours."""
    found = current_revision(engine)
    _ensure_known(engine, found)
    try:
        yield
    except CommandError as error:
        there_are = ", ".join(["base", *reversed(known_revisions(engine))])
        raise RuleError(
            f"The database is at {found or 'no revision'} and cannot go from there to {revision}. "
            f"The revisions are: {there_are}."
        ) from error


def current_revision(engine: Engine) -> str | None:
    """The revision a database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def known_revisions(engine: Engine) -> list[str]:
    """The revisions this program has migrations for, the newest first."""
    scripts = ScriptDirectory.from_config(alembic_config(engine))
    return [script.revision for script in scripts.walk_revisions()]


def newest_revision(engine: Engine) -> str:
    """The revision this program was written for."""
    return known_revisions(engine)[0]


def differences(engine: Engine) -> list[str]:
    """Where the database and the models differ; empty when the migrations are complete."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [
            str(difference)
            for difference in compare_metadata(context, Base.metadata)
            if "huey_" not in str(difference)
        ]


def ensure_current(engine: Engine) -> None:
    """Give an empty database its tables; raise RuleError for one of another release."""
    if not inspect(engine).get_table_names():
        upgrade(engine)
    ensure_newest(engine)


def ensure_newest(engine: Engine) -> None:
    """Raise RuleError, with what to run, for a database of another release."""
    found, wanted = current_revision(engine), newest_revision(engine)
    _ensure_known(engine, found)
    if found != wanted:
        raise RuleError(
            f"The database is at {found or 'no revision'}, this release needs {wanted}. "
            "Make a backup, then run: ./plenary db upgrade"
        )


def _ensure_known(engine: Engine, found: str | None) -> None:
    if found is not None and found not in known_revisions(engine):
        raise RuleError(
            f"The database is at {found}, which this release does not know. "
            "Run the release that brought it there (or a later one)."
        )
