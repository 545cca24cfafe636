"""Pages of moderation: what was found, what goes and why, and what everybody reads of it."""

import pytest

from consultation.db import session, transaction
from consultation.models import (
    Answer,
    AnswerVersion,
    AuditEntry,
    ModerationRules,
    Publication,
    Redaction,
    Removal,
)
from consultation.models.answer import UNPUBLISHED
from consultation.operations.privacy.finding import look_through
from tests.client import Browser
from tests.conftest import NOW
from tests.views.visiting import count, stored

RULES = "1. No *addresses*.\n2. No insults."


@pytest.fixture
def answer(world) -> int:
    """The number of the owner's answer, looked through."""
    with transaction():
        found = session.get_one(Answer, world.point.answer_id)
        look_through([found.version_id])
        number: int = found.id
    return number


def test_words_are_redacted_by_hand_and_read_again_only_with_a_reason(secretariat, world, answer):
    page = secretariat.get(f"/answers/{answer}/moderate")
    done = secretariat.follow(secretariat.submit(page, covered="We like tea", reason="By rule 2."))
    assert "Redacted, wherever the text is read." in done.words
    assert "██ ████ ███" in done.words
    assert "We like tea" not in done.words
    sealed = secretariat.get(f"/answers/{answer}/sealed")
    assert "We like tea" not in sealed.words
    opened = secretariat.submit(sealed, reason="Its author asks.")
    assert "We like tea" in opened.words
    assert count(AuditEntry, AuditEntry.action == "read what was redacted") == 1


def test_words_that_are_not_in_the_text_are_refused_with_what_was_typed(secretariat, answer):
    page = secretariat.get(f"/answers/{answer}/moderate")
    refused = secretariat.submit(page, covered="We hate tea", reason="By rule 2.")
    assert refused.status_code == 422
    assert "letter for letter" in refused.words
    assert refused.fields()["covered"] == "We hate tea"
    assert count(Redaction) == 0


def test_rules_are_put_in_force_and_everybody_reads_them_with_the_count(
    secretariat, reader, world, answer
):
    consultation = world.consultation.id
    rules = secretariat.get(f"/consultations/{consultation}/settings/rules")
    assert secretariat.submit(rules, text=RULES).status_code == 302
    page = secretariat.get(f"/answers/{answer}/moderate")
    secretariat.submit(page, covered="tea", reason="By rule 2.")
    read = reader.get(f"/consultations/{consultation}/moderation")
    assert "No insults." in read.words
    assert "1 passage redacted, 0 contributions removed." in read.words
    assert "By rule 2." in read.words
    assert count(ModerationRules) == 1


def test_a_contribution_is_removed_by_two_and_its_author_answers(
    app, secretariat, chair, owner, world, answer
):
    secretariat.submit(
        secretariat.get(f"/consultations/{world.consultation.id}/settings/rules"), text=RULES
    )
    proposal = secretariat.get(f"/answers/{answer}/remove")
    told = secretariat.follow(secretariat.submit(proposal, reason="By rule 2."))
    assert "a second person confirms it" in told.words
    refused = secretariat.submit(told, decision="confirm")
    assert (refused.status_code, "second person" in refused.words) == (409, True)
    removal = session.query(Removal).one().id
    session.remove()
    confirmed = chair.submit(chair.get(f"/removals/{removal}/decide"), decision="confirm")
    assert confirmed.status_code == 302
    page = owner.get(f"/removals/{removal}/answer")
    assert "It was taken out of the public view" in page.words
    owner.submit(page, text="It is no insult.")
    owner.submit(owner.get(f"/removals/{removal}/answer"), text="And it is true.")
    for browser, address in ((secretariat, "decide"), (owner, "answer")):
        told = browser.get(f"/removals/{removal}/{address}").words
        assert "It is no insult." in told
        assert "And it is true." in told
    assert Browser(app).get(f"/removals/{removal}/answer").status_code == 302


def test_who_confirms_what_was_said_to_meanwhile_reads_that_first(
    secretariat, chair, owner, world, answer
):
    secretariat.submit(
        secretariat.get(f"/consultations/{world.consultation.id}/settings/rules"), text=RULES
    )
    secretariat.submit(secretariat.get(f"/answers/{answer}/remove"), reason="By rule 2.")
    removal = session.query(Removal).one().id
    session.remove()
    late = chair.get(f"/removals/{removal}/decide")
    owner.submit(owner.get(f"/removals/{removal}/answer"), text="It is no insult.")
    refused = chair.submit(late, decision="confirm", reason="Rule 2 it is.")
    assert refused.status_code == 409
    assert "What you read is different now" in refused.words
    assert "It is no insult." in refused.words
    assert refused.fields()["reason"] == "Rule 2 it is."
    assert not session.get_one(Removal, removal).is_in_force
    session.remove()
    assert chair.submit(refused, decision="confirm").status_code == 302


