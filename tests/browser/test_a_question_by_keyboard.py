"""A chair works one question of the demonstration from raw themes to signature with keys alone,
while her vice-chair works on it too: nothing is lost, every step can be undone, the log tells it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from consultation import clock, db
from consultation.db import session, transaction
from consultation.models import AuditEntry, OpenQuestion, Theme
from consultation.operations.demonstration import load_demonstration
from consultation.operations.grouping.analysis import analyse_question
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.signing import stands, state_hash
from tests.browser.driving import Visit
from tests.browser.keyboard import Keyboard
from tests.client import PASSWORD
from tests.databases import copied
from tests.durability.server import Server

pytestmark = pytest.mark.browser

NUMBER = "Q17"
CHAIR, VICE_CHAIR = "chair@demo.example", "vice-chair@demo.example"
TITLE, OTHER_TITLE = "The list of tests is fixed before a model is tried", "Tests come first"
NEW_TITLE = "Said by few: keep it apart"


@dataclass(frozen=True)
class Room:
    """The demonstration on a server, one question of it analysed and touched by nobody."""

    server: Server
    chromium: Browser
    question_id: int

    @property
    def question(self) -> OpenQuestion:
        session.rollback()
        return session.get_one(OpenQuestion, self.question_id)

    @property
    def desk(self) -> str:
        return f"/questions/{self.question_id}/themes"

    def themes(self) -> list[tuple[int, str, int]]:
        """Number, title and points of each theme, the largest first."""
        lines = themes_in_order(self.question)
        return [(line.theme_id, line.title, line.counts.points) for line in lines]

    def points(self) -> dict[str, int]:
        """Where the question's points are, by the ledger."""
        return {line.what: line.count for line in question_ledger(self.question).points}

    def visit(self, email: str) -> Visit:
        # Only the chair's desk is worked at: what is scrolled smoothly is there only later.
        return Visit(self.chromium, self.server.url, reduced_motion="reduce").sign_in(email)


@pytest.fixture
def room(tmp_path: Path, sqlite_template: Path, chromium: Browser) -> Iterator[Room]:
    settings = copied(sqlite_template, tmp_path)
    engine = db.connect(settings.url)
    with transaction():
        load_demonstration(password=PASSWORD, now=clock.now())
    with transaction():
        question = session.scalars(select(OpenQuestion).where(OpenQuestion.number == NUMBER)).one()
        analyse_question(question, now=clock.now())
        question_id = question.id
    session.remove()
    with Server(settings).running() as server:
        yield Room(server, chromium, question_id)
    session.remove()
    engine.dispose()


def test_a_question_goes_from_raw_themes_to_signature_by_keys_beside_a_second_chair(room):
    raw, received = state_hash(room.question), sum(room.points().values())
    with room.visit(CHAIR) as chair, room.visit(VICE_CHAIR) as vice:
        keys, others = Keyboard(chair.page), Keyboard(vice.page)
        _finds_the_question(keys, room)
        _looks_for_words(keys, chair)
        _renames_what_the_other_renames_too(keys, others, vice, room)
        _merges(keys, chair, room)
        _moves_some_by_keys_and_takes_it_back(keys, chair, room)
        _places_what_is_unplaced_while_the_other_marks_a_quote(keys, others, vice, room)
        assert sum(room.points().values()) == received
        _undoes_everything_and_does_it_again(keys, chair, room, raw)
        _decides_on_every_theme(keys, room)
        _writes_and_signs(keys, chair, room)
        _the_log_tells_it(keys, chair)
    assert chair.faults == []
    assert vice.faults == [
        "console: Failed to load resource: the server responded with a status of 409 (CONFLICT)"
    ]
    assert stands(room.question)
    assert sum(room.points().values()) == received


def _finds_the_question(keys: Keyboard, room: Room) -> None:
    keys.page.goto("/")
    keys.opens("Code of Conduct for Broad-Capability AI Models (demonstration)")
    keys.opens("My questions")
    text = " ".join(room.question.text.split())
    keys.opens(f"{NUMBER} {text}")
    expect(keys.page.get_by_role("heading", name="Themes", exact=True)).to_be_visible()


def _looks_for_words(keys: Keyboard, chair: Visit) -> None:
    """Search and filter, and all of it again."""
    keys.to("Filter and search")
    keys.press("Enter")
    keys.to("Words in a point")
    keys.type("test")
    with keys.page.expect_navigation():
        keys.press("Enter")
    assert "Shown:" in chair.words
    keys.to("Show everything")
    with keys.page.expect_navigation():
        keys.press("Enter")
    assert "Shown:" not in chair.words


def _renames_what_the_other_renames_too(
    keys: Keyboard, others: Keyboard, vice: Visit, room: Room
) -> None:
    """The second to save is told who was first, and keeps what they typed."""
    first, _, _ = room.themes()[0]
    others.page.goto(f"/themes/{first}")
    others.opens("Rename")
    keys.page.goto(f"/themes/{first}")
    keys.opens("Rename")
    keys.to("Title")
    keys.press("Control+a")
    keys.type(TITLE)
    with keys.page.expect_navigation():
        keys.press("Enter")
    others.to("Title")
    others.press("Control+a")
    others.type(OTHER_TITLE)
    with others.page.expect_navigation():
        others.press("Enter")
    assert "Teodora Vanhoof" in vice.words
    assert OTHER_TITLE in vice.page.content()
    assert (first, TITLE) in [(theme, title) for theme, title, _ in room.themes()]


