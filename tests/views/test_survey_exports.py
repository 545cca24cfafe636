"""An export of a survey tool on the page Input: recognised, put right, taken once."""

import io

import pytest

from consultation.db import session
from consultation.models import OpenQuestion
from consultation.queries.contributions.submissions import all_answers
from tests.client import Browser
from tests.imports.test_exports_of_surveys import EUSURVEY, FEES, LONG, OTHER, RECORDS, workbook


@pytest.fixture
def secretariat(app, world) -> Browser:
    return Browser(app).sign_in(world.secretariat.email)


@pytest.fixture
def shown(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/input/table")
    return secretariat.submit(page, file=(io.BytesIO(workbook(EUSURVEY)), "content.xlsx"))


def chosen(page, name) -> str:
    """What a select of the page has chosen, in its words."""
    (select,) = page.find("select", name=name)
    (option,) = [o for o in select if o.get("selected") is not None]
    return option.text


def test_what_was_recognised_is_said_and_proposed(shown):
    assert "This is an export of EUSurvey" in shown.words
    assert chosen(shown, "columns-0-column") == "(the answer)"
    assert chosen(shown, "columns-3-column") == "Contribution ID"
    assert chosen(shown, "columns-4-column") == "Organisation name"
    assert chosen(shown, "columns-6-column") == "Country of origin"
    ticked = [box for box in shown.find("input", name="asking") if box.get("checked") is not None]
    assert [box.get("value") for box in ticked] == ["4", "6"]
    assert RECORDS in shown.words


def test_it_is_taken_where_a_person_says_and_a_second_time_changes_nothing(
    secretariat, world, shown
):
    place = f"open_question {world.question.id}"
    places = {"questions-0-place": "", "questions-1-place": place, "publication": "anonymous"}
    for told in ("2 answers in 2 submissions taken", "there already"):
        looked = secretariat.submit(shown, **places)
        done = secretariat.submit(looked, take="y")
        page = secretariat.follow(done) if done.status_code == 302 else done
        assert told in page.words
    session.rollback()
    texts = [each.text for each in all_answers(session.get_one(OpenQuestion, world.question.id))]
    assert texts.count(OTHER) == 2
    assert LONG not in texts


def test_other_columns_can_be_ticked_and_their_questions_are_placed_anew(secretariat, world, shown):
    place = f"open_question {world.question.id}"
    looked = secretariat.submit(
        shown, **{"questions-0-place": place, "questions-1-place": ""}, asking=["6"], take="y"
    )
    assert looked.status_code == 200
    assert "The columns were ticked otherwise" in looked.words
    labels = [label.text for label in looked.find("label", for_="questions-0-place")]
    assert labels == [FEES]
    assert looked.find("select", name="questions-1-place") == []
    session.rollback()
    texts = [each.text for each in all_answers(session.get_one(OpenQuestion, world.question.id))]
    assert LONG not in texts


def test_no_tick_at_all_takes_nothing(secretariat, shown):
    fields = {name: value for name, value in shown.fields().items() if name != "asking"}
    looked = secretariat.post(shown.path, fields | {"take": "y"})
    assert looked.status_code == 200
    assert looked.find("select", name="questions-0-place") == []
