"""What is wrong with a page as it stands: by axe-core, and by its widths."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
}
NOTICE_STICKS_OUT = """() => {
    const column = document.querySelector('main > .narrow');
    const notice = document.querySelector('main > .notice');
    return Boolean(column && notice && notice.offsetWidth > column.offsetWidth);
}"""


COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""All that another scheme of colours can make wrong in a page that was looked at already."""


def look(page: Page, width: int, scheme: str) -> None:
    """See the page as on such a screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def violations(axe: Axe, page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    results = axe.run(page, options=rules).response["violations"]
    return [
        f"{violation['id']} at {node['target']}: {node['html'][:120]}"
        for violation in results
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    return not page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")


def widest(page: Page) -> str:
    """The elements that stick out, to know where to look."""
    return str(
        page.evaluate(
            """[...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map(e => e.tagName + '.' + e.className)"""
        )
    )
