"""Of a published draft the database itself lets nobody change what people answer to."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from consultation.db import session, transaction
from consultation.models import Assignment, Draft, Lineage, WorkingGroup
from consultation.operations.desk.assigning import assign
from consultation.operations.grouping.fineness import choose_fineness
from tests import factories
from tests.conftest import NOW

FIXED = {
    "draft": ("title = 'Another'", "published_at = NULL", "round_id = round_id"),
    "provision": ("text = 'Other words.'", "number = '99'", "rank = rank + 100", "key = 'k'"),
    "open_question": ("text = 'Why not?'", "options = '[]'", "kind = 'choice'", "number = 'Q99'"),
    "lineage": ("note = 'Another'", "old_id = NULL"),
    "question_provision": ("provision_id = provision_id",),
}
ACTS = [
    *((table, f"UPDATE {table} SET {what}") for table, all_ in FIXED.items() for what in all_),
    *((table, f"DELETE FROM {table}") for table in FIXED),
]


@pytest.fixture
def published(database) -> factories.World:
    world = factories.world()
    with transaction():
        (provision,) = world.draft.provisions
        session.add(Lineage(draft_id=world.draft.id, new_id=provision.id))
    return world


@pytest.mark.parametrize(("table", "statement"), ACTS)
def test_what_people_answer_to_is_changed_by_nobody(published, table, statement):
    with pytest.raises(DBAPIError, match=f"{table}: a published draft does not change"):
        session.execute(text(statement))
    session.rollback()


def test_the_rows_own_program_cannot_change_it_either(published):
    published.draft.provisions[0].text = "Other words."
    with pytest.raises(DBAPIError, match="a published draft does not change"):
        session.flush()


def test_a_draft_in_preparation_is_changed_and_discarded_as_before(published):
    with transaction():
        round_ = factories.round_(consultation=published.consultation, number=2)
        draft = factories.draft(round=round_, published_at=None)
        session.add(draft)
        provision = factories.provision(draft=draft)
        session.add(provision)
        session.flush()
        provision.text = "Other words."
        session.flush()
        session.delete(provision)
        session.flush()
        session.delete(draft)
    assert session.scalars(select(Draft)).all() == [published.draft]


def test_what_is_done_with_a_question_after_publication_can_still_be_done(published):
    with transaction():
        assign(published.question, published.chair, by=published.chair, now=NOW)
        choose_fineness(published.question, 3, by=published.chair, now=NOW)
        session.get_one(WorkingGroup, published.group.id).name = "Records and more"
        comment = factories.comment(published)
        session.add(comment)
    assert published.question.themes_wanted == 3
    assert session.scalars(select(Assignment.person_id)).all() == [published.chair.id]
