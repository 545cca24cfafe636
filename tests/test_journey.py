"""One answer's way, in a real browser: from the form to the document that the plenary receives."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.document import Document
from playwright.sync_api import Browser
from sqlalchemy import select

from consultation import db
from consultation.db import session
from consultation.models import Point, Theme
from tests.browser import scene as scenes
from tests.browser.driving import Visit
from tests.browser.scene import CHAIR, SECOND_STAKEHOLDER, SECRETARIAT, STAKEHOLDER, Scene
from tests.databases import copied
from tests.durability.server import Server, wait_until
from tests.durability.writers import recomputed_hash

pytestmark = pytest.mark.browser

ANSWER = "Every quarter the register of incidents must be published, kestrel by kestrel."
OTHER_ANSWER = "Publish the register of incidents each quarter, and the heron’s too."
TITLE = "Publish the register of incidents each quarter"
SUMMARY = "Most who wrote want the register **published quarterly**."
REASON = "Quarterly publication is taken up; the firms' names are left out."


@dataclass(frozen=True)
class Room:
    """A served consultation and the browser that looks at it."""

    server: Server
    browser: Browser
    scene: Scene
    downloads: Path

    def visit(self, email: str, *, scripts: bool = True) -> Visit:
        return Visit(self.browser, self.server.url, java_script_enabled=scripts).sign_in(email)


@pytest.fixture
def room(tmp_path: Path, sqlite_template: Path, chromium: Browser) -> Iterator[Room]:
    settings = copied(sqlite_template, tmp_path)
    engine = db.connect(settings.url)
    scene = scenes.consultation_with_answers()
    with Server(settings).running() as server:
        yield Room(server, chromium, scene, tmp_path)
    session.remove()
    engine.dispose()


def test_one_answer_goes_from_the_form_to_the_document(room):
    with room.visit(STAKEHOLDER) as stakeholder:
        _answers_and_submits(stakeholder, room, ANSWER)
    with room.visit(SECOND_STAKEHOLDER, scripts=False) as without_scripts:
        _answers_and_submits(without_scripts, room, OTHER_ANSWER)
    with room.visit(CHAIR) as chair:
        _sees_the_analysis_run(chair, room)
        quote = _marks_the_quote(chair, room)
        _corrects_the_themes(chair, room)
        _writes_and_signs(chair, room)
        on_the_page = _figures(chair, room)
    with room.visit(SECRETARIAT) as secretariat:
        ledger = _ledger(secretariat, room)
        document = _downloads_the_pack(secretariat, room)
    _holds(document, quote, on_the_page, ledger)
    for visit in (stakeholder, without_scripts, chair, secretariat):
        assert visit.faults == []


# The stakeholder


def _answers_and_submits(visit: Visit, room: Room, text: str) -> None:
    scene, page = room.scene, visit.page
    page.goto(f"/drafts/{scene.draft_id}")
    visit.follow(f"/questions/{scene.question_id}/answer")
    page.get_by_label("Your answer").fill(text)
    page.get_by_role("radio", name="Support with changes", exact=True).check()
    visit.press(page.get_by_role("button", name="Save", exact=True))
    assert "Saved" in visit.words
    assert page.get_by_label("Your answer").input_value() == text
    visit.follow(f"/rounds/{scene.round_id}/submission")
    assert text[:20] in visit.words
    visit.press(page.get_by_role("button", name="Submit my answers"))
    assert visit.path.endswith("/receipts/1")
    _keeps_the_receipt(visit, room, text)


def _keeps_the_receipt(visit: Visit, room: Room, text: str) -> None:
    """Download the receipt and compute its hash anew, as anyone can."""
    with visit.page.expect_download() as download:
        visit.page.locator("a[href$='/receipts/1.json']").first.click()
    path = room.downloads / download.value.suggested_filename
    download.value.save_as(path)
    receipt = json.loads(path.read_text("utf-8"))
    assert [line["text"] for line in receipt["lines"]] == [text]
    assert recomputed_hash(receipt) == receipt["content_hash"]
    assert receipt["number"] in visit.words
    assert receipt["content_hash"] in "".join(visit.words.split())


# The chair


def _sees_the_analysis_run(chair: Visit, room: Room) -> None:
    """From the desk to the question, until the themes are there."""
    question = room.scene.question_id
    chair.page.goto(f"/consultations/{room.scene.consultation_id}/desk")
    chair.follow(f"/questions/{question}/themes")

    def done() -> bool:
        chair.page.goto(f"/questions/{question}/themes")
        return "14 answers" in " ".join(chair.page.locator("[data-job]").all_inner_texts())

    wait_until(done, "themes from 14 answers")


def _point(text: str) -> Point:
    session.rollback()
    found = session.scalars(select(Point))
    return next(point for point in found if point.answer.text == text)


def _marks_the_quote(chair: Visit, room: Room) -> str:
    """Open the theme with the point, see it highlighted in the full answer, mark it as a quote."""
    point = _point(ANSWER)
    assert point.placement is not None, "the analysis left the point unplaced"
    chair.page.goto(f"/themes/{point.placement.theme_id}?point={point.id}")
    assert chair.page.locator("mark", has_text=point.text).count() >= 1
    assert ANSWER in chair.words
    chair.press(chair.page.locator(f"form[action$='/points/{point.id}/quote'] button"))
    assert "Ana Castelo" in chair.words
    return point.text


def _themes(room: Room) -> list[Theme]:
    """The question's current themes, that of the quote first."""
    session.rollback()
    point = _point(ANSWER)
    themes = session.scalars(
        select(Theme).where(Theme.merged_into_id.is_(None), Theme.discarded_at.is_(None))
    )
    first = point.placement.theme_id if point.placement else None
    return sorted(themes, key=lambda theme: (theme.id != first, theme.id))


