"""A person without a mouse: keys alone, and every stop on the way can be seen."""

from typing import Any

from playwright.sync_api import Page

MOST_STOPS = 200

STOP = """() => {
    const here = document.activeElement;
    if (here === document.body) return null;
    window.stops ??= [];
    const visited = window.stops.indexOf(here);
    if (visited < 0) window.stops.push(here);
    const style = getComputedStyle(here);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        && !/, 0\\)$|^transparent$/.test(style.outlineColor);
    const shows = box => {
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (right <= left || bottom <= top) return false;
        const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return here.contains(found);
    };
    const words = here.getAttribute('aria-label')
        ?? here.labels?.[0]?.innerText ?? here.innerText ?? '';
    return {
        name: words.replace(/\\s+/g, ' ').trim(),
        tag: here.outerHTML.slice(0, 160),
        isSeen: outlined,
        isClear: [...here.getClientRects()].some(shows),
        isNew: visited < 0,
    };
}"""
"""What has the focus: its name, whether that is outlined, and whether anything lies over it."""

REACHABLE = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.disabled)
    .filter(e => e.type !== 'radio' || e.checked)
    .filter(e => !window.stops.includes(e)).map(e => e.outerHTML.slice(0, 160))"""
"""What can be used on a page and was never stopped at; of a group of radio buttons, one is."""


CHOSEN = """() => document.activeElement.tagName === 'SELECT'
    ? document.activeElement.selectedOptions[0].text.replace(/\\s+/g, ' ').trim() : null"""
"""What is chosen in the list that has the focus; null where there is no list."""

TRIES = 5
FORGOTTEN = 1_500
"""Milliseconds after which a list has forgotten what was typed."""


class Keyboard:
    """Nothing but keys, on one page after another."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type, in a list until the choice that begins so is chosen.

        A list forgets what was typed a second ago: on a busy machine keys may come that far apart.
        """
        for _ in range(TRIES):
            self.page.keyboard.type(text)
            chosen = self.page.evaluate(CHOSEN)
            if chosen is None or chosen.casefold().startswith(text.casefold()):
                return
            self.page.wait_for_timeout(FORGOTTEN)
        raise AssertionError(f"“{text}” was typed {TRIES} times, and “{chosen}” is chosen")

    def stop(self) -> dict[str, Any] | None:
        """Where the focus is; None between the end of a page and its beginning."""
        stop: dict[str, Any] | None = self.page.evaluate(STOP)
        if stop is not None:
            assert stop["isSeen"], f"the focus cannot be seen: {stop['tag']}"
            assert stop["isClear"], f"something lies over the focus: {stop['tag']}"
        return stop

    def to(self, name: str, key: str = "Tab") -> None:
        """Go on, stop by stop, to the control with this name."""
        passed = []
        for _ in range(MOST_STOPS):
            self.press(key)
            stop = self.stop()
            if stop is not None and stop["name"] == name:
                return
            passed.append(stop and stop["name"])
        raise AssertionError(f"no {key} leads to “{name}”, only to {passed}")

    def opens(self, name: str) -> None:
        """Go to a link or a button and press Enter: a page comes."""
        self.to(name)
        with self.page.expect_navigation():
            self.press("Enter")

    def goes_round(self) -> None:
        """Every control of the page has its stop, the way leads on from each, and back."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            stop = self.stop()
            if stop is not None and not stop["isNew"]:
                break
        else:
            raise AssertionError(f"{MOST_STOPS} stops, and not once round")
        assert self.page.evaluate(REACHABLE) == []
        self.press("Shift+Tab")
        self.press("Shift+Tab")
        before = self.stop()
        self.press("Tab")
        after = self.stop()
        assert before != after, f"no way on or back from {after}"
