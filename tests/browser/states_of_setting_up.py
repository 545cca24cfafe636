"""Pages of setting up that are refused, empty, or shown before anything is kept."""

from consultation.db import session, transaction
from consultation.models import Consultation, LetterKind
from consultation.operations.consultations.word_templates import use_template
from consultation.operations.correspondence.letters import write_letter
from consultation.queries.correspondence.letters import Wording
from tests.browser.scene import SECRETARIAT
from tests.browser.states import Reach, Stage, State, sent_as_it_is

HERE = "/consultations/{n.consultation_id}"
LONG = "because-the-law-sets-a-date-which-nobody-can-move-" * 4
TABLE = (
    "address,name,organisation,category,decision,reason\n"
    f"uma@example.org,Uma,{LONG},company,accepted,\n"
    f"ben@example.org,Ben,,researcher,refused,{LONG}\n"
    f"{LONG},Nil,,researcher,accepted,\n"
)


def _as_secretariat(reach: Reach) -> Reach:
    def first_signed_in(stage: Stage) -> None:
        stage.visit.sign_in(SECRETARIAT)
        reach(stage)

    return first_signed_in


def _usual_days(stage: Stage) -> None:
    with transaction():
        session.get_one(Consultation, stage.numbers.consultation_id).usual_days = 28


def _plans_too_short(stage: Stage) -> None:
    _usual_days(stage)
    dates = {"opens": "2099-06-01T09:00", "closes": "2099-06-14T23:59"}
    sent_as_it_is(f"{HERE}/rounds/new", **dates, shorter_because="")(stage)


def _plans_for_a_sunday(stage: Stage) -> None:
    _usual_days(stage)
    dates = {"opens": "2099-06-01T09:00", "closes": "2099-06-14T23:59"}
    sent_as_it_is(f"{HERE}/rounds/new", **dates, shorter_because=LONG)(stage)


def _moves(stage: Stage) -> None:
    _plans_for_a_sunday(stage)
    stage.page.click("text=Move its dates")
    stage.page.fill("[name=opens]", "2099-06-02T09:00")
    stage.page.fill("[name=reason]", LONG)
    stage.presses()


def _uploads(stage: Stage) -> None:
    stage.uploads(f"{HERE}/eligibility", TABLE.encode(), "people.csv")


def _uploads_and_keeps(stage: Stage) -> None:
    _uploads(stage)
    stage.presses()


def _uploads_no_table(stage: Stage) -> None:
    stage.uploads(f"{HERE}/eligibility", b"address,name\na@example.org,A\n", "people.csv")


def _invites(stage: Stage) -> None:
    stage.goes(f"{HERE}/offices")
    stage.page.fill("[name=email]", f"{LONG[:50]}@example.org")
    stage.page.fill("[name=person]", LONG)
    stage.page.select_option("[name=to]", "reader")
    stage.presses()


def _has_a_word_template(stage: Stage) -> None:
    with transaction():
        consultation = session.get_one(Consultation, stage.numbers.consultation_id)
        by = consultation.memberships[0].person
        use_template(consultation, b"kept", name=f"{LONG}.docx", by=by, now=by.created_at)
    stage.goes(f"{HERE}/word-template")


def _words_a_letter(text: str) -> Reach:
    return sent_as_it_is(f"{HERE}/letters/acceptance", text=text)


def _has_own_words(stage: Stage) -> None:
    with transaction():
        consultation = session.get_one(Consultation, stage.numbers.consultation_id)
        by = consultation.memberships[0].person
        words = Wording("Come", f"{LONG} {{{{link}}}}")
        write_letter(consultation, LetterKind.ACCEPTANCE, words, by=by, now=by.created_at)
    stage.goes(f"{HERE}/letters/acceptance")


OF_SETTING_UP = tuple(
    State(name, status, sentence, _as_secretariat(reach), who="")
    for name, status, sentence, reach in (
        ("a round too short without a reason", 409, "fewer than the 28 that are usual",
         _plans_too_short),
        ("a round that closes on a Sunday", 200, "It closes on a Sunday", _plans_for_a_sunday),
        ("a round that was moved", 200, "Moved on", _moves),
        ("a table of decisions before they are kept", 200, "1 row cannot be taken", _uploads),
        ("people of whom some are refused", 200, "2 decisions kept", _uploads_and_keeps),
        ("a table that lacks columns", 422, "has no column “category”", _uploads_no_table),
        ("an invitation that waits", 200, "Waits since", _invites),
        ("a letter without its link", 409, "of no use without {{link}}",
         _words_a_letter("Dear {{name}}")),
        ("a letter in own words", 200, "Use the usual words again", _has_own_words),
        ("a Word template that is none", 409, "is no Word document",
         lambda stage: stage.uploads(f"{HERE}/word-template", b"no document", "looks.docx")),
        ("a Word template in use", 200, "Use the usual looks again", _has_a_word_template),
        ("settings without a title", 422, "Write the title",
         sent_as_it_is(f"{HERE}/settings/profile", title=" ")),
        ("a group without a name", 422, "Write the name",
         sent_as_it_is(f"{HERE}/working-groups", code="WG9", title=" ")),
    )
)  # fmt: skip
