"""Forms that were refused for their shape, of stakeholders and of whoever has an account or not."""

import pyotp

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Consultation, PrivacyNotice
from consultation.operations.consultations.texts_in_force import put_in_force
from tests import papers_made
from tests.browser.states import (
    ANSWER,
    CHOICE,
    COMMENT,
    PAPERS,
    TABLE,
    VERIFY,
    WHOLE,
    Stage,
    State,
    sent_as_it_is,
)
from tests.client import PASSWORD
from tests.newcomers import TOKEN

WRONG = "not my password at all"
FACTOR = "/account/second-factor"


def joins_without_a_word(stage: Stage) -> None:
    stage.takes_newcomers()
    sent_as_it_is("/consultations/{n.consultation_id}/take-part")(stage)


def declares_for_an_old_notice(stage: Stage) -> None:
    stage.takes_newcomers()
    page = stage.goes("/consultations/{n.consultation_id}/take-part")
    page.get_by_label("Organisation", exact=True).fill("Heron Institute for the Study of Records")
    page.get_by_label("What kind of stakeholder", exact=True).select_option("industry")
    page.get_by_label("I have read the privacy notice").check()
    page.get_by_label("Without a name").check()
    with transaction():
        consultation = session.get_one(Consultation, stage.numbers.consultation_id)
        put_in_force(
            PrivacyNotice, consultation, "We keep your address for a year.", now=clock.now()
        )
    stage.presses()


def attaches_what_is_no_paper(stage: Stage) -> None:
    stage.uploads(PAPERS, b"MZ\x90\x00" + bytes(99), "statement.pdf")


def attaches(stage: Stage) -> None:
    stage.uploads(PAPERS, papers_made.statement(4), "statement.pdf")


def ticks_all(stage: Stage) -> None:
    attaches(stage)
    stage.presses("[name=tick_all]")


def takes_for_a_place_that_is_not_there(stage: Stage) -> None:
    attaches(stage)
    stage.page.evaluate("document.querySelector('select').options[0].value = 'draft 0'")
    stage.page.locator("select").first.select_option(index=0)
    stage.presses()


def _offline(stage: Stage, *rows: tuple[str, str, str]) -> None:
    lines = ["row_id,clause,comment", *(",".join(row) for row in rows)]
    stage.uploads(TABLE, "\n".join(lines).encode(), "filled.csv")


def fills_rows_of_which_one_is_wrong(stage: Stage) -> None:
    _offline(stage, ("", "Measure 1", "Say by when."), ("", "Measure 9.9", "On what is not there."))


def turns_the_factor_on(stage: Stage) -> None:
    page = stage.goes(FACTOR)
    secret = page.locator("[name=secret]").get_attribute("value") or ""
    page.locator("[name=code]").fill(pyotp.TOTP(secret).now())
    page.locator("[name=current]").fill(PASSWORD)
    stage.presses()


def is_asked_for_the_code(stage: Stage) -> None:
    turns_the_factor_on(stage)
    stage.visit.context.clear_cookies()
    sent_as_it_is("/sign-in", email=stage.email, password=PASSWORD)(stage)


def gives_a_wrong_code(stage: Stage) -> None:
    is_asked_for_the_code(stage)
    stage.page.locator("[name=code]").fill("000000")
    stage.presses()


REFUSED = "Something is to be put right"
SAYS_NOTHING = "Write an answer or go back."
UNTOGETHER = "The address and the password do not belong together."
CHOSEN = "Choose a file first."

OF_FORMS = (
    State("an answer that says nothing", 422, SAYS_NOTHING, sent_as_it_is(ANSWER)),
    State("nothing chosen and nothing written", 422, "Choose one or write an answer, or go back.",
          sent_as_it_is(CHOICE)),
    State("a proposal without a word why", 422, "Write in a sentence what it is about",
          sent_as_it_is(COMMENT, proposed="within a week")),
    State("a comment on words that are not there", 422, "These words do not stand in the provision",
          sent_as_it_is(COMMENT, exact="Elsewhere.", text="Say by when.")),
    State("a comment on the draft that says nothing", 422, "Write a comment or go back.",
          sent_as_it_is(WHOLE)),
    State("no paper", 422, CHOSEN, sent_as_it_is(PAPERS)),
    State("a paper that could not be read", 422, "Papers are taken as PDF, DOCX, ODT",
          attaches_what_is_no_paper),
    State("a paper to check", 200, "No section names a provision or a question", attaches),
    State("a paper with every section ticked", 200, "Ticked is now every section",
          ticks_all),
    State("a section for a place that is not there", 422, "Nothing was taken",
          takes_for_a_place_that_is_not_there),
    State("no table", 422, CHOSEN, sent_as_it_is(TABLE)),
    State("a dry run with an error by row and column", 200, "Row 3, column 3",
          fills_rows_of_which_one_is_wrong),
    State("no code of colleagues", 422, "Write the code that your colleague gave you.",
          sent_as_it_is("/together/join")),
    State("a code that is none", 409, "There is no such code",
          sent_as_it_is("/together/join", code="abcd-abcd-abcd-abcd")),
    State("a code for colleagues", 200, "The code for your colleagues",
          sent_as_it_is("/consultations/{n.consultation_id}/together")),
    State("what was declared, given back", 409, "Read it again", declares_for_an_old_notice,
          who="newcomer"),
    State("taking part without a word", 422, "Read the privacy notice, then tick this.",
          joins_without_a_word, who="newcomer"),
    State("no receipt to check", 422, "Choose the receipt file, or paste what it holds.",
          sent_as_it_is(VERIFY), who=""),
    State("what is no receipt", 422, "This is not a receipt file",
          sent_as_it_is(VERIFY, text="Tea."), who=""),
    State("signing in without a word", 422, REFUSED, sent_as_it_is("/sign-in"),
          who=""),
    State("a wrong password", 422, UNTOGETHER,
          sent_as_it_is("/sign-in", email="nobody@example.org", password=WRONG), who=""),
    State("registering without a word", 422, REFUSED, sent_as_it_is("/register"),
          who=""),
    State("no address for a new password", 422, REFUSED,
          sent_as_it_is("/forgotten"), who=""),
    State("an address for a new password", 200, "Look into your mail",
          sent_as_it_is("/forgotten", email="nobody@example.org"), who=""),
    State("too short a new password", 422, REFUSED,
          sent_as_it_is(f"/reset/reset-{TOKEN}", password="short"), who=""),
    State("the old password is wrong", 422, REFUSED,
          sent_as_it_is("/account/password", current=WRONG, password=WRONG), who="newcomer"),
    State("leaving with a wrong password", 422, REFUSED,
          sent_as_it_is("/account/delete", current=WRONG), who="newcomer"),
    State("a wrong code of the app", 422, "That code is not right",
          sent_as_it_is(FACTOR, code="000000", current=PASSWORD), who="newcomer"),
    State("the recovery codes", 200, "Keep your recovery codes", turns_the_factor_on,
          who="newcomer"),
    State("the second step", 200, "Your password is right.", is_asked_for_the_code,
          who="newcomer"),
    State("a wrong code at the second step", 422, "That code is not right, or was used already",
          gives_a_wrong_code, who="newcomer"),
)  # fmt: skip
