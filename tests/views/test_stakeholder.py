"""Taking part: every save kept, one submission, one receipt, and no text lost on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.boundary import ANSWER_LIMIT
from consultation.db import session, transaction
from consultation.models import (
    Answer,
    AnswerVersion,
    Draft,
    Job,
    JobState,
    QuestionKind,
    Submission,
    WorkingGroup,
)
from tests import factories
from tests.client import XHTML, Browser, Page
from tests.conftest import NOW
from tests.durability.writers import recomputed_hash
from tests.factories import World
from tests.views.visiting import change, count, given_back, links

TEXT = "\n  Keep the record.\n\n<b>Every</b> change — and “tea” at four.  "
SECOND = timedelta(seconds=1)
BEFORE = {"closes_at": NOW - SECOND}
LAST_INSTANT = {"closes_at": NOW}


def answering(world: World) -> str:
    return f"/questions/{world.question.id}/answer"


def reviewing(world: World) -> str:
    return f"/rounds/{world.round.id}/submission"


def save(browser: Browser, world: World, text: str = TEXT, **fields) -> Page:
    return browser.submit(browser.get(answering(world)), text=text, **fields)


def versions() -> list[tuple[int, str, str, list[str]]]:
    session.rollback()
    saved = session.scalars(
        select(AnswerVersion).where(AnswerVersion.saved_at == NOW).order_by(AnswerVersion.number)
    )
    return [(v.number, v.text, str(v.position), v.choices) for v in saved]


def own_submission(world: World) -> Submission:
    session.rollback()
    return session.scalars(select(Submission).where(Submission.id != world.submission.id)).one()


def add_question(world: World, **given) -> str:
    """One more question in the draft, and where it is answered."""
    with transaction():
        question = factories.question(
            draft=session.get_one(Draft, world.draft.id),
            working_group=session.get_one(WorkingGroup, world.group.id),
            **given,
        )
        session.add(question)
        session.flush()
        return f"/questions/{question.id}/answer"


def test_every_save_is_kept_word_for_word_and_the_newest_is_shown(stakeholder, world):
    page = stakeholder.follow(save(stakeholder, world, "First thought."))
    assert "Saved 12 April 2027, 12:00 (Europe/Brussels time)." in page.words
    assert "It is not sent until you submit." in page.words
    page = stakeholder.follow(stakeholder.submit(page, text=TEXT, position="oppose"))
    assert versions() == [
        (1, "First thought.", "no position", []),
        (2, TEXT, "oppose", []),
    ]
    assert (page.fields()["text"], page.fields()["position"]) == (TEXT, "oppose")
    assert "2 versions kept" in page.words


def test_what_is_saved_is_not_sent(stakeholder, world):
    answers = count(Answer)
    save(stakeholder, world)
    assert count(Answer) == answers
    assert own_submission(world).submitted_at is None


def test_the_question_stands_below_its_provision_with_the_way_to_the_next(stakeholder, world):
    page = stakeholder.get(answering(world))
    assert "Measure" in page.words
    assert "The record is complete at release." in page.words
    assert f"/questions/{world.other_question.id}/answer" in links(page)


@pytest.mark.parametrize("text", ["", "  \r\n\t ", "\x00\x07"])
def test_an_empty_answer_is_refused_and_stores_nothing(stakeholder, world, text):
    page = save(stakeholder, world, text)
    assert page.status_code == 422
    assert "Write an answer or go back." in page.words
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0
    assert count(Submission) == 1


def test_a_million_characters_are_accepted(stakeholder, world):
    text = "🫖" * ANSWER_LIMIT
    assert save(stakeholder, world, text).status_code == 302
    assert versions() == [(1, text, "no position", [])]


def test_one_character_more_is_given_back_and_not_stored(stakeholder, world):
    text = "🫖" * (ANSWER_LIMIT + 1)
    page = save(stakeholder, world, text)
    assert page.status_code == 413
    assert "The text has 1,000,001 characters; up to 1,000,000 can be taken." in page.words
    assert given_back(page) == {"text": text}
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0


def test_line_ends_of_a_form_count_once(stakeholder, world):
    assert save(stakeholder, world, "a\r\n" * (ANSWER_LIMIT // 2)).status_code == 302
    assert versions()[0][1] == "a\n" * (ANSWER_LIMIT // 2)


def test_one_second_after_closing_a_text_is_given_back_and_not_stored(stakeholder, world):
    page = stakeholder.get(answering(world))
    change(world.round, **BEFORE)
    refused = stakeholder.submit(page, text=TEXT)
    assert refused.status_code == 409
    assert "Round 1 closed on 12 April 2027, 11:59 (Europe/Brussels time, UTC+2)." in refused.words
    assert given_back(refused) == {"text": TEXT}
    assert versions() == []


def test_before_opening_nothing_is_stored(stakeholder, world):
    page = stakeholder.get(answering(world))
    change(world.round, opens_at=NOW + SECOND)
    refused = stakeholder.submit(page, text=TEXT)
    assert refused.status_code == 409
    assert "Round 1 opens on 12 April 2027, 12:00 (Europe/Brussels time, UTC+2)." in refused.words
    assert given_back(refused) == {"text": TEXT}
    assert versions() == []


def test_the_last_instant_is_accepted(stakeholder, world):
    change(world.round, **LAST_INSTANT)
    assert save(stakeholder, world).status_code == 302
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    assert "Received: R1-" in receipt.words
    assert own_submission(world).submitted_at == NOW


def test_a_submission_after_closing_is_refused_and_what_was_saved_can_be_read(stakeholder, world):
    save(stakeholder, world)
    review = stakeholder.get(reviewing(world))
    change(world.round, **BEFORE)
    refused = stakeholder.submit(review)
    assert refused.status_code == 409
    assert "Round 1 closed on" in refused.words
    assert "below" not in refused.words
    assert own_submission(world).submitted_at is None
    page = stakeholder.get(reviewing(world))
    assert "What you saved was not sent in time." in page.words
    assert "Keep the record." in page.words
    assert not [form for form in page.find("form") if "submit" in form.get("action")]


def test_after_closing_a_change_that_was_not_sent_is_told_from_what_counts(stakeholder, world):
    save(stakeholder, world)
    stakeholder.submit(stakeholder.get(reviewing(world)))
    sentence = "What you changed afterwards was not sent in time. What counts is what your newest"
    change(world.round, **BEFORE)
    assert sentence not in stakeholder.get(reviewing(world)).words
    change(world.round, **LAST_INSTANT)
    save(stakeholder, world, "Keep it, and longer.")
    assert sentence not in stakeholder.get(reviewing(world)).words
    change(world.round, **BEFORE)
    assert sentence in stakeholder.get(reviewing(world)).words


def test_the_review_lists_what_is_missing_first(stakeholder, world):
    save(stakeholder, world, position="support")
    page = stakeholder.get(reviewing(world))
    (lines,) = page.find("ul", class_="review")
    found = [(li.get("class"), next(li.iter(f"{XHTML}a")).get("href")) for li in lines]
    other = f"/questions/{world.other_question.id}/answer"
    assert found == [("missing", other), ("answered", answering(world))]
    assert "Support · saved 12 April 2027, 12:00" in page.words
    assert "1 answer to 2 questions" in page.words


def test_who_empties_all_that_they_sent_is_told_that_it_counts_until_it_is_withdrawn(
    stakeholder, world
):
    save(stakeholder, world)
    review = stakeholder.get(reviewing(world))
    stakeholder.submit(review, "submit")
    save(stakeholder, world, "")
    page = stakeholder.get(reviewing(world))
    assert "You emptied all that you had sent. What you sent still counts" in page.words
    assert "Nothing is written yet" not in page.words
    assert any("withdraw" in (a.get("href") or "") for a in page.find("a"))
    refused = stakeholder.submit(review, "submit", key="0" * 32)
    assert "You emptied all that you had sent, and it still counts." in refused.words


def test_an_earlier_receipt_leads_to_the_one_that_counts_now(stakeholder, world):
    save(stakeholder, world)
    first = stakeholder.submit(stakeholder.get(reviewing(world)), "submit").headers["Location"]
    save(stakeholder, world, "Keep it for ten years.")
    second = stakeholder.submit(stakeholder.get(reviewing(world)), "submit").headers["Location"]
    save(stakeholder, world, "Keep it for six years.")
    third = stakeholder.submit(stakeholder.get(reviewing(world)), "submit").headers["Location"]
    number = f"{own_submission(world).number}/3"
    assert f"What counts now is {number} , changed on" in stakeholder.get(second).words
    assert f"What counts now is {number} , changed on" in stakeholder.get(first).words
    newest = stakeholder.get(third).words
    assert "Your changes arrived on" in newest
    assert "What counts now" not in newest
    assert f"Your changes were received as {number} on" in stakeholder.get(reviewing(world)).words


def test_many_missing_answers_are_counted_in_one_line_that_opens(stakeholder, world):
    for _ in range(6):
        add_question(world)
    save(stakeholder, world)
    page = stakeholder.get(reviewing(world))
    (missing,) = page.find("details")
    assert "7 questions without an answer" in " ".join(missing.itertext())
    assert [li.get("class") for li in missing.iter(f"{XHTML}li")] == ["missing"] * 7
    written = [ul for ul in page.find("ul", class_="review") if ul not in list(missing.iter())]
    assert [[li.get("class") for li in ul] for ul in written] == [["answered"]]


def test_the_review_by_provision_names_each_provision_and_what_is_missing_there(stakeholder, world):
    save(stakeholder, world)
    page = stakeholder.get(f"{reviewing(world)}?by=provision")
    provision = session.get_one(Draft, world.draft.id).provisions[0]
    headings = [" ".join("".join(e.itertext()).split()) for e in page.tree.iter(f"{XHTML}h2")]
    assert headings == [f"{provision.number} {provision.title}", "The draft as a whole"]
    assert "Not answered" in page.text
    assert answering(world) in page.text


def test_there_is_nothing_to_submit_before_the_first_answer(stakeholder, world):
    page = stakeholder.get(reviewing(world))
    assert "Nothing is written yet." in page.words
    assert not [form for form in page.find("form") if "submit" in form.get("action")]


def test_a_submission_gets_a_receipt_with_number_time_and_hash(stakeholder, world):
    save(stakeholder, world, position="support")
    page = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    sent = own_submission(world)
    assert page.path == f"/submissions/{sent.id}/receipts/1"
    for fact in (sent.number, "2027-04-12 10:00:00 UTC", sent.receipts[0].content_hash, "Support"):
        assert fact in page.words
    assert "".join(page.find("div", class_="answer-text")[0].itertext()) == TEXT


def test_the_hash_of_a_receipt_can_be_computed_from_its_file(stakeholder, world):
    save(stakeholder, world, position="support")
    stakeholder.submit(stakeholder.get(reviewing(world)))
    sent = own_submission(world)
    number, hashed = sent.number, sent.receipts[0].content_hash
    file = stakeholder.get(f"/submissions/{sent.id}/receipts/1.json")
    assert file.headers["Content-Type"] == "application/json"
    assert file.headers["Content-Disposition"] == f'attachment; filename="receipt-{number}.json"'
    receipt = file.response.get_json()
    assert receipt["content_hash"] == recomputed_hash(receipt) == hashed
    assert receipt["received_at"] == "2027-04-12T10:00:00+00:00"
    assert [(line["text"], line["position"]) for line in receipt["lines"]] == [(TEXT, "support")]


def test_a_submission_asks_for_the_analysis_of_what_it_answers(stakeholder, world):
    save(stakeholder, world)
    stakeholder.submit(stakeholder.get(reviewing(world)))
    session.rollback()
    waiting = session.scalars(select(Job).where(Job.state == JobState.WAITING))
    assert [job.question_id for job in waiting] == [world.question.id]


def test_the_same_form_sent_twice_gets_the_same_receipt(stakeholder, world):
    save(stakeholder, world)
    review = stakeholder.get(reviewing(world))
    first = stakeholder.follow(stakeholder.submit(review))
    answers = count(Answer)
    again = stakeholder.follow(stakeholder.submit(review))
    assert again.words == first.words
    assert count(Answer) == answers


def test_there_is_no_receipt_before_the_submission(stakeholder, world):
    save(stakeholder, world)
    own = f"/submissions/{own_submission(world).id}"
    for page in ("receipt", "receipts/1", "receipts/1.json"):
        assert stakeholder.get(f"{own}/{page}").status_code == 404


@pytest.mark.parametrize("page", ["receipts/1", "receipts/1.json"])
def test_a_receipt_is_its_owners_alone(stakeholder, owner, world, page):
    assert owner.get(f"/submissions/{world.submission.id}/{page}").status_code == 200
    assert stakeholder.get(f"/submissions/{world.submission.id}/{page}").status_code == 403


CHOICE = {"kind": QuestionKind.CHOICE, "options": ["tea", "coffee", "water"]}


def test_no_position_is_chosen_before_its_author_chooses_one(stakeholder, world):
    page = stakeholder.get(answering(world))
    assert "position" not in page.fields()
    page = stakeholder.follow(stakeholder.submit(page, text=TEXT))
    assert versions() == [(1, TEXT, "no position", [])]
    assert "position" not in page.fields()
    page = stakeholder.follow(stakeholder.submit(page, position="no position"))
    assert page.fields()["position"] == "no position"
    page = stakeholder.follow(stakeholder.submit(page, text="Still none."))
    assert page.fields()["position"] == "no position"


def test_the_review_says_where_no_position_was_chosen_and_refuses_nothing(stakeholder, world):
    page = stakeholder.follow(stakeholder.submit(stakeholder.get(answering(world)), text=TEXT))
    review = stakeholder.get(reviewing(world))
    (hint,) = review.find("p", id="no-position")
    assert "".join(hint.itertext()).startswith("You chose no position in 1 text: ")
    assert [a.get("href") for a in hint.iter(f"{XHTML}a")] == [answering(world)]
    stakeholder.submit(page, position="no position")
    assert not stakeholder.get(reviewing(world)).find("p", id="no-position")
    stakeholder.submit(page, position="oppose")
    assert not stakeholder.get(reviewing(world)).find("p", id="no-position")
    assert stakeholder.submit(review).status_code == 302


def test_a_submission_without_any_position_is_received(stakeholder, world):
    stakeholder.submit(stakeholder.get(answering(world)), text=TEXT)
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    assert "No position" in receipt.words


def test_a_tick_suffices_at_a_choice_question(stakeholder, world):
    page = stakeholder.get(add_question(world, **CHOICE))
    page = stakeholder.follow(stakeholder.submit(page, choices="coffee"))
    assert versions() == [(1, "", "no position", ["coffee"])]
    assert page.fields()["choices"] == "coffee"
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    assert "No position · coffee" in receipt.words


def test_the_review_shows_the_tick_beside_the_words(stakeholder, world):
    page = stakeholder.get(add_question(world, **CHOICE))
    stakeholder.submit(page, choices="coffee", text="I said why.")
    review = stakeholder.get(reviewing(world))
    assert "coffee I said why. No position chosen" in review.words


def test_two_texts_that_met_are_shown_with_tick_and_position(stakeholder, world):
    address = add_question(world, **CHOICE)
    first, second = (stakeholder.get(address) for _ in range(2))
    stakeholder.submit(first, choices="coffee", position="oppose", text="I said why.")
    refused = stakeholder.submit(second, choices="tea", position="support", text="Mine.")
    assert refused.status_code == 409
    assert "Oppose · coffee I said why." in refused.words
    assert refused.fields()["position"] == "support"
    assert "Not saved yet: first bring the two texts together." in refused.words


def test_the_review_names_what_was_changed_or_emptied_since_it_was_sent(stakeholder, world):
    save(stakeholder, world)
    stakeholder.submit(stakeholder.get(add_question(world, **CHOICE)), choices="coffee")
    stakeholder.submit(stakeholder.get(reviewing(world)))
    save(stakeholder, world, "Keep it for ten years.")
    (hint,) = stakeholder.get(reviewing(world)).find("p", id="not-sent")
    assert [a.get("href") for a in hint.iter(f"{XHTML}a")] == [answering(world)]
    save(stakeholder, world, "")
    (hint,) = stakeholder.get(reviewing(world)).find("p", id="not-sent")
    assert "You emptied something that you had sent." in "".join(hint.itertext())


def test_a_tick_suffices_on_the_scale_of_agreement(stakeholder, world):
    page = stakeholder.get(add_question(world, kind=QuestionKind.AGREEMENT))
    stakeholder.submit(page, choices="strongly agree")
    assert versions() == [(1, "", "no position", ["strongly agree"])]


@pytest.mark.parametrize(
    ("several", "said"), [(False, "Choose one."), (True, "Tick what applies.")]
)
def test_a_choice_says_how_many_may_be_ticked(stakeholder, world, several, said):
    page = stakeholder.get(add_question(world, **CHOICE, takes_several=several))
    assert f"Your choice {said}" in page.words


@pytest.mark.parametrize(("several", "kind"), [(False, "radio"), (True, "checkbox")])
def test_where_one_can_be_chosen_the_form_lets_one_be_chosen(stakeholder, world, several, kind):
    page = stakeholder.get(add_question(world, **CHOICE, takes_several=several))
    offered = [control.get("value") for control in page.find("input", type=kind, name="choices")]
    assert offered == [*CHOICE["options"], *([] if several else [""])]


def test_a_choice_can_be_taken_back(stakeholder, world):
    page = stakeholder.get(add_question(world, **CHOICE))
    assert page.fields()["choices"] == ""
    page = stakeholder.follow(stakeholder.submit(page, choices="coffee", text=TEXT))
    page = stakeholder.follow(stakeholder.submit(page, choices=""))
    assert page.fields()["choices"] == ""
    assert [choices for *_, choices in versions()] == [["coffee"], []]
    receipt = stakeholder.follow(stakeholder.submit(stakeholder.get(reviewing(world))))
    assert "No position" in receipt.words
    assert "No choice" not in receipt.words


def test_two_ticks_are_refused_where_one_is_asked(stakeholder, world):
    page = stakeholder.get(add_question(world, **CHOICE))
    refused = stakeholder.submit(page, choices=["tea", "coffee"], text=TEXT)
    assert refused.status_code == 422
    assert "Something is to be put right Choose one." in refused.words
    assert refused.fields()["text"] == TEXT
    assert versions() == []


def test_two_ticks_are_kept_where_several_may_be_ticked(stakeholder, world):
    page = stakeholder.get(add_question(world, **CHOICE, takes_several=True))
    stakeholder.submit(page, choices=["tea", "water"])
    assert versions() == [(1, "", "no position", ["tea", "water"])]


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": " "}, {"choices": "beer", "text": TEXT}, {"position": "maybe", "text": TEXT}],
)
def test_what_a_choice_question_does_not_offer_is_refused(stakeholder, world, fields):
    page = stakeholder.submit(stakeholder.get(add_question(world, **CHOICE)), **fields)
    assert page.status_code == 422
    assert versions() == []


def test_a_stakeholder_sees_nothing_of_what_others_wrote(stakeholder, world):
    for address in (answering(world), reviewing(world)):
        page = stakeholder.get(address)
        assert "Every change must be recorded" not in page.text
        assert "Kettle Works" not in page.text
