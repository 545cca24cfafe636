"""demo: a whole consultation to look at."""

import secrets
import shutil
from datetime import timedelta
from pathlib import Path

import click
from rich.table import Table
from sqlalchemy import inspect

from consultation import clock, db, jobs
from consultation.cli import console, open_instance, plenary
from consultation.cli.content import analyse_questions
from consultation.cli.running import run_server
from consultation.config import ROOT, Settings
from consultation.errors import RuleError
from consultation.models import Consultation, Round
from consultation.operations.demonstration import (
    FIRST_ROUND_ENDED,
    Account,
    go_on,
    load_demonstration,
)
from consultation.queries.contributions.submissions import questions_in

MARK = "demonstration"
"""A file that says that a folder holds a demonstration, and so may be made anew."""


@plenary.command()
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "instance" / "demo",
    help="Folder of the demonstration.  [default: instance/demo]",
)
@click.option("--port", default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Make it and stop.")
@click.option(
    "--rounds",
    type=click.IntRange(1, 2),
    default=2,
    show_default=True,
    help="With 1 the first round is open still; with 2 it is decided and the second is open.",
)
def demo(data: Path, port: int, no_serve: bool, rounds: int) -> None:
    """Make a fresh demonstration, analyse it, and serve it.

    A fictional code of conduct: 27 provisions, 35 open questions, 96 stakeholders who wrote some
    500 answers in six languages, two campaigns among them, and ticked some 900 more. The first
    round is decided, signed and published, with an edition of its plenary pack and official
    answers; the second is open on a draft that was changed.
    """
    clear(data)
    settings = open_instance(data)
    password = secrets.token_urlsafe(12)
    begun = clock.now() - (FIRST_ROUND_ENDED if rounds == 2 else timedelta(0))
    with db.transaction():
        consultation, accounts = load_demonstration(password=password, now=begun)
        number, round_ = consultation.id, consultation.rounds[0]
    console.print(f"{consultation.title}: loaded. Analysing the answers.", markup=False)
    analyse_questions(list(questions_in(round_)))
    if rounds == 2:
        _go_on(number, data)
    db.session.remove()
    print_accounts(accounts, password)
    if no_serve:
        console.print(f"Serve it with: ./plenary serve --data {data}", markup=False)
    else:
        run_server(settings, host="127.0.0.1", port=port)


def _go_on(consultation_id: int, data: Path) -> None:
    with db.transaction():
        consultation = db.session.get_one(Consultation, consultation_id)
        second = go_on(consultation, now=clock.now())
        number = second.id
    console.print("The first round is signed and published. Compiling its plenary pack.")
    jobs.run_next(data=data)
    console.print("Analysing what came since.")
    analyse_questions(list(questions_in(db.session.get_one(Round, number))))


def clear(data: Path) -> None:
    """Empty a demonstration's folder; refuse one that holds anything else."""
    data.mkdir(parents=True, exist_ok=True)
    if any(data.iterdir()) and not (data / MARK).exists():
        raise RuleError(
            f"{data} holds something that is not a demonstration, and is left as it is. "
            "Name another folder with --data."
        )
    url = Settings(data=data).url
    if not url.startswith("sqlite") and inspect(db.connect(url)).get_table_names():
        raise RuleError("The database at PLENARY_DATABASE_URL is not empty. Name an empty one.")
    _forget_the_last(data)
    (data / MARK).touch()


def _forget_the_last(data: Path) -> None:
    for pattern in ("plenary.sqlite*", "queue.sqlite*", "secret-key", "mail/*.eml"):
        for file in data.glob(pattern):
            file.unlink()
    for folder in filter(Path.exists, (data / "editions", data / "papers")):
        shutil.rmtree(folder)


def print_accounts(accounts: list[Account], password: str) -> None:
    """The sign-ins, one password for all: it is random and this machine's own."""
    table = Table("As", "Sign in with", "Name", box=None, pad_edge=False)
    for account in accounts:
        table.add_row(account.role, account.email, account.name)
    console.print(table)
    console.print(f"Password for each: {password}", markup=False)
