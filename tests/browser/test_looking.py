"""What looks at pages sees what is wrong at one width or in one scheme alone."""

import pytest
from playwright.sync_api import Browser

from tests.browser.looking import ORIENTATION, faults, violations

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"><title>A page</title><style>
body, a {{ color: #222; background: #fff }}
@media (prefers-color-scheme: dark) {{ body, a {{ color: #eee; background: #111 }} }}
{style}</style><main><h1>A page</h1><p id="p">Some words.</p><p class="wide">More of them.</p>"""
DARK = "@media (prefers-color-scheme: dark)"
WIDE = "@media (min-width: 800px)"


@pytest.fixture
def page(chromium: Browser):
    with chromium.new_context() as context:
        yield context.new_page()


GREY = "p { color: #777; background: #888 }"
HIDDEN = "@media (max-width: 799px) { .wide { display: none } }"


@pytest.mark.parametrize(
    ("style", "where"),
    [
        ("", []),
        (f"{WIDE} {{ {GREY} }}", ["1280, light", "1280, dark"]),
        (f"{DARK} and (min-width: 800px) {{ {GREY} }}", ["1280, dark"]),
        (f"{DARK} and (max-width: 799px) {{ {GREY} }}", ["320, dark"]),
        (f"{HIDDEN} .wide {{ color: #888 }}", ["1280, light"]),
        (f"{HIDDEN} {DARK} {{ .wide {{ color: #444 }} }}", ["1280, dark"]),
        # Words have the colour of what is around them, and lie on its ground.
        (f"{DARK} and (min-width: 800px) {{ main {{ background: #ccc }} }}", ["1280, dark"]),
        (f"{WIDE} {{ main {{ opacity: 0.2 }} }}", ["1280, light", "1280, dark"]),
        # Large words need less contrast than small ones.
        (f"p {{ color: #858585; font-size: 30px }} {WIDE} {{ p {{ font-size: 14px }} }}",
         ["1280, light"]),
    ],
)  # fmt: skip
def test_colours_are_looked_at_anew_wherever_they_or_what_is_asked_of_them_changed(
    page, style, where
):
    page.set_content(PAGE.format(style=style))
    found = faults(page)
    assert sorted({fault.partition(": ")[0] for fault in found}) == sorted(where)
    assert all("color-contrast" in fault for fault in found)


def test_what_is_missing_is_found_at_the_width_at_which_it_is_seen(page):
    page.set_content(PAGE.format(style=HIDDEN) + '<input class="wide">')
    assert [fault.partition(" at ")[0] for fault in faults(page)] == ["1280, light: label"]


def test_a_style_that_holds_a_page_upright_is_found(page):
    page.set_content(
        PAGE.format(style="@media (orientation: landscape) { html { rotate: 90deg } }")
    )
    assert violations(page, ORIENTATION) != []
