"""The factual summary: told to everybody once the round is closed, counts only."""

from datetime import timedelta

import pytest

from consultation.exports.reports import REPORT_FORMATS
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import change, tables


@pytest.fixture
def page(world) -> str:
    return f"/rounds/{world.round.id}/summary"


@pytest.fixture
def closed(world) -> None:
    change(world.round, closes_at=NOW - timedelta(minutes=1))
    change(world.consultation, is_public=True)


def test_until_the_round_is_closed_only_when_that_will_be_is_told(reader, page):
    shown = reader.get(page)
    assert shown.status_code == 200
    assert "once the round is closed" in shown.words
    assert "Kettle" not in shown.text
    refused = reader.get(f"{page}.html")
    assert refused.status_code == 409
    assert "come back then" in refused.words


def test_everybody_reads_the_counts_of_a_closed_round(app, closed, page):
    shown = Browser(app).get(page)
    found = tables(shown)
    assert found["By kind of stakeholder"]["civil society"][0] == "1"
    assert found["By country"]["others, each with fewer than 5"][0] == "1"
    assert "Counts only" in shown.words


def test_no_name_and_no_word_of_an_author_is_in_it(app, world, closed, page):
    visitor = Browser(app)
    told = [visitor.get(page).text, visitor.get(f"{page}.html").text]
    for text in told:
        for secret in ("Kettle Works", "Every change must be recorded", "Record every change"):
            assert secret not in text


@pytest.mark.parametrize("extension", REPORT_FORMATS)
def test_it_leaves_in_every_format(app, closed, page, extension):
    taken = Browser(app).get(f"{page}.{extension}")
    assert taken.status_code == 200
    assert f'factual-summary-2027-04-12.{extension}"' in taken.headers["Content-Disposition"]


def test_another_format_is_nowhere(app, closed, page):
    assert Browser(app).get(f"{page}.xls").status_code == 404


def test_the_pages_of_the_consultation_and_of_the_round_lead_to_it(
    secretariat, world, closed, page
):
    for address in (f"/consultations/{world.consultation.id}", f"/rounds/{world.round.id}"):
        assert page in secretariat.get(address).text, address


@pytest.mark.parametrize("extension", REPORT_FORMATS)
def test_the_secretariat_takes_the_synopsis_away(secretariat, world, extension):
    page = f"/consultations/{world.consultation.id}/synopsis"
    shown = secretariat.get(page)
    assert "2 of 2 questions are not signed" in shown.words
    assert f"{page}.{extension}" in shown.text
    taken = secretariat.get(f"{page}.{extension}")
    assert f'synopsis-report-2027-04-12.{extension}"' in taken.headers["Content-Disposition"]


def test_the_synopsis_has_no_other_format(secretariat, world):
    address = f"/consultations/{world.consultation.id}/synopsis.xlsx"
    assert secretariat.get(address).status_code == 404


def test_everybody_has_the_open_data_once_they_are_published(app, world, closed):
    page = f"/rounds/{world.round.id}/open-data"
    visitor = Browser(app)
    assert "not published" in visitor.get(page).words
    assert visitor.get(f"{page}.json").status_code == 409
    change(world.round, published_at=NOW)
    assert "is_anonymous" in visitor.get(page).words
    for extension in ("json", "csv.zip"):
        taken = visitor.get(f"{page}.{extension}")
        assert taken.status_code == 200
        assert taken.response.get_data()
        assert taken.headers["Content-Disposition"].startswith("attachment")
    assert visitor.get(f"{page}.xlsx").status_code == 404
    assert page in visitor.get(f"/rounds/{world.round.id}/published").text
