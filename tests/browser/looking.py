"""What is wrong with a page as it stands: by axe-core, and by its widths."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
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


def faults(page: Page) -> list[str]:
    """What axe-core finds and what does not fit, at every width and in every scheme."""
    found = []
    for width in WIDTHS:
        for scheme in SCHEMES:
            look(page, width, scheme)
            rules = RULES if scheme == "light" else COLOURS
            found += [f"{width}, {scheme}: {line}" for line in violations(page, rules)]
        if scrolls_sideways(page):
            found.append(f"{width}: sticks out: {widest(page)}")
        if page.evaluate(NOTICE_STICKS_OUT):
            found.append(f"{width}: the notice is wider than the text")
    return found


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe-core finds; a page is given its script once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    results = page.evaluate("rules => axe.run(rules)", rules)
    return [
        f"{violation['id']} at {node['target']}: {node['html'][:120]}"
        for violation in results["violations"]
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
