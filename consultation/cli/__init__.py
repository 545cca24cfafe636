"""The commands. `./plenary --help` lists them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError
from rich.console import Console
from sqlalchemy.exc import DatabaseError, OperationalError

from consultation import db, schema
from consultation.config import Settings
from consultation.errors import RuleError
from consultation.operations.accounts import second_factor

# A sentence or a path stays on its line, so that it can be searched and copied whole.
console = Console(highlight=False, soft_wrap=True)
Command = TypeVar("Command", bound=Callable[..., Any])


class Commands(click.Group):
    """Commands in the order they are first needed; a refusal is a sentence, not a traceback."""

    ORDER = (
        "demo", "serve", "worker", "import", "analyse", "ledger", "export", "user", "notice",
        "retention", "db", "test", "lint", "bench", "lock",
    )  # fmt: skip

    def list_commands(self, _context: click.Context) -> list[str]:
        return [name for name in self.ORDER if name in self.commands]

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except (RuleError, SettingsError, ValidationError, DatabaseError, OSError) as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def _sentence(error: Exception) -> str | None:
    """What a person can do something about; None for a fault of ours, which keeps its traceback."""
    match error:
        case RuleError():
            return str(error)
        case SettingsError():
            return f"A setting cannot be read: {error}."
        case ValidationError():
            return "\n".join(_wrong_setting(fault) for fault in error.errors())
        case DatabaseError() if type(error) in {DatabaseError, OperationalError}:
            return f"The database does not answer: {str(error.orig).splitlines()[0]}."
        case OSError() if error.filename is not None:
            return f"“{error.filename}” cannot be used: {error.strerror}."
    return None


def _wrong_setting(fault: ErrorDetails) -> str:
    name = "_".join(str(part) for part in fault["loc"]).upper().removeprefix("PLENARY_")
    return f"PLENARY_{name}: {fault['msg'].removeprefix('Value error, ')}."


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def plenary() -> None:
    """Plenary: the platform on which a text is drafted in public.

    Start with `./plenary demo`. Every command that touches an instance takes --data DIR, the
    folder of its database, files and secrets (default: instance/, or PLENARY_DATA). With
    PLENARY_DATABASE_URL=postgresql://… the rows live in PostgreSQL.
    """


def instance(command: Command) -> Command:
    """Give a command its --data, and connect it to that instance's database."""

    def connected(data: Path | None, **given: Any) -> Any:
        open_instance(data)
        try:
            return command(**given)
        finally:
            db.session.remove()

    connected.__name__ = command.__name__
    connected.__doc__ = command.__doc__
    connected.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return data_option(connected)  # type: ignore[return-value]


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the instance.  [default: instance, or PLENARY_DATA]",
)


def open_instance(data: Path | None) -> Settings:
    """Connect to an instance's database; a new one gets its tables."""
    settings = Settings(data=data) if data else Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    schema.ensure_current(db.connect(settings.url))
    _seal_secrets(settings)
    return settings


def _seal_secrets(settings: Settings) -> None:
    """Seal what an earlier release kept in clear; only with a key that is there already.

    A machine that was not given the instance's key would seal with one that nobody else has.
    """
    if settings.has_secret_key() and second_factor.is_any_in_clear():
        with db.transaction():
            second_factor.seal_all(settings.secret_key())
    db.session.remove()


from consultation.cli import (  # noqa: E402
    content,
    demonstration,
    notices,
    people,
    project,
    reports,
    retention,
    running,
    tables,
)

__all__ = [
    "content",
    "demonstration",
    "notices",
    "people",
    "plenary",
    "project",
    "reports",
    "retention",
    "running",
    "tables",
]
