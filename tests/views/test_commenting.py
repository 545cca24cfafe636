"""Commenting where one reads; two windows on one text; changing and withdrawing what was sent."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import AnswerVersion, OpenQuestion
from tests.client import XHTML
from tests.conftest import NOW
from tests.views.test_stakeholder import answering, own_submission, reviewing, save, versions
from tests.views.visiting import change, count, given_back, links


def commenting(world) -> str:
    session.rollback()
    question = session.get_one(OpenQuestion, world.question.id)
    return f"/provisions/{question.provisions[0].id}/comments"


def comment(stakeholder, world, **fields):
    page = stakeholder.get(f"{commenting(world)}/new")
    return stakeholder.submit(page, **{"text": "Say by when."} | fields)


def saved_comments() -> list[AnswerVersion]:
    session.rollback()
    return list(
        session.scalars(
            select(AnswerVersion)
            .join(AnswerVersion.question)
            .where(OpenQuestion.comments_on_id.is_not(None))
            .order_by(AnswerVersion.id)
        )
    )


def test_every_provision_of_the_draft_leads_to_a_comment_while_the_round_is_open(
    stakeholder, world
):
    draft = f"/drafts/{world.draft.id}"
    assert f"{commenting(world)}/new" in links(stakeholder.get(draft))
    change(world.round, closes_at=NOW.replace(hour=0))
    assert f"{commenting(world)}/new" not in links(stakeholder.get(draft))


def test_a_comment_keeps_its_words_its_passage_and_the_wording_proposed(stakeholder, world):
    page = stakeholder.follow(
        comment(
            stakeholder, world,
            exact="complete at  release", remark="legal", position="support with changes",
            proposed="complete within a week of release",
        )
    )  # fmt: skip
    assert page.path == f"{commenting(world)}/1"
    (kept,) = saved_comments()
    assert (kept.text, str(kept.remark), str(kept.position)) == (
        "Say by when.", "legal", "support with changes",
    )  # fmt: skip
    assert (kept.passage["exact"], kept.passage["start"]) == ("complete at release", 14)
    removed = ["".join(gone.itertext()) for gone in page.find("del")]
    added = ["".join(new.itertext()) for new in page.find("ins")]
    assert (removed, added) == (["at"], ["within a week of"])
    assert page.fields()["exact"] == "complete at release"


def test_what_was_selected_in_the_draft_comes_along(stakeholder, world):
    page = stakeholder.get(f"{commenting(world)}/new?exact=record&start=4")
    assert page.fields()["exact"] == "record"
    stakeholder.submit(page, text="Which one?")
    assert saved_comments()[0].passage["start"] == 4


def test_words_that_are_not_in_the_provision_are_refused_and_given_back(stakeholder, world):
    refused = comment(stakeholder, world, exact="no such words")
    assert refused.status_code == 422
    assert "These words do not stand in the provision." in refused.words
    assert (refused.fields()["text"], refused.fields()["exact"]) == (
        "Say by when.",
        "no such words",
    )
    assert saved_comments() == []


@pytest.mark.parametrize("field", ["proposed", "annex"])
def test_wording_or_an_annex_without_a_word_about_it_is_refused(stakeholder, world, field):
    refused = comment(stakeholder, world, text=" ", **{field: "Read it so."})
    assert refused.status_code == 422
    assert "Write in a sentence what it is about" in refused.words
    assert refused.fields()[field] == "Read it so."


@pytest.mark.parametrize("place", ["provision", "draft"])
def test_a_comment_that_says_nothing_is_asked_for_as_a_comment(stakeholder, world, place):
    on = {"provision": commenting(world), "draft": f"/drafts/{world.draft.id}/comments"}[place]
    refused = stakeholder.submit(stakeholder.get(f"{on}/new"), text=" ")
    assert refused.status_code == 422
    assert "Write a comment or go back." in refused.words


def test_several_comments_on_a_provision_stand_on_the_review_page_and_are_sent(stakeholder, world):
    comment(stakeholder, world)
    comment(stakeholder, world, text="And keep it for ten years.")
    review = stakeholder.get(reviewing(world))
    assert "0 answers to 2 questions, 2 comments on provisions" in review.words
    receipt = stakeholder.follow(stakeholder.submit(review))
    assert "Say by when." in receipt.words
    assert "And keep it for ten years." in receipt.words


def test_somebody_elses_comment_is_not_there(stakeholder, owner, world):
    comment(stakeholder, world)
    assert owner.get(f"{commenting(world)}/1").status_code == 404


def test_a_comment_is_not_answered_as_a_question_is(stakeholder, world):
    """That page would not show the words it is about, and saving there would drop them."""
    page = stakeholder.follow(comment(stakeholder, world, exact="complete"))
    (before,) = saved_comments()
    address = f"/questions/{before.question_id}/answer"
    assert stakeholder.get(address).status_code == 404
    assert stakeholder.post(address, page.fields() | {"text": "No."}).status_code == 404
    assert [version.text for version in saved_comments()] == ["Say by when."]


def test_a_comment_can_be_emptied(stakeholder, world):
    page = stakeholder.follow(comment(stakeholder, world))
    after = stakeholder.follow(stakeholder.submit(page, text="", exact="", proposed=""))
    assert after.path == reviewing(world)
    assert "comments on provisions" not in after.words


def test_a_save_from_a_second_window_is_refused_and_both_texts_are_shown(stakeholder, world):
    """trust.md 33."""
    first, second = (stakeholder.get(answering(world)) for _ in range(2))
    stakeholder.submit(first, text="From the first window.")
    refused = stakeholder.submit(second, text="From the second window.")
    assert refused.status_code == 409
    assert "Nothing was overwritten" in refused.words
    assert "From the first window." in refused.words
    assert refused.fields()["text"] == "From the second window."
    stakeholder.submit(refused, text="Both together.")
    assert [text for _, text, *_ in versions()] == ["From the first window.", "Both together."]


def test_the_same_text_from_a_second_window_is_no_conflict(stakeholder, world):
    first, second = (stakeholder.get(answering(world)) for _ in range(2))
    for window in (first, second):
        assert stakeholder.submit(window, text="The same.").status_code == 302
    assert len(versions()) == 1


def test_a_comment_whose_reply_was_lost_is_one_comment(stakeholder, world):
    """Sent again by hand: as it was, and with what was typed on; no script is needed for it."""
    page = stakeholder.get(f"{commenting(world)}/new")
    for text in ("Say by", "Say by", "Say by when."):
        back = stakeholder.submit(page, text=text)
        assert back.headers["Location"] == f"{commenting(world)}/1"
    stakeholder.submit(stakeholder.get(f"{commenting(world)}/new"), text="And by whom.")
    kept = [(v.entry, v.number, v.text) for v in saved_comments()]
    assert kept == [(1, 1, "Say by"), (1, 2, "Say by when."), (2, 1, "And by whom.")]


def test_a_new_comment_that_was_changed_elsewhere_meanwhile_overwrites_nothing(stakeholder, world):
    page = stakeholder.get(f"{commenting(world)}/new")
    elsewhere = stakeholder.follow(stakeholder.submit(page, text="Say by"))
    stakeholder.submit(elsewhere, text="From the other window.")
    refused = stakeholder.submit(page, text="Say by when.")
    assert refused.status_code == 409
    assert "From the other window." in refused.words
    stakeholder.submit(refused, text="Both together.")
    assert [(v.entry, v.text) for v in saved_comments()][-1] == (1, "Both together.")


@pytest.mark.parametrize("key", ["", "not a key", "0" * 31, "0" * 33])
def test_a_save_is_never_refused_for_its_key(stakeholder, world, key):
    page = stakeholder.get(f"{commenting(world)}/new")
    fields = page.fields() | {"text": "Say by when.", "page": key}
    assert stakeholder.post(page.path, fields).status_code == 302
    (kept,) = saved_comments()
    assert kept.page_key not in {key, None}


def test_a_stale_comment_is_refused_too(stakeholder, world):
    stakeholder.submit(stakeholder.get(f"{commenting(world)}/new"), text="First.")
    first, second = (stakeholder.get(f"{commenting(world)}/1") for _ in range(2))
    stakeholder.submit(first, text="Newer.")
    refused = stakeholder.submit(second, text="Mine.")
    assert refused.status_code == 409
    assert "This comment was saved somewhere else" in refused.words
    assert "Newer." in refused.words
    assert refused.fields()["text"] == "Mine."


def test_a_receipt_tells_what_was_sent_in_the_order_of_the_draft(stakeholder, world):
    """Whatever was written first."""
    stakeholder.submit(stakeholder.get(f"{commenting(world)}/new"), text="Last in the list.")
    stakeholder.submit(stakeholder.get(f"/questions/{world.other_question.id}/answer"), text="Two.")
    save(stakeholder, world, "One.")
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    places = [receipt.words.index(words) for words in ("One.", "Two.", "Last in the list.")]
    assert places == sorted(places)


def test_changes_are_sent_with_one_more_receipt_and_the_first_stays_readable(stakeholder, world):
    save(stakeholder, world, "First thought.")
    stakeholder.submit(stakeholder.get(reviewing(world)))
    number = own_submission(world).number
    assert not [
        f for f in stakeholder.get(reviewing(world)).find("form") if "submit" in f.get("action")
    ]
    save(stakeholder, world, "Second thought.")
    review = stakeholder.get(reviewing(world))
    assert "changed since it was sent" in review.words
    assert "What you sent counts until you send the changes." in review.words
    receipt = stakeholder.follow(stakeholder.submit(review))
    assert f"Changes received: {number}/2" in receipt.words
    assert "Second thought." in receipt.words
    first = stakeholder.get(f"{receipt.path.rpartition('/')[0]}/1")
    assert "First thought." in first.words
    assert stakeholder.get(f"{receipt.path.rpartition('s/')[0]}").headers["Location"].endswith("/2")


def test_withdrawing_asks_once_gives_a_receipt_and_keeps_what_was_written(stakeholder, world):
    save(stakeholder, world, "First thought.")
    stakeholder.submit(stakeholder.get(reviewing(world)))
    address = f"/submissions/{own_submission(world).id}/withdraw"
    assert address in links(stakeholder.get(reviewing(world)))
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(address)))
    assert "Withdrawn:" in receipt.words
    review = stakeholder.get(reviewing(world))
    assert "It counts no more" in review.words
    assert "First thought." in review.words
    again = stakeholder.follow(stakeholder.submit(review))
    assert f"Received: {own_submission(world).number}/3" in again.words


def test_the_page_of_withdrawing_offers_nothing_that_would_be_refused(stakeholder, world):
    save(stakeholder, world)
    path = f"/submissions/{own_submission(world).id}/withdraw"
    assert "Nothing of yours was received" in stakeholder.get(path).words
    stakeholder.submit(stakeholder.get(reviewing(world)))
    page = stakeholder.get(path)
    stakeholder.submit(page)
    assert "You withdrew it on 12 April 2027, 12:00" in stakeholder.get(path).words
    change(world.round, closes_at=NOW.replace(hour=0))
    assert "was not sent in time" not in stakeholder.get(reviewing(world)).words
    change(world.round, closes_at=NOW.replace(hour=23))
    stakeholder.submit(stakeholder.get(reviewing(world)))
    change(world.round, closes_at=NOW.replace(hour=0))
    assert "What you sent counts, and can no longer be withdrawn." in stakeholder.get(path).words


def test_after_closing_there_is_no_way_to_change_or_withdraw(stakeholder, world):
    save(stakeholder, world)
    stakeholder.submit(stakeholder.get(reviewing(world)))
    page = stakeholder.get(f"/submissions/{own_submission(world).id}/withdraw")
    change(world.round, closes_at=NOW.replace(hour=0))
    refused = stakeholder.submit(page)
    assert refused.status_code == 409
    review = stakeholder.get(reviewing(world))
    assert not [link for link in links(review) if "withdraw" in link]
    assert not [form for form in review.find("form") if "submit" in form.get("action")]


def test_a_late_text_can_be_sent_where_the_round_takes_late_ones(stakeholder, world):
    """trust.md 27."""
    change(world.round, closes_at=NOW.replace(hour=0), late_until=NOW.replace(hour=23))
    page = stakeholder.get(answering(world))
    assert "is taken as late" in page.words
    stakeholder.submit(page, text="A day too late.")
    review = stakeholder.get(reviewing(world))
    assert "The deadline has passed." in review.words
    receipt = stakeholder.follow(stakeholder.submit(review))
    assert "It stands on the list of late submissions." in receipt.words
    assert own_submission(world).is_late


def test_a_new_comment_that_comes_too_late_is_given_back(stakeholder, world):
    """trust.md 27."""
    page = stakeholder.get(f"{commenting(world)}/new")
    change(world.round, closes_at=NOW.replace(hour=0))
    refused = stakeholder.submit(page, text="Too late.", proposed="Read it so.")
    assert refused.status_code == 409
    assert given_back(refused) == {"text": "Too late.", "proposed": "Read it so."}
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0


def test_a_script_gets_the_state_of_a_save_in_figures(stakeholder, world):
    page = stakeholder.get(answering(world))
    reply = stakeholder.client.post(
        answering(world),
        data=page.fields() | {"text": "As I type."},
        headers={"Accept": "application/json"},
    )
    assert reply.get_json() == {
        "seen": 1,
        "saved": "Saved 12:00",
        "address": answering(world),
        "closes_at": "2027-04-19T10:00:00+00:00",
        "closes": "19 April 2027, 12:00 (Europe/Brussels time, UTC+2)",
        "closes_in_brief": "19 Apr 12:00 Brussels (UTC+2)",
    }
    assert versions()[0][1] == "As I type."


def test_headings_of_a_comment_page_name_its_provision(stakeholder, world):
    (heading,) = stakeholder.get(f"{commenting(world)}/new").find("h1")
    assert "".join(heading.itertext()).startswith("Comment on measure")
    assert heading.tag == f"{XHTML}h1"
