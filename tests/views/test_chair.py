"""The chair's desk: what is done to themes, points, summary and signature, and what is refused."""

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.models import (
    Job,
    JobState,
    Outcome,
    OutcomeKind,
    Placement,
    Quote,
    SignOff,
    Summary,
    Theme,
)
from tests.client import XHTML, Browser, Page
from tests.conftest import NOW
from tests.factories import World
from tests.views.visiting import change, count, given_back, links, rows, sign, stored, tables

TITLE = "Keep a record of every change"
SUMMARY = "Nearly all who wrote want a **record**."
REASON = "It is about tea."

EDITS = {
    "rename": ("/themes/{theme}/rename", None, {"title": TITLE}),
    "merge": ("/themes/{theme}/merge", None, {}),
    "discard a theme": ("/themes/{theme}/discard", None, {"reason": REASON}),
    "outcome": ("/themes/{theme}/outcome", None, {"kind": "deferred", "reason": REASON}),
    "move": ("/points/{point}/move", None, {"theme": "0"}),
    "discard a point": ("/points/{point}/discard", None, {"reason": REASON}),
    "quote": ("/themes/{theme}", "/points/{point}/quote", {}),
    "summary": ("/questions/{question}/summary", "/summary", {"text": SUMMARY}),
    "analyse": ("/questions/{question}", "/questions/{question}/analyse", {}),
}
"""Every edit of a question: the page it is made on, which form there, and what is typed."""


def at(world: World, address: str) -> str:
    if address == "/questions/{question}":
        address += "/themes"
    return address.format(
        theme=world.theme.id,
        second=world.second_theme.id,
        point=world.point.id,
        unplaced=world.unplaced.id,
        question=world.question.id,
    )


def opened(browser: Browser, world: World, edit: str) -> Page:
    return browser.get(at(world, EDITS[edit][0]))


def sent(browser: Browser, world: World, edit: str, page: Page | None = None, **fields) -> Page:
    """Make an edit, on the page as it is or on one that was opened earlier."""
    _, action, typed = EDITS[edit]
    page = page or opened(browser, world, edit)
    return browser.submit(page, action and at(world, action), **typed | fields)


def placement(point) -> tuple[int | None, int | None, str | None]:
    """Under which theme a point is, who put it there, and why it was discarded."""
    session.rollback()
    found = session.scalars(select(Placement).where(Placement.point_id == point.id)).one()
    return found.theme_id, found.placed_by_id, found.discarded_because


def test_a_question_opens_on_its_themes_with_their_figures(chair, world):
    page = chair.get(at(world, "/questions/{question}/themes"))
    (listed,) = [each for each in page.find("ol") if each.get("class") == "theme-lines"]
    titles = [a.xpath("string()") for a in listed.iter(f"{XHTML}a")]
    assert titles == ["Record every change", "Leave small repairs out", "1 unplaced point"]
    assert "Record every change" in [h.xpath("string()") for h in page.find("h2")]
    assert "1 answer from 1 organisation, 3 points, 2 themes" in page.words
    assert "1 unplaced point" in page.words
    assert "Kettle Works · support" in page.words
    assert tables(page)["Points"]["unplaced"] == ("1",)


def test_the_desk_lists_the_questions_of_the_chairs_own_groups(chair, world):
    page = chair.get(f"/consultations/{world.consultation.id}/desk")
    assert rows(page)[1:] == [
        [
            "Q01 Which changes are material? WGA · 7 days left",
            *("answers1", "organisations1", "new since my visit1"),
            *("unread by me1 0 read, 0 by anybody", "unplaced points1", "themes2"),
            *("not signed Analysis: done", "Nobody’s With Vice Chair (vice-chair)."),
        ]
    ]


def test_a_theme_shows_each_point_inside_its_whole_answer(chair, world):
    page = chair.get(at(world, "/themes/{theme}"))
    assert [mark.text for mark in page.find("mark")] == ["Every change must be recorded."]
    (answer,) = page.find("div", class_="answer-text")
    assert "".join(answer.itertext()) == (
        "Every change must be recorded. Small repairs need no new version. We like tea."
    )


def test_unplaced_points_are_shown_in_their_answers(chair, world):
    page = chair.get(at(world, "/questions/{question}/unplaced"))
    assert [mark.text for mark in page.find("mark")] == ["We like tea."]
    assert at(world, "/points/{unplaced}/move") in links(page)


