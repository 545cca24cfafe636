"""States of pages that no address alone shows: each with its name, and how a person gets there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Consultation, PrivacyNotice, Round
from consultation.operations.consultations.texts_in_force import put_in_force
from tests.browser.driving import Visit
from tests.browser.scene import Scene
from tests.browser.writing import write

PRIMARY = "main form .btn-primary, main form .btn-danger"
UPLOAD = "input[type=file]"


@dataclass
class Stage:
    """A consultation of its own, and somebody's window on it."""

    numbers: Scene
    provision_id: int
    visit: Visit
    email: str
    statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.visit.context.on("response", self._note)

    def _note(self, response: Any) -> None:
        if response.request.is_navigation_request():
            self.statuses.append(response.status)

    @property
    def page(self) -> Page:
        return self.visit.page

    def goes(self, path: str) -> Page:
        self.page.goto(path.format(n=self.numbers, provision=self.provision_id))
        return self.page

    def presses(self, button: str = PRIMARY) -> Page:
        self.visit.press(self.page.locator(button).first)
        return self.page

    def uploads(self, path: str, raw: bytes, name: str) -> Page:
        self.goes(path)
        self.page.set_input_files(
            UPLOAD, {"name": name, "mimeType": "application/octet-stream", "buffer": raw}
        )
        return self.presses()

    # What is often on the way

    def writes(self, text: str = "Publish it.") -> None:
        write(self.goes(ANSWER), text)
        self.presses()

    def sends(self, text: str = "Publish it.") -> None:
        self.writes(text)
        self.goes(REVIEW)
        self.presses()

    def withdraws(self) -> None:
        self.sends()
        self.goes(REVIEW)
        self.visit.press(self.page.get_by_role("link", name="Withdraw my submission"))
        self.presses()

    def closes(self, *, late: bool = False) -> None:
        with transaction():
            round_ = session.get_one(Round, self.numbers.round_id)
            round_.closes_at = clock.now() - timedelta(seconds=1)
            round_.late_until = clock.now() + timedelta(days=1) if late else None

    def takes_newcomers(self) -> None:
        with transaction():
            consultation = session.get_one(Consultation, self.numbers.consultation_id)
            consultation.registration = True
            put_in_force(PrivacyNotice, consultation, "We keep your *address*.", now=clock.now())
            consultation.categories = ["civil society", "industry"]


ANSWER = "/questions/{n.question_id}/answer"
CHOICE = "/questions/{n.choice_id}/answer"
COMMENT = "/provisions/{provision}/comments/new"
WHOLE = "/drafts/{n.draft_id}/comments/new"
REVIEW = "/rounds/{n.round_id}/submission"
PAPERS = "/rounds/{n.round_id}/papers"
TABLE = "/rounds/{n.round_id}/table"
VERIFY = "/verify"

Reach = Callable[[Stage], object]


@dataclass(frozen=True)
class State:
    """A state: its page answers with `status` and says `sentence`; `who` gets there, and how."""

    name: str
    status: int
    sentence: str
    reach: Reach
    who: str = "stakeholder"


def sent_as_it_is(path: str, **typed: str) -> Reach:
    """A form sent with nothing but these fields, by their names."""

    def reach(stage: Stage) -> None:
        page = stage.goes(path)
        for name, value in typed.items():
            page.locator(f"main [name='{name}']").fill(value)
        stage.presses()

    return reach


def seen(path: str, *before: Reach) -> Reach:
    """An address, once all that was done."""

    def reach(stage: Stage) -> None:
        for step in before:
            step(stage)
        stage.goes(path)

    return reach
