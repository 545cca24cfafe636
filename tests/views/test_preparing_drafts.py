"""The pages on which a draft is prepared, imported, traced and compared."""

import io
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import (
    Draft,
    Membership,
    OpenQuestion,
    Person,
    Provision,
    Role,
    Round,
)
from tests import factories
from tests.client import XHTML
from tests.conftest import NOW
from tests.views.visiting import change

MARKDOWN = (
    b"# Measure 1 Keep the record\n\nThe record is *complete* at release.\n\n"
    b"# Measure 2 Read it\n\nSomebody reads it."
)


@pytest.fixture
def later(world) -> Round:
    """A round that has no draft yet."""
    days = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    with transaction():
        consultation = session.get_one(Round, world.round.id).consultation
        made = factories.round_(consultation=consultation, number=2, title="Round 2", **days)
        session.add(made)
    session.refresh(made)
    session.expunge_all()
    return made


@pytest.fixture
def copied(secretariat, later) -> Draft:
    page = secretariat.get(f"/rounds/{later.id}/draft")
    secretariat.submit(page, start="copy", title="Draft 2")
    return draft_of(later)


def draft_of(round_: Round) -> Draft:
    session.rollback()
    found = session.scalars(select(Draft).where(Draft.round_id == round_.id)).one()
    session.expunge_all()
    return found


def first_of(draft: Draft) -> Provision:
    session.rollback()
    asked = select(Provision).where(Provision.draft_id == draft.id).order_by(Provision.rank)
    found = session.scalars(asked).first()
    session.expunge_all()
    return found


def shown(browser, round_, raw=MARKDOWN, name="draft.md"):
    page = browser.get(f"/rounds/{round_.id}/draft/import")
    return browser.submit(page, file=(io.BytesIO(raw), name))


def test_the_bar_leads_the_secretariat_to_the_drafts(secretariat, later, world):
    page = secretariat.get(f"/consultations/{world.consultation.id}/drafts")
    assert "Published on" in page.words
    assert "No draft yet" in page.words
    assert page.find("a", href=f"/consultations/{world.consultation.id}/drafts")


def test_a_file_is_shown_before_anything_is_kept(secretariat, later):
    page = shown(secretariat, later)
    assert "2 provisions, 0 open questions, 0 doubts. Nothing is kept yet." in page.words
    session.rollback()
    assert session.scalars(select(Draft).where(Draft.round_id == later.id)).all() == []
    secretariat.follow(secretariat.submit(page, title="Draft 2"))
    made = session.get_one(Draft, draft_of(later).id)
    assert [(p.number, p.title) for p in made.provisions] == [
        ("1", "Keep the record"), ("2", "Read it"),
    ]  # fmt: skip


ASKING = (
    b"# Open questions\n\n1. Is it complete?\n\n# Measure 1 Keep\n\nKeep it.\n\n"
    b"## Questions for stakeholders\n\n- Who reads <b>it</b>?\n  - and when?"
)


def test_open_questions_of_a_file_are_shown_and_asked_beside_their_provisions(secretariat, later):
    page = shown(secretariat, later, ASKING)
    assert "1 provision, 2 open questions, 0 doubts." in page.words
    assert "counted anew through the draft" in page.words
    asked = ["".join(words.itertext()) for words in page.find("p", class_="asked")]
    assert asked == ["Is it complete?", "Who reads <b>it</b>?\n– and when?"]
    secretariat.submit(page, title="Draft 2")
    found = session.scalars(
        select(OpenQuestion).where(OpenQuestion.draft_id == draft_of(later).id)
    ).all()
    assert [(q.number, q.text, [p.number for p in q.provisions]) for q in found] == [
        ("Q1", "Is it complete?", []), ("Q2", "Who reads <b>it</b>?\n– and when?", ["1"]),
    ]  # fmt: skip
    assert {question.working_group.code for question in found} == {"WGA"}


def test_open_questions_need_a_working_group_that_answers_for_them(secretariat, later):
    page = shown(secretariat, later, ASKING)
    refused = secretariat.submit(page, title="Draft 2", working_group_id="0")
    assert refused.status_code == 409
    assert "An open question needs a working group that answers for it." in refused.words