def test_a_theme_gets_the_chairs_own_title_and_name(chair, world):
    page = chair.follow(sent(chair, world, "rename", title=f"  {TITLE} "))
    assert TITLE in page.words
    assert "suggested, title by Chair" in page.words
    theme = stored(world.theme)
    assert (theme.title, theme.titled_by_id) == (TITLE, world.chair.id)


def test_a_theme_keeps_its_title_when_none_is_written(chair, world):
    page = sent(chair, world, "rename", title=" ")
    assert page.status_code == 422
    assert "Write a title." in page.words
    assert stored(world.theme).title == "Record every change"


def test_a_merged_theme_says_where_its_points_are(chair, world):
    page = chair.follow(sent(chair, world, "merge"))
    assert "Merged into “Leave small repairs out”." in page.words
    assert at(world, "/themes/{theme}") not in links(page)
    assert placement(world.point) == (world.second_theme.id, world.chair.id, None)
    gone = chair.get(at(world, "/themes/{theme}"))
    assert "This theme was merged into Leave small repairs out" in gone.words
    assert at(world, "/themes/{second}") in links(gone)
    refused = sent(chair, world, "rename")
    assert refused.status_code == 409
    assert "This theme was merged into “Leave small repairs out”. Edit that." in refused.words


def test_the_points_of_a_discarded_theme_are_unplaced(chair, world):
    page = chair.follow(sent(chair, world, "discard a theme"))
    assert "2 unplaced points" in page.words
    assert placement(world.point) == (None, world.chair.id, None)
    gone = chair.get(at(world, "/themes/{theme}"))
    assert "This theme was discarded on 12 April 2027, 12:00" in gone.words


def test_a_point_moves_under_another_theme(chair, world):
    page = chair.follow(sent(chair, world, "move", theme=world.second_theme.id))
    assert "Moved to “Leave small repairs out”." in page.words
    assert placement(world.point) == (world.second_theme.id, world.chair.id, None)
    assert "placed by Chair" in chair.get(at(world, "/themes/{second}")).words


def test_a_point_can_be_taken_out_of_every_theme(chair, world):
    sent(chair, world, "move", theme="0")
    assert placement(world.point) == (None, world.chair.id, None)
    unplaced = chair.get(at(world, "/questions/{question}/unplaced"))
    assert at(world, "/points/{point}/move") in links(unplaced)


def test_a_point_cannot_go_under_a_theme_that_is_not_offered(chair, world):
    page = sent(chair, world, "move", theme="999999")
    assert page.status_code == 422
    assert placement(world.point) == (world.theme.id, None, None)


def test_a_discarded_point_stays_in_the_ledger_with_its_reason(chair, world):
    page = chair.follow(sent(chair, world, "discard a point"))
    assert tables(page)["Points"]["discarded by a chair"] == ("1",)
    assert placement(world.point) == (None, world.chair.id, REASON)


@pytest.mark.parametrize("edit", ["discard a theme", "discard a point"])
def test_nothing_is_discarded_without_a_reason(chair, world, edit):
    page = sent(chair, world, edit, reason=" ")
    assert page.status_code == 422
    assert "Write the reason; it goes into the log." in page.words
    assert stored(world.theme).discarded_at is None
    assert placement(world.point) == (world.theme.id, None, None)


def test_a_suggested_quote_is_marked_and_taken_away_by_name(chair, world):
    quote = select(Quote.marked_by_id, Quote.rejected).where(Quote.point_id == world.point.id)
    assert "quote, suggested" in opened(chair, world, "quote").words
    page = chair.follow(sent(chair, world, "quote"))
    assert "quote, marked by Chair" in page.words
    assert session.execute(quote).one() == (world.chair.id, False)
    page = chair.follow(sent(chair, world, "quote", page))
    assert page.find("figure") == []
    session.rollback()
    assert session.execute(quote).one() == (world.chair.id, True)


def test_a_point_under_no_theme_is_no_quote(chair, world):
    page = opened(chair, world, "quote")
    sent(chair, world, "move", theme="0")
    refused = sent(chair, world, "quote", page)
    assert refused.status_code == 409
    assert "A quote speaks for a theme. Move the point under one first." in refused.words


def test_the_summary_is_markdown_under_its_authors_name(vice_chair, world):
    page = vice_chair.follow(sent(vice_chair, world, "summary"))
    assert "record" in [element.text for element in page.find("strong")]
    assert "Vice Chair, 12 April 2027, 12:00" in page.words
    assert opened(vice_chair, world, "summary").fields("/summary")["text"] == SUMMARY


