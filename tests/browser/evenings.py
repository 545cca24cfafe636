"""Two evenings of one stakeholder: the steps they take, on whichever device."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

from playwright.sync_api import Browser, Download, Page

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Round
from tests.browser.devices import Device
from tests.browser.newcomer import (
    COMMENTED,
    EMAIL,
    IN_A_TUNNEL,
    OVER_LUNCH,
    PASSAGE,
    Numbers,
    Told,
)
from tests.client import PASSWORD
from tests.durability.server import Server, wait_until


@dataclass
class Journey:
    """A served consultation, and the stakeholder's way through it."""

    server: Server
    chromium: Browser
    numbers: Numbers
    device: type[Device]
    downloads: Path

    @contextmanager
    def evening(self) -> Iterator[Device]:
        """A browser that knows nothing of any other, and what its person should not have seen."""
        with self.device(self.chromium, self.server.url) as device:
            yield device
            assert device.unexpected() == []

    @property
    def review(self) -> str:
        return f"/rounds/{self.numbers.round}/submission"

    def answering(self, question: str) -> str:
        return f"/questions/{self.numbers.questions[question]}/answer"

    def kept(self, download: Download) -> Path:
        path = self.downloads / download.suggested_filename
        download.save_as(path)
        return path

    # Arriving

    def finds_the_draft(self, device: Device) -> None:
        page = device.page
        page.goto("/")
        device.press(page.get_by_role("link", name="Code of Conduct"))
        device.follow(f"/drafts/{self.numbers.draft}")
        assert "35 open questions" in device.words

    def registers(self, device: Device) -> None:
        """From the draft, through the page of the consultation, without an account."""
        page = device.page
        device.press(page.get_by_role("link", name="Code of Conduct"))
        device.press(page.get_by_role("link", name="Register first"))
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Your name").fill("Nia Newcomer")
        page.get_by_label("Password").fill(PASSWORD)
        device.press(page.get_by_role("button", name="Register"))
        assert "Look into your mail" in device.words

    def confirms_the_address(self, device: Device) -> None:
        """By the link in the mail that the postman carried."""
        device.page.goto(self.mailed_link("/confirm/"))
        device.page.get_by_label("The password you registered with").fill(PASSWORD)
        device.press(device.page.get_by_role("button", name="Confirm my address"))
        assert "Your address is confirmed. Sign in with it." in device.words

    def mailed_link(self, path: str) -> str:
        """The newest link in a mail that begins with a path."""

        def found() -> str:
            folder = self.server.settings.data / "mail"
            words = " ".join(_body(file) for file in sorted(folder.glob("*.eml")))
            links = [word for word in words.split() if f"{self.server.url}{path}" in word]
            return links[-1] if links else ""

        return wait_until(found, f"a mail with a link to {path}")

    def signs_in(self, device: Device) -> None:
        page = device.page
        page.get_by_label("E-mail address").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        device.press(page.get_by_role("button", name="Sign in"))

    def takes_part(self, device: Device) -> None:
        page = device.page
        assert device.path == f"/consultations/{self.numbers.consultation}/take-part"
        page.get_by_label("Organisation", exact=True).fill("Kestrel Observatory")
        page.get_by_label("What kind of stakeholder", exact=True).select_option(
            label="Civil society"
        )
        page.get_by_label("Country").fill("France")
        page.get_by_label("I have read the privacy notice").check()
        page.get_by_label("With my name, and my organisation’s").check()
        device.press(page.get_by_role("button", name="Take part"))
        assert "You take part now." in device.words
        assert device.path == f"/drafts/{self.numbers.draft}"

    # Writing

    def answers(self, device: Device, told: Told) -> None:
        """From the question's box in the draft."""
        self.opens(device, told.question)
        self.fills(device.page, told)
        device.keeps()

    def opens(self, device: Device, question: str) -> None:
        device.page.goto(f"/drafts/{self.numbers.draft}")
        device.follow(self.answering(question))

    def fills(self, page: Page, told: Told) -> None:
        page.get_by_label(told.position, exact=True).check()
        for tick in told.ticks:
            page.get_by_label(tick, exact=True).check()
        page.get_by_label("Your answer").fill(told.text)

    def comments_on_a_passage(self, device: Device) -> None:
        page = device.page
        page.goto(f"/drafts/{self.numbers.draft}")
        device.begins_a_comment(self.numbers.provisions[COMMENTED], PASSAGE)
        assert page.get_by_label("The words it is about").input_value() == PASSAGE
        page.get_by_label("What sort of comment").select_option(label="Legal")
        page.get_by_label("Your comment").fill("Eight years are longer than most firms live.")
        page.get_by_label("Wording you propose").fill("earlier versions are kept for five years")
        device.press(page.get_by_role("button", name="Save", exact=True))
        assert "Saved" in device.words
        changed = page.locator("figure.difference")
        assert changed.locator("del").inner_text() == "eight"
        assert changed.locator("ins").inner_text() == "five"

    def writes_in_a_tunnel(self, device: Device) -> None:
        """The network goes while an answer is written, and comes back."""
        self.opens(device, IN_A_TUNNEL.question)
        self.fills(device.page, IN_A_TUNNEL)
        device.loses_and_finds_the_network()

    def writes_over_lunch(self, device: Device) -> None:
        """The session ends while an answer is written; the text comes along through signing in."""
        page = device.page
        self.opens(device, OVER_LUNCH.question)
        self.fills(page, OVER_LUNCH)
        device.context.clear_cookies()
        device.press(page.get_by_role("button", name="Save", exact=True))
        assert "Your session has ended, and nothing was saved." in device.words
        self.signs_in(device)
        assert page.get_by_label("Your answer").input_value() == OVER_LUNCH.text
        device.press(page.get_by_role("button", name="Save", exact=True))
        assert "Saved" in device.words

    def goes_to_bed(self, device: Device) -> None:
        device.press(device.page.get_by_role("button", name="Sign out"))

    def comes_back(self, device: Device) -> None:
        """On another device: the address is typed, and leads to signing in first."""
        device.page.goto(self.review)
        self.signs_in(device)
        assert device.path == self.review

    # Sending

    def sends(self, device: Device, button: str) -> None:
        device.page.goto(self.review)
        device.press(device.page.get_by_role("button", name=button))

    def downloads_by(self, device: Device, name: str) -> Path:
        with device.page.expect_download() as download:
            device.page.get_by_role("link", name=name, exact=True).click()
        return self.kept(download.value)

    def closes_a_second_ago(self) -> None:
        """Move the deadline, so that what is sent now arrives one second after it."""
        with transaction():
            round_ = session.get_one(Round, self.numbers.round)
            round_.closes_at = clock.now() - timedelta(seconds=1)
        session.remove()


def _body(file: Path) -> str:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return str(message.get_content())
