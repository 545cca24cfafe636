"""What personal data go and when, and letting them go, from the command line."""

from collections.abc import Iterable
from pathlib import Path

import click
from sqlalchemy import select

from consultation import clock, db
from consultation.cli import console, data_option, open_instance, plenary
from consultation.models import Consultation
from consultation.operations.privacy.retention import Account, account_of, let_personal_data_go
from consultation.queries.contributions.papers import PaperFile
from consultation.queries.privacy.retention import is_over
from consultation.tidying import forget_papers
from consultation.wording import noun


@plenary.command("retention")
@click.option("--now", "at_once", is_flag=True, help="Let it go now, without waiting.")
@click.option("--dry-run", is_flag=True, help="Only say it, as without any option.")
@data_option
def let_go_of_personal_data(data: Path | None, at_once: bool, dry_run: bool) -> None:
    """Say what personal data go, and when; with --now let go what is due.

    A worker lets them go by itself, once a day at most, two weeks after each secretariat was told.
    What was sent stays and counts; who sent it is nobody from then on.
    """
    if at_once and dry_run:
        raise click.UsageError("--now lets go, --dry-run only says it: choose one.")
    settings = open_instance(data)
    now = clock.now()
    with db.transaction():
        numbers = db.session.scalars(select(Consultation.id).order_by(Consultation.id)).all()
    for number in numbers:
        with db.transaction():
            consultation = db.session.get_one(Consultation, number)
            files: list[PaperFile] = []
            account = account_of(consultation)
            due = is_over(consultation, now)
            if due and at_once:
                account, files = let_personal_data_go(consultation, now=now)
            said = list(_said(consultation, account, due=due, at_once=at_once))
        with db.transaction():
            forget_papers(files, settings.data)
        for line in said:
            console.print(line, markup=False)


def _said(
    consultation: Consultation, account: Account, *, due: bool, at_once: bool
) -> Iterable[str]:
    """A consultation's account, in sentences."""
    until = f"{account.until:%-d %B %Y}" if account.until else "no date yet"
    yield f"“{consultation.title}”, kept until {until}:"
    if account.until is None:
        yield "  No round is planned yet."
    elif account.is_empty:
        yield "  Nothing personal is kept any more." if due else "  Nothing personal is kept."
    else:
        tense = "went" if due and at_once else "would go" if due else "will go then"
        for line in account.kept:
            yield f"  {line.count:,} {line.what}: {tense}"
        yield f"  {noun(account.accounts, 'account')} with no part elsewhere: {tense}"