def test_a_field_that_is_none_is_refused_with_the_text_in_the_editor(chair, world):
    typed = "Of {{theme 99: answers}} nobody {{knows}}."
    page = sent(chair, world, "summary", text=typed)
    assert page.status_code == 422
    assert "“{{theme 99: answers}}” cannot be filled: Q01 has no theme 99. Take it" in page.words
    assert "“{{knows}}” is no field." in page.words
    assert page.fields("/summary")["text"] == typed
    assert count(Summary) == 0


def test_a_summary_whose_data_changed_is_shown_as_stale_and_saved_by_who_has_seen_it(
    chair, vice_chair, world
):
    typed = f"{{{{theme {world.theme.id}: points}}}} want a record."
    sent(chair, world, "summary", text=typed)
    opened_before = opened(chair, world, "summary")
    assert "1 want a record." in opened_before.words
    sent(vice_chair, world, "move", theme=str(world.second_theme.id))
    stale = "(“Record every change”) changed since the summary was saved: points was 1, is now 0."
    for address in ("themes", "summary", "sign-off"):
        page = chair.get(at(world, "/questions/{question}/") + address)
        assert "0 want a record." in page.words
        assert stale in page.words
    assert "Open the summary" in page.words
    assert "Sign off Q01" not in [" ".join(button.itertext()) for button in page.find("button")]
    refused = sent(chair, world, "summary", opened_before, text="Some want a record.")
    assert refused.status_code == 409
    assert "What the summary's fields are filled with changed since" in refused.words
    assert given_back(refused) == {"text": "Some want a record."}
    saved = chair.follow(sent(chair, world, "summary"))
    assert stale not in saved.words


def test_a_first_text_is_composed_and_marked_until_a_person_edits_it(chair, world):
    page = opened(chair, world, "summary")
    page = chair.follow(chair.submit(page, "/compose"))
    assert "A first text was composed from the data. It is yours to edit." in page.words
    mark = "Suggested: composed from the data by rule; nobody has edited it."
    assert mark in page.words
    assert "Compose it anew" in page.words
    text = page.fields("/summary")["text"]
    edited = chair.follow(sent(chair, world, "summary", page, text=f"{text}So be it."))
    assert "So be it." in edited.words
    assert mark not in edited.words
    refused = chair.submit(page, "/compose")
    assert refused.status_code == 409
    assert "Chair wrote this summary; a composed text would take its place." in refused.words
    assert "/compose" not in opened(chair, world, "summary").text


def test_a_summary_in_the_pack_says_who_wrote_it_and_what_it_disagrees_in(
    chair, secretariat, world
):
    chair.submit(opened(chair, world, "summary"), "/compose")
    sent(chair, world, "move", theme="0")
    page = secretariat.get(f"/rounds/{world.round.id}/pack")
    assert "Suggested: composed from the data by rule; nobody has edited it." in page.words
    assert "Not in step with the data: The question changed since the summary was" in page.words


def test_an_empty_summary_is_refused(chair, world):
    page = sent(chair, world, "summary", text=" \n")
    assert page.status_code == 422
    assert "Write the summary or go back." in page.words
    assert count(Summary) == 0


@pytest.mark.parametrize(
    ("kind", "reason", "status"),
    [
        ("adopted", "", 302),
        ("not yet examined", " ", 302),
        ("adopted in part", "", 422),
        ("not adopted: outside the mandate", " \n", 422),
        ("deferred", REASON, 302),
        ("forgotten", REASON, 422),
    ],
)
def test_an_outcome_other_than_adopted_owes_its_reason(chair, world, kind, reason, status):
    page = sent(chair, world, "outcome", kind=kind, reason=reason)
    assert page.status_code == status
    session.rollback()
    kept = [(str(o.kind), o.reason, o.decided_by_id) for o in session.scalars(select(Outcome))]
    assert kept == ([(kind, reason.strip(), world.chair.id)] if status == 302 else [])


def test_an_outcome_stands_with_its_theme(chair, world):
    page = chair.follow(sent(chair, world, "outcome"))
    assert f"Deferred , decided by Chair. {REASON}" in page.words
    assert opened(chair, world, "outcome").fields()["reason"] == REASON


