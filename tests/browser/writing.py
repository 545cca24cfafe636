"""A served draft and a person who reads and writes; time is the page's own, moved by hand."""

from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NoResponse
from sqlalchemy import select

from consultation.db import session
from consultation.models import AnswerVersion, Person, Submission
from tests.browser import scene
from tests.browser.driving import Visit
from tests.client import PASSWORD
from tests.durability.server import Server

PASSAGE = "kept for “eight” years"
TEXT = f"The record is *complete* at release.\n\n- one 🫖 and\n- it is {PASSAGE}.\n\nThe end."


@dataclass
class Desk:
    """A served instance, its database, and a browser."""

    server: Server
    browser: Browser
    numbers: scene.Scene
    answering: str
    provision_id: int

    @property
    def commenting(self) -> str:
        return f"/provisions/{self.provision_id}/comments"

    @property
    def reading(self) -> str:
        return f"/drafts/{self.numbers.draft_id}"

    def visit(self, email: str = scene.STAKEHOLDER, *, shared: bool = False) -> Visit:
        visit = Visit(self.browser, self.server.url)
        visit.page.clock.install()
        sign_in(visit.page, email, shared=shared)
        return visit

    def saved(self) -> list[tuple[int, str]]:
        """Every version of the stakeholder's writing here: its number and its text."""
        session.rollback()
        rows = session.scalars(
            select(AnswerVersion)
            .join(AnswerVersion.submission)
            .join(Person, AnswerVersion.saved_by_id == Person.id)
            .where(Submission.round_id == self.numbers.round_id)
            .where(Person.email == scene.STAKEHOLDER)
            .order_by(AnswerVersion.id)
        )
        return [(row.number, row.text) for row in rows]


def sign_in(page: Page, email: str, *, shared: bool = False) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    if shared:
        page.get_by_label("This is a shared computer").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Sign in").click()


def write(page: Page, text: str) -> None:
    page.get_by_label("Your answer").or_(page.get_by_label("Your comment")).fill(text)


def told(page: Page, words: str) -> None:
    """Wait until the line beside the button says so."""
    page.wait_for_function(
        "words => document.querySelector('[data-saved]').textContent.includes(words)", arg=words
    )


def copies(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).length"))


def autosave(page: Page) -> None:
    """Let the time pass after which what was typed is saved.

    The page's time runs on by itself too: on a slow machine it was saved before, and no response
    comes. What the page says of it is the caller's to see.
    """
    with (
        suppress(NoResponse),
        page.expect_response(lambda response: response.request.method == "POST", timeout=10_000),
    ):
        page.clock.run_for(20_000)


def select_words(page: Page, words: str) -> None:
    """Select words of a provision as a reader does."""
    page.evaluate(
        """words => {
            const boxes = [...document.querySelectorAll('.words')];
            const box = boxes.find(box => box.textContent.includes(words));
            const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
            while (walker.nextNode() && !walker.currentNode.data.includes(words));
            const at = walker.currentNode.data.indexOf(words);
            getSelection().setBaseAndExtent(
                walker.currentNode, at, walker.currentNode, at + words.length);
        }""",
        words,
    )
    page.clock.run_for(100)