def test_open_questions_of_a_file_wait_for_a_first_working_group(secretariat, world):
    with transaction():
        empty = factories.round_(consultation=factories.consultation(title="Another"))
        person = session.get_one(Person, world.secretariat.id)
        session.add_all([
            empty,
            Membership(person=person, consultation=empty.consultation, role=Role.SECRETARIAT),
        ])  # fmt: skip
    page = shown(secretariat, empty, ASKING)
    assert page.status_code == 422
    assert "2 open questions stand in it, and a working group answers for each." in page.words


def test_a_file_that_is_no_draft_is_refused_with_what_is_taken(secretariat, later):
    page = shown(secretariat, later, b"%PDF-1.7 x", "draft.pdf")
    assert page.status_code == 422
    assert "Drafts are taken as DOCX, Markdown with headings, or Akoma Ntoso XML." in page.words


def test_what_is_proposed_is_told_from_what_a_person_decided(secretariat, later, world):
    secretariat.submit(shown(secretariat, later), title="Draft 2")
    path = f"/drafts/{draft_of(later).id}/lineage"
    page = secretariat.get(path)
    assert "proposed by the machine" in page.words
    assert "decided by" not in page.words
    (old,) = session.get_one(Draft, world.draft.id).provisions
    given = {"lines-0-confirmed": "y", "lines-1-origins": old.number, "lines-1-note": "Half of it."}
    after = secretariat.follow(secretariat.submit(page, path, **given))
    assert "proposed by the machine" not in after.words
    compared = secretariat.get(f"/drafts/{world.draft.id}/compare/{draft_of(later).id}")
    assert "split" in compared.words
    assert "Half of it." in compared.words


def test_a_number_that_the_draft_before_does_not_have_is_given_back(secretariat, copied):
    path = f"/drafts/{copied.id}/lineage"
    page = secretariat.submit(secretariat.get(path), path, **{"lines-0-origins": "99.9"})
    assert page.status_code == 409
    assert "There is no “99.9” in the draft before." in page.words
    assert page.fields(path)["lines-0-origins"] == "99.9"


def test_words_are_edited_with_a_preview(secretariat, copied):
    path = f"/provisions/{first_of(copied).id}/edit"
    page = secretariat.submit(secretariat.get(path), text="It is **kept**.", look="y")
    assert [b.text for b in page.find("strong")] == ["kept"]
    assert first_of(copied).text != "It is **kept**."
    assert secretariat.submit(page, text="It is **kept**.").status_code == 302
    assert first_of(copied).text == "It is **kept**."


def test_a_stale_edit_is_refused_with_what_changed_and_nothing_typed_is_lost(secretariat, copied):
    path = f"/provisions/{first_of(copied).id}/edit"
    stale = secretariat.get(path)
    secretariat.submit(secretariat.get(path), text="Theirs.")
    page = secretariat.submit(stale, text="Mine.")
    assert page.status_code == 409
    assert "Secretariat changed this meanwhile (edit a provision: text)" in page.words
    assert page.fields()["text"] == "Mine."
    assert "Theirs" in "".join(d.text or "" for d in page.find("del"))
    assert secretariat.submit(page, text="Both.").status_code == 302
    assert first_of(copied).text == "Both."


def test_a_published_draft_cannot_be_edited_from_an_open_page(secretariat, copied):
    page = secretariat.get(f"/provisions/{first_of(copied).id}/edit")
    change(copied, published_at=NOW)
    refused = secretariat.submit(page, text="Too late.")
    assert refused.status_code == 409
    assert "does not change any more" in refused.words


def test_publishing_says_what_is_missing_and_then_lets_readers_read(
    secretariat, reader, copied, world
):
    change(first_of(copied), working_group_id=None)
    page = secretariat.get(f"/drafts/{copied.id}/publish")
    assert "No working group answers for" in page.words
    assert reader.get(f"/drafts/{copied.id}").status_code == 403
    change(first_of(copied), working_group_id=world.group.id)
    page = secretariat.get(f"/drafts/{copied.id}/publish")
    assert secretariat.submit(page).status_code == 302
    assert reader.get(f"/drafts/{copied.id}").status_code == 200


