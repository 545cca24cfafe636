"""What comes after the deadline: given back whole, as a file too, and late where late is taken."""

from datetime import timedelta

import pytest

from consultation.boundary import ANSWER_LIMIT
from consultation.models import Receipt, Submission
from tests.client import PASSWORD, Browser, Page, written
from tests.conftest import NOW
from tests.views.test_commenting import commenting
from tests.views.test_stakeholder import answering, own_submission, reviewing, versions
from tests.views.visiting import change, count, given_back, links

WORDS = "\n <b>Five</b> & “more” 🫖\n" + "obligation " * 4_999
DOWNLOAD = "/what-you-wrote.txt"


@pytest.fixture
def refused(stakeholder, world) -> Page:
    """The page for 5,000 words that were sent one second after the deadline."""
    page = stakeholder.get(answering(world))
    stakeholder.submit(page, text="Saved in time.")
    page = stakeholder.get(answering(world))
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    return stakeholder.submit(page, text=WORDS, proposed="a week")


def test_a_late_text_is_given_back_and_what_was_saved_is_kept(refused, stakeholder, world):
    """trust.md 27."""
    assert refused.status_code == 409
    assert "Round 1 closed on 12 April 2027, 11:59 (Europe/Brussels time, UTC+2)" in refused.words
    assert given_back(refused) == {"text": WORDS, "proposed": "a week"}
    assert [text for _, text, *_ in versions()] == ["Saved in time."]
    assert "Saved in time." in stakeholder.get(answering(world)).text


PLACES = ("answer", "comment", "comment on all")


def place_of(world, place: str) -> str:
    """Where a first text is written."""
    return {
        "answer": answering(world),
        "comment": f"{commenting(world)}/new",
        "comment on all": f"/drafts/{world.draft.id}/comments/new",
    }[place]


def is_written(page: Page) -> bool:
    """Whether a page has a form for writing."""
    return bool(page.find("textarea", name="text")) or bool(page.find("form", data_writing="saved"))


@pytest.mark.parametrize("place", PLACES)
def test_after_the_deadline_a_text_is_read_and_no_longer_written(stakeholder, world, place):
    first = place_of(world, place)
    fields = {"text": "Saved in time.", "annex": "In confidence."}
    saved = stakeholder.submit(stakeholder.get(first), position="oppose", **fields)
    address = saved.headers["Location"]
    assert is_written(stakeholder.get(address))
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    page = stakeholder.get(address)
    assert not is_written(page)
    for words in ("What you saved", "This was not sent.", "Oppose", *fields.values()):
        assert words in page.words
    assert f"/submissions/{own_submission(world).id}/written.txt" in links(page)
    assert not is_written(stakeholder.get(first))


def test_after_the_deadline_what_was_sent_is_told_from_what_was_only_saved(stakeholder, world):
    page = stakeholder.follow(stakeholder.submit(stakeholder.get(answering(world)), text="Sent."))
    stakeholder.submit(stakeholder.get(reviewing(world)))
    end = NOW - timedelta(seconds=1)
    number = own_submission(world).id
    change(world.round, closes_at=end)
    read = stakeholder.get(answering(world))
    assert "What you sent" in read.words
    assert "This was not sent." not in read.words
    assert f"/submissions/{number}/receipt" in links(read)
    assert f"/submissions/{number}/outcomes" in links(read)
    change(world.round, closes_at=NOW + timedelta(days=1))
    stakeholder.submit(page, text="Changed and not sent.")
    change(world.round, closes_at=end)
    assert "This was not sent." in stakeholder.get(answering(world)).words


def test_after_the_deadline_what_was_withdrawn_is_not_called_unsent(owner, world):
    owner.submit(owner.get(f"/submissions/{world.submission.id}/withdraw"))
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    page = owner.get(answering(world))
    assert "You withdrew your submission" in page.words
    assert "This was not sent." not in page.words


def test_where_late_is_taken_who_has_not_sent_still_writes(stakeholder, owner, world):
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    assert is_written(stakeholder.get(answering(world)))
    assert not is_written(owner.get(answering(world)))


def test_before_the_round_opens_nothing_is_written(stakeholder, world):
    change(world.round, opens_at=NOW + timedelta(seconds=1))
    page = stakeholder.get(answering(world))
    assert not is_written(page)
    assert "Round 1 opens on 12 April 2027, 12:00" in page.words
    assert "Nothing was saved" not in page.words


@pytest.mark.parametrize("text", ["Too late.", " "])
def test_what_comes_too_late_is_given_back_however_its_form_is_filled(stakeholder, world, text):
    page = stakeholder.get(f"{commenting(world)}/new")
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    refused = stakeholder.submit(page, text=text, exact="no such words", proposed="Read it so.")
    assert refused.status_code == 409
    assert given_back(refused) == {
        "text": text, "exact": "no such words", "proposed": "Read it so.",
    }  # fmt: skip


