"""An address from an old mail works: with a slash at its end, with a campaign's marks."""

from collections.abc import Iterator
from typing import Any

import pytest

from consultation import clock
from consultation.db import session
from tests.conftest import NOW
from tests.permissions import stage as stages
from tests.permissions.matrix import ROWS
from tests.permissions.stage import Stage

ENDINGS = ("/", "?utm_source=mail&utm_campaign=round+1", "/?utm_medium=e%2Dmail&fbclid=1")
READ = [row for row in ROWS if row.method == "GET" and row.endpoint != "public.home"]
SENT = [row for row in ROWS if row.method == "POST"]


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made = stages.build(tmp_path_factory.mktemp("stage"), sqlite_template)
        yield made
        session.remove()
        made.app.engine.dispose()


@pytest.mark.parametrize("row", READ, ids=str)
def test_every_page_is_found_however_its_address_ends(stage, row):
    """trust.md 40."""
    stage.restore("private")
    visitor = stage.visitor(row.first_allowed)
    address = stage.path(row.endpoint)
    usual = visitor.client.get(address, buffered=True)
    for ending in ENDINGS:
        other = visitor.client.get(address + ending, buffered=True)
        assert other.status_code == usual.status_code, ending
        assert other.mimetype == usual.mimetype, ending
        if usual.mimetype == "text/html":
            assert len(other.text) == pytest.approx(len(usual.text), abs=400), ending


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("row", SENT, ids=str)
def test_every_form_is_taken_however_its_address_ends(stage, row, ending):
    """trust.md 40."""
    stage.restore("private")
    visitor = stage.visitor(row.first_allowed)
    form = stage.forms[row.endpoint] | {"csrf_token": visitor.token()}
    reply = visitor.post(stage.path(row.endpoint) + ending, form)
    assert reply.status_code == row.when_allowed
