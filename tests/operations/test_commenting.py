"""Comments on provisions: answers to a standing question, made with the first of them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, StaleAnswer
from consultation.models import (
    AnswerVersion,
    Draft,
    OpenQuestion,
    Person,
    Position,
    Provision,
    Remark,
    Stakeholder,
    WorkingGroup,
)
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.commenting import save_comment, standing_question
from consultation.passages import passage
from consultation.queries.contributions.review import by_provision, review_lines
from consultation.queries.contributions.submissions import (
    comment_versions,
    neighbours,
    questions_in,
    submitted_answers,
)
from consultation.queries.drafts.drafts import text_of
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once
from tests.operations.test_submissions import send

PLAIN = "The record is complete at release."
WRITING = Writing(
    text="Say by when.",
    position=Position.CHANGES,
    remark=Remark.SUBSTANTIVE,
    passage=passage(PLAIN, "complete at release"),
    proposed="complete within a week of release",
)


PAGE, ANOTHER_PAGE = "0" * 32, "1" * 32


def comment(
    world, writing=WRITING, on: Draft | None = None, by: Person | None = None, **given
) -> AnswerVersion:
    place = on or world.question.provisions[0]
    with transaction():
        author = session.get_one(Person, (by or world.stakeholder).id)
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == author)).one()
        place = session.get_one(type(place), place.id)
        return save_comment(author, part, place, writing, now=NOW, **given)


def test_a_comment_is_kept_with_its_passage_remark_and_wording_and_sent_as_an_answer(world):
    saved = comment(world)
    question = saved.question
    assert question.comments_on_id == world.question.provisions[0].id
    assert question.working_group_id == world.group.id
    sent = send(world, saved.submission)
    (answer,) = submitted_answers(question)
    assert answer.submission_id == sent.id
    version = answer.version
    assert (version.text, version.proposed) == (WRITING.text, WRITING.proposed)
    assert version.remark is Remark.SUBSTANTIVE
    assert version.passage == {
        "exact": "complete at release", "prefix": "The record is ", "suffix": ".", "start": 14,
    }  # fmt: skip


def test_a_provision_takes_several_comments_of_one_author_and_they_all_count(world):
    comment(world)
    second = comment(world, Writing(text="And keep it for ten years."))
    assert second.entry == 2
    send(world, second.submission)
    assert [a.entry for a in submitted_answers(second.question)] == [1, 2]


def test_the_same_comment_sent_twice_is_one(world):
    assert comment(world).id == comment(world).id


def test_a_page_whose_reply_was_lost_saves_its_own_comment_further(world):
    first = comment(world, Writing(text="Say by"), page=PAGE, seen=0)
    second = comment(world, Writing(text="Say by when."), page=PAGE, seen=0)
    third = comment(world, Writing(text="Say by when, please."), page=PAGE, seen=0)
    assert [(v.entry, v.number) for v in (first, second, third)] == [(1, 1), (1, 2), (1, 3)]
    assert comment(world, Writing(text="And by whom."), page=ANOTHER_PAGE, seen=0).entry == 2


def test_a_page_overwrites_nothing_that_was_saved_elsewhere_since(world):
    first = comment(world, Writing(text="Say by"), page=PAGE, seen=0)
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        question = session.get_one(OpenQuestion, first.question_id)
        part = first.submission.stakeholder
        save_answer(author, part, question, Writing(text="Newer."), seen=1, now=NOW)
    with pytest.raises(StaleAnswer):
        comment(world, Writing(text="Say by when."), page=PAGE, seen=0)
    assert comment(world, Writing(text="Both."), page=PAGE, seen=2).number == 3


def test_a_page_of_somebody_else_or_of_another_place_means_nothing(world):
    mine = comment(world, Writing(text="Mine."), page=PAGE, seen=0)
    theirs = comment(world, Writing(text="Theirs."), page=PAGE, seen=0, by=world.owner)
    elsewhere = comment(world, Writing(text="Of all."), page=PAGE, seen=0, on=world.draft)
    assert len({v.submission_id for v in (mine, theirs)}) == 2
    assert {(v.entry, v.number) for v in (mine, theirs, elsewhere)} == {(1, 1)}
    assert comment(world, Writing(text="Mine."), page=PAGE, seen=0).id == mine.id


def test_an_answer_whose_reply_was_lost_is_saved_further_too(world):
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == author)).one()
        question = session.get_one(OpenQuestion, world.question.id)
        for text in ("As", "As I", "As I type."):
            saved = save_answer(
                author, part, question, Writing(text=text), page=PAGE, seen=0, now=NOW
            )
        with pytest.raises(StaleAnswer):
            save_answer(
                author, part, question, Writing(text="No."), page=ANOTHER_PAGE, seen=0, now=NOW
            )
    assert saved.number == 3


def test_saves_of_one_page_at_once_are_one_comment(world):
    def type_away(number):
        writing = Writing(text=f"As I type {number}")
        person = session.get_one(Person, world_person)
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == person)).one()
        place = session.get_one(Provision, provision)
        return save_comment(person, part, place, writing, page=PAGE, seen=0, now=NOW).entry

    world_person, provision = world.stakeholder.id, world.question.provisions[0].id
    assert at_once(type_away, times=8) == [1] * 8


def test_the_database_holds_one_first_save_of_a_page(world):
    first = comment(world, page=PAGE, seen=0)
    given = {
        "submission_id": first.submission_id, "question_id": first.question_id, "number": 1,
        "text": "Twice.", "page_key": PAGE, "saved_at": NOW,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction():
        session.add(AnswerVersion(entry=2, **given))


def test_comments_at_once_share_one_standing_question(world):
    people = (world.stakeholder.id, world.owner.id)
    provision = world.question.provisions[0].id

    def type_away(number):
        person = session.get_one(Person, people[number % 2])
        part = session.scalars(select(Stakeholder).where(Stakeholder.person == person)).one()
        return save_comment(
            person, part, session.get_one(Provision, provision),
            Writing(text=f"Comment {number}"), now=NOW,
        ).question_id  # fmt: skip

    assert len(set(at_once(type_away, times=8))) == 1
    assert (
        session.scalar(select(func.count(AnswerVersion.id)).where(AnswerVersion.saved_at == NOW))
        == 8
    )


def test_a_comment_belongs_to_the_group_of_what_its_provision_is_a_part_of(world):
    with transaction():
        whole = session.get_one(Provision, world.question.provisions[0].id)
        part = factories.provision(draft=whole.draft, parent=whole)
        session.add(part)
        session.flush()
        assert standing_question(part).working_group_id == world.group.id


def standing_numbers(world, *provisions: dict[str, str]) -> list[str]:
    with transaction():
        draft = session.get_one(Draft, world.draft.id)
        group = session.get_one(WorkingGroup, world.group.id)
        made = [factories.provision(draft=draft, working_group=group, **p) for p in provisions]
        session.add_all(made)
        session.flush()
        return [standing_question(provision).number for provision in made]


def test_provisions_of_one_number_have_a_standing_question_each(world):
    recital, measure = {"number": "1", "kind": "recital"}, {"number": "1", "kind": "measure"}
    assert standing_numbers(world, recital, measure) == ["C recital 1", "C measure 1"]


def test_whatever_provisions_are_numbered_no_two_standing_questions_have_one_name(world):
    numbers = standing_numbers(
        world,
        *({"number": "7", "key": f"seven-{each}"} for each in "ab"),
        {"number": "", "key": "9"},
        {"number": "9", "key": "nine"},
    )
    assert numbers == ["C measure 7", "C seven-b", "C 9", "C measure 9"]


def test_where_no_group_answers_a_comment_is_refused(database):
    with transaction():
        lonely = factories.provision(draft=factories.draft())
        session.add(lonely)
        session.flush()
        with pytest.raises(NotAllowedYet, match="No working group"):
            standing_question(lonely)


def test_a_standing_question_is_no_open_question_of_the_draft(world):
    saved = comment(world)
    asked = [q for section in text_of(world.draft).sections for q in section.questions]
    assert saved.question not in asked
    assert neighbours(world.other_question).next is None
    lines = review_lines(world.round, saved.submission)
    assert [line.version for line in lines if line.question.comments_on_id] == [saved]


def test_chairs_see_a_standing_question_once_a_comment_was_sent(world):
    saved = comment(world)
    number = saved.question.number
    assert number not in [q.number for q in questions_in(world.round)]
    send(world, saved.submission)
    assert questions_in(world.round)[-1].number == number


def test_by_provision_every_line_of_the_review_stands_once_in_the_drafts_order(world):
    on_provision = comment(world)
    on_all = comment(world, Writing(text="It is long."), on=world.draft)
    lines = review_lines(world.round, on_provision.submission)
    parts = by_provision(lines, text_of(world.draft))
    shown = [line for part in parts for line in part.lines]
    assert sorted(map(id, shown)) == sorted(map(id, lines))
    found = [
        (part.provision and part.provision.key, [line.question.number for line in part.lines])
        for part in parts
    ]
    assert found == [
        (world.draft.provisions[0].key, [world.question.number, on_provision.question.number]),
        (None, [world.other_question.number, on_all.question.number]),
    ]


def test_a_comment_that_was_emptied_is_no_comment(world):
    saved = comment(world)
    with transaction():
        author = session.get_one(Person, world.stakeholder.id)
        save_answer(
            author, saved.submission.stakeholder, session.get_one(OpenQuestion, saved.question_id),
            Writing(), seen=1, now=NOW,
        )  # fmt: skip
    lines = review_lines(world.round, saved.submission)
    assert not [line for line in lines if line.question.comments_on_id]
    assert comment_versions(saved.submission, world.question.provisions[0])[1].is_blank


def test_a_save_that_did_not_see_the_newest_is_refused_with_it_and_changes_nothing(world):
    first = comment(world)
    with transaction():
        author, part = session.get_one(Person, world.stakeholder.id), first.submission.stakeholder
        question = session.get_one(OpenQuestion, first.question_id)
        newer = save_answer(author, part, question, Writing(text="Newer."), seen=1, now=NOW)
        with pytest.raises(StaleAnswer) as refused:
            save_answer(author, part, question, Writing(text="Mine."), seen=1, now=NOW)
        assert refused.value.newest == newer
        same = save_answer(author, part, question, Writing(text="Newer."), seen=1, now=NOW)
        assert same == newer
    assert [v.text for v in first.submission.versions] == ["Say by when.", "Newer."]


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_words_copied_from_a_text_are_found_in_it(words, before, after):
    plain = " ".join(f"{before} {words} {after}".split())
    found = passage(plain, words)
    assert found is not None
    assert plain[found["start"] :].startswith(found["exact"])
    assert found["exact"].split() == words.split()
    assert plain[: found["start"]].endswith(found["prefix"])


def test_of_words_that_stand_twice_those_that_were_selected_are_meant():
    plain = "a rule, then a rule"
    assert passage(plain, "a rule", start=12)["start"] == 13
    assert passage(plain, "a rule")["start"] == 0


@pytest.mark.parametrize("words", ["", "  ", "no such words"])
def test_words_that_are_not_there_are_no_passage(words):
    assert passage(PLAIN, words) is None


def test_late_comments_stand_on_the_late_list_too(world):
    with transaction():
        world.round.late_until = world.round.closes_at + timedelta(days=1)
        session.add(world.round)
    saved = comment(world)
    late = world.round.closes_at + timedelta(hours=1)
    assert send(world, saved.submission, now=late).is_late
