"""A consultation from its founding to what became of a point, in the browser, on a real server.

The secretariat sets it up from a Word file, answers are imported into round 1, a meeting is written
down, a chair who was invited signs, an edition leaves in every format, round 2 opens with a changed
draft, and the stakeholder whose answer was imported reads what became of it.
"""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from playwright.sync_api import Browser

from consultation import clock, exports
from consultation.db import session, transaction
from consultation.models import (
    Consultation,
    Draft,
    Job,
    Organisation,
    Round,
    Stakeholder,
    Theme,
)
from consultation.models.job import PENDING
from tests import factories
from tests.browser.driving import Visit
from tests.client import PASSWORD
from tests.durability.server import Server, wait_until

pytestmark = pytest.mark.browser

TITLE = "Code on keeping records"
FOUNDER, STAKEHOLDER = "founder@whole.example", "ada@whole.example"
CHAIR = "chair@whole.example"
ZONE = ZoneInfo("Europe/Brussels")
ANSWERS = (
    ("A1", "Kettle Works", "Independent auditors should check the record every year."),
    ("A2", "Kettle Union", "The record should be checked by independent auditors each year."),
    ("A3", "Open Forum", "Auditors who check the record must be independent of the firm."),
    ("A4", "Readers' League", "Publish every serious incident within two days."),
    ("A5", "Press Guild", "Every serious incident should be made public within two days."),
    ("A6", "Watchful", "Serious incidents must be public two days after they were found."),
)
SAID = "The small ones cannot pay an auditor every year."


class Whole:
    """The windows of those who take part, and what they find on the way."""

    def __init__(self, server: Server, browser: Browser, folder: Path) -> None:
        self.server, self.browser, self.folder = server, browser, folder
        self.visits: dict[str, Visit] = {}

    def window(self, email: str) -> Visit:
        """Somebody's window, signed in once."""
        if email not in self.visits:
            self.visits[email] = Visit(self.browser, self.server.url).sign_in(email)
        return self.visits[email]

    def goes(self, email: str, path: str) -> Visit:
        visit = self.window(email)
        visit.page.goto(path)
        return visit

    def presses(self, visit: Visit, button: str) -> None:
        visit.press(visit.page.locator("main").get_by_role("button", name=button, exact=True))


@pytest.fixture
def whole(server: Server, chromium: Browser, tmp_path: Path) -> Iterator[Whole]:
    with transaction():
        founder = factories.person(email=FOUNDER, name="Fay Founder", may_found=True)
        session.add_all([founder, factories.person(email=STAKEHOLDER, name="Ada")])
    session.remove()
    made = Whole(server, chromium, tmp_path)
    yield made
    assert [fault for visit in made.visits.values() for fault in visit.faults] == []
    for visit in made.visits.values():
        visit.context.close()
    session.remove()


def draft_file(folder: Path) -> Path:
    """A draft as a body writes it: headings of Word, and text below them."""
    document = docx.Document()
    document.add_heading("Commitment 1 Records", 1)
    document.add_paragraph("Signatories keep a record of every change.")
    document.add_heading("Measure 1.1 Checking", 2)
    document.add_paragraph("The record is checked by an auditor once in two years.")
    document.add_heading("Measure 1.2 Incidents", 2)
    document.add_paragraph("Serious incidents are made public within a week.")
    document.save(str(path := folder / "draft-1.docx"))
    return path


def answers_file(folder: Path) -> Path:
    lines = [f'{i},{i},{o},Q1,"{text}",support' for i, o, text in ANSWERS]
    head = "id,stakeholder,organisation,question,text,position"
    (path := folder / "answers.csv").write_text("\n".join([head, *lines]) + "\n", "utf-8")
    return path


def test_from_founding_to_what_became_of_a_point(whole):
    number = found_and_set_up(whole)
    first = plan_a_round(whole, number, 1)
    draft = import_the_draft(whole, first)
    with_question_published(whole, draft)
    open_now(first)
    import_answers(whole, first)
    write_a_meeting_down(whole, number, first)
    question = decide_and_sign(whole, number, first)
    taken = compile_and_take(whole, first)
    assert_all_say_the_same(taken)
    second = open_the_second_round(whole, number, first)
    changed = change_and_publish_the_draft(whole, second)
    read_what_became_of_it(whole, number, first, question, changed)


