"""Markdown from anyone: nothing that runs, nothing that is fetched, and never longer than a second.

trust.md 52.
"""

import re
import time
from collections.abc import Callable

import pytest
from lxml import html

from consultation.plain import plain
from consultation.rendering import MARKDOWN_LIMIT, markdown

SCHEMES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;&#x61;vascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "\x01javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "file:///etc/passwd",
    "blob:https://example.org/1",
)
WAYS = ("[a]({0})", "[a](<{0}>)", "<{0}>", "[a][1]\n\n[1]: {0}", "![a]({0})", '<a href="{0}">a</a>')
RAW = (
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<img src=x onerror=alert(1)>",
    "<iframe src=//evil.example></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>@import url(//evil.example)</style>",
    "<form action=//evil.example><button>Save</button></form>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    '<a id="main" name="csrf_token" href="x">a</a>',
    "```\n</code></pre><script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "| <script>alert(1)</script> |\n|--|\n| <svg onload=alert(1)> |",
)
PICTURES = (
    "![beacon](https://evil.example/p.png)",
    "![beacon][p]\n\n[p]: https://evil.example/p.png",
    "[![beacon](//evil.example/p.png)](https://example.org)",
)
CLOBBERING = (
    "# main",
    "# q {#q}",
    "[^main]\n\n[^main]: a footnote",
    '<h2 id="provision-1">a</h2>',
    "## Open question {id=title-Q01}",
)
SIZES = {
    "nested quotes": ">" * 10_000 + " a",
    "nested brackets": "[" * 10_000 + "a" + "](b)" * 10_000,
    "open brackets": "[" * 10_000,
    "a megabyte of stars": "*" * 1_000_000,
    "stars and letters": "*a_" * 33_000,
    "the same, without an end": "*a_" * 300_000,
    "backticks": "".join("`" * n + " " for n in range(1, 600)),
    "nested lists": "".join("  " * n + "- a\n" for n in range(1_000)),
    "wide table": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n" + "|a\n" * 400,
    "references": "".join(f"[{n}]: /{n}\n" for n in range(20_000)) + "[1] " * 20_000,
    "entities": "&amp;" * 20_000,
}

PARAGRAPH = "An *ordinary* paragraph, with a [link](https://example.org) in it.\n\n"
ORDINARY = PARAGRAPH * (MARKDOWN_LIMIT // len(PARAGRAPH))
"""As long as a text may be that is read as Markdown."""


def elements(text: str) -> list[html.HtmlElement]:
    return list(html.fragment_fromstring(str(markdown(text)), create_parent=True).iterdescendants())


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("way", WAYS)
def test_no_address_runs_or_holds_a_document(scheme, way):
    for element in elements(way.format(scheme)):
        address = re.sub(r"[\x00-\x20]", "", element.get("href") or "").casefold()
        assert not address.startswith(("javascript", "vbscript", "data", "file", "blob")), address


@pytest.mark.parametrize("text", [*RAW, *PICTURES, *CLOBBERING])
def test_markup_stays_text_nothing_is_fetched_and_nothing_gets_an_id(text):
    for element in elements(text):
        assert element.tag not in {
            "script", "svg", "img", "iframe", "style", "form", "button", "base", "meta", "math",
            "object", "embed", "link", "input", "video", "audio",
        }  # fmt: skip
        assert set(element.attrib) <= {"href", "rel", "title"}, element.attrib


@pytest.mark.parametrize("name", SIZES)
def test_the_largest_and_deepest_text_takes_at_most_ten_times_as_long_as_an_ordinary_one(name):
    for read in (markdown.__wrapped__, plain.__wrapped__):
        hostile, ordinary = _in_turns(read, SIZES[name], ORDINARY)
        assert hostile <= 10 * ordinary


def _in_turns(read: Callable[[str], object], *texts: str) -> list[float]:
    """Processor time of reading each, the least of three turns: machines are of any speed."""
    turns = [[_seconds(read, text) for text in texts] for _ in range(3)]
    return [min(times) for times in zip(*turns, strict=True)]


def _seconds(read: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    read(text)
    return time.process_time() - began


def test_a_text_too_long_for_markdown_is_shown_as_written():
    text = "<b>*a*</b>\n" * 10_000
    (shown,) = elements(text)
    assert (shown.tag, shown.text) == ("pre", text)
