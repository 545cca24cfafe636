"""A row that somebody removes between reading and locking it: whoever acts on it is told."""

from threading import Event
from time import sleep

import pytest
from sqlalchemy import delete, select

from consultation.db import locked, session, transaction
from consultation.errors import Removed
from consultation.models import Membership, Role
from tests.operations.test_leading import at_the_same_time

READERS = select(Membership).where(Membership.role == Role.READER)


@pytest.fixture
def reader(world) -> Membership:
    """Read, and let go of: what a page showed before its button is pressed."""
    row = session.scalars(READERS).one()
    session.rollback()
    return row


def removal(number: int):
    return delete(Membership).where(Membership.id == number)


def test_a_row_that_was_removed_since_it_was_read_is_not_locked(reader):
    number = reader.id
    session.rollback()
    with session.get_bind().begin() as another:
        another.execute(removal(number))
    with pytest.raises(Removed, match="load the page again"), transaction():
        locked(reader)


def test_who_waits_for_a_row_that_is_being_removed_is_told(reader):
    number = reader.id

    def remove(going_on: Event) -> None:
        session.execute(removal(number))
        going_on.set()
        sleep(0.7)

    def act() -> None:
        row = session.get(Membership, number)
        if row is not None:  # SQLite's writers come one by one: there it is not found.
            with pytest.raises(Removed):
                locked(row)

    at_the_same_time(remove, act)
    assert session.get(Membership, number) is None


def test_a_row_that_is_there_is_read_anew_and_kept(reader):
    number = reader.id
    session.rollback()
    with transaction():
        locked(reader)
        assert reader.id == number