def found_and_set_up(whole: Whole) -> int:
    visit = whole.goes(FOUNDER, "/")
    visit.press(visit.page.get_by_role("link", name="Found a consultation"))
    for label, words in (
        ("Title", TITLE),
        ("Host", "The Forum"),
        ("Purpose", "A code of two measures."),
        ("Usual number of days of a round", "14"),
        ("Kinds of stakeholders", "company\nassociation"),
        ("Privacy notice", "We keep your address until the code is final."),
    ):
        visit.page.get_by_label(label, exact=True).fill(words)
    visit.page.get_by_label("English").check()
    visit.page.get_by_label("Public: everybody may read the drafts").check()
    whole.presses(visit, "Found the consultation")
    with transaction():
        number = session.query(Consultation).filter_by(title=TITLE).one().id
    visit.page.goto(f"/consultations/{number}/working-groups")
    visit.page.get_by_label("Code").fill("WG1")
    visit.page.get_by_label("Name", exact=True).fill("Records")
    whole.presses(visit, "Add the working group")
    invite_the_chair(whole, number)
    return number


def invite_the_chair(whole: Whole, number: int) -> None:
    """By a letter with a link; she has no account and makes one."""
    visit = whole.goes(FOUNDER, f"/consultations/{number}/offices")
    visit.page.get_by_label("E-mail address").fill(CHAIR)
    visit.page.get_by_label("Name", exact=True).fill("Cleo Chair")
    visit.page.get_by_label("As", exact=True).select_option(label="Chair of WG1 Records")
    whole.presses(visit, "Invite")
    link = wait_until(lambda: mailed_link(whole, CHAIR, "/invitations/"), "the letter to the chair")
    with Visit(whole.browser, whole.server.url) as chair:
        chair.page.goto(link)
        for field in chair.page.locator("main input[type=password]").all():
            field.fill(PASSWORD)
        chair.press(chair.page.locator("main form").get_by_role("button").first)


def mailed_link(whole: Whole, email: str, beginning: str) -> str | None:
    """The path of a link in a letter that the postman has carried."""
    for path in (whole.server.settings.data / "mail").glob("*.eml"):
        raw = path.read_text("utf-8").replace("=\n", "").replace("=3D", "=")
        if email in raw and (found := re.search(rf"{beginning}[\w.-]+", raw)):
            return found[0]
    return None


def plan_a_round(whole: Whole, number: int, ordinal: int) -> int:
    visit = whole.goes(FOUNDER, f"/consultations/{number}/rounds/new")
    begins = datetime.now(ZONE).replace(second=0, microsecond=0) + timedelta(hours=1)
    visit.page.get_by_label("Number").fill(str(ordinal))
    visit.page.get_by_label("Title").fill(f"Round {ordinal}")
    visit.page.get_by_label("Opens").fill(f"{begins:%Y-%m-%dT%H:%M}")
    visit.page.get_by_label("Closes").fill(f"{begins + timedelta(days=15):%Y-%m-%dT%H:%M}")
    whole.presses(visit, "Plan the round")
    with transaction():
        rounds = session.query(Round).filter_by(consultation_id=number, number=ordinal)
        return rounds.one().id


def import_the_draft(whole: Whole, round_id: int) -> int:
    visit = whole.goes(FOUNDER, f"/rounds/{round_id}/draft/import")
    visit.page.locator("input[type=file]").set_input_files(draft_file(whole.folder))
    whole.presses(visit, "Show what is in it")
    assert "3 provisions, 0 open questions, 0 doubts" in visit.words
    visit.page.get_by_label("Title of the draft").fill("Draft 1")
    visit.page.get_by_label("Working group").select_option(label="WG1 Records")
    whole.presses(visit, "Keep as a draft in preparation")
    with transaction():
        return session.query(Draft).filter_by(round_id=round_id).one().id


