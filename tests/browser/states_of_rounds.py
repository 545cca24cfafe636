"""Writing and sending while the round closes, others write and the machine fails."""

import json
import sqlite3
from contextlib import closing

from consultation.boundary import ANSWER_LIMIT
from consultation.db import session, transaction
from consultation.models import Round
from consultation.operations.accounts import attempts
from tests.browser.states import (
    ANSWER,
    COMMENT,
    REVIEW,
    VERIFY,
    WHOLE,
    Stage,
    State,
    seen,
    sent_as_it_is,
)
from tests.browser.writing import autosave, write
from tests.client import PASSWORD

LONG = "obligation " * 400


def meets_another_text(stage: Stage) -> None:
    write(stage.goes(ANSWER), "My own text. " * 20)
    page = stage.page
    stage.visit.page = stage.visit.context.new_page()
    stage.writes(f"Saved in the other window. {LONG}")
    stage.visit.page.close()
    stage.visit.page = page
    stage.presses()


def writes_when_the_session_has_ended(stage: Stage) -> None:
    write(stage.goes(ANSWER), LONG)
    stage.visit.context.clear_cookies()
    stage.presses()


def writes_too_late(stage: Stage) -> None:
    write(stage.goes(ANSWER), LONG)
    stage.closes()
    stage.presses()


def changes_too_late(stage: Stage) -> None:
    stage.sends()
    writes_too_late(stage)


def submits_when_it_became_late(stage: Stage) -> None:
    stage.writes()
    stage.goes(REVIEW)
    stage.closes(late=True)
    stage.presses()


def sends_late(stage: Stage) -> None:
    stage.writes()
    stage.closes(late=True)
    stage.goes(REVIEW)
    stage.presses()


def closes_on_a_comment(stage: Stage) -> None:
    sent_as_it_is(COMMENT, text=LONG, proposed="within a week", exact="complete")(stage)
    stage.closes()
    stage.page.reload()


def changes(stage: Stage) -> None:
    stage.sends()
    stage.sends("Publish it every quarter.")


def finds_what_was_not_saved(stage: Stage) -> None:
    stage.goes(ANSWER)
    stage.visit.context.set_offline(True)
    write(stage.page, LONG)
    stage.page.wait_for_function("() => localStorage.length === 1")
    stage.page.close()
    stage.visit.context.set_offline(False)
    stage.visit.page = stage.visit.context.new_page()
    stage.goes("/help")  # what a closed tab kept reaches the next one when the browser stored it
    stage.page.wait_for_function("() => localStorage.length === 1")
    stage.goes(ANSWER)
    stage.page.locator("[data-recovered]").wait_for()


def is_told_of_the_moved_deadline(stage: Stage) -> None:
    stage.page.clock.install()
    stage.goes(ANSWER)
    with transaction():
        round_ = session.get_one(Round, stage.numbers.round_id)
        round_.closes_at = round_.closes_at.replace(year=round_.closes_at.year + 1)
    write(stage.page, "In time.")
    autosave(stage.page)
    stage.page.wait_for_function("() => document.querySelector('[data-moved]').textContent")


def checks_a_receipt_that_was_changed(stage: Stage) -> None:
    stage.sends()
    file = stage.visit.context.request.get(f"{stage.page.url}.json").json()
    file["lines"][0]["text"] += " Never."
    sent_as_it_is(VERIFY, text=json.dumps(file))(stage)


def tries_too_often(stage: Stage) -> None:
    for _ in range(attempts.SIGN_IN.most + 1):
        sent_as_it_is("/sign-in", email="often@example.org", password=PASSWORD)(stage)


def writes_too_much(stage: Stage) -> None:
    text = stage.goes(ANSWER).locator("[name=text]")
    text.evaluate("(area, length) => { area.value = 'é'.repeat(length); }", ANSWER_LIMIT + 1)
    stage.presses()


def sends_an_old_form(stage: Stage) -> None:
    stage.goes("/sign-in")
    stage.visit.context.clear_cookies()
    stage.presses()


def writes_when_the_database_does_not_answer(stage: Stage) -> None:
    write(stage.goes(ANSWER), LONG)
    with closing(sqlite3.connect(session.get_bind().url.database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        stage.presses()


OF_ROUNDS = (
    State("two texts that met", 409, "This answer was saved somewhere else", meets_another_text),
    State("a session that ended, its text along", 401, "Your session has ended",
          writes_when_the_session_has_ended),
    State("a page behind the sign-in", 200, "Sign in to see that page.", seen(REVIEW), who=""),
    State("a text that came too late", 409, "Nothing was sent; what you had saved is kept.",
          writes_too_late),
    State("a change that came too late", 409, "What was received before counts: receipt R1-",
          changes_too_late),
    State("a button that became late", 409, "you can send it late", submits_when_it_became_late),
    State("late, to be sent", 200, "Send it late",
          seen(REVIEW, Stage.writes, lambda stage: stage.closes(late=True))),
    State("late, to be written", 200, "is taken as late",
          seen(ANSWER, lambda stage: stage.closes(late=True))),
    State("sent late", 200, "It stands on the list of late submissions.", sends_late),
    State("closed, to be read", 200, "Round 1 closed on",
          seen(ANSWER, Stage.writes, Stage.closes)),
    State("closed, what was sent", 200, "What you sent",
          seen(ANSWER, Stage.sends, Stage.closes)),
    State("closed, a comment", 200, "This was not sent.", closes_on_a_comment),
    State("closed, nothing written", 200, "Nothing was saved on this page.",
          seen(WHOLE, Stage.closes)),
    State("closed, saved and not sent", 200, "What you saved was not sent in time.",
          seen(REVIEW, Stage.writes, Stage.closes)),
    State("closed, a change not sent", 200, "What you changed afterwards was not sent in time.",
          seen(REVIEW, Stage.sends, lambda stage: stage.writes("Not so."), Stage.closes)),
    State("a text without a position", 200, "You chose no position in 1 text",
          seen(REVIEW, Stage.writes)),
    State("nothing written yet", 200, "Nothing is written yet.", seen(REVIEW)),
    State("withdrawn", 200, "It counts no more; what you wrote is kept below.",
          seen(REVIEW, Stage.withdraws)),
    State("the receipt of a change", 200, "Changes received: R1-", changes),
    State("the receipt of a withdrawal", 200, "Withdrawn: R1-", Stage.withdraws),
    State("a search that finds nothing", 200, "No provision and no question holds this word.",
          seen("/drafts/{n.draft_id}?q=zymurgy")),
    State("a text that was not saved", 200, "This browser keeps a text of yours",
          finds_what_was_not_saved),
    State("a deadline that was moved", 200, "The deadline was moved: Round 1 now closes on",
          is_told_of_the_moved_deadline),
    State("a receipt that was changed", 200, "Does not match.", checks_a_receipt_that_was_changed),
    State("too many tries", 429, "Too many tries with this address.", tries_too_often, who=""),
    State("too long a text", 413, "The text has 1,000,001 characters", writes_too_much),
    State("an old form", 400, "The form could not be checked", sends_an_old_form, who=""),
    State("not allowed", 403, "Your account may not do this.",
          seen("/rounds/{n.round_id}/extend")),
    State("no such question", 404, "There is no such page.", seen("/questions/0/answer")),
    State("a database that does not answer", 503, "Wait a minute, then send it again",
          writes_when_the_database_does_not_answer),
)  # fmt: skip