def test_a_question_with_options_is_asked_and_stands_in_the_draft(secretariat, copied):
    page = secretariat.get(f"/drafts/{copied.id}/ask?about={first_of(copied).id}")
    given = {"number": "Q7", "text": "How long?", "kind": "choice", "options": "One year\nTwo"}
    assert secretariat.submit(page, **given).status_code == 302
    session.rollback()
    made = session.scalars(select(OpenQuestion).where(OpenQuestion.number == "Q7")).one()
    assert (made.options, made.provisions[0].id) == (["One year", "Two"], first_of(copied).id)
    assert "How long?" in secretariat.get(f"/drafts/{copied.id}/edit").words


def test_a_question_without_options_is_given_back(secretariat, copied):
    page = secretariat.get(f"/drafts/{copied.id}/ask")
    again = secretariat.submit(page, number="Q7", text="How long?", kind="choice", options="One")
    assert again.status_code == 409
    assert "Write at least two options" in again.words
    assert again.fields()["options"] == "One"


def published_second(secretariat, copied) -> None:
    page = secretariat.get(f"/provisions/{first_of(copied).id}/edit")
    secretariat.submit(page, text="The record is *complete* within a week.")
    secretariat.submit(secretariat.get(f"/drafts/{copied.id}/publish"))


def test_readers_compare_two_drafts_at_an_address_that_stays(secretariat, reader, copied, world):
    published_second(secretariat, copied)
    path = f"/drafts/{world.draft.id}/compare/{copied.id}"
    page = reader.get(path)
    assert "1 change; 0 provisions kept as they are" in page.words
    assert "".join(each.text for each in page.find("ins")[1:]) == "within a week"
    for view in ("sides", "table"):
        assert "reworded" in reader.get(f"{path}?view={view}").words
    turned = reader.get(f"/drafts/{copied.id}/compare/{world.draft.id}?view=table")
    assert turned.headers["Location"].endswith(f"{path}?view=table")


def test_what_is_kept_is_shown_only_when_it_is_asked_for(secretariat, copied, world):
    path = f"/drafts/{world.draft.id}/compare/{copied.id}"
    assert "Nothing is different" in secretariat.get(path).words
    assert "kept" in secretariat.get(f"{path}?only=all&view=table").words


def test_a_draft_in_preparation_is_compared_by_nobody_else(reader, copied, world):
    assert reader.get(f"/drafts/{world.draft.id}/compare/{copied.id}").status_code == 404
    assert reader.get(f"/drafts/{copied.id}/compare/{world.draft.id}").status_code == 403


def test_the_table_from_old_to_new_leaves_as_csv_and_docx(secretariat, reader, copied, world):
    published_second(secretariat, copied)
    path = f"/drafts/{world.draft.id}/compare/{copied.id}"
    text = reader.get(f"{path}.csv").response.data.decode("utf-8-sig")
    assert "reworded" in text
    (table,) = docx.Document(io.BytesIO(reader.get(f"{path}.docx").response.data)).tables
    assert table.rows[1].cells[2].text == "reworded"
    assert reader.get(f"{path}.exe").status_code == 404


def test_a_provision_shows_its_history_through_the_drafts(secretariat, reader, copied, world):
    published_second(secretariat, copied)
    page = reader.get(f"/drafts/{copied.id}/provisions/{first_of(copied).key}")
    (history,) = [
        each for each in page.find("ol", class_="lines") if "Draft 2" in "".join(each.itertext())
    ]
    assert [len(list(item.iter(f"{XHTML}a"))) for item in history] == [1, 0]


def test_a_stakeholder_sees_what_changed_where_they_wrote(secretariat, owner, copied, world, later):
    published_second(secretariat, copied)
    page = owner.get(f"/rounds/{later.id}/what-changed")
    assert "1 answer of mine to Draft 1; something is different in Draft 2" in page.words
    assert "within a week" in "".join(each.text for each in page.find("ins"))
    assert "What changed where I commented" in owner.get(f"/drafts/{copied.id}").words


def test_who_sent_nothing_is_told_so(secretariat, stakeholder, copied, later):
    published_second(secretariat, copied)
    page = stakeholder.get(f"/rounds/{later.id}/what-changed")
    assert "I sent nothing about a provision of Draft 1." in page.words