def with_question_published(whole: Whole, draft_id: int) -> None:
    visit = whole.goes(FOUNDER, f"/drafts/{draft_id}/ask")
    visit.page.locator("[name=number]").fill("Q1")
    visit.page.locator("[name=text]").fill("Who should check the record, and how often?")
    visit.page.locator("[name=working_group_id]").select_option(label="WG1 Records")
    visit.page.get_by_label("Measure 1.1", exact=False).first.check()
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    visit.page.goto(f"/drafts/{draft_id}/publish")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    assert visit.page.goto(f"/drafts/{draft_id}").ok


def open_now(round_id: int) -> None:
    """Its time has come: what was planned for later began an hour ago."""
    with transaction():
        round_ = session.get_one(Round, round_id)
        round_.opens_at = clock.now() - timedelta(hours=2)
    session.remove()


def import_answers(whole: Whole, round_id: int) -> None:
    """And the account of one of those who wrote is theirs."""
    visit = whole.goes(FOUNDER, f"/rounds/{round_id}/input/table")
    visit.page.locator("input[type=file]").set_input_files(answers_file(whole.folder))
    whole.presses(visit, "Show what it holds")
    reached = f"{datetime.now(ZONE) - timedelta(minutes=30):%Y-%m-%dT%H:%M}"
    visit.page.get_by_label("When it reached you").fill(reached)
    whole.presses(visit, "Show what this would take")
    assert "6 answers" in visit.words, visit.words
    visit.press(visit.page.locator("main").get_by_role("button", name=re.compile("^Take ")))
    with transaction():
        ada = session.query(factories.models.Person).filter_by(email=STAKEHOLDER).one()
        body = session.query(Organisation).filter_by(name=ANSWERS[0][1]).one()
        part = session.query(Stakeholder).filter_by(organisation_id=body.id).one()
        part.person, part.name = ada, ada.name
    session.remove()


def write_a_meeting_down(whole: Whole, number: int, round_id: int) -> None:
    visit = whole.goes(FOUNDER, f"/rounds/{round_id}/meetings/new")
    visit.page.locator("[name=kind]").select_option("workshop")
    visit.page.locator("[name=title]").fill("Workshop on checking")
    visit.page.locator("[name=held_at]").fill(f"{datetime.now(ZONE):%Y-%m-%dT%H:%M}")
    visit.page.locator("[name=minutes]").fill("Cost was the main concern.")
    visit.page.locator("[name=points-0-text]").fill(SAID)
    visit.page.locator("[name=points-0-place]").select_option(index=1)
    whole.presses(visit, "Save")
    visit.page.goto(f"/consultations/{number}/meetings")
    assert "Workshop on checking" in visit.words


def decide_and_sign(whole: Whole, number: int, round_id: int) -> int:
    """The themes that the worker found get an outcome each, one of them with what it changes."""
    with transaction():
        draft = session.query(Draft).filter_by(round_id=round_id).one()
        question = session.query(factories.models.OpenQuestion).filter_by(
            draft_id=draft.id, number="Q1"
        ).one().id  # fmt: skip
    session.remove()
    visit = whole.goes(CHAIR, f"/questions/{question}/themes")
    wait_until(lambda: themes_of(question), "the themes of the worker")
    wait_until(lambda: is_idle(question), "the end of every analysis")
    close(round_id)
    for theme in themes_of(question):
        visit.page.goto(f"/themes/{theme}/outcome")
        visit.page.locator("[name=kind]").select_option("adopted in part")
        visit.page.locator("[name=reason]").fill("Yearly, and every two years for small ones.")
        visit.page.get_by_label("Measure 1.1", exact=False).first.check()
        visit.press(visit.page.locator("main form").get_by_role("button").first)
    visit.page.goto(f"/questions/{question}/summary")
    visit.page.locator("[name=text]").fill("Nearly all want independent auditors.")
    visit.send("text")
    visit.page.goto(f"/questions/{question}/sign-off")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    assert "Signed off by Cleo Chair" in visit.words
    return question


def themes_of(question_id: int) -> list[int]:
    session.rollback()
    found = [theme.id for theme in session.query(Theme).filter_by(question_id=question_id)]
    session.remove()
    return found