def reworded(number: int, proposed: str) -> None:
    """Another version of an answer, which proposes this wording."""
    with transaction():
        answer = session.get_one(Answer, number)
        old = answer.version
        answer.version = AnswerVersion(
            submission=old.submission, question=old.question, text=old.text, proposed=proposed,
            number=old.number + 1, saved_at=NOW,
        )  # fmt: skip


def test_whoever_decides_reads_the_proposed_wording_and_how_it_differs(
    secretariat, chair, world, answer
):
    secretariat.submit(
        secretariat.get(f"/consultations/{world.consultation.id}/settings/rules"), text=RULES
    )
    reworded(answer, "Record every shiny change.")
    secretariat.submit(secretariat.get(f"/answers/{answer}/remove"), reason="By rule 2.")
    removal = session.query(Removal).one().id
    session.remove()
    assert "Record every shiny change." in chair.get(f"/removals/{removal}/decide").words
    reworded(answer, "Record every dull change.")
    page = chair.get(f"/removals/{removal}/decide")
    assert "Record every dull change." in page.words
    assert "<del>shiny</del>" in page.text
    assert "<ins>dull</ins>" in page.text


def test_the_page_of_what_was_taken_back_asks_for_nothing_but_its_end(
    secretariat, chair, owner, world, answer
):
    secretariat.submit(
        secretariat.get(f"/consultations/{world.consultation.id}/settings/rules"), text=RULES
    )
    secretariat.submit(secretariat.get(f"/answers/{answer}/remove"), reason="By rule 2.")
    removal = session.query(Removal).one().id
    session.remove()
    with transaction():
        session.get_one(Answer, answer).submission.withdrawn_at = NOW
    page = chair.get(f"/removals/{removal}/decide")
    assert "nothing of it is in the public view" in page.words
    assert "Take it out of the public view" not in page.words
    ended = chair.follow(chair.submit(page, reason="It is gone."))
    assert "It is gone." in ended.words
    assert "It is in the public view" not in ended.words
    assert "You took it back" in owner.get(f"/removals/{removal}/answer").words


def test_chairs_read_on_their_desk_what_everybody_else_does_not(chair, world):
    with transaction():
        session.get_one(Answer, world.point.answer_id).submission.publication = Publication.WITHHELD
    desk = chair.get(f"/themes/{world.theme.id}")
    assert UNPUBLISHED not in desk.words
    assert "Every change must be recorded." in desk.words
    assert "not published" in desk.words


def test_the_list_shows_what_waits_and_refuses_a_page_that_it_has_not(secretariat, world, answer):
    empty = secretariat.get(f"/rounds/{world.round.id}/moderation")
    assert "Nothing waits for a decision." in empty.words
    for wrong in ("state=no", "page=x", "page=0"):
        assert secretariat.get(f"/rounds/{world.round.id}/moderation?{wrong}").status_code == 400


def test_how_long_data_are_kept_is_set_and_in_the_register(secretariat, world):
    consultation = world.consultation.id
    page = secretariat.get(f"/consultations/{consultation}/settings/retention")
    saved = secretariat.submit(page, months="9", contact="data@example.org")
    assert saved.status_code == 302
    assert stored(world.consultation).retention_months == 9
    register = secretariat.get(f"/consultations/{consultation}/register")
    assert "9 months after the outcomes of the last round are published" in register.words
    assert "while they are not, 21 months after the last round closes" in register.words
    assert (
        "the date is 21 months after the last round closes"
        in secretariat.get(f"/consultations/{consultation}/settings/retention").words
    )
    assert "The settings do not say: Purpose, Legal basis" in register.words
    for extension, begins in (("docx", b"PK"), ("pdf", b"%PDF"), ("html", b"<!doctype html>")):
        file = secretariat.client.get(f"/consultations/{consultation}/register.{extension}")
        assert file.data.lower().startswith(begins.lower())
    assert secretariat.get(f"/consultations/{consultation}/register.odt").status_code == 404
