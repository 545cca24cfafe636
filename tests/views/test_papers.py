"""Attaching a paper, checking it, taking sections as answers, getting the file back."""

import io
import re

import pytest
from werkzeug.http import parse_options_header

from consultation.db import session
from consultation.models import AnswerVersion, Draft, Paper, PaperKind
from consultation.views.papers import LOCKED_DOWN
from tests import factories
from tests.conftest import NOW
from tests.papers_made import statement, word_document
from tests.views.test_stakeholder import own_submission, reviewing
from tests.views.visiting import change, count, links

WHOLE = "The draft as a whole"


def listing(world) -> str:
    return f"/rounds/{world.round.id}/papers"


def attach(browser, world, raw: bytes, name: str = "statement.pdf"):
    page = browser.get(listing(world))
    return browser.submit(page, file=(io.BytesIO(raw), name))


@pytest.fixture
def checked(stakeholder, world):
    """The page of a paper with three sections, attached."""
    raw = word_document(
        ("Q02 What counts", 1), ("A fire counts.", 0), ("Measure 777", 1), ("Drop it.", 0),
        ("Thanks", 1), ("Thank you for reading.", 0),
    )  # fmt: skip
    return stakeholder.follow(attach(stakeholder, world, raw, "our view.docx"))


def test_a_pdf_is_attached_checked_taken_and_sent_with_its_page(stakeholder, world):
    page = stakeholder.follow(attach(stakeholder, world, statement(3)))
    assert "is attached. Check what was read" in page.words
    assert "Left out, because it stands on most pages" in page.words
    assert "3 sections." in page.words
    review = stakeholder.follow(stakeholder.submit(page))
    assert review.path == reviewing(world)
    assert "3 sections taken from “statement.pdf”. Not sent until you submit." in review.words
    assert "p. 3 of statement.pdf" in review.words
    receipt = stakeholder.follow(stakeholder.submit(review))
    assert ", p. 2 (SHA-256" in receipt.words
    assert own_submission(world).is_sent


def ticked(page) -> list[str]:
    return [name for name in page.fields() if name.endswith("take")]


def test_ticked_are_the_sections_that_name_a_place(stakeholder, world, checked):
    assert "1 section of 3 names a provision or a question." in checked.words
    assert ticked(checked) == ["sections-0-take"]


def test_where_no_section_names_a_place_all_are_ticked(stakeholder, world):
    raw = word_document(("Who we are", 1), ("A firm.", 0), ("Thanks", 1), ("Thank you.", 0))
    page = stakeholder.follow(attach(stakeholder, world, raw, "letter.docx"))
    assert "No section names a provision or a question" in page.words
    assert ticked(page) == ["sections-0-take", "sections-1-take"]


def test_all_are_ticked_and_unticked_by_a_button_and_the_places_stay(stakeholder, world, checked):
    elsewhere = {"sections-1-place": f"open_question {world.question.id}"}
    page = stakeholder.submit(checked, tick_all="Tick all", **elsewhere)
    assert page.status_code == 200
    assert "Ticked is now every section" in page.words
    assert ticked(page) == [f"sections-{n}-take" for n in range(3)]
    page = stakeholder.submit(page, untick_all="Untick all")
    assert "No section is ticked now." in page.words
    assert ticked(page) == []
    assert page.fields()["sections-1-place"] == elsewhere["sections-1-place"]
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0


def test_what_is_taken_already_is_not_ticked_with_the_rest(stakeholder, world, checked):
    stakeholder.submit(checked)
    page = stakeholder.submit(stakeholder.get(checked.path), tick_all="Tick all")
    assert page.words.count("taken already") == 1 + 1
    assert ticked(page) == ["sections-1-take", "sections-2-take"]


def test_a_heading_is_shown_once_and_a_long_text_can_be_folded(stakeholder, world):
    raw = word_document(("Our view of fires", 1), ("A fire counts. " * 40, 0))
    page = stakeholder.follow(attach(stakeholder, world, raw, "our view.docx"))
    assert page.words.count("Our view of fires") == 1 + 3  # heading, and to tell the controls apart
    (whole,) = page.find("div", class_="answer-text")
    assert whole.text == ("A fire counts. " * 40).strip()
    assert whole.getparent() is page.find("details")[0]
    assert "Read all 599 characters" in page.words