def _corrects_the_themes(chair: Visit, room: Room) -> None:
    """Rename one theme, merge the other two, decide what becomes of the first."""
    first, second, third = _themes(room)
    chair.page.goto(f"/themes/{first.id}")
    chair.follow(f"/themes/{first.id}/rename")
    chair.page.get_by_label("Title").fill(TITLE)
    chair.send("title")
    chair.page.goto(f"/themes/{second.id}")
    chair.follow(f"/themes/{second.id}/merge")
    chair.page.get_by_label("Merge into").select_option(value=str(third.id))
    if (note := chair.page.get_by_label("Note")).count():
        note.fill("Few say it, and it is said with the rest.")
    chair.press(chair.page.get_by_role("button", name="Merge", exact=True))
    assert chair.path == f"/themes/{third.id}"
    assert TITLE in chair.words
    chair.page.goto(f"/themes/{first.id}")
    chair.follow(f"/themes/{first.id}/outcome")
    chair.page.get_by_label("Outcome").select_option(value="adopted in part")
    chair.page.get_by_label("Reason").fill(REASON)
    chair.send("kind")
    assert chair.path == f"/themes/{first.id}"
    assert len(_themes(room)) == 2


def _writes_and_signs(chair: Visit, room: Room) -> None:
    question = f"/questions/{room.scene.question_id}"
    chair.follow(f"{question}/summary")
    chair.page.get_by_label("Summary").fill(SUMMARY)
    chair.send("text")
    chair.follow(f"{question}/sign-off")
    chair.send("state_hash")
    assert chair.path == f"{question}/themes"
    assert "Ana Castelo" in chair.words


def _figures(chair: Visit, room: Room) -> dict[str, int]:
    """What the question's page counts: answers, organisations, points."""
    return _counted(chair.words)


def _counted(words: str) -> dict[str, int]:
    """The first number before each noun."""
    found = (
        (noun, re.search(rf"([\d,]+)\s+{noun}", words))
        for noun in ("answers", "organisations", "points")
    )
    return {noun: int(match[1].replace(",", "")) for noun, match in found if match}


# The secretariat


def _ledger(visit: Visit, room: Room) -> set[tuple[str, str]]:
    """The round's account: what they became, and how many."""
    visit.page.goto(f"/rounds/{room.scene.round_id}")
    visit.follow(f"/rounds/{room.scene.round_id}/ledger")
    rows = visit.page.locator("main tr").all()
    cells = [row.locator("th, td").all_inner_texts() for row in rows]
    return {(row[0].strip(), row[-1].strip()) for row in cells if len(row) > 1}


def _downloads_the_pack(visit: Visit, room: Room) -> Document:
    pack = f"/rounds/{room.scene.round_id}/pack"
    visit.page.goto(f"/rounds/{room.scene.round_id}")
    visit.follow(pack)
    with visit.page.expect_download() as download:
        visit.page.locator(f"a[href$='{pack}.docx']").first.click()
    path = room.downloads / download.value.suggested_filename
    download.value.save_as(path)
    return docx.Document(str(path))


def _holds(
    document: Document, quote: str, on_the_page: dict[str, int], ledger: set[tuple[str, str]]
) -> None:
    """The document says what was written, counted, decided and signed."""
    quotes = [p.text for p in document.paragraphs if p.style and p.style.name == "Plenary Quote"]
    assert f"“{quote}”" in quotes
    assert quote in ANSWER
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "Kestrel Observatory" in words
    assert "marked by Ana Castelo" in words
    assert re.search(rf"Theme \d\. {TITLE}\n.*title by Ana Castelo", words)
    assert f"adopted in part, decided by Ana Castelo. Reason: {REASON}" in words
    assert "Most who wrote want the register published quarterly." in words
    assert "Signed by Ana Castelo on " in words
    received = next(p.text for p in document.paragraphs if p.text.startswith("Received"))
    assert _counted(received) == on_the_page
    assert on_the_page["answers"] == len(scenes.RECEIVED) + 2
    assert ("received in time", "14") in ledger
    # The other question has no answers, so the round's account is this question's.
    assert _account(document) <= ledger


def _account(document: Document) -> set[tuple[str, str]]:
    """The document's ledgers: what they became, and how many; without what nothing became."""
    rows = (
        [cell.text for cell in row.cells]
        for table in document.tables
        if table.rows[0].cells[-2].text == "What became of them"
        for row in table.rows[1:]
    )
    return {(row[-2], row[-1]) for row in rows if row[-1] != "0"}
