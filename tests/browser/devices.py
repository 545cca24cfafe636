"""A stakeholder's browser, with scripts and without: the same steps, and what differs."""

from abc import abstractmethod
from contextlib import suppress
from typing import Any, ClassVar

from playwright.sync_api import Browser, Error

from tests.browser.driving import Visit
from tests.browser.writing import autosave, select_words, told

BELONGS_TO_IT = "Failed to load resource"
"""What the console says of a lost network, and of every page that refuses something."""


class Device(Visit):
    """A window of a person who writes."""

    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(browser, url, **self.options)

    def unexpected(self) -> list[str]:
        """What neither the network nor a refusal explains."""
        return [fault for fault in self.faults if BELONGS_TO_IT not in fault]

    def saves(self) -> None:
        self.press(self.page.get_by_role("button", name="Save", exact=True))
        assert "It is not sent until you submit." in self.words

    @abstractmethod
    def keeps(self) -> None:
        """Have what was written kept."""

    @abstractmethod
    def begins_a_comment(self, provision: int, words: str) -> None:
        """From the draft to a comment on words of a provision."""

    @abstractmethod
    def loses_and_finds_the_network(self) -> None:
        """Lose the network, see that nothing is lost, find it, have the text kept."""


class WithScripts(Device):
    def __init__(self, browser: Browser, url: str) -> None:
        super().__init__(browser, url)
        self.page.clock.install()

    def keeps(self) -> None:
        """By pausing: it is saved as one types."""
        autosave(self.page)
        told(self.page, "Saved ")

    def begins_a_comment(self, provision: int, words: str) -> None:
        """By selecting them."""
        select_words(self.page, words)
        self.press(self.page.get_by_role("link", name="Comment on this"))

    def loses_and_finds_the_network(self) -> None:
        """It is said at once, and saved by itself afterwards."""
        self.context.set_offline(True)
        self.page.clock.run_for(25_000)
        told(self.page, "Your text is kept in this browser.")
        self.context.set_offline(False)
        self.page.clock.run_for(25_000)
        told(self.page, "Saved ")


class WithoutScripts(Device):
    options: ClassVar[dict[str, Any]] = {"java_script_enabled": False}

    def keeps(self) -> None:
        """By pressing Save."""
        self.saves()

    def begins_a_comment(self, provision: int, words: str) -> None:
        """By copying them into the form."""
        self.follow(f"/provisions/{provision}/comments/new")
        self.page.get_by_label("The words it is about").fill(words)

    def loses_and_finds_the_network(self) -> None:
        """The browser says so, and sends the form again when it is told to."""
        self.context.set_offline(True)
        with suppress(Error):  # the page that does not come
            self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.wait_for_url("chrome-error://**")
        self.context.set_offline(False)
        self.page.reload()
        assert "It is not sent until you submit." in self.words
