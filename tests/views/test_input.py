"""The page Input: what came otherwise is entered, kept with its original, or imported."""

import io

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import OpenQuestion, Source, Stakeholder, Submission
from consultation.queries.contributions import entries
from consultation.queries.contributions.submissions import all_answers
from tests import factories
from tests.client import statements
from tests.conftest import NOW

TABLE = (
    "Nummer,Meinung,Frage\nA1,Two years are short.,Records\nA2,,Records\nA3,Yes.,Nothing of ours\n"
)


def begun(secretariat, world, **more):
    page = secretariat.get(f"/rounds/{world.round.id}/input/new")
    given = {
        "source": "paper", "reached": "2027-04-11T09:00", "organisation": "Tea Guild",
        "person": "Ana Lopes", "category": "civil society", "publication": "named",
    }  # fmt: skip
    return secretariat.submit(page, **given | more)


@pytest.fixture
def entry(secretariat, world):
    return secretariat.follow(begun(secretariat, world))


def number_of(page) -> int:
    return int(page.path.rsplit("/", 1)[1])


def test_what_came_on_paper_is_written_down_and_gets_its_receipt(secretariat, world, entry):
    number = number_of(entry)
    page = secretariat.submit(
        entry, f"/entries/{number}", place=f"open_question {world.question.id}",
        text="Two years are short.", position="oppose",
    )  # fmt: skip
    page = secretariat.submit(secretariat.follow(page), "/receipt")
    read = secretariat.follow(page)
    assert "is made" in read.words
    assert "entered by Secretariat" in read.words
    answer = all_answers(session.get_one(OpenQuestion, world.question.id))[-1]
    assert (answer.author, answer.source) == ("Ana Lopes, Tea Guild", "on paper")
    receipt = secretariat.get(f"/submissions/{number}/receipts/1")
    assert "on paper" in receipt.words


def test_the_original_is_kept_and_its_sections_become_answers(secretariat, world, entry):
    number = number_of(entry)
    letter = (io.BytesIO(b"# Q01\n\nTwo years are short.\n\n# Regards\n\nAna"), "letter.md")
    page = secretariat.follow(secretariat.submit(entry, "/papers", file=letter))
    taken = secretariat.submit(page)
    assert "Two years are short." in secretariat.follow(taken).words
    (paper,) = session.get_one(Submission, number).papers
    assert secretariat.get(f"/papers/{paper.id}/file").status_code == 200


def test_what_cannot_be_begun_is_given_back_with_what_was_typed(secretariat, world):
    back = begun(secretariat, world, reached="2030-01-01T09:00")
    assert back.status_code == 409
    assert "has not come yet" in back.words
    assert back.fields()["organisation"] == "Tea Guild"


def test_a_text_is_put_right_and_the_entry_withdrawn_with_a_reason(secretariat, world, entry):
    number = number_of(entry)
    place = f"open_question {world.question.id}"
    page = secretariat.submit(entry, f"/entries/{number}", place=place, text="Two yaers.")
    secretariat.submit(secretariat.follow(page), "/receipt")
    (version,) = session.get_one(Submission, number).versions
    page = secretariat.get(f"/entries/{number}/texts/{version.id}")
    secretariat.submit(page, text="Two years.")
    assert "in no receipt yet" in secretariat.get(f"/entries/{number}").words
    page = secretariat.get(f"/entries/{number}/withdraw")
    secretariat.submit(page, reason="Entered twice.")
    assert "it was withdrawn" in secretariat.get(f"/entries/{number}").words


def test_what_was_taken_from_a_file_stays_taken_from_it_when_it_is_put_right(
    secretariat, world, entry
):
    letter = (io.BytesIO(b"# Q01\n\nTwo yaers are short."), "letter.md")
    page = secretariat.follow(secretariat.submit(entry, "/papers", file=letter))
    secretariat.submit(page)
    (version,) = session.get_one(Submission, number_of(entry)).versions
    address = f"{entry.path}/texts/{version.id}"
    session.remove()
    secretariat.submit(secretariat.get(address), text="Two years are short.")
    *_, newest = session.get_one(Submission, number_of(entry)).versions
    assert (newest.text, newest.sources) == ("Two years are short.", ["letter.md"])


@pytest.fixture
def two(secretariat, world, entry):
    """The page of an entry in which "Two yaers." is written down, and that of its text."""
    place = f"open_question {world.question.id}"
    text = "Two yaers."
    page = secretariat.follow(secretariat.submit(entry, entry.path, place=place, text=text))
    (version,) = session.get_one(Submission, number_of(entry)).versions
    address = f"{entry.path}/texts/{version.id}"
    session.remove()
    return page, secretariat.get(address)


def test_what_is_added_to_a_question_that_has_a_text_is_given_back(secretariat, world, two):
    page, _ = two
    place = f"open_question {world.question.id}"
    back = secretariat.submit(page, page.path, place=place, text="And a word more.")
    assert back.status_code == 409
    assert "Put that right" in back.words
    assert back.fields(page.path)["text"] == "And a word more."
    assert "Two yaers." in back.words