def test_what_comes_too_late_through_signing_in_is_given_back(stakeholder, world):
    page = stakeholder.get(answering(world))
    stakeholder.client.delete_cookie("plenary")
    asked = stakeholder.submit(page, text=WORDS)
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    refused = stakeholder.submit(asked, email=world.stakeholder.email, password=PASSWORD)
    assert refused.status_code == 409
    assert given_back(refused) == {"text": WORDS}


def test_a_late_text_is_downloaded_from_the_page_that_refuses_it(app, refused, stakeholder):
    """trust.md 27."""
    with written(app) as statements:
        file = stakeholder.submit(refused)
    assert (file.status_code, statements) == (200, [])
    assert file.response.get_data(as_text=True) == f"{WORDS}\n\nWording proposed:\na week"
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.headers["Content-Disposition"] == 'attachment; filename="what-you-wrote.txt"'
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Cache-Control"] == "no-store"


def test_the_longest_text_is_downloaded_whole(stakeholder, world):
    """trust.md 27 and 42."""
    text = "é" * (ANSWER_LIMIT + 1)
    refused = stakeholder.submit(stakeholder.get(answering(world)), text=text)
    assert refused.status_code == 413
    assert stakeholder.submit(refused).text == text


def test_a_text_whose_session_ended_is_downloaded_too(browser):
    """trust.md 27 and 32."""
    refused = browser.post("/sign-in", {"text": WORDS})
    assert refused.status_code == 400
    assert browser.submit(refused).text == WORDS


def test_nothing_is_handed_out_as_ours_that_another_site_sent(browser):
    assert browser.get(DOWNLOAD).status_code == 405
    assert browser.post(DOWNLOAD, {"text": "Elsewhere."}).status_code == 400


def test_where_late_is_taken_a_late_text_is_kept_and_can_be_sent_late(stakeholder, world):
    """trust.md 27."""
    page = stakeholder.get(answering(world))
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    back = stakeholder.follow(stakeholder.submit(page, text=WORDS))
    assert back.fields()["text"] == WORDS
    assert "is taken as late: it stands on a list of its own" in back.words
    review = stakeholder.get(reviewing(world))
    (button,) = (b for b in review.find("button", type="submit") if "late" in (b.text or ""))
    assert button.text == "Send it late"
    assert stakeholder.submit(review).status_code == 302
    assert count(Submission, Submission.is_late) == 1


def test_what_was_sent_late_can_be_changed_and_taken_back_as_long_as_late_is_taken(
    stakeholder, world
):
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    stakeholder.submit(stakeholder.get(answering(world)), text=WORDS)
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    until = "13 April 2027, 12:00 (Europe/Brussels time"
    assert "You can change or withdraw it until " + until in receipt.words
    answer = stakeholder.get(answering(world))
    assert "You can change it until " + until in answer.words
    assert "can no longer be changed" not in answer.words
    (link,) = [link for link in links(stakeholder.get(reviewing(world))) if "withdraw" in link]
    page = stakeholder.get(link)
    assert "can be sent again until " + until in page.words
    assert "withdrawn" in stakeholder.follow(stakeholder.submit(page)).words
    assert count(Submission, Submission.is_late, Submission.withdrawn_at.is_not(None)) == 1
    assert stakeholder.submit(stakeholder.get(reviewing(world))).status_code == 302
    assert count(Submission, Submission.is_late, Submission.withdrawn_at.is_(None)) == 1


def test_what_was_withdrawn_in_time_can_be_sent_late_as_what_was_never_sent(owner, world):
    owner.submit(owner.get(f"/submissions/{world.submission.id}/withdraw"))
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    assert is_written(owner.get(answering(world)))
    review = owner.get(reviewing(world))
    assert "can still be sent as late" in review.words
    receipt = owner.follow(owner.submit(review))
    assert "after the deadline" in receipt.words
    assert count(Submission, Submission.is_late, Submission.withdrawn_at.is_(None)) == 1


def test_where_late_is_taken_the_draft_asks_only_who_can_still_answer(stakeholder, owner, world):
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    draft = f"/drafts/{world.draft.id}"
    assert answering(world) in links(stakeholder.get(draft))
    assert "data-comment" in stakeholder.get(draft).text
    assert answering(world) not in links(owner.get(draft))
    assert "data-comment" not in owner.get(draft).text


def test_nobody_is_late_without_having_been_asked(app, world):
    """trust.md 27: the deadline passed between the page and its button."""
    stakeholder = Browser(app).sign_in(world.stakeholder.email, PASSWORD)
    stakeholder.submit(stakeholder.get(answering(world)), text=WORDS)
    review = stakeholder.get(reviewing(world))
    change(world.round, closes_at=NOW - timedelta(seconds=1), late_until=NOW + timedelta(days=1))
    before = count(Receipt)
    asked = stakeholder.submit(review)
    assert asked.status_code == 409
    assert "closed on 12 April 2027, 11:59 (Europe/Brussels time, UTC+2)" in asked.words
    assert "Nothing was sent; what you had saved is kept, and you can send it late." in asked.words
    assert count(Receipt) == before
    assert stakeholder.submit(asked).status_code == 302
    assert count(Receipt) == before + 1
    assert "late" in stakeholder.get(reviewing(world)).words
