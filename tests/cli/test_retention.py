"""Letting personal data go from the command line: first what would go, then what went."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Round, Stakeholder
from tests import factories


def outcomes_published(at: datetime) -> None:
    with transaction():
        for round_ in session.scalars(select(Round)):
            round_.opens_at = at - timedelta(days=20)
            round_.closes_at, round_.outcomes_published_at = at - timedelta(days=1), at
    session.remove()


def people() -> list[int | None]:
    found = list(session.scalars(select(Stakeholder.person_id)))
    session.remove()
    return found


def test_the_command_says_what_would_go_and_lets_it_go_once_it_is_told_to_do_it_now(run):
    run("user", "add", "ana@example.org", "--name", "Ana")
    factories.world()
    outcomes_published(datetime.now(UTC) - timedelta(days=400))
    said = run("retention")
    assert "2 parts with a name, an address or an account: would go" in said.words
    assert None not in people()
    said = run("retention", "--now")
    assert "2 accounts with no part elsewhere: went" in said.words
    assert people() == [None, None]
    assert "Nothing personal is kept any more." in run("retention").words


def test_before_the_date_it_says_when_and_lets_nothing_go(run):
    run("user", "add", "ana@example.org", "--name", "Ana")
    factories.world()
    outcomes_published(datetime.now(UTC) - timedelta(days=3))
    assert "will go then" in run("retention", "--now").words
    assert None not in people()


def test_to_ask_for_a_dry_run_is_to_ask_for_nothing_else(run):
    run("user", "add", "ana@example.org", "--name", "Ana")
    factories.world()
    outcomes_published(datetime.now(UTC) - timedelta(days=400))
    assert "would go" in run("retention", "--dry-run").words
    assert run("retention", "--dry-run", "--now").code == 2
    assert None not in people()
