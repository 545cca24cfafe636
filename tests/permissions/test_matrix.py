"""Every route, every actor: the answer is the one written in matrix.yaml."""

from collections.abc import Iterator
from typing import Any

import pytest

from consultation import clock, permissions
from consultation.access import STATIC
from consultation.db import session
from consultation.imports.observations import written_observations
from consultation.permissions import Permission
from consultation.views import given_back
from tests.conftest import NOW
from tests.permissions import stage as stages
from tests.permissions.matrix import (
    ACTORS,
    CHANGED,
    REFUSALS,
    ROWS,
    Row,
    cells,
)
from tests.permissions.stage import Stage

WRITES_NOTHING = ("account.", "given_back.", "verify.")

FORMS = [row for row in ROWS if row.method == "POST"]
TYPED = [row for row in FORMS if row.expected[0] == 401]
GUARDING = [p for p in Permission if p is not Permission.VISIT]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made = stages.build(tmp_path_factory.mktemp("stage"), sqlite_template)
        yield made
        session.remove()
        made.app.engine.dispose()


@pytest.mark.parametrize(("phase", "row", "actor", "expected"), list(cells()), ids=str)
def test_everybody_gets_what_the_matrix_says(stage, phase, row, actor, expected):
    reply = stage.ask(row.endpoint, row.method, actor, phase=phase)
    assert reply.outcome == expected
    if expected in row.refusals:
        assert reply.written == []
        assert [canary for canary in stage.canaries if canary in reply.page.text] == []
    elif (
        row.method == "POST"
        and expected not in {404, 409}
        and not led_on(row, actor)
        and not row.endpoint.startswith(WRITES_NOTHING)
    ):
        assert reply.written, "the form was not taken, so the row proves nothing"


def led_on(row: Row, actor: str) -> bool:
    """Who takes part already has nothing to join, and is led to the draft."""
    return row.endpoint == "stakeholder.take_part" and actor in {"owner", "stakeholder"}


def test_the_matrix_names_every_route_and_no_other(stage):
    routes = [
        f"{rule.endpoint} {method}"
        for rule in stage.app.url_map.iter_rules()
        if rule.endpoint not in STATIC
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    assert sorted(map(str, ROWS)) == sorted(routes)


def test_every_row_has_a_cell_for_every_actor(stage):
    assert set(ACTORS) == {"anonymous", *stage.tickets}
    for row in [*ROWS, *CHANGED["public"], *CHANGED["unpublished"]]:
        assert len(row.expected) == len(ACTORS), row


def test_what_a_phase_lists_differs_from_the_private_consultation():
    usual = {str(row): row for row in ROWS}
    for row in [*CHANGED["public"], *CHANGED["unpublished"]]:
        assert row.expected != usual[str(row)].expected, row


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_every_view_asks_the_table(stage, monkeypatch, row):
    """The test of the test: with its line in the table turned to nobody, a view lets nobody in."""
    request = stage.ready(row.endpoint, row.method, row.first_allowed)
    permission = stage.app.view_functions[row.endpoint].permission
    monkeypatch.setitem(permissions.POLICY, permission, lambda _person, _subject: False)
    assert request().outcome in row.refusals - {"sign-in", 401}


@pytest.mark.parametrize("permission", GUARDING, ids=str)
def test_every_permission_keeps_somebody_out(stage, monkeypatch, permission):
    """And turned to anyone, a refusal that the matrix demands is gone."""
    views = stage.app.view_functions
    pages = [row for row in ROWS if not row.endpoint.startswith("api.")]
    row = next(row for row in pages if views[row.endpoint].permission is permission)
    actor = row.first_refused
    assert stage.ask(row.endpoint, row.method, actor).outcome in REFUSALS
    monkeypatch.setitem(permissions.POLICY, permission, permissions.anyone)
    assert stage.ask(row.endpoint, row.method, actor).outcome not in REFUSALS


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_a_form_without_the_sessions_own_token_is_refused(stage, row):
    elsewhere = stage.visitor("outsider").get("/sign-in").fields()["csrf_token"]
    for token in ({}, {"csrf_token": "made up"}, {"csrf_token": elsewhere}):
        reply = stage.post_with(token, row.endpoint, row.first_allowed)
        assert (reply.outcome, reply.written) == (400, []), token
        assert "Open the page again" in reply.page.words


@pytest.mark.parametrize("row", TYPED, ids=str)
def test_no_form_loses_a_text_when_the_session_has_ended(stage, row):
    """It is on the page that says so; a redirect would lose it, and lead back to no page."""
    page = stage.ask(row.endpoint, "POST", "anonymous").page
    assert "Location" not in page.headers
    assert "Your session has ended" in page.words
    words = stage.forms[row.endpoint]
    typed = {name: words[name] for name in given_back.TYPED_FIELDS if words.get(name)}
    if "rows" in typed:
        typed["rows"] = given_back.in_words(typed["rows"])
    if "observations" in typed:
        typed["observations"] = given_back.in_words(typed["observations"], written_observations)
    kept = page.fields() if typed else {}
    assert {name: kept[name] for name in typed} == typed