def test_the_button_stands_above_the_sections_and_below_them(stakeholder, world, checked):
    assert checked.words.count("Take the ticked sections as answers") == 2
    first, *_ = [b for b in checked.find("button") if b.getparent().get("class") == "buttons"]
    assert "".join(first.itertext()) == "Take the ticked sections as answers"


def test_only_ticked_sections_are_taken_and_where_the_author_says(stakeholder, world, checked):
    fields = checked.fields() | {"sections-1-take": "y"}
    assert fields["sections-0-place"] == f"open_question {world.other_question.id}"
    stakeholder.post(
        checked.path, fields | {"sections-1-place": f"open_question {world.question.id}"}
    )
    session.rollback()
    taken = session.query(AnswerVersion).filter(AnswerVersion.saved_at == NOW).order_by("id")
    assert [(v.question_id, v.text) for v in taken] == [
        (world.other_question.id, "Q02 What counts\nA fire counts."),
        (world.question.id, "Measure 777\nDrop it."),
    ]
    again = stakeholder.get(checked.path)
    assert "2 answers taken from this paper stand under" in again.words
    assert ticked(again) == []


def test_nothing_ticked_takes_nothing(stakeholder, world, checked):
    fields = {name: v for name, v in checked.fields().items() if not name.endswith("take")}
    page = stakeholder.follow(stakeholder.post(checked.path, fields))
    assert "Nothing new was taken. Tick the sections" in page.words


def test_a_place_that_is_not_of_this_draft_is_refused(stakeholder, world, checked):
    elsewhere = checked.fields() | {"sections-0-place": "open_question 99"}
    refused = stakeholder.post(checked.path, elsewhere)
    assert refused.status_code == 422
    assert "Nothing was taken" in refused.words
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0


def test_the_review_page_says_when_nothing_of_a_paper_will_be_sent(stakeholder, world, checked):
    review = stakeholder.get(reviewing(world))
    assert "Nothing is taken yet from 1 paper" in review.words
    assert listing(world) in links(review)
    assert "1 of 20 papers attached" in stakeholder.get(listing(world)).words


@pytest.mark.parametrize(
    ("raw", "name", "says"),
    [
        (b"MZ\x90\x00" + bytes(99), "paper.pdf", "Papers are taken as PDF, DOCX, ODT"),
        (b"<html>x</html>", "paper.pdf", "is a web page"),
        (b"", "paper.txt", "is empty"),
    ],
)
def test_what_is_no_paper_is_refused_with_a_sentence(stakeholder, world, raw, name, says):
    refused = attach(stakeholder, world, raw, name)
    assert refused.status_code == 422
    assert f"“{name}” " in refused.words
    assert says in refused.words
    assert count(Paper) == 0


def test_without_a_file_the_page_asks_for_one(stakeholder, world):
    refused = stakeholder.post(listing(world), stakeholder.get(listing(world)).fields())
    assert refused.status_code == 422
    assert "Choose a file first." in refused.words


def test_after_closing_no_paper_is_taken(stakeholder, world):
    page = stakeholder.get(listing(world))
    change(world.round, closes_at=NOW.replace(hour=0))
    refused = stakeholder.submit(page, file=(io.BytesIO(b"Keep it."), "late.txt"))
    assert refused.status_code == 409
    assert "closed on" in refused.words
    assert not stakeholder.get(listing(world)).find("input", type="file")