STALE = {
    "rename": ("rename", {"title": TITLE}),
    "merge": ("rename", {}),
    "discard a theme": ("rename", {"reason": REASON}),
    "outcome": ("rename", {"reason": REASON}),
    "move": ("move", {}),
    "discard a point": ("move", {"reason": REASON}),
}
"""By edit, what the vice-chair does meanwhile and what the chair had typed."""

SHOWN_AGAIN = ("merge", "outcome")
"""Edits whose page comes again with what was chosen and typed in its form."""


@pytest.mark.parametrize("edit", STALE)
def test_an_edit_that_comes_too_late_names_the_other_and_gives_the_text_back(
    chair, vice_chair, world, edit
):
    meanwhile, typed = STALE[edit]
    page = opened(chair, world, edit)
    fields = {"title": "The other title"} if meanwhile == "rename" else {}
    sent(vice_chair, world, meanwhile, **fields)
    now = stored(world.theme).title, placement(world.point)
    refused = sent(chair, world, edit, page)
    assert refused.status_code == 409
    assert f"Vice Chair changed this meanwhile ({meanwhile} " in refused.words
    assert "Your change was not made" in refused.words
    if edit in SHOWN_AGAIN:
        assert {name: refused.fields()[name] for name in typed} == typed
    else:
        assert given_back(refused) == typed
    assert (stored(world.theme).title, placement(world.point)) == now
    assert (count(Outcome), stored(world.theme).is_current) == (0, True)


def test_a_summary_that_comes_too_late_is_given_back(chair, vice_chair, world):
    sent(chair, world, "summary")
    page = opened(chair, world, "summary")
    sent(vice_chair, world, "summary", text="The other summary.")
    refused = sent(chair, world, "summary", page, text="My summary.")
    assert refused.status_code == 409
    assert "Vice Chair saved the summary meanwhile." in refused.words
    assert given_back(refused) == {"text": "My summary."}
    assert session.scalars(select(Summary.text)).all() == ["The other summary."]


def test_the_first_summary_is_not_written_over_by_one_begun_before_it(chair, vice_chair, world):
    page = opened(chair, world, "summary")
    sent(vice_chair, world, "summary")
    assert sent(chair, world, "summary", page).status_code == 409


def test_a_signature_stands_under_what_was_shown(chair, world):
    sent(chair, world, "summary")
    form = chair.get(at(world, "/questions/{question}/sign-off"))
    page = chair.follow(chair.submit(form))
    assert "Q01 is signed off." in page.words
    assert "Signed off by Chair, 12 April 2027, 12:00 (Europe/Brussels time)." in page.words
    session.rollback()
    signature = session.scalars(select(SignOff)).one()
    assert (signature.chair_id, signature.signed_at) == (world.chair.id, NOW)
    assert signature.state_hash[:16] in page.words
    for address in ("rename", "merge", "discard", "outcome"):
        assert at(world, "/themes/{theme}/") + address not in links(page)


def test_there_is_no_signature_without_a_summary(chair, world):
    address = at(world, "/questions/{question}/sign-off")
    page = chair.get(address)
    assert "There is none yet. Write the summary first." in page.words
    token = opened(chair, world, "rename").fields()["csrf_token"]
    refused = chair.post(address, {"csrf_token": token, "state_hash": "0" * 64})
    assert refused.status_code == 409
    assert "A signature stands under a summary, and there is none yet." in refused.words
    assert count(SignOff) == 0


def test_a_signature_under_nothing_that_was_shown_is_refused(chair, world):
    sent(chair, world, "summary")
    page = chair.get(at(world, "/questions/{question}/sign-off"))
    refused = chair.submit(page, state_hash="")
    assert refused.status_code == 422
    assert "Open the page again." in refused.words
    assert count(SignOff) == 0


def test_what_changed_since_it_was_shown_is_not_signed(chair, vice_chair, world):
    sent(chair, world, "summary")
    page = chair.get(at(world, "/questions/{question}/sign-off"))
    sent(vice_chair, world, "move")
    refused = chair.submit(page)
    assert refused.status_code == 409
    assert "Q01 changed since you looked. Read it again" in refused.words
    assert count(SignOff) == 0


