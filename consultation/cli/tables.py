"""The database's schema from the command line."""

from pathlib import Path

import click
from sqlalchemy import Engine

from consultation import db, schema
from consultation.cli import console, data_option, plenary
from consultation.config import Settings


@plenary.group("db")
def database() -> None:
    """The schema of an instance's database."""


def _engine(data: Path | None) -> Engine:
    settings = Settings(data=data) if data else Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    return db.connect(settings.url)


@database.command("upgrade")
@click.argument("revision", default="head")
@data_option
def upgrade(data: Path | None, revision: str) -> None:
    """Bring the tables up to this release (or to REVISION). Make a backup first."""
    engine = _engine(data)
    schema.upgrade(engine, revision)
    console.print(f"The database is at {schema.current_revision(engine)}.")


@database.command("downgrade")
@click.argument("revision")
@data_option
def downgrade(data: Path | None, revision: str) -> None:
    """Take the tables down to REVISION (`base` for none). Make a backup first."""
    engine = _engine(data)
    schema.downgrade(engine, revision)
    console.print(f"The database is at {schema.current_revision(engine) or 'no revision'}.")


@database.command("check")
@data_option
def check(data: Path | None) -> None:
    """Say whether the tables are what this release needs, and whether the log's chain holds."""
    engine = _engine(data)
    schema.ensure_newest(engine)
    if faults := schema.differences(engine):
        raise click.ClickException("The tables differ from the models:\n" + "\n".join(faults))
    from consultation.operations.audit import first_broken_entry

    if broken := first_broken_entry():
        raise click.ClickException(f"The log was changed: entry {broken.id} does not follow.")
    found = schema.current_revision(engine)
    console.print(f"The database is at {found}; tables and log are as they should be.")