def test_before_the_draft_is_published_there_is_nothing_to_attach_to(stakeholder, world):
    page = stakeholder.get(listing(world))
    change(session.get_one(Draft, world.draft.id), published_at=None)
    refused = stakeholder.submit(page, file=(io.BytesIO(b"Keep it."), "early.txt"))
    assert refused.status_code == 409
    assert "not published yet" in refused.words


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_file_comes_back_as_it_was_and_runs_nothing(stakeholder, world, checked, kind):
    """trust.md 61."""
    change(session.query(Paper).one(), kind=kind)
    response = stakeholder.client.get(f"{checked.path}/file")
    assert response.data.startswith(b"PK")
    assert {name: response.headers[name] for name in LOCKED_DOWN} == {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.mimetype not in {"text/html", "image/svg+xml", "text/xml"}


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "..\\..\\boot.ini", 'quo"te.pdf',
        "🙂 Übersicht.pdf", "x" * 300 + ".pdf", "CON.pdf", "a\u202efdp.exe", ".htaccess", "", "/",
    ],
)  # fmt: skip
def test_a_file_name_has_no_effect_but_to_be_shown(stakeholder, world, app, name):
    """trust.md 50."""
    answer = stakeholder.client.post(
        listing(world),
        data=stakeholder.get(listing(world)).fields()
        | {"file": (io.BytesIO(b"Keep it."), name or "x")},
    )
    paper_name, digest = session.query(Paper.name, Paper.sha256).one()
    response = stakeholder.client.get(f"{answer.headers['Location']}/file")
    assert response.data == b"Keep it."
    assert "Set-Cookie" not in response.headers
    disposition, options = parse_options_header(response.headers["Content-Disposition"])
    assert (disposition, options["filename"]) == ("attachment", paper_name)
    assert not re.search(r"[/\\\r\n\u202e]", paper_name)
    assert len(paper_name) <= 120
    kept = [p for p in (app.config["SETTINGS"].data / "papers").rglob("*") if p.is_file()]
    assert [path.name for path in kept] == [digest]


def test_removed_the_file_is_gone_and_what_was_taken_stays(stakeholder, world, app, checked):
    folder = app.config["SETTINGS"].data / "papers"
    stakeholder.submit(stakeholder.submit(checked, tick_all="Tick all"))
    page = stakeholder.get(f"{checked.path}/remove")
    assert "3 answers taken from it will stay" in page.words
    after = stakeholder.follow(stakeholder.submit(page))
    assert "No paper is attached yet." in after.words
    assert [p for p in folder.rglob("*") if p.is_file()]
    other = stakeholder.follow(attach(stakeholder, world, b"Something else.", "b.txt"))
    stakeholder.submit(stakeholder.get(f"{other.path}/remove"))
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1


def test_a_file_that_is_not_in_the_folder_is_a_sentence(owner, world):
    with session.begin():
        session.add(paper := factories.paper(world))
        session.flush()
        number = paper.id
    assert "Tell the secretariat." in owner.get(f"/papers/{number}/file").words


def test_the_draft_as_a_whole_can_be_commented_on_and_the_comment_changed(stakeholder, world):
    review = stakeholder.get(reviewing(world))
    address = f"/drafts/{world.draft.id}/comments"
    assert f"{address}/new" in links(review)
    page = stakeholder.follow(
        stakeholder.submit(stakeholder.get(f"{address}/new"), text="Long.", remark="general")
    )
    assert page.path == f"{address}/1"
    elsewhere = stakeholder.get(f"{address}/1")
    stakeholder.submit(page, text="Too long.")
    review = stakeholder.get(reviewing(world))
    assert "1 comment on the draft as a whole." in review.words
    assert "Too long." in review.words
    stale = stakeholder.submit(elsewhere, text="Other.")
    assert stale.status_code == 409
    assert "Too long." in stale.words
    stakeholder.submit(stakeholder.get(f"{address}/1"), text="")
    assert "Too long." not in stakeholder.get(reviewing(world)).words


def test_nothing_is_taken_from_a_paper_that_was_removed(stakeholder, world, checked):
    stakeholder.post(checked.path, checked.fields())
    stakeholder.submit(stakeholder.get(f"{checked.path}/remove"))
    assert stored_paper().removed_at is not None
    assert stakeholder.get(checked.path).status_code == 404
    before = count(AnswerVersion)
    fields = checked.fields() | {"sections-0-place": f"open_question {world.question.id}"}
    assert stakeholder.post(checked.path, fields).status_code == 404
    assert count(AnswerVersion) == before


def stored_paper() -> Paper:
    session.rollback()
    return session.query(Paper).one()
