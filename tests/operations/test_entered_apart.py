"""What is entered and what its author writes: two texts at one place, and the author's own goes."""

import pytest

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, StaleAnswer
from consultation.models import OpenQuestion, Person, Round, Source, Submission
from consultation.operations.contributions.answers import Writing, save_answer
from consultation.operations.contributions.commenting import save_comment
from consultation.operations.contributions.entering import (
    Arrival,
    begin_entry,
    correct_entry,
    enter_answer,
    is_unreceived,
    receive,
)
from consultation.operations.contributions.papers import take_sections
from consultation.operations.contributions.submissions import submit, withdraw
from consultation.queries.contributions.papers import PaperSection
from consultation.queries.contributions.submissions import (
    answers_that_count,
    newest_version,
    newest_versions,
)
from consultation.roles import stakeholder_of
from tests import factories
from tests.conftest import NOW


class Desk:
    """One submission, and the two who write in it."""

    def __init__(self, world):
        self.by = session.merge(world.secretariat)
        self.person = session.get_one(Person, world.stakeholder.id)
        self.part = stakeholder_of(self.person, world.consultation)
        self.question = session.get_one(OpenQuestion, world.question.id)
        arrival = Arrival(Source.EMAIL, NOW)
        round_ = session.get_one(Round, world.round.id)
        self.begin = lambda: begin_entry(round_, self.part, arrival, by=self.by, now=NOW)

    def enter(self, submission: Submission, text: str, place=None):
        place = place or self.question
        return enter_answer(submission, place, Writing(text), by=self.by, now=NOW)

    def save(self, text: str, **more):
        return save_answer(self.person, self.part, self.question, Writing(text), now=NOW, **more)


@pytest.fixture
def desk(world):
    with transaction():
        yield Desk(world)


def test_the_author_goes_on_with_their_own_words(desk):
    desk.save("Mine.")
    submission = desk.begin()
    entered = desk.enter(submission, "As I wrote by e-mail.")
    assert newest_version(submission, desk.question).text == "Mine."
    assert newest_version(submission, desk.question, entered=True) is entered
    assert desk.save("Mine, longer.", seen=1).text == "Mine, longer."
    receive(submission, by=desk.by, now=NOW)
    assert [answer.version for answer in answers_that_count(submission)] == [entered]


def test_who_wrote_nothing_themselves_begins_with_what_was_entered(desk):
    submission = desk.begin()
    entered = desk.enter(submission, "As I wrote by e-mail.")
    assert newest_version(submission, desk.question) is entered
    assert desk.save("As I wrote by e-mail.", seen=entered.number) is entered
    with pytest.raises(StaleAnswer):
        correct_entry(entered, Writing("Put right."), seen=0, by=desk.by, now=NOW)
    assert desk.save("Another start.", seen=0).text == "Another start."


def test_what_was_emptied_before_something_was_entered_is_no_word_of_theirs(desk):
    desk.save("A start.")
    desk.save("")
    submission = desk.begin()
    entered = desk.enter(submission, "By e-mail.")
    assert newest_version(submission, desk.question) is entered
    desk.save("")
    assert newest_version(submission, desk.question).is_blank


def test_putting_right_what_was_entered_never_shows_what_the_author_saves(desk):
    submission = desk.begin()
    entered = desk.enter(submission, "Two yaers.")
    desk.save("Private.", seen=entered.number)
    put_right = correct_entry(
        entered, Writing("Two years."), seen=entered.number, by=desk.by, now=NOW
    )
    assert put_right.text == "Two years."
    with pytest.raises(StaleAnswer) as stale:
        correct_entry(entered, Writing("2 years."), seen=entered.number, by=desk.by, now=NOW)
    assert stale.value.newest is put_right


def test_the_authors_own_words_take_the_place_of_what_was_entered_once_they_submit(desk, world):
    submission = desk.begin()
    desk.enter(submission, "By e-mail.")
    desk.enter(submission, "An outage.", session.get_one(OpenQuestion, world.other_question.id))
    receive(submission, by=desk.by, now=NOW)
    desk.save("Mine.")
    submit(submission, author=desk.person, key="c" * 32, now=NOW)
    assert {answer.text for answer in answers_that_count(submission)} == {"Mine.", "An outage."}


def test_a_comment_that_is_entered_is_one_more_beside_their_own(desk, world):
    draft = desk.question.draft
    own = save_comment(desk.person, desk.part, draft, Writing("Mine."), now=NOW)
    submission = desk.begin()
    entered = desk.enter(submission, "By e-mail.", draft)
    same = desk.enter(submission, "Mine.", draft)
    assert (own.entry, entered.entry, same.entry) == (1, 2, 1)
    assert {v.text for v in newest_versions(submission).values()} == {"Mine.", "By e-mail."}


def test_sections_are_added_to_what_was_entered_whatever_its_author_saved_since(desk, world):
    submission = desk.begin()
    entered = desk.enter(submission, "By e-mail.")
    desk.save("Private.", seen=entered.number)
    paper = factories.paper(world, submission=submission, entered=True, added_by_id=desk.by.id)
    session.add(paper)
    session.flush()
    words = "From their letter."
    section = PaperSection(1, "", words, words, [[0, 1]], desk.question)
    take_sections(desk.by, desk.part, paper, [(section, desk.question)], entered=True, now=NOW)
    newest = newest_version(submission, desk.question, entered=True)
    assert newest.text == "By e-mail.\n\nFrom their letter."


def test_what_is_added_where_something_is_entered_replaces_nothing(desk):
    submission = desk.begin()
    entered = desk.enter(submission, "Two years.")
    with pytest.raises(NotAllowedYet, match="Put that right"):
        desk.enter(submission, "And a word more.")
    assert newest_version(submission, desk.question, entered=True) is entered
    assert desk.enter(submission, "Two years.") is entered
    correct_entry(entered, Writing(""), seen=entered.number, by=desk.by, now=NOW)
    assert desk.enter(submission, "Three years.").text == "Three years."


def test_what_its_author_withdrew_is_not_made_to_count_by_others(desk):
    submission = desk.begin()
    entered = desk.enter(submission, "Two years.")
    receive(submission, by=desk.by, now=NOW)
    withdraw(submission, author=desk.person, key="c" * 32, now=NOW)
    correct_entry(entered, Writing("2 years."), seen=entered.number, by=desk.by, now=NOW)
    with pytest.raises(NotAllowedYet, match="withdrew it themselves"):
        receive(submission, by=desk.by, now=NOW)
    assert not is_unreceived(submission)
    submit(submission, author=desk.person, key="d" * 32, now=NOW)
    assert submission.is_sent
