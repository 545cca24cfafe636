"""The database's schema from the command line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine

from consultation import db, schema
from consultation.cli import console, data_option, plenary
from consultation.config import Settings
from consultation.queries.audit import is_in_log
from consultation.queries.plenary.editions import compiled_editions


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
@click.option(
    "--manifest",
    "manifests",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The manifest.json of an edition that somebody kept: is the log still the one it saw?",
)
@data_option
def check(data: Path | None, manifests: tuple[Path, ...]) -> None:
    """Say whether the tables are what this release needs, and whether the log's chain holds.

    The log must also have what the manifests of all editions say it had: its end can be cut off
    without a broken link.
    """
    engine = _engine(data)
    schema.ensure_newest(engine)
    if faults := schema.differences(engine):
        raise click.ClickException("The tables differ from the models:\n" + "\n".join(faults))
    from consultation.operations.audit import first_broken_entry

    if broken := first_broken_entry():
        raise click.ClickException(f"The log was changed: entry {broken.id} does not follow.")
    for name, (number, digest) in _heads(manifests):
        if not is_in_log(number, digest):
            raise click.ClickException(
                f"The log was cut or changed: {name} saw entry {number}, which is not there as it "
                "was."
            )
    found = schema.current_revision(engine)
    console.print(f"The database is at {found}; tables and log are as they should be.")


def _heads(manifests: tuple[Path, ...]) -> Iterator[tuple[str, tuple[int, str]]]:
    """Where the log stood for every edition that is kept, and for every manifest that is given."""
    for edition in compiled_editions():
        yield edition.called, _head(edition.manifest or {})
    for path in manifests:
        try:
            yield str(path), _head(json.loads(path.read_text("utf-8")))
        except (ValueError, KeyError, TypeError) as error:
            raise click.ClickException(f"{path} is no manifest of an edition.") from error


def _head(manifest: dict[str, Any]) -> tuple[int, str]:
    return int(manifest["log"]["entry"]), str(manifest["log"]["hash"])
