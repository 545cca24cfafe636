"""Hostile words on every page, in a real browser: nothing runs and nothing is fetched.

trust.md 51. The pages are those of tests/test_hostile_words.py, given to the browser with their
own headers; a script that ran would open a dialog, and one that was kept from running is reported.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route

from consultation import clock
from consultation.db import session
from tests import hostile_words as words
from tests.browser.driving import Visit, chromium_running
from tests.conftest import NOW
from tests.hostile_pages import READ, addresses, set_up, visitors
from tests.permissions import stage as stages
from tests.permissions.stage import Stage

pytestmark = pytest.mark.browser

SITE = "http://127.0.0.1:8"
"""Nobody listens there."""
HANDLERS = """[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
    .filter(a => a.name.startsWith('on') || a.name === 'style' || /^\\s*javascript:/i.test(a.value))
    .filter(a => !['value', 'aria-label', 'title', 'datetime'].includes(a.name))
    .map(a => a.name)"""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made = stages.build(tmp_path_factory.mktemp("stage"), sqlite_template)
        set_up(made, words.hostile)
        yield made
        session.remove()
        made.app.engine.dispose()


class Window:
    """A browser's window in which one actor is signed in; its requests go to no network."""

    def __init__(self, browser: Browser, stage: Stage, actor: str) -> None:
        self.visit = Visit(browser, SITE)
        self.client = stage.visitor(actor).client
        self.dialogs: list[str] = []
        self.visit.context.route("**/*", self._answer)
        self.visit.context.on("dialog", self._note)

    def holds_a_page(self, address: str) -> bool:
        response = self.client.get(address)
        return response.status_code == 200 and response.mimetype == "text/html"

    def _answer(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if not route.request.url.startswith(SITE):
            route.abort()
            return
        with self.client.get(f"{address.path}?{address.query}") as response:
            route.fulfill(
                status=response.status_code, headers=dict(response.headers), body=response.data
            )

    def _note(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def test_on_no_page_does_a_word_run(stage, chromium):
    seen = 0
    with chromium_running(chromium) as browser:
        windows: dict[str, Window] = {}
        for row in READ:
            actor = visitors(row)[-1]
            if actor not in windows:
                windows[actor] = Window(browser, stage, actor)
            window = windows[actor]
            for address in addresses(stage, row.endpoint):
                if window.holds_a_page(address):
                    seen += 1
                    window.visit.page.goto(SITE + address)
                    assert window.visit.page.evaluate(HANDLERS) == [], address
                    assert (window.visit.faults, window.dialogs) == ([], []), address
    assert seen >= 50
