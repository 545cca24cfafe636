"""The schema of an instance: brought up, taken down, held against the models."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
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
    """Bring the schema up to a revision."""
    command.upgrade(alembic_config(engine), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the schema down to a revision."""
    command.downgrade(alembic_config(engine), revision)


def current_revision(engine: Engine) -> str | None:
    """The revision a database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision(engine: Engine) -> str | None:
    """The revision this program was written for."""
    return ScriptDirectory.from_config(alembic_config(engine)).get_current_head()


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
    found, wanted = current_revision(engine), newest_revision(engine)
    if found != wanted:
        raise RuleError(
            f"The database is at revision {found}, this release needs {wanted}. "
            "Make a backup, then run: ./plenary db upgrade"
        )
