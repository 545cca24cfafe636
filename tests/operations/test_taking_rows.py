"""A table that is imported into a round is told row by row, and changes nothing the second time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import ImportRefused
from consultation.imports.answers import read_answers
from consultation.imports.columns import match_columns
from consultation.imports.rows import Row, Table
from consultation.models import Draft, Position, Round, Source, Stakeholder
from consultation.operations.accounts.correcting import Identity, correct
from consultation.operations.contributions.entering import Arrival
from consultation.operations.contributions.intake import take_answers
from consultation.operations.contributions.judging_rows import ensure_ids, judge_batch
from consultation.operations.contributions.senders import Sender, new_part
from consultation.operations.contributions.taking_rows import take_batch
from consultation.queries.contributions.ledger import round_ledger
from consultation.queries.contributions.submissions import all_answers
from consultation.queries.drafts.places import places_in
from consultation.roles import stakeholder_of
from tests import factories
from tests.conftest import NOW

COLUMNS = ("id", "respondent", "organisation", "category", "question", "answer", "position")
ROWS = (
    ("7", "F1", "The Forum", "NGO", "Which changes are material?", "All of them.", "oppose"),
    ("8", "F1", "The Forum", "NGO", "Measure {}", "Say by when.", ""),
    ("9", "G2", "", "citizen", "q2", "An outage.", "support"),
)


@pytest.fixture
def places(world):
    return places_in(world.draft)


def batch(world, *rows, columns=COLUMNS):
    number = world.question.provisions[0].number
    cells = [tuple(cell.format(number) for cell in row) for row in rows or ROWS]
    table = Table(columns, tuple(Row(at, row) for at, row in enumerate(cells, 2)))
    return read_answers(table, match_columns(columns, {}), by_id=True)


def take(world, places, given=None, *, reached=NOW, because=""):
    given = given or batch(world)
    placed = {row.question: places.worded(row.question) for row in given.answers}
    with transaction():
        round_ = session.get_one(Round, world.round.id)
        arrival = Arrival(Source.TABLE, reached, because)
        return take_batch(given, round_, placed, arrival, by=world.secretariat, now=NOW)


def test_rows_go_where_their_question_is_named_by_number_words_or_provision(world, places):
    taken = take(world, places)
    assert (taken.answers, taken.submissions, taken.there, taken.refused) == (3, 2, 0, 0)
    newest = all_answers(world.question)[-1]
    assert (newest.text, newest.position, newest.source, newest.reference) == (
        "All of them.",
        Position.OPPOSE,
        "imported",
        "7",
    )
    assert newest.submission.receipts[0].entered_by == world.secretariat
    assert [answer.text for answer in all_answers(world.other_question)] == ["An outage."]
    assert round_ledger(world.round).reconciles


def test_imported_twice_it_changes_nothing(world, places):
    take(world, places)
    again = take(world, places)
    assert (again.answers, again.submissions, again.there) == (0, 0, 3)
    assert len(all_answers(world.question)) == 2


def test_a_row_more_is_added_with_one_more_receipt(world, places):
    take(world, places)
    take(world, places, batch(world, *ROWS, ("10", "F1", "The Forum", "NGO", "Q02", "A fire.", "")))
    (first, second) = all_answers(world.other_question)
    assert (first.text, second.text) == ("An outage.", "A fire.")
    assert [str(r.act) for r in second.submission.receipts] == ["sent", "changed"]


def test_another_answer_to_the_same_question_is_refused_with_its_row(world, places):
    take(world, places)
    given = batch(world, (*ROWS[0][:5], "None of them.", ""))
    placed = {row.question: places.worded(row.question) for row in given.answers}
    (refused,) = judge_batch(given, world.round, placed).refused
    assert (refused.row, refused.column) == (2, "text")
    number = all_answers(world.question)[-1].submission.number
    assert "has another answer to Q01 already" in refused.reason
    assert f"open {number} in the list" in refused.reason


def test_a_second_answer_in_the_table_itself_is_told_by_the_row_of_the_first(world, places):
    given = batch(world, ROWS[0], ("77", *ROWS[0][1:4], "Q01", "None of them.", ""))
    placed = {row.question: places.worded(row.question) for row in given.answers}
    judged = judge_batch(given, world.round, placed)
    (refused,) = judged.refused
    assert (len(judged.new), refused.row) == (1, 3)
    assert "Row 2 has an answer of “F1” to Q01 too" in refused.reason


def test_a_question_that_nothing_was_chosen_for_is_refused(world, places):
    given = batch(world, ("1", "F1", "", "NGO", "What about tea?", "Yes.", ""))
    (refused,) = judge_batch(given, world.round, {}).refused
    assert "No place of this round is chosen for “What about tea?”." in refused.reason


def test_the_ids_of_a_table_are_nobody_who_takes_part_here(world, places):
    """Whatever they are alike: a person, whom something was entered for, a voice in a meeting."""
    with transaction():
        by = session.merge(world.secretariat)
        round_ = session.get_one(Round, world.round.id)
        sender = Sender("", "Ana Lopes", "researcher", contact="ana@example.org")
        entered = new_part(round_, sender, by=by, now=NOW)
        voice = factories.stakeholder(
            consultation=round_.consultation, meeting=factories.meeting(round=round_),
            organisation=None, reference="meeting 3, point 1",
        )  # fmt: skip
        session.add(voice)
        person = stakeholder_of(session.merge(world.stakeholder), round_.consultation)
        references = [part.reference for part in (person, entered, voice)]
        before = {part.id for part in (person, entered, voice)}
    rows = [(str(at), ref, "", "NGO", "Q02", "Yes.", "") for at, ref in enumerate(references)]
    assert take(world, places, batch(world, *rows)).answers == len(rows)
    sent = [answer.submission.stakeholder for answer in all_answers(world.other_question)]
    assert before.isdisjoint(part.id for part in sent)
    assert [part.reference for part in sent] == [f"table:{ref}" for ref in references]
    assert take(world, places, batch(world, *rows)).there == len(rows)


def test_nothing_is_added_to_a_part_of_the_table_that_is_somebodys_since(world, places):
    take(world, places)
    with transaction():
        part = session.scalars(select(Stakeholder).where(Stakeholder.reference == "table:G2")).one()
        part.person = session.merge(world.outsider)
    given = batch(world, ("10", "G2", "", "citizen", "Q01", "Two years.", ""))
    (refused,) = judge_batch(given, world.round, {"Q01": world.question}).refused
    assert "takes part here themselves" in refused.reason


def test_another_table_with_the_same_ids_is_not_taken_for_the_same_organisations(world, places):
    take(world, places)
    given = batch(world, ("1", "F1", "Tea Guild", "NGO", "Q02", "Yes.", ""))
    (refused,) = judge_batch(given, world.round, {"Q02": world.other_question}).refused
    assert (refused.column, "is The Forum here" in refused.reason) == ("organisation", True)


MORE = ("10", "F1", "The Forum", "NGO", "Q02", "A fire.", "")


@pytest.mark.parametrize(
    ("through", "name", "others"),
    [
        ("table:F1", "Forum of Europe", ()),
        ("table:H3", "THE FORUM", [("9", "H3", "The Forum", "NGO", "q2", "A flood.", "")]),
    ],
    ids=["their own correction", "that of another of the same organisation"],
)
def test_who_was_corrected_since_is_the_same_to_the_table_that_brought_them(
    world, places, through, name, others
):
    take(world, places, batch(world, *ROWS, *others))
    with transaction():
        part = session.scalars(select(Stakeholder).where(Stakeholder.reference == through)).one()
        said = Identity(name, "", part.category, part.country)
        correct(part, said, reason="A slip.", by=session.merge(world.secretariat), now=NOW)
    taken = take(world, places, batch(world, *ROWS, *others, MORE))
    assert (taken.answers, taken.there, taken.refused) == (1, len(ROWS) + len(others), 0)
    other = batch(world, ("11", "F1", "Tea Guild", "NGO", "Q02", "Tea.", ""))
    (refused,) = judge_batch(other, world.round, {"Q02": world.other_question}).refused
    assert f"is {name} here" in refused.reason


def test_what_others_of_an_organisation_were_of_before_is_no_former_name_of_it(world, places):
    others = ("9", "H3", "Tea Guild", "NGO", "q2", "A flood.", "")
    take(world, places, batch(world, *ROWS, others))
    with transaction():
        part = session.scalars(select(Stakeholder).where(Stakeholder.reference == "table:H3")).one()
        said = Identity("The Forum", "", part.category, part.country)
        correct(part, said, reason="A slip.", by=session.merge(world.secretariat), now=NOW)
    other = batch(world, ("11", "F1", "Tea Guild", "NGO", "Q02", "Tea.", ""))
    (refused,) = judge_batch(other, world.round, {"Q02": world.other_question}).refused
    assert "is The Forum here" in refused.reason


@pytest.mark.parametrize("column", ["respondent", "id"])
def test_the_table_that_made_the_consultation_changes_nothing_when_it_comes_again(world, column):
    columns = (column, "question", "answer")
    table = Table(columns, (Row(2, ("7", "What is material?", "All of it.")),))
    with transaction():
        matched = match_columns(columns, {})
        made = take_answers(read_answers(table, matched), title="A paper", now=NOW)
        (round_,) = session.scalars(select(Round).where(Round.consultation == made.consultation))
        (draft,) = session.scalars(select(Draft).where(Draft.round == round_))
        again = read_answers(table, matched, by_id=True)
        found = places_in(draft)
        placed = {row.question: found.worded(row.question) for row in again.answers}
        judged = judge_batch(again, round_, placed)
    assert (len(judged.new), len(judged.there), judged.refused) == (0, 1, ())


def test_a_table_that_came_late_stands_on_the_late_list(world, places):
    with transaction():
        session.get_one(Round, world.round.id).closes_at = NOW - timedelta(hours=1)
    take(world, places)
    assert all_answers(world.question)[-1].submission.is_late


BEFORE, LATE = {"reached": NOW - timedelta(hours=2)}, {"reached": NOW}
EXCUSED = {"reached": NOW, "because": "A strike."}


@pytest.mark.parametrize(
    ("first", "then"), [(BEFORE, LATE), (LATE, BEFORE), (BEFORE, EXCUSED), (LATE, EXCUSED)]
)
def test_nothing_is_added_to_a_submission_that_stands_otherwise_than_the_table_came(
    world, places, first, then
):
    with transaction():
        session.get_one(Round, world.round.id).closes_at = NOW - timedelta(hours=1)
    take(world, places, **first)
    more = batch(world, ("10", "F1", "The Forum", "NGO", "Q02", "A fire.", ""))
    taken = take(world, places, more, **then)
    assert (taken.answers, taken.refused) == (0, 1)
    assert take(world, places, more, **first).answers == 1


def test_a_table_that_tells_nobody_apart_is_refused(world):
    with pytest.raises(ImportRefused, match="does not say whose it is"):
        ensure_ids(batch(world, ("Q01", "Yes."), columns=("question", "answer")))
