"""The factual summary, told to everybody once the round is closed; the synopsis report."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import compiling, jobs
from consultation.compiling import room_of
from consultation.db import session
from consultation.exports.reports import REPORT_FORMATS
from consultation.models import Edition
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


@pytest.fixture
def synopsis(world) -> str:
    return f"/consultations/{world.consultation.id}/synopsis"


def test_the_secretariat_has_the_synopsis_compiled_and_takes_it_away(
    secretariat, synopsis, settings
):
    assert "No report yet." in secretariat.get(synopsis).words
    waits = secretariat.follow(secretariat.submit(secretariat.get(synopsis), action="/synopsis"))
    assert "Report 1 waits for its turn." in waits.words
    assert "Compiling: waiting for a worker" in waits.words
    assert jobs.run_next(data=settings.data)
    whole = secretariat.get(synopsis)
    assert "2 of 2 questions are not signed" in whole.words
    assert "Nothing was done since then" in whole.words
    assert tables(whole)["The rounds in figures"]["Round 1"] == ("1", "1", "1", "2", "0")
    (report,) = session.query(Edition)
    number, names = report.id, list(report.files)
    assert sorted(name.rpartition(".")[2] for name in names) == sorted(REPORT_FORMATS)
    assert all(name.startswith("the-code-synopsis-report-2027-04-12") for name in names), names
    for name in [*names, "manifest.json"]:
        taken = secretariat.get(f"/editions/{number}/{name}")
        assert taken.response.data == (room_of(settings.data, number) / name).read_bytes()
        assert taken.headers["Content-Disposition"] == f"attachment; filename={name}"


def test_neither_its_page_nor_asking_for_it_compiles_it(secretariat, synopsis, monkeypatch):
    monkeypatch.setattr(compiling, "compile_synopsis", lambda *_, **__: pytest.fail("compiled"))
    asked = secretariat.submit(secretariat.get(synopsis), action="/synopsis")
    assert secretariat.follow(asked).status_code == 200


def test_a_synopsis_that_waits_can_be_cancelled_on_its_page(secretariat, synopsis):
    secretariat.submit(secretariat.get(synopsis), action="/synopsis")
    cancel = f"/editions/{session.scalar(select(Edition.id))}/cancel"
    shown = secretariat.follow(secretariat.submit(secretariat.get(synopsis), action=cancel))
    assert "Not compiled: cancelled by Secretariat" in shown.words
    assert "Report 1" in shown.words


def test_the_figures_are_those_of_the_newest_that_is_compiled_whatever_is_asked_for_since(
    secretariat, synopsis, settings
):
    secretariat.submit(secretariat.get(synopsis), action="/synopsis")
    assert jobs.run_next(data=settings.data)
    secretariat.submit(secretariat.get(synopsis), action="/synopsis")
    shown = secretariat.get(synopsis)
    assert "Compiling: waiting for a worker" in shown.words
    assert tables(shown)["The rounds in figures"]["Round 1"] == ("1", "1", "1", "2", "0")


def test_which_outcomes_are_not_published_is_asked_when_the_page_is_read(
    secretariat, world, synopsis, settings
):
    secretariat.submit(secretariat.get(synopsis), action="/synopsis")
    assert jobs.run_next(data=settings.data)
    assert "Outcomes not published: Round 1." in secretariat.get(synopsis).words
    change(world.round, closes_at=NOW - timedelta(minutes=1), outcomes_published_at=NOW)
    assert "Outcomes not published" not in secretariat.get(synopsis).words


def test_before_a_round_has_begun_there_is_nothing_to_report(secretariat, world, synopsis):
    shown = secretariat.get(synopsis)
    change(world.round, opens_at=NOW + timedelta(minutes=1), closes_at=NOW + timedelta(days=9))
    refused = secretariat.submit(shown, action="/synopsis")
    assert refused.status_code == 409
    assert "No round has begun" in refused.words


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