def test_who_puts_right_what_another_put_right_meanwhile_sees_both_texts(secretariat, two):
    _, page = two
    secretariat.submit(secretariat.get(page.path), text="Two years.")
    back = secretariat.submit(page, text="2 years.")
    assert back.status_code == 409
    assert "Bring the two together" in back.words
    assert "Two years." in back.words
    assert back.fields()["text"] == "2 years."
    secretariat.submit(back, text="Two years, or 2.")
    assert secretariat.get(page.path).fields()["text"] == "Two years, or 2."


def test_a_table_is_shown_with_its_columns_and_questions_before_it_is_taken(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/input/table")
    shown = secretariat.submit(page, file=(io.BytesIO(TABLE.encode()), "answers.csv"))
    assert "Choose the column that holds the text of the answers." in shown.words
    fields = {"columns-0-column": "1", "columns-1-column": "2", "columns-3-column": "0"}
    shown = secretariat.submit(shown, **fields)
    assert "3 rows that cannot be taken" in shown.words
    place = {"questions-0-place": f"open_question {world.question.id}"}
    shown = secretariat.submit(shown, **place)
    assert "2 answers to take" in shown.words
    assert "No place of this round is chosen for “Nothing of ours”" in shown.words
    done = secretariat.follow(secretariat.submit(shown, take="y"))
    assert "2 answers in 2 submissions taken. 1 row refused." in done.words
    session.rollback()
    assert (
        all_answers(session.get_one(OpenQuestion, world.question.id))[1].text
        == "Two years are short."
    )


@pytest.fixture
def imported(secretariat, world):
    """Two who came in a table, A1 and A4, and what each says."""
    rows = "Nummer,Meinung,Frage,id\nA1,Two yaers.,Q01,x7\nA4,An outage.,Q02,x8\n"
    page = secretariat.get(f"/rounds/{world.round.id}/input/table")
    shown = secretariat.submit(page, file=(io.BytesIO(rows.encode()), "answers.csv"))
    fields = {"columns-0-column": "1", "columns-1-column": "2", "columns-3-column": "0"}
    shown = secretariat.submit(shown, **fields)
    return secretariat.follow(secretariat.submit(shown, take="y"))


def test_what_came_in_a_table_is_listed_found_put_right_and_withdrawn(secretariat, world, imported):
    assert "table:A1" in imported.words
    address = f"/rounds/{world.round.id}/input"
    found = secretariat.get(f"{address}?q=a1")
    assert ("table:A1" in found.words, "table:A4" in found.words) == (True, False)
    (part,) = session.scalars(select(Stakeholder).where(Stakeholder.reference == "table:A1"))
    (submission,) = session.scalars(select(Submission).where(Submission.stakeholder == part))
    number, (version,) = submission.id, [version.id for version in submission.versions]
    called = submission.number
    session.remove()
    assert f"/entries/{number}" in secretariat.get(f"{address}?q={called}").text
    page = secretariat.get(f"/entries/{number}/texts/{version}")
    secretariat.follow(secretariat.submit(page, text="Two years."))
    secretariat.submit(secretariat.get(f"/entries/{number}"), "/receipt")
    newest = all_answers(session.get_one(OpenQuestion, world.question.id))[-1]
    assert (newest.text, newest.reference) == ("Two years.", "x7")
    session.remove()
    page = secretariat.get(f"/entries/{number}/withdraw")
    secretariat.submit(page, reason="Taken twice.")
    assert "withdrawn" in secretariat.get(f"{address}?q=A1").words


def test_many_entries_stand_on_several_pages(secretariat, world, imported, monkeypatch):
    monkeypatch.setattr(entries, "PAGE_SIZE", 1)
    address = f"/rounds/{world.round.id}/input"
    first, second = (secretariat.get(f"{address}?page={number}").words for number in (1, 2))
    assert ("table:A4" in first, "table:A1" in first) == (True, False)
    assert ("table:A4" in second, "table:A1" in second) == (False, True)
    assert "Page 1 of 2" in first
    assert secretariat.get(f"{address}?page=3").status_code == 400
    assert "Nothing that was entered" in secretariat.get(f"{address}?q=tea").words


def test_the_list_asks_the_database_as_often_for_many_as_for_one(app, secretariat, world, entry):
    address = f"/rounds/{world.round.id}/input"
    with statements(app) as for_one:
        secretariat.get(address)
    with transaction():
        round_ = session.merge(world.round)
        for _ in range(9):
            part = factories.stakeholder(consultation=round_.consultation, publication="anonymous")
            sent = factories.answer(session.merge(world.question), "Yes.", by=part)
            sent.submission.source, sent.submission.reached_at = Source.TABLE, NOW
            session.add(sent)
    with statements(app) as for_many:
        page = secretariat.get(address)
    assert page.text.count("/entries/") == 10
    assert len(for_many) == len(for_one)
