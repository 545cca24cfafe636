"""Commands on an instance of either kind, as a person types them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from click.testing import CliRunner

from consultation import db
from consultation.cli import plenary
from consultation.config import Settings


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    words: str


Run = Callable[..., Said]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command on the instance; any other end than a sentence and a code is an error."""
    monkeypatch.setenv("PLENARY_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("PLENARY_DATA", str(settings.data))

    def command(*arguments: object) -> Said:
        leave()
        result = CliRunner().invoke(plenary, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.output)

    yield command
    leave()
    # What asks for a database next has to name its own.
    db.session.configure(bind=None)


def leave() -> None:
    """Close what the session is connected to, as the end of a process would."""
    db.session.remove()
    if engine := db.session.session_factory.kw["bind"]:
        engine.dispose()
