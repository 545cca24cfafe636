"""Hostile words in all that people write: on no page and in no file are they more than words.

trust.md 51 and 56. What is shown, mailed and handed out is compared with what it is with harmless
words of the same length: the same elements with the same attributes. The pages and files are the
rows of the permission matrix, so a new one is looked at by itself.
"""

import gc
import io
import json
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

import pypdfium2
import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import etree

from consultation import clock, models
from consultation.config import ROOT
from consultation.db import session
from tests import hostile_words as words
from tests.conftest import NOW
from tests.exports.test_receipt_pdf import seen
from tests.exports.test_receipt_pdf import words as letters_of
from tests.hostile_pages import (
    READ,
    Seen,
    elements,
    leads,
    look,
    published_list,
    shown,
    tree_of,
)
from tests.permissions import stage as stages
from tests.permissions.matrix import ROWS
from tests.permissions.stage import Stage

# A form of megabytes is a file of the test client's, which is closed when it is collected.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(scope="module", autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any) -> Iterator[Stage]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        made = stages.build(tmp_path_factory.mktemp("stage"), sqlite_template)
        yield made
        session.remove()
        made.app.engine.dispose()


@pytest.fixture(scope="module")
def plain(stage: Stage) -> Seen:
    return look(stage, words.harmless)


@pytest.fixture(scope="module")
def poisoned(stage: Stage, plain: Seen) -> Seen:
    return look(stage, words.hostile)


@pytest.fixture
def as_made(stage: Stage) -> Stage:
    """The stage without anybody's words: for what an address or a form gives back."""
    stage.restore("private")
    return stage


def test_there_are_enough_payloads_and_sinks(poisoned):
    assert len(words.SCRIPTS) >= 60
    assert len(set(words.PAYLOADS)) == len(words.PAYLOADS)
    assert len(words.typed_columns()) >= 25
    names = {str(column) for table in models.Person.metadata.sorted_tables for column in table.c}
    assert names >= words.NOT_TYPED


def test_every_payload_is_shown_as_it_was_written_on_many_pages(poisoned):
    """Otherwise the tests below would find nothing because nothing was there."""
    texts = {address: shown(page) for (address, _), page in poisoned.pages.items()}
    for payload in words.PAYLOADS:
        written = " ".join(payload.split())
        on = [address for address, text in texts.items() if written in text]
        assert len(on) >= 25, (payload, len(on))


def test_no_page_has_an_element_or_attribute_that_harmless_words_do_not_give_it(plain, poisoned):
    assert poisoned.pages.keys() == plain.pages.keys()
    for key, page in poisoned.pages.items():
        assert elements(page) == elements(plain.pages[key]), key


def test_no_address_on_any_page_leads_elsewhere_or_runs(plain, poisoned):
    for key, page in poisoned.pages.items():
        assert leads(page) <= leads(plain.pages[key]) | {("", "")}, key


def test_no_template_was_carried_out_anywhere(poisoned):
    """trust.md 56."""
    for key, page in poisoned.pages.items():
        assert words.SUM not in shown(page), key
    for key, file in poisoned.files.items():
        assert words.SUM not in text_of(file.data), key
    for letter in poisoned.letters:
        assert words.SUM not in letter.as_string()


def text_of(data: bytes) -> str:
    """What a file says: the bytes of a PDF hold places in it, five figures each."""
    if data.startswith(b"%PDF"):
        return letters_of(data)
    if not data.startswith(b"PK"):
        return data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(text_of(archive.read(name)) for name in archive.namelist())


def test_every_file_is_handed_out_for_download_only(poisoned):
    for key, file in poisoned.files.items():
        is_for_a_script = key[0].startswith(("/jobs/", "/api/")) or "/events" in key[0]
        if file.status_code == 200 and not is_for_a_script:
            assert file.headers["Content-Disposition"].startswith("attachment"), key
        assert file.headers["X-Content-Type-Options"] == "nosniff", key


def test_office_files_have_no_part_or_element_that_harmless_words_do_not_give_them(plain, poisoned):
    """trust.md 51 and 56: no field, no formula, no link, no relation outside."""
    found = 0
    for key, file in poisoned.files.items():
        if file.data.startswith(b"PK"):
            found += 1
            parts, usual = office_parts(file.data), office_parts(plain.files[key].data)
            assert parts.keys() == usual.keys(), key
            for name, part in parts.items():
                assert part - usual[name] <= LOOKS, (key, name)
    assert found >= 4


LOOKS = {"b", "i", "rFonts"}
"""How a word of a summary looks that Markdown makes bold, italic or code."""


