"""Read and unread, seen until here, and whose a question is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import AnswerVersion, Assignment, AuditEntry, Mail
from consultation.operations.accounts.people import release
from consultation.operations.desk import assigning, reading
from consultation.queries.desk.reading import marks_of
from tests import factories
from tests.conftest import NOW

LATER = NOW + timedelta(hours=1)


def another_answer(world):
    by = factories.stakeholder(consultation=world.consultation)
    answer = factories.answer(world.question, "Say by when.", by=by)
    session.add(answer)
    session.flush()
    return answer


def read(world, answer, person=None) -> None:
    reading.mark_read(answer, seen=answer.version_id, by=person or world.chair, now=NOW)


def test_an_answer_is_read_by_who_said_so_and_by_nobody_else(world):
    answer = world.point.answer
    read(world, answer)
    read(world, answer)
    assert marks_of(world.question, world.chair.id).unread == frozenset()
    assert marks_of(world.question, world.chair.id).readers == {answer.id: ("Chair",)}
    assert marks_of(world.question, world.vice_chair.id).unread == {answer.id}
    reading.mark_unread(answer, by=world.chair)
    assert marks_of(world.question, world.chair.id).unread == {answer.id}


def test_a_new_version_is_unread_again_and_what_was_not_seen_is_not_marked(world):
    answer = world.point.answer
    read(world, answer)
    seen = answer.version_id
    answer.version = AnswerVersion(
        submission=answer.submission, question=world.question, number=2, text="No.", saved_at=NOW
    )
    session.flush()
    marks = marks_of(world.question, world.chair.id)
    assert (marks.unread, marks.readers) == ({answer.id}, {})
    with pytest.raises(StaleEdit, match="read it as it is now"):
        reading.mark_read(answer, seen=seen, by=world.chair, now=NOW)
    read(world, answer)
    assert marks_of(world.question, world.chair.id).unread == frozenset()


def test_a_whole_theme_is_read_up_to_what_was_listed_and_no_other(world):
    listed, late = world.point.answer, another_answer(world)
    point = factories.point(late)
    point.placement = None
    session.add(point)
    reading_of = marks_of(world.question, world.chair.id)
    assert reading_of.unread == {listed.id, late.id}
    marked = reading.mark_theme_read(world.theme, until=reading_of.newest, by=world.chair, now=NOW)
    assert marked == 1
    assert marks_of(world.question, world.chair.id).unread == {late.id}
    reading.mark_unread(listed, by=world.chair)
    assert not reading.mark_theme_read(world.theme, until=listed.id - 1, by=world.chair, now=NOW)


def test_what_came_in_after_a_visit_is_new_and_a_visit_never_goes_back(world):
    first = world.point.answer
    assert marks_of(world.question, world.chair.id).new == {first.id}
    reading.see(world.question, until=first.id, by=world.chair, now=NOW)
    late = another_answer(world)
    assert marks_of(world.question, world.chair.id).new == {late.id}
    assert marks_of(world.question, world.vice_chair.id).new == {first.id, late.id}
    reading.see(world.question, until=0, by=world.chair, now=LATER)
    assert marks_of(world.question, world.chair.id).new == {late.id}
    assert marks_of(world.question, world.chair.id).words(late.id) == "new"
    assert marks_of(world.question, world.chair.id).words(first.id) == "unread"


def test_who_gets_a_question_is_told_once_and_the_log_says_who_gave_it(world):
    assigning.assign(world.question, world.vice_chair, by=world.chair, now=NOW)
    assigning.assign(world.question, world.vice_chair, by=world.chair, now=LATER)
    (mail,) = session.scalars(select(Mail))
    assert mail.to == world.vice_chair.email
    assert mail.text == "Chair assigned Q01 “Which changes are material?” to you.\n"
    assert mail.path == f"/questions/{world.question.id}/themes"
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "assign"))
    assert (entry.person_id, entry.after) == (
        world.chair.id,
        {"assigned to": world.vice_chair.id},
    )
    assigning.assign(world.question, None, by=world.chair, now=LATER)
    assert session.scalars(select(Assignment)).all() == []


def test_who_assigns_to_themselves_gets_no_mail(world):
    assigning.assign(world.question, world.chair, by=world.chair, now=NOW)
    assert session.scalars(select(Mail)).all() == []


def test_a_question_is_not_given_to_who_has_no_office_in_its_group(world):
    with pytest.raises(NotAllowedYet, match="neither chair nor vice-chair of WGA"):
        assigning.assign(world.question, world.other_chair, by=world.chair, now=NOW)


def test_who_is_released_has_no_question_any_more(world):
    assigning.assign(world.question, world.vice_chair, by=world.chair, now=NOW)
    release(world.vice_chair, now=LATER)
    assert session.scalars(select(Assignment)).all() == []