def _merges(keys: Keyboard, chair: Visit, room: Room) -> None:
    """The two smallest themes, by their choice in a list."""
    *_, (into, title, _), (smallest, _, _) = room.themes()
    keys.page.goto(f"/themes/{smallest}")
    keys.opens("Merge")
    keys.to("Merge into")
    keys.type(title[:40])
    keys.opens("Merge")
    assert f"Merged into “{title}”." in chair.words
    assert smallest not in [theme for theme, _, _ in room.themes()]
    assert session.get_one(Theme, smallest).merged_into_id == into


def _moves_some_by_keys_and_takes_it_back(keys: Keyboard, chair: Visit, room: Room) -> None:
    """Two points of a theme make one of their own; undone, done again."""
    theme, _, before = room.themes()[1]
    keys.page.goto(f"/themes/{theme}")
    keys.page.locator(".point").first.focus()
    for key in ("x", "j", "x", "m"):
        keys.press(key)
    expect(keys.page.get_by_label("Move the chosen points to")).to_be_focused()
    keys.type("A new theme")
    keys.press("Tab")
    keys.type(NEW_TITLE)
    keys.press("Enter")
    expect(keys.page.get_by_text(f"Moved 2 points to “{NEW_TITLE}”.")).to_be_visible(timeout=10_000)
    made = {title: points for _, title, points in room.themes()}
    assert made[NEW_TITLE] == 2
    for step, there in (("Undo", False), ("Redo", True)):
        keys.page.goto(room.desk)
        keys.opens(f"{step} : new theme “{NEW_TITLE}” of 2 points")
        assert (NEW_TITLE in {title for _, title, _ in room.themes()}) is there
    assert (theme, before - 2) in [(each, points) for each, _, points in room.themes()]


def _places_what_is_unplaced_while_the_other_marks_a_quote(
    keys: Keyboard, others: Keyboard, vice: Visit, room: Room
) -> None:
    first, _, _ = room.themes()[0]
    keys.page.goto(room.desk)
    (unplaced,) = [
        a for a in keys.page.locator(".theme-line a").all() if "unplaced" in a.inner_text()
    ]
    keys.opens(unplaced.inner_text())
    others.page.goto(f"/themes/{first}")
    others.page.locator(".point").first.focus()
    with others.page.expect_navigation():
        others.press("q")
    assert "marked by Emil Strand" in vice.words
    told = keys.page.get_by_text("Emil Strand changed this question meanwhile: quote.")
    expect(told).to_be_visible(timeout=10_000)
    keys.page.locator(".point").first.focus()
    for _ in keys.page.locator(".point").all():
        for key in ("x", "j"):
            keys.press(key)
    keys.press("m")
    keys.type(room.themes()[0][1][:40])
    if keys.page.locator("[data-minority]:checked").count():
        keys.to("Note")
        keys.type("It is answered there.")
    keys.to("Move the chosen points")
    keys.press("Enter")
    expect(keys.page.get_by_text(re.compile(r"^Moved \d"))).to_be_visible(timeout=10_000)
    assert room.points()["unplaced"] == 0


def _undoes_everything_and_does_it_again(
    keys: Keyboard, chair: Visit, room: Room, raw: str
) -> None:
    """Back to what the machine found, by hash, whoever did what; and forth again."""
    worked = state_hash(room.question)
    for verb, end in (("Undo", raw), ("Redo", worked)):
        for _ in range(20):
            keys.page.goto(room.desk)
            button = keys.page.locator(".history button").filter(has_text=verb)
            if not button.count():
                break
            keys.opens(" ".join(button.inner_text().split()))
        assert state_hash(room.question) == end


def _decides_on_every_theme(keys: Keyboard, room: Room) -> None:
    for theme, title, _ in room.themes():
        keys.page.goto(f"/themes/{theme}")
        keys.opens("Outcome")
        keys.to("Outcome")
        keys.type("Adopted in part")
        keys.to("Reason")
        keys.type(f"Taken up where it was said: {title[:20]}")
        keys.opens("Save the outcome")


def _writes_and_signs(keys: Keyboard, chair: Visit, room: Room) -> None:
    keys.page.goto(room.desk)
    keys.opens("Write the summary")
    keys.opens("Compose a first text")
    keys.to("Summary")
    keys.press("Control+End")
    keys.type("\n\nWe thank everybody who wrote.")
    keys.opens("Save the summary")
    keys.opens("Sign off")
    assert "We thank everybody who wrote." in chair.words
    keys.opens(f"Sign off {NUMBER}")
    assert "Signed off by Teodora Vanhoof" in chair.words


def _the_log_tells_it(keys: Keyboard, chair: Visit) -> None:
    """Every entry of the question is on the page, the newest first, with who did it."""
    keys.opens("Log")
    session.rollback()
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.question_id.is_not(None)).order_by(AuditEntry.id.desc())
    ).all()
    lines = chair.page.locator("table.log tbody tr").all_inner_texts()
    assert len(lines) == len(entries)
    for line, entry in zip(lines, entries, strict=True):
        assert entry.action in line
    acts = {entry.action for entry in entries}
    assert acts >= {"rename", "merge", "propose", "move", "quote", "undo", "redo", "sign off"}
    assert all(any(name in line for line in lines) for name in ("Teodora Vanhoof", "Emil Strand"))