def office_parts(data: bytes) -> dict[str, set[str]]:
    """Each part's elements; of what it is related to, all that is said."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {
            name: etree.fromstring(archive.read(name))
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
    return {
        name: {
            str(sorted(element.items()))
            if name.endswith(".rels")
            else etree.QName(element).localname
            for element in part.iter(etree.Element)
        }
        for name, part in parts.items()
    }


def test_a_receipt_shows_the_words_and_carries_none_out(poisoned):
    """trust.md 56: the receipt is set by a program that has a language of its own."""
    (file,) = (f for (path, _), f in poisoned.files.items() if re.search(r"/receipts/\d.pdf", path))
    text = letters_of(file.data)
    for payload in words.TEMPLATES:
        assert seen(payload) in text, payload
    assert "root:x:" not in text
    for page in pypdfium2.PdfDocument(file.data):
        assert pypdfium2.raw.FPDFPage_GetAnnotCount(page) == 0


def test_json_and_calendar_hold_the_words_in_their_values(plain, poisoned):
    calendars = 0
    for key, file in poisoned.files.items():
        if file.mimetype == "application/json":
            assert shape(json.loads(file.data)) == shape(json.loads(plain.files[key].data)), key
        if file.mimetype == "text/calendar":
            calendars += 1
            events = Calendar.from_ical(file.data).walk("VEVENT")
            others = Calendar.from_ical(plain.files[key].data).walk("VEVENT")
            assert [sorted(event) for event in events] == [sorted(event) for event in others]
            assert words.SCRIPTS[0] in str(events[0]["summary"])
    assert calendars >= 1


def shape(value: Any, at: str = "") -> set[str]:
    """Which values a JSON document has where, whatever they say and in whatever order."""
    if isinstance(value, dict):
        return {each for name, inner in value.items() for each in shape(inner, f"{at}.{name}")}
    if isinstance(value, list):
        return {each for inner in value for each in shape(inner, f"{at}[]")}
    return {f"{at} {type(value).__name__}"}


def test_a_mail_is_plain_text_and_its_head_is_what_it_would_be(plain, poisoned):
    assert len(poisoned.letters) >= 3
    assert sorted(map(head, poisoned.letters)) == sorted(map(head, plain.letters))
    text = " ".join(" ".join(letter.get_content().split()) for letter in poisoned.letters)
    assert words.SCRIPTS[0] in text
    assert words.TEMPLATES[0] in text


def head(letter: EmailMessage) -> tuple[str, ...]:
    """What kind of mail it is, to whom, and which lines stand above it."""
    return letter.get_content_type(), str(letter["To"]), *letter.keys()


def test_a_search_for_a_payload_finds_words(stage, poisoned):
    """trust.md 51: one by one, for a search marks what it finds."""
    reader = stage.visitor("owner").client
    searches = {published_list(stage): 1, stage.path("public.read_draft"): 4}
    for address, step in searches.items():  # the draft is long: each fourth will do
        usual = elements(tree_of(reader.get(address, query_string={"q": "nowhere"}).text))
        usual |= elements(tree_of(reader.get(address).text))
        for payload in words.PAYLOADS[::step]:
            page = tree_of(reader.get(address, query_string={"q": payload}).text)
            assert " ".join(payload.split()) in shown(page), payload
            assert elements(page).keys() - usual.keys() <= FINDS, payload


FINDS = {"mark", "ol class"}
"""What a search adds to a page where it finds something."""

ASKED = sorted(
    {"page", "sort", "order", "filter", "next"}
    | {
        name
        for path in (ROOT / "consultation" / "views").rglob("*.py")
        for name in re.findall(r'args\.get\("(\w+)"', path.read_text("utf-8"))
    }
)
"""Every name that a view asks an address for, and some that none does."""


def test_no_page_echoes_what_its_address_asks_for_as_more_than_words(as_made):
    """trust.md 51: search terms, pages, sorts and filters, on every page."""
    for row in READ:
        visitor, address = as_made.visitor(row.first_allowed).client, as_made.path(row.endpoint)
        answers = [
            visitor.get(address, query_string=dict.fromkeys(ASKED, write(0)))
            for write in (words.hostile, words.harmless)
        ]
        same_page(*answers)


TYPED = {
    "account.sign_in": ("email", "text"),
    "account.register": ("email", "person"),
    "account.forgotten": ("email",),
    "verify.check_receipt": ("text",),
    "given_back.download": ("text",),
    "stakeholder.add_comment": ("text", "exact", "proposed", "annex", "position"),
    "stakeholder.answer_question": ("text", "proposed", "annex", "position", "choices"),
    "stakeholder.write_note": ("text",),
    "stakeholder.join_colleagues": ("code",),
    "chair.rename_theme": ("title", "reason"),
    "chair.write_summary": ("text",),
}


@pytest.mark.parametrize("endpoint", TYPED)
@pytest.mark.parametrize("token", ["right", "wrong"])
def test_a_page_that_refuses_a_form_gives_words_back(as_made, endpoint, token):
    """trust.md 51: error pages."""
    (row,) = (row for row in ROWS if str(row) == f"{endpoint} POST")
    answers = []
    for write in (words.hostile, words.harmless):
        visitor = as_made.visitor(row.first_allowed).client
        form = dict.fromkeys(TYPED[endpoint], write(1)) | {
            "csrf_token": token_of(visitor) if token == "right" else write(2),
            "seen": "no",
            "version": "no",
        }
        answers.append(visitor.post(as_made.path(endpoint), data=form))
    same_page(*answers)


def token_of(visitor: FlaskClient) -> str:
    """The token of the visitor's session, good for every form."""
    field, *_ = tree_of(visitor.get("/sign-in").text).xpath("//input[@name='csrf_token']")
    return str(field.get("value"))


def test_an_address_that_leads_nowhere_is_not_echoed(as_made):
    """trust.md 51."""
    visitor = as_made.visitor("owner").client
    usual = visitor.get("/nowhere")
    for payload in words.PAYLOADS:
        page = visitor.get("/" + quote(payload, safe=""))
        same_page(page, usual)


def same_page(hostile: Any, harmless: Any) -> None:
    assert hostile.status_code == harmless.status_code
    assert hostile.mimetype == harmless.mimetype
    if hostile.mimetype == "text/html":
        tree, other = tree_of(hostile.text), tree_of(harmless.text)
        assert elements(tree).keys() - elements(other).keys() <= FINDS, hostile.request.path
        assert leads(tree) == leads(other)
        assert words.SUM not in hostile.text
