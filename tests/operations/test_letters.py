"""A body's own words for its letters: their fields are checked as they are saved."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation import postman
from consultation.db import session
from consultation.errors import RuleError
from consultation.models import AuditEntry, LetterKind
from consultation.operations.correspondence.letters import (
    ensure_fields,
    use_usual_words,
    write_letter,
)
from consultation.operations.correspondence.mail import post
from consultation.operations.correspondence.reminders import reminders
from consultation.queries.correspondence.letters import LETTERS, LINK, Wording, filled, wording
from tests import factories
from tests.conftest import NOW

OWN = Wording("{{consultation}}: come", "Dear {{ name }}, begin here: {{link}} by {{closes}}.")


def write(world, words: Wording, kind: LetterKind = LetterKind.ACCEPTANCE) -> None:
    write_letter(world.consultation, kind, words, by=world.secretariat, now=NOW)
    session.flush()


def test_our_own_words_for_every_letter_would_be_taken():
    assert set(LETTERS) == set(LetterKind)
    for kind, letter in LETTERS.items():
        ensure_fields(kind, letter.usual)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (Wording("Come", "{{link}} {{naem}}"), r"no field \{\{naem\}\}"),
        (Wording("Come {{office}}", "{{link}}"), r"no field \{\{office\}\}"),
        (Wording("Come", "Dear {{name}}"), r"of no use without \{\{link\}\}"),
        (Wording("{{link}}", "{{link}}"), "no room"),
        (Wording(" ", "{{link}}"), "a subject and a text"),
    ],
)
def test_what_would_be_no_letter_is_not_saved(world, words, said):
    with pytest.raises(RuleError, match=said):
        write(world, words)
    assert wording(world.consultation, LetterKind.ACCEPTANCE) == LETTERS["acceptance"].usual


def test_a_letter_goes_out_in_the_bodys_own_words_until_it_takes_the_usual_ones(world):
    write(world, OWN)
    assert wording(world.consultation, LetterKind.ACCEPTANCE) == OWN
    use_usual_words(world.consultation, LetterKind.ACCEPTANCE, by=world.secretariat, now=NOW)
    assert wording(world.consultation, LetterKind.ACCEPTANCE) == LETTERS["acceptance"].usual


def test_what_a_letter_said_before_stays_in_the_log(world):
    write(world, OWN)
    write(world, Wording("Come", "{{link}}"))
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.before["text"] == OWN.text
    assert entry.after["text"] == "{{link}}"


def test_fields_are_filled_once_and_words_that_look_like_one_stay(world):
    letter = filled(OWN, consultation=world.consultation, name="{{closes}}", closes="tomorrow")
    assert letter.text == f"Dear {{{{closes}}}}, begin here: {LINK} by tomorrow."
    assert letter.subject == "The Code: come"


def test_the_address_stands_where_the_letter_has_room_for_it(database):
    mail = post("a@example.org", "Come", f"Here: {LINK} Thanks.", "k", NOW, path="/accepted/x")
    sent = postman.letter(mail, database).get_content()
    assert f"Here: {database.site}/accepted/x Thanks." in sent
    assert sent.count("/accepted/x") == 1


def test_reminders_go_out_in_the_bodys_own_words(world):
    own = Wording("{{round}} closes", "{{name}}: send it by {{closes}}: {{link}}")
    write(world, own, LetterKind.REMINDER)
    session.add(factories.comment(world))
    session.flush()
    (letter,) = reminders(world.round.closes_at - timedelta(hours=1))
    assert letter.subject == "Round 1 closes"
    assert letter.text.startswith("Owner: send it by 19 April 2027")
    assert LINK in letter.text
