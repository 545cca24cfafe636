"""What is wrong with a page as it stands: by axe-core, and by its widths."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import JSHandle, Page

WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
RULES: dict[str, Any] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
    "rules": {"css-orientation-lock": {"enabled": False}, "color-contrast": {"enabled": False}},
}
"""All but what hangs on the one style sheet of all pages, and on colours."""

ORIENTATION: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["css-orientation-lock"]}}

COLOURS: dict[str, Any] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
"""All that another scheme of colours can make wrong in a page that was looked at already."""

NEW_LOOKS = """scheme => {
    const looks = e => {
        const s = getComputedStyle(e), size = parseFloat(s.fontSize), bold = s.fontWeight >= 700;
        return [s.color, s.backgroundColor, s.backgroundImage, s.opacity, s.textShadow,
            s.textDecorationLine, s.position, size >= 24 || (bold && size >= 18.66)].join();
    };
    const seen = ((window.looksSeen ??= {})[scheme] ??= new WeakMap());
    return [...document.querySelectorAll('body, body *')].filter(e => {
        const look = e.checkVisibility({visibilityProperty: true}) ? looks(e) : seen.get(e);
        const isNew = seen.get(e) !== look;
        seen.set(e, look);
        return isNew;
    });
}"""
"""Elements whose colours in this scheme, or what contrast is asked of them, are not as before."""

NOTICE_STICKS_OUT = """() => {
    const column = document.querySelector('main > .narrow');
    const notice = document.querySelector('main > .notice');
    return Boolean(column && notice && notice.offsetWidth > column.offsetWidth);
}"""


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
            lines = violations(page, RULES) if scheme == SCHEMES[0] else []
            lines += colour_faults(page, scheme)
            found += [f"{width}, {scheme}: {line}" for line in lines]
        if scrolls_sideways(page):
            found.append(f"{width}: sticks out: {widest(page)}")
        if page.evaluate(NOTICE_STICKS_OUT):
            found.append(f"{width}: the notice is wider than the text")
    return found


def colour_faults(page: Page, scheme: str) -> list[str]:
    """What is wrong with the colours of what is seen for the first time, or in other colours.

    Contrast costs as much as all other rules together; at the next width hardly any has changed.
    """
    fresh = page.evaluate_handle(NEW_LOOKS, scheme)
    return violations(page, COLOURS, fresh) if fresh.evaluate("fresh => fresh.length") else []


def violations(page: Page, rules: dict[str, Any], within: JSHandle | None = None) -> list[str]:
    """What axe-core finds in a page, or in some elements; a page is given its script once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "async ([within, rules]) => (await axe.run(within || document, rules)).violations",
        [within, rules],
    )
    return [
        f"{violation['id']} at {node['target']}: {node['html'][:120]}"
        for violation in found
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
