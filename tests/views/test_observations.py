"""The page of observations: the table taken along, looked at when it comes back, then taken."""

import io
import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.imports.comment_table import read_comment_table
from consultation.models import Observation, OpenQuestion
from consultation.queries.plenary.observed_table import BY_HAND
from tests import factories
from tests.client import Browser
from tests.views.visiting import count


@pytest.fixture
def page(world) -> str:
    """One answer of each of two groups."""
    with transaction():
        other = session.get_one(OpenQuestion, world.other_question.id)
        by = factories.stakeholder(consultation=other.consultation)
        session.add(factories.answer(other, "So be it.", by=by))
    return f"/rounds/{world.round.id}/observations"


def table(browser: Browser, page: str, form: str = "csv"):
    raw = browser.get(f"{page}.{form}").response.data
    return read_comment_table(raw, name=f"table.{form}")


def file_with(rows, **texts: str) -> tuple[io.BytesIO, str]:
    """A table to upload, with other observations by their place."""
    changed = [
        replace(filled.row, observations=texts.get(f"_{at}", filled.row.observations))
        for at, filled in enumerate(rows)
    ]
    return io.BytesIO(TABLE_FORMATS["csv"].render(changed, "")), "back.csv"


def upload(browser: Browser, page: str, **texts: str):
    return browser.submit(browser.get(page), file=file_with(table(browser, page), **texts))


def test_an_edited_table_is_shown_as_a_difference_then_taken(secretariat, page):
    shown = upload(secretariat, page, _0="We <agree>.")
    assert "1 observation changed, 1 as it is" in shown.words
    assert "We <agree>." in shown.words
    assert count(Observation) == 0
    back = secretariat.follow(secretariat.submit(shown))
    assert "1 observation taken." in back.words
    assert "We <agree>." in back.words
    assert table(secretariat, page)[0].row.observations.endswith(f"{BY_HAND}We <agree>.")


def test_where_it_changed_between_look_and_act_nothing_is_taken_and_both_are_shown(
    secretariat, vice_chair, page
):
    mine = upload(secretariat, page, _0="Mine.", _1="Mine too.")
    vice_chair.submit(upload(vice_chair, page, _0="Theirs."))
    late = secretariat.submit(mine)
    assert late.status_code == 409
    for words in ("Nothing was saved", "Theirs.", "Mine.", "Mine too."):
        assert words in late.words
    assert count(Observation) == 1
    secretariat.submit(late)
    session.rollback()
    assert set(session.scalars(select(Observation.text))) == {"Theirs.", "Mine too."}


def test_a_chair_has_the_rows_of_their_own_group_and_takes_no_other(chair, secretariat, page):
    assert len(table(secretariat, page)) == 2
    assert len(table(chair, page)) == 1
    whole = file_with(table(secretariat, page), _1="Not mine.")
    shown = chair.submit(chair.get(page), file=whole)
    assert "of another working group" in shown.words
    assert "So be it." not in shown.words
    assert count(Observation) == 0


def test_rows_that_were_made_up_are_refused(chair, world, page):
    form = chair.get(page).fields()
    row = {"number": 2, "row_id": "999999|0123456789", "observations": "Mine."}
    for lines in (json.dumps([row]), "no rows", "[]"):
        sent = chair.post(page, {"csrf_token": form["csrf_token"], "observations": lines})
        assert sent.status_code in {409, 422}, lines
    assert count(Observation) == 0


def test_a_file_that_is_no_table_is_refused_on_the_page(secretariat, page):
    refused = secretariat.submit(secretariat.get(page), file=(io.BytesIO(b"a,b\n1,2\n"), "no.csv"))
    assert refused.status_code in {409, 422}
    assert "has no row with the names of the columns" in refused.words


def test_what_is_written_by_hand_can_be_composed_again(secretariat, page):
    secretariat.submit(upload(secretariat, page, _0="Mine."))
    shown = secretariat.get(page)
    back = secretariat.follow(secretariat.submit(shown, action="/composed-observation"))
    assert "is composed from what was decided again" in back.words
    assert "1 wording before" in back.words
    assert BY_HAND not in table(secretariat, page)[0].row.observations
    stale = secretariat.submit(shown, action="/composed-observation")
    assert stale.status_code == 409


def test_the_pages_lead_to_it(chair, secretariat, world, page):
    assert page in secretariat.get(f"/rounds/{world.round.id}").text
    assert page in chair.get(f"/questions/{world.question.id}/themes").text


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_the_table_leaves_in_every_format(chair, page, form):
    taken = chair.get(f"{page}.{form}")
    assert taken.status_code == 200
    assert taken.headers["Content-Disposition"].endswith(f'.{form}"')
