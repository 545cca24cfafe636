"""A draft that somebody publishes while another prepares on it is left as it was published."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import DraftPublished, NotAllowedYet, StaleEdit
from consultation.models import Draft, Lineage, Person, Provision, Round
from consultation.operations.drafts import drafts, lineage, tracing
from consultation.operations.drafts.taking import Taken, take_draft
from consultation.queries.drafts.lineage import traced
from tests import factories
from tests.conftest import NOW

# SQLite has one writer, who has the lock before anything is read.
pytestmark = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@pytest.fixture
def second(world) -> int:
    """A copy of the draft for the next round, which lacks nothing."""
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    round_ = factories.round_(consultation=world.consultation, number=2, title="R", **later)
    with transaction():
        session.add(round_)
        session.flush()
        return drafts.begin_from_last(
            round_, "Draft 2", with_questions=False, by=world.secretariat, now=NOW
        ).id


def said_of(draft: int) -> list[tuple[object, ...]]:
    rows = session.scalars(select(Lineage).where(Lineage.draft_id == draft)).all()
    return [(row.old_id, row.new_id, row.note, row.decided_by_id) for row in rows]


def published_while_read(number: int, by: int, act: Callable[[Draft, Person], object]) -> object:
    """What `act` is told by whoever read the draft before it was published, and acts after."""
    session.remove()
    read, published = Event(), Event()

    def prepare() -> object:
        try:
            with transaction():
                draft, person = session.get_one(Draft, number), session.get_one(Person, by)
                assert (draft.published_at, len(draft.provisions)) == (None, 1)
                read.set()
                published.wait(timeout=30)
                return act(draft, person)
        except (DraftPublished, NotAllowedYet, StaleEdit) as refused:
            return refused
        finally:
            session.remove()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(prepare)
        read.wait(timeout=30)
        with transaction():
            drafts.publish_draft(
                session.get_one(Draft, number), by=session.get_one(Person, by), now=NOW
            )
        published.set()
        return told.result(timeout=30)


def decide(draft: Draft, by: Person) -> object:
    return lineage.decide_origins(draft.provisions[0], [], "New.", by=by, now=NOW)


def remove(draft: Draft, by: Person) -> object:
    (old,) = session.scalars(select(Provision).where(Provision.draft_id != draft.id))
    return lineage.decide_removed(draft, old, "Gone.", by=by, now=NOW)


def confirm(draft: Draft, by: Person) -> object:
    seen = traced(draft, tracing.before_of(draft)).seen
    return tracing.confirm_alike(draft, seen=seen, by=by, now=NOW)


def decide_many(draft: Draft, by: Person) -> object:
    seen = traced(draft, tracing.before_of(draft)).seen
    said = [tracing.SaidOrigins(draft.provisions[0].id, "", "New.", True)]
    return tracing.decide_lines(draft, said, [], seen=seen, by=by, now=NOW)


@pytest.mark.parametrize("act", [decide, remove, confirm, decide_many])
def test_what_became_of_the_draft_before_is_as_it_was_published(world, second, act):
    before = said_of(second)
    told = published_while_read(second, world.secretariat.id, act)
    assert isinstance(told, DraftPublished)
    assert said_of(second) == before


def test_no_file_is_taken_into_a_draft_that_was_published_meanwhile(world, second):
    def take(draft: Draft, by: Person) -> object:
        round_ = session.get_one(Round, draft.round_id)
        file = [Taken(0, "measure", "1", "Tea", "At five.")]
        return take_draft(round_, "Draft 2", file, group_id=None, by=by, now=NOW)

    told = published_while_read(second, world.secretariat.id, take)
    assert isinstance(told, DraftPublished)
