"""Driving a real browser: visits that note every console error and every request elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.client import PASSWORD

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--renderer-process-limit=1",  # a process for each window costs more than its pages
]
PATIENCE = 30_000
"""Milliseconds a page may take on a slow and busy machine."""


@contextmanager
def chromium_running(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Visit:
    """One person's browser window, and what it should not have done."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, accept_downloads=True, **options)
        self.context.set_default_timeout(PATIENCE)
        self.faults: list[str] = []
        self.context.on("request", self._note_host)
        self.context.on("console", self._note_error)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.page: Page = self.context.new_page()

    def __enter__(self) -> "Visit":
        return self

    def __exit__(self, *_error: object) -> None:
        self.context.close()

    def _note_host(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:", "blob:")):
            self.faults.append(f"request to {urlsplit(request.url).netloc}")

    def _note_error(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

    def sign_in(self, email: str) -> "Visit":
        self.page.goto("/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.send("password")
        assert self.path != "/sign-in", self.words
        return self

    def form(self, field: str) -> Locator:
        """The form with a field of this name."""
        return self.page.locator("main form").filter(has=self.page.locator(f"[name='{field}']"))

    def send(self, field: str) -> None:
        """Press the button of the form with a field of this name."""
        self.press(self.form(field).get_by_role("button").last)

    def press(self, button: Locator) -> None:
        """Press a button that leads to a page, and wait for the page."""
        with self.page.expect_navigation():
            button.click()

    def follow(self, path: str) -> None:
        """Click the first visible link to a path of ours; a page nobody links to is not reached."""
        self.page.locator(f"a[href$='{path}']:visible").first.click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        """What the page says, white space folded."""
        return " ".join(self.page.locator("main").inner_text().split())