def is_idle(question_id: int) -> bool:
    session.rollback()
    pending = session.query(Job).filter(Job.question_id == question_id, Job.state.in_(PENDING))
    idle = pending.count() == 0
    session.remove()
    return idle


def close(round_id: int) -> None:
    with transaction():
        round_ = session.get_one(Round, round_id)
        round_.closes_at = clock.now() - timedelta(minutes=1)
    session.remove()


def compile_and_take(whole: Whole, round_id: int) -> dict[str, Path]:
    visit = whole.goes(FOUNDER, f"/rounds/{round_id}/editions")
    whole.presses(visit, "Compile an edition")
    visit.page.get_by_role("link", name="The manifest as a file").wait_for(timeout=120_000)
    taken = {}
    for link in visit.page.locator("main table a").all():
        with visit.page.expect_download() as download:
            link.click()
        name = download.value.suggested_filename
        download.value.save_as(path := whole.folder / name)
        taken[name.partition(".")[2] if "plenary-pack" in name else name] = path
    assert set(taken) == {*exports.FORMATS, "data.json", "data.csv.zip"}
    return taken


def assert_all_say_the_same(taken: dict[str, Path]) -> None:
    pack = json.loads(taken["json"].read_text("utf-8"))
    assert (pack["counts"]["answers"], pack["counts"]["from_meetings"]) == (7, 1)
    assert pack["unsigned"] == []
    words = "\n".join(p.text for p in docx.Document(str(taken["docx"])).paragraphs)
    data = json.loads(taken["data.json"].read_text("utf-8"))
    texts = {answer["text"] for question in data["questions"] for answer in question["answers"]}
    assert texts == {SAID, *(text for _, _, text in ANSWERS)}
    for theme in pack["groups"][0]["questions"][0]["themes"]:
        assert theme["title"] in words
        assert theme["title"] in taken["html"].read_text("utf-8")
        for quote in theme["quotes"]:
            assert any(quote["text"] in text for text in texts)
    for name in ("xlsx", "odt", "pptx", "data.csv.zip"):
        assert zipfile.ZipFile(taken[name]).testzip() is None
    assert taken["pdf"].read_bytes().startswith(b"%PDF-")


def open_the_second_round(whole: Whole, number: int, first: int) -> int:
    visit = whole.goes(FOUNDER, f"/rounds/{first}/publish")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    assert "The contributions are published." in visit.page.locator("main").inner_text()
    return plan_a_round(whole, number, 2)


def change_and_publish_the_draft(whole: Whole, round_id: int) -> int:
    visit = whole.goes(FOUNDER, f"/rounds/{round_id}/draft")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    with transaction():
        draft = session.query(Draft).filter_by(round_id=round_id).one()
        (measure,) = [each.id for each in draft.provisions if each.number == "1.1"]
        draft_id = draft.id
    session.remove()
    visit.page.goto(f"/provisions/{measure}/edit")
    visit.page.locator("[name=text]").fill("The record is checked by an auditor every year.")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    visit.page.goto(f"/drafts/{draft_id}/publish")
    visit.press(visit.page.locator("main form").get_by_role("button").first)
    open_now(round_id)
    return draft_id


def read_what_became_of_it(
    whole: Whole, number: int, first: int, question: int, draft_id: int
) -> None:
    visit = whole.goes(STAKEHOLDER, f"/consultations/{number}")
    with transaction():
        before = session.query(Draft).filter_by(round_id=first).one().id
        ada = session.query(factories.models.Person).filter_by(email=STAKEHOLDER).one()
        part = session.query(Stakeholder).filter_by(person_id=ada.id).one()
        sent = session.query(factories.models.Submission).filter_by(stakeholder_id=part.id).one().id
    session.remove()
    visit.page.goto(f"/submissions/{sent}/outcomes")
    assert ANSWERS[0][2] in visit.words
    assert "adopted in part" in visit.words.casefold(), visit.words
    assert "Yearly, and every two years for small ones." in visit.words
    assert "Measure 1.1" in visit.words
    visit.page.goto(f"/drafts/{draft_id}/compare/{before}")
    assert "every year" in visit.words
