"""Hostile words on every page, in a real browser: nothing runs and nothing is fetched.

trust.md 51. The pages are those of tests/test_hostile_words.py, given to the browser with their
own headers; a script that ran would open a dialog, and one that was kept from running is reported.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route

from consultation import clock
from consultation.db import session
from tests import hostile_words as words
from tests.browser.driving import Visit
from tests.conftest import NOW
from tests.hostile_pages import READ, addresses, set_up, visitors
from tests.permissions import stage as stages
from tests.permissions.stage import Stage

pytestmark = pytest.mark.browser

SITE = "http://127.0.0.1:8"
"""Nobody listens there."""
HANDLERS = """[...document.querySelectorAll('*')].flatMap(e => [...e.attributes])
    .filter(a => a.name.startsWith('on') || a.name === 'style' || /^\\s*javascript:/i.test(a.value))
    .filter(a => !a.name.startsWith('data-')) // read by our own scripts, as text
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
        self.answers: dict[str, dict[str, Any]] = {}
        self.visit.context.route("**/*", self._answer)
        self.visit.context.on("dialog", self._note)

    def holds_a_page(self, address: str) -> bool:
        """Ask for it once: the browser is given this answer. What it would keep is no page."""
        self.answers[address] = answer = self._asked(address)
        headers = answer["headers"]
        is_page = headers["Content-Type"].startswith("text/html")
        return answer["status"] == 200 and is_page and "Content-Disposition" not in headers

    def _asked(self, address: str) -> dict[str, Any]:
        with self.client.get(address) as response:
            return {
                "status": response.status_code,
                "headers": dict(response.headers),
                "body": response.data,
            }

    def _answer(self, route: Route) -> None:
        if not route.request.url.startswith(SITE):
            route.abort()
            return
        address = route.request.url.removeprefix(SITE)
        if address not in self.answers:
            self.answers[address] = self._asked(address)
        route.fulfill(**self.answers[address])

    def _note(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()


def test_on_no_page_does_a_word_run(stage, chromium):
    seen = 0
    windows: dict[str, Window] = {}
    for row in READ:
        actor = visitors(row)[-1]
        if actor not in windows:
            windows[actor] = Window(chromium, stage, actor)
        window = windows[actor]
        for address in addresses(stage, row.endpoint):
            if window.holds_a_page(address):
                seen += 1
                window.visit.page.goto(SITE + address)
                assert window.visit.page.evaluate(HANDLERS) == [], address
                assert (window.visit.faults, window.dialogs) == ([], []), address
    for window in windows.values():
        window.visit.context.close()
    assert seen >= 50