@pytest.mark.each_case_asks
@pytest.mark.parametrize("edit", EDITS)
def test_after_the_sign_off_every_edit_is_told_to_reopen_first(vice_chair, world, edit):
    page = opened(vice_chair, world, edit)
    sign(world, SUMMARY)
    refused = sent(vice_chair, world, edit, page)
    assert refused.status_code == 409
    assert "Chair signed off Q01. Reopen it first." in refused.words
    typed = {"title", "text", "reason"} & EDITS[edit][2].keys()
    assert given_back(refused) == {name: EDITS[edit][2][name] for name in typed}
    assert placement(world.point) == (world.theme.id, None, None)
    assert stored(world.theme).title == "Record every change"
    left = OutcomeKind.NOT_EXAMINED  # What the signature says of a theme without an outcome.
    assert count(Outcome, Outcome.kind != left) == count(Job, Job.state == JobState.WAITING) == 0


def test_a_signed_question_is_not_signed_again(chair, world):
    sent(chair, world, "summary")
    page = chair.get(at(world, "/questions/{question}/sign-off"))
    chair.submit(page)
    assert chair.submit(page).status_code == 409
    assert count(SignOff) == 1


def test_a_question_is_reopened_with_a_reason_and_can_be_edited_again(chair, world):
    sign(world, SUMMARY)
    form = chair.get(at(world, "/questions/{question}/reopen"))
    page = chair.submit(form, reason=" ")
    assert page.status_code == 422
    assert "Write why it is opened again; it goes into the log." in page.words
    assert sent(chair, world, "rename").status_code == 409
    page = chair.follow(chair.submit(form, reason="A point was overlooked."))
    assert "Not signed off yet." in page.words
    session.rollback()
    signature = session.scalars(select(SignOff)).one()
    assert (signature.reopened_at, signature.reopened_by_id) == (NOW, world.chair.id)
    assert signature.reopened_because == "A point was overlooked."
    assert sent(chair, world, "rename").status_code == 302


def test_what_is_not_signed_is_open_already(chair, world):
    form = chair.get(at(world, "/questions/{question}/reopen"))
    refused = chair.submit(form, reason=REASON)
    assert refused.status_code == 409
    assert "Q01 is not signed off, so it is open already." in refused.words


def test_asking_for_an_analysis_twice_queues_one_job(chair, vice_chair, world):
    page = chair.follow(sent(chair, world, "analyse"))
    assert "The analysis waits for its turn." in page.words
    sent(vice_chair, world, "analyse")
    session.rollback()
    (job,) = session.scalars(select(Job).where(Job.state == JobState.WAITING))
    assert (job.question_id, job.asked_by_id) == (world.question.id, world.chair.id)
    (shown,) = page.find("div", role="status", data_job=f"/jobs/{job.id}")
    assert shown.get("data-state") == "waiting"


def test_the_progress_of_a_job_is_data_for_the_page(chair, world):
    change(world.job, state=JobState.RUNNING, done=3, total=8, attempt=2, message="reading")
    page = chair.get(f"/jobs/{world.job.id}")
    assert page.headers["Content-Type"] == "application/json"
    assert page.response.get_json() == {
        "state": "running",
        "done": 3,
        "total": 8,
        "message": "reading",
        "attempt": 2,
    }


def test_the_log_tells_who_did_what_and_why_the_newest_first(chair, vice_chair, world):
    sent(vice_chair, world, "rename")
    sent(chair, world, "discard a point")
    sign(world, SUMMARY)
    chair.submit(chair.get(at(world, "/questions/{question}/reopen")), reason="Overlooked.")
    _, *entries = rows(chair.get(at(world, "/questions/{question}/log")))
    assert [(who, what, why) for _, who, what, _, _, why in entries] == [
        ("Chair", f"take back the outcome theme {world.second_theme.id}", ""),
        ("Chair", f"take back the outcome theme {world.theme.id}", ""),
        ("Chair", f"reopen open question {world.question.id}", "Overlooked."),
        ("Chair", f"sign off open question {world.question.id}", ""),
        ("Chair", f"decide theme {world.second_theme.id}", ""),
        ("Chair", f"decide theme {world.theme.id}", ""),
        ("Chair", f"summarise open question {world.question.id}", ""),
        ("Chair", f"discard point {world.point.id}", REASON),
        ("Vice Chair", f"rename theme {world.theme.id}", ""),
    ]
    assert entries[-1][0] == "12 April 2027, 12:00 (Europe/Brussels time)"
    assert entries[-1][3:5] == ["title: Record every change", f"title: {TITLE}"]


def test_a_question_nobody_touched_has_an_empty_log(chair, world):
    page = chair.get(at(world, "/questions/{question}/log"))
    assert "Nobody has changed anything yet." in page.words
    assert count(Theme) == 2
