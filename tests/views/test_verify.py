"""Anyone checks a receipt: pasted or as a file, without an account, and nothing is written."""

import io
import json

import pytest

from consultation.db import session
from consultation.models import Publication, Submission
from tests.client import written
from tests.views.test_papers import attach
from tests.views.visiting import change, stored


@pytest.fixture
def file(world, stakeholder) -> str:
    """The receipt file of the stakeholder, as it is downloaded."""
    page = stakeholder.get(f"/questions/{world.question.id}/answer")
    stakeholder.submit(page, text="Größe & <b>état</b> 🙂\n", position="support", annex="Secretum.")
    stakeholder.submit(stakeholder.get(f"/rounds/{world.round.id}/submission"))
    return downloaded(stakeholder, world, 1)


def downloaded(stakeholder, world, ordinal: int) -> str:
    return stakeholder.get(f"/submissions/{own(world)}/receipts/{ordinal}.json").text


def own(world) -> int:
    session.rollback()
    return session.query(Submission.id).filter(Submission.id != world.submission.id).scalar()


def check(browser, text: str):
    return browser.submit(browser.get("/verify"), text=text)


def test_a_receipt_matches_was_given_here_and_is_the_newest(browser, file):
    """trust.md 36."""
    page = check(browser, file)
    for said in ("Matches.", "Given here.", "The newest.", "12 April 2027, 12:00 (Europe/Brussels"):
        assert said in page.words
    assert json.loads(file)["content_hash"] in page.words


def test_a_receipt_with_an_answer_from_a_paper_matches(browser, stakeholder, world):
    paper = stakeholder.follow(attach(stakeholder, world, b"A kettle is a fire.", "our view.txt"))
    review = stakeholder.follow(stakeholder.submit(paper))
    stakeholder.submit(review)
    file = downloaded(stakeholder, world, 1)
    assert "our view.txt" in file
    assert "Matches." in check(browser, file).words


def test_a_receipt_can_be_uploaded(browser, file):
    page = browser.get("/verify")
    upload = {"file": (io.BytesIO(file.encode()), "receipt.json")}
    assert "Matches." in browser.submit(page, **upload).words


def test_an_altered_text_does_not_match(browser, file):
    """trust.md 36."""
    page = check(browser, file.replace("Größe", "Grösse"))
    assert "Does not match." in page.words
    assert "Given here for something else." in page.words
    assert "but for another content than this file has" in page.words
    assert "The newest." not in page.words
    assert "Matches." not in page.words


def test_an_invented_receipt_was_not_given_here(browser, file):
    invented = json.loads(file) | {"content_hash": "0" * 64}
    page = check(browser, json.dumps(invented))
    assert "Does not match." in page.words
    assert "Not given here." in page.words


def test_a_number_alone_finds_nothing_and_nobodys_content_is_shown(browser, file, world):
    number = stored(world.submission).number
    stolen = json.loads(file) | {"number": number, "submission": number}
    page = check(browser, json.dumps(stolen))
    assert "Not given here." in page.words
    for canary in ("Every change", "Kettle", "Secretum", "Größe", "The Code"):
        assert canary not in " ".join(page.find("section")[0].itertext())


def test_a_receipt_that_was_changed_later_says_which_one_counts(browser, stakeholder, world, file):
    page = stakeholder.get(f"/questions/{world.question.id}/answer")
    stakeholder.submit(page, text="Another text.")
    stakeholder.submit(stakeholder.get(f"/rounds/{world.round.id}/submission"))
    number = json.loads(file)["number"]
    page = check(browser, file)
    assert "Matches." in page.words
    assert "Not the newest." in page.words
    assert f"receipt {number}/2 says what counts" in page.words
    assert "Another text." not in page.text
    assert "The newest." in check(browser, downloaded(stakeholder, world, 2)).words
    withdraw = stakeholder.get(f"/submissions/{own(world)}/withdraw")
    stakeholder.submit(withdraw)
    assert "and nothing counts" in check(browser, file).words
    assert "the submission is withdrawn" in check(browser, downloaded(stakeholder, world, 3)).words


@pytest.mark.parametrize("text", ["", "  ", "tea", "[1]", "{}", "[" * 50_000, '{"format": "x"}'])
def test_what_is_no_receipt_gets_a_sentence(browser, text):
    page = check(browser, text)
    assert page.status_code == 422
    assert "receipt" in page.words


def test_what_is_no_receipt_is_given_back_on_the_form_pasted_or_uploaded(browser):
    pasted = check(browser, "Größe & <b>tea</b>")
    upload = {"file": (io.BytesIO("Größe & <b>tea</b>\0".encode()), "tea.txt")}
    uploaded = browser.submit(browser.get("/verify"), **upload)
    for page in (pasted, uploaded):
        assert page.status_code == 422
        assert "This is not a receipt file" in page.words
        assert page.fields()["text"] == "Größe & <b>tea</b>"
    assert "Check a receipt" in pasted.words


def test_a_pdf_is_told_from_a_receipt_file(browser):
    upload = {"file": (io.BytesIO(b"%PDF-1.7 \xff\xfe"), "receipt.pdf")}
    page = browser.submit(browser.get("/verify"), **upload)
    assert page.status_code == 422
    assert "Take the JSON file, not the PDF." in page.words


def test_more_than_can_be_taken_is_refused(browser):
    assert check(browser, "x" * 14_000_000).status_code == 413


def test_checking_writes_nothing(app, browser, file):
    with written(app) as statements:
        assert check(browser, file).status_code == 200
    assert statements == []


def test_the_page_says_how_to_check_without_this_site_and_offers_the_script(browser):
    page = browser.get("/verify")
    assert "SHA-256 of one line of JSON in UTF-8, with sorted keys and no spaces" in page.words
    script = browser.get("/verify/verify_receipt.py")
    assert script.headers["Content-Disposition"] == 'attachment; filename="verify_receipt.py"'
    assert "def computed_hash" in script.text


def test_a_receipt_says_for_whom_it_is_and_how_it_is_published(owner, world):
    path = f"/submissions/{world.submission.id}/receipts/1"
    change(world.submission, publication=Publication.ANONYMOUS)
    page = owner.get(path)
    assert "For Kettle Works" in page.words
    assert "Published Anonymous, as “ Anonymous (civil society) ”" in page.words
    kept = json.loads(owner.get(f"{path}.json").text)
    assert (kept["received_for"], kept["publication"]) == ("Kettle Works", "anonymous")


def test_a_receipt_matches_whatever_was_corrected_since_and_from_before_it_named_anybody(
    browser, file, world
):
    content = json.loads(file)
    earlier = {
        name: value for name, value in content.items()
        if name not in {"received_for", "publication", "published_as"}
    }  # fmt: skip
    for each in (earlier, content | {"received_for": "Somebody else"}):
        page = check(browser, json.dumps(each))
        for said in ("Matches.", "Given here.", "the hash does not cover"):
            assert said in page.words
