"""Taking part by oneself, and an organisation that writes together, through their pages."""

import hashlib

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import (
    AnswerVersion,
    AuditEntry,
    Colleague,
    Consultation,
    Note,
    Organisation,
    Stakeholder,
)
from tests import factories
from tests.client import PASSWORD, Browser
from tests.conftest import NOW
from tests.views.mailing import mails
from tests.views.test_stakeholder import answering, own_submission, reviewing, versions
from tests.views.visiting import change, count, given_back, links, put_notice, stored


@pytest.fixture
def outsider(app, world) -> Browser:
    """Has an account, and no part in the consultation."""
    return Browser(app).sign_in(world.outsider.email)


def open_registration(world, notice="", **given) -> str:
    change(world.consultation, registration=True, **given)
    put_notice(world, notice)
    return f"/consultations/{world.consultation.id}/take-part"


def together(world) -> str:
    return f"/consultations/{world.consultation.id}/together"


def code_of(stakeholder, world) -> str:
    made = stakeholder.submit(stakeholder.get(together(world)), action="/together/code")
    return "".join(stakeholder.follow(made).find("code")[0].itertext())


@pytest.fixture
def colleague(outsider, stakeholder, world) -> Browser:
    """The outsider, joined to the stakeholder's workspace."""
    joined = outsider.submit(outsider.get("/together/join"), code=code_of(stakeholder, world))
    assert joined.status_code == 302
    return outsider


def save(browser, world, text="Keep the record."):
    return browser.submit(browser.get(answering(world)), action="/answer", text=text)


def own_colleague(world) -> Colleague:
    session.rollback()
    return session.scalars(select(Colleague)).one()


def test_where_registration_is_open_whoever_has_an_account_can_take_part(outsider, world):
    path = open_registration(world, categories=["company", "researcher"], notice="We *ask*.")
    page = outsider.get(path)
    assert "We ask ." in page.words
    draft = outsider.submit(
        page, organisation="Heron Institute", category="researcher", country="Belgium",
        agreed="y", publication="organisation only",
    )  # fmt: skip
    assert draft.headers["Location"] == f"/drafts/{world.draft.id}"
    session.rollback()
    part = session.scalars(select(Stakeholder).where(Stakeholder.person == world.outsider)).one()
    assert (part.organisation.name, part.category, str(part.publication)) == (
        "Heron Institute", "researcher", "organisation only",
    )  # fmt: skip
    assert (len(part.notice_hash), part.agreed_at) == (64, NOW)
    assert outsider.get(path).status_code == 302
    assert outsider.get(answering(world)).status_code == 200


def test_what_was_not_chosen_or_agreed_to_is_asked_for(outsider, world):
    path = open_registration(world, notice="We ask.")
    page = outsider.submit(outsider.get(path), own_category=" ")
    assert page.status_code == 422
    for sentence in ("Choose how what you send", "Read the privacy notice", "Say what kind"):
        assert sentence in page.words


def test_a_notice_that_changed_while_it_was_read_is_read_again(outsider, world):
    page = outsider.get(open_registration(world, notice="We ask."))
    put_notice(world, "We ask and sell.")
    fields = {"own_category": "company", "publication": "named", "agreed": "y"}
    refused = outsider.submit(page, **fields)
    assert refused.status_code == 409
    assert "Read it again" in refused.words
    assert count(Stakeholder, Stakeholder.person == world.outsider) == 0


DECLARED = {
    "organisation": "Heron Institute", "own_category": "research institute", "country": "Belgium",
    "agreed": "yes", "publication": "organisation only",
}  # fmt: skip


def test_what_somebody_declares_comes_along_through_signing_in(outsider, world):
    page = outsider.get(open_registration(world, notice="We ask."))
    outsider.client.delete_cookie("plenary")
    asked = outsider.submit(page, **DECLARED)
    assert asked.status_code == 401
    back = outsider.submit(asked, email=world.outsider.email, password=PASSWORD)
    assert count(Stakeholder, Stakeholder.person == world.outsider) == 0
    assert {name: back.fields()[name] for name in DECLARED} == DECLARED
    assert outsider.submit(back).headers["Location"] == f"/drafts/{world.draft.id}"
    assert count(Stakeholder, Stakeholder.person == world.outsider) == 1


def test_what_somebody_declares_is_given_back_where_it_is_refused(outsider, world):
    page = outsider.get(open_registration(world, notice="We ask."))
    put_notice(world, "We ask and sell.")
    refused = outsider.submit(page, apart="yes", **DECLARED)
    assert given_back(refused) == DECLARED | {"apart": "yes"}
    file = outsider.submit(refused).response.get_data(as_text=True)
    assert "Organisation:\nHeron Institute\n\nI write apart from them:\nyes" in file


def test_the_draft_leads_whoever_may_join_to_joining(outsider, browser, world):
    change(world.consultation, is_public=True)
    joining = f"/consultations/{world.consultation.id}/take-part"
    draft = f"/drafts/{world.draft.id}"
    for visitor in (outsider, browser):
        assert "to answer the open questions and to comment" not in visitor.get(draft).words
        assert not [link for link in links(visitor.get(draft)) if joining in link]
    open_registration(world)
    assert "Take part to answer the open questions and to comment." in outsider.get(draft).words
    assert f"/register?next={joining}" in links(browser.get(draft))


def test_where_registration_is_closed_nobody_is_asked_to_take_part(outsider, browser, world):
    assert outsider.get(f"/consultations/{world.consultation.id}/take-part").status_code == 403
    change(world.consultation, is_public=True)
    page = f"/consultations/{world.consultation.id}"
    assert f"{page}/take-part" not in links(browser.get(page))
    open_registration(world)
    assert f"{page}/take-part" in links(browser.get(page))


def test_a_code_is_shown_once_and_only_its_hash_is_kept(stakeholder, world):
    code = code_of(stakeholder, world)
    assert code not in stakeholder.get(together(world)).text
    session.rollback()
    hashes = session.scalars(select(Stakeholder.code_hash).where(Stakeholder.code_hash.isnot(None)))
    assert code.replace("-", "") not in hashes.one()


def test_looking_again_at_a_page_that_showed_a_code_makes_no_other(stakeholder, world):
    made = stakeholder.submit(stakeholder.get(together(world)), action="/together/code")
    assert (made.status_code, made.headers["Location"]) == (302, together(world))
    assert "The code for your colleagues" in stakeholder.follow(made).words
    again = stakeholder.follow(made)
    assert not again.find("code")
    assert "A code is good until" in again.words
    assert count(AuditEntry, AuditEntry.action == "make a code for colleagues") == 1


def test_a_code_that_is_worth_nothing_any_more_is_not_shown(app, stakeholder, world):
    first = stakeholder.submit(stakeholder.get(together(world)), action="/together/code")
    elsewhere = Browser(app).sign_in(world.stakeholder.email)
    code_of(elsewhere, world)
    assert not stakeholder.follow(first).find("code")


def test_a_code_is_not_shown_to_whoever_signs_in_next(stakeholder, world):
    stakeholder.submit(stakeholder.get(together(world)), action="/together/code")
    stakeholder.sign_in(world.owner.email)
    assert not stakeholder.get(together(world)).find("code")


def test_colleagues_see_and_save_the_same_answers_and_the_lead_is_told(
    colleague, stakeholder, world
):
    save(colleague, world, "From a colleague.")
    assert stakeholder.get(answering(world)).fields("/answer")["text"] == "From a colleague."
    save_again = stakeholder.submit(stakeholder.get(answering(world)), "/answer", text="By both.")
    assert save_again.status_code == 302
    assert [text for _, text, *_ in versions()] == ["From a colleague.", "By both."]
    assert mails(world.stakeholder.email)[-1].subject == "Outsider writes with you"


def test_only_who_may_submit_submits(colleague, stakeholder, world):
    save(stakeholder, world)
    review = colleague.get(reviewing(world))
    assert "Stakeholder submits for all of you" in review.words
    assert not [f for f in review.find("form") if f.get("action", "").endswith("/submit")]
    token = {"csrf_token": colleague.get("/together/join").fields()["csrf_token"]}
    path = f"/submissions/{own_submission(world).id}"
    for act in ("submit", "withdraw", "publication"):
        assert colleague.post(f"{path}/{act}", token | {"key": "0" * 32}).status_code == 403
    stakeholder.submit(stakeholder.get(together(world)), action="/right")
    receipt = colleague.follow(colleague.submit(colleague.get(reviewing(world))))
    assert "Received:" in receipt.words
    sent = {mail.key for each in (world.stakeholder, world.outsider) for mail in mails(each.email)}
    assert len([key for key in sent if key.startswith("receipt ")]) == 2


def test_a_right_that_was_taken_is_gone_with_the_next_request(colleague, stakeholder, world):
    save(stakeholder, world)
    for _ in range(2):
        stakeholder.submit(stakeholder.get(together(world)), action="/right")
    assert not own_colleague(world).may_submit
    assert "submits for all of you" in colleague.get(reviewing(world)).words


def test_a_removed_colleague_is_out_with_the_next_request_and_their_words_stay(
    colleague, stakeholder, world
):
    save(colleague, world, "From a colleague.")
    path = f"/colleagues/{own_colleague(world).id}/remove"
    stakeholder.submit(stakeholder.get(path))
    assert colleague.get(answering(world)).status_code == 403
    assert stakeholder.get(answering(world)).fields("/answer")["text"] == "From a colleague."


def test_a_colleague_can_leave(colleague, world):
    page = colleague.get(f"/colleagues/{own_colleague(world).id}/remove")
    assert "Leave the workspace" in page.words
    assert "You have left." in colleague.follow(colleague.submit(page)).words
    assert count(Colleague) == 0


def test_the_lead_can_be_handed_over(colleague, stakeholder, world):
    page = stakeholder.get(f"/colleagues/{own_colleague(world).id}/lead")
    after = stakeholder.follow(stakeholder.submit(page))
    assert "Outsider leads now." in after.words
    assert "Make a" not in after.words
    assert own_colleague(world).person_id == world.stakeholder.id
    assert own_colleague(world).may_submit
    assert code_of(colleague, world)


def test_notes_are_read_by_colleagues_and_by_nobody_else(colleague, stakeholder, owner, world):
    page = colleague.get(answering(world))
    colleague.submit(page, action="/notes", text="Shall we say fourteen days?")
    read = stakeholder.get(answering(world))
    assert "Outsider" in read.words
    assert "Shall we say fourteen days?" in read.words
    assert "fourteen" not in owner.get(answering(world)).text
    stakeholder.submit(read, action="/notes", text="  ")
    assert count(Note) == 1
    assert count(AnswerVersion, AnswerVersion.text.contains("fourteen")) == 0


@pytest.mark.parametrize("entry", ["0", "-1", str(2**31), "tea"])
def test_a_note_beside_no_answer_that_can_be_is_not_kept(colleague, world, entry):
    page = colleague.get(answering(world))
    back = colleague.submit(page, action="/notes", text="Hm.", entry=entry)
    assert "The note was not kept" in colleague.follow(back).words
    assert count(Note) == 0


@pytest.mark.parametrize("entry", ["0", "2147483648", "99999999999999999999"])
def test_a_comment_that_can_be_none_is_not_found(stakeholder, world, entry):
    provision = stored(world.question).provisions[0].id
    for address in (f"/provisions/{provision}/comments", f"/drafts/{world.draft.id}/comments"):
        assert stakeholder.get(f"{address}/{entry}").status_code == 404


def test_who_writes_alone_sees_no_notes(stakeholder, world):
    assert "Notes among colleagues" not in stakeholder.get(answering(world)).words


def test_a_note_on_a_comment_stands_beside_that_comment(colleague, stakeholder, world):
    session.rollback()
    provision = stored(world.question).provisions[0].id
    stakeholder.submit(stakeholder.get(f"/provisions/{provision}/comments/new"), text="By when?")
    page = colleague.get(f"/provisions/{provision}/comments/1")
    back = colleague.follow(colleague.submit(page, action="/notes", text="Soon."))
    assert back.path == f"/provisions/{provision}/comments/1"
    assert "Soon." in back.words


def test_the_publication_choice_holds_for_what_was_sent_until_the_round_closes(owner, world):
    page = owner.get(f"/submissions/{world.submission.id}/publication")
    assert page.fields()["publication"] == "named"
    owner.submit(page, publication="anonymous")
    answer = stored(world.point).answer
    assert answer.author == "Anonymous (civil society)"
    change(world.round, closes_at=NOW.replace(hour=0))
    assert owner.submit(page, publication="named").status_code == 409
    assert stored(world.submission).published_as == "anonymous"


def test_what_is_not_published_is_told_to_its_author_without_a_name(owner, world):
    choosing = f"/submissions/{world.submission.id}/publication"
    owner.submit(owner.get(choosing), publication="not published")
    words = owner.get(f"/rounds/{world.round.id}/submission").words
    assert "How what I send is published: not published ·" in words
    assert "Anonymous" not in words


def test_who_was_never_asked_reads_the_privacy_notice_with_the_choice_and_its_version_is_kept(
    owner, world
):
    """Made a stakeholder by the body, or before the notice was as it is now."""
    review = f"/rounds/{world.round.id}/submission"
    assert "privacy notice" not in owner.get(review).words
    put_notice(world, "We *ask*.")
    assert "You have not read the privacy notice that is in force." in owner.get(review).words
    choosing = f"/submissions/{world.submission.id}/publication"
    page = owner.get(choosing)
    assert "We ask ." in page.words
    unread = owner.submit(page, publication="anonymous")
    assert unread.status_code == 422
    assert "Read the privacy notice, then tick this." in unread.words
    put_notice(world, "We ask and *sell*.")
    stale = owner.submit(page, publication="anonymous", agreed="yes")
    assert stale.status_code == 409
    assert "The privacy notice was changed while you read it" in stale.words
    assert owner.submit(owner.get(choosing), agreed="yes").status_code == 302
    part = stored(world.submission).stakeholder
    assert part.notice_hash == hashlib.sha256(b"We ask and *sell*.").hexdigest()
    assert part.agreed_at == NOW
    assert "privacy notice" not in owner.get(review).words
    assert "privacy notice" not in owner.get(choosing).words


def test_a_second_part_is_refused(owner, stakeholder, world):
    page = owner.submit(owner.get("/together/join"), code=code_of(stakeholder, world))
    assert page.status_code == 409
    assert "by yourself already" in page.words


def test_one_can_write_with_colleagues_here_and_alone_elsewhere(colleague, world):
    with transaction():
        elsewhere = factories.consultation(registration=True)
        session.add(elsewhere)
        session.flush()
        number = session.get_one(Consultation, elsewhere.id).id
    page = colleague.get(f"/consultations/{number}/take-part")
    colleague.submit(page, own_category="company", publication="named")
    assert count(Stakeholder, Stakeholder.person == world.outsider) == 1


def join_as(browser, path, organisation, **given):
    fields = {"organisation": organisation, "own_category": "company", "publication": "named"}
    return browser.submit(browser.get(path), **fields | given)


@pytest.mark.parametrize(
    "spelt", ["Kettle Works", "kettle works", "KETTLE-WORKS ", "Kettle  Works."]
)
def test_who_names_an_organisation_that_takes_part_is_told_to_join_it(outsider, world, spelt):
    path = open_registration(world)
    before = count(Stakeholder)
    page = join_as(outsider, path, spelt)
    assert page.status_code == 409
    assert "Somebody takes part for “Kettle Works” already. Ask its lead for a code" in page.words
    assert "/join" in " ".join(links(page))
    assert count(Stakeholder) == before
    assert page.fields()["organisation"] == spelt.strip()


def test_who_says_that_they_write_apart_goes_on_and_the_secretariat_sees_both(
    outsider, secretariat, world
):
    path = open_registration(world)
    round_page = f"/rounds/{world.round.id}"
    assert "more than one part" not in secretariat.get(round_page).words
    page = join_as(outsider, path, "kettle works")
    assert outsider.submit(page, apart="y").status_code == 302
    seen = secretariat.get(round_page).words
    assert "1 organisation with more than one part" in seen
    assert world.outsider.email in seen
    assert world.owner.email in seen
    assert count(Organisation, Organisation.name.ilike("kettle works")) == 1
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "take part")).one()
    assert entry.after["apart"] is True


@pytest.mark.parametrize("organisation", ["Kettle Workshop", ""])
def test_another_organisation_and_oneself_are_not_asked(outsider, world, organisation):
    assert join_as(outsider, open_registration(world), organisation).status_code == 302


def test_a_colleague_reads_the_privacy_notice_and_agrees_before_joining(
    outsider, stakeholder, world
):
    code = code_of(stakeholder, world)
    put_notice(world, "We *ask*.")
    asked = outsider.submit(outsider.get("/together/join"), code=code)
    assert (asked.status_code, "We ask ." in asked.words) == (200, True)
    assert count(Colleague) == 0
    refused = outsider.submit(asked)
    assert refused.status_code == 422
    assert "Read the privacy notice, then tick this." in refused.words
    put_notice(world, "We *tell*.")
    changed = outsider.submit(refused, agreed="y")
    assert "The privacy notice was changed while you read it." in changed.words
    assert "agreed" not in changed.fields()
    assert outsider.submit(changed, agreed="y").status_code == 302
    kept = own_colleague(world)
    assert (len(kept.notice_hash), kept.agreed_at) == (64, NOW)


def test_a_wrong_code_shows_no_notice(outsider, world):
    put_notice(world, "We *ask*.")
    page = outsider.submit(outsider.get("/together/join"), code="aaaa-bbbb-cccc-dddd")
    assert page.status_code == 409
    assert "We ask" not in page.words


def test_a_code_that_is_refused_stands_in_its_field_to_be_mended(outsider, stakeholder, world):
    code = code_of(stakeholder, world)
    refused = outsider.submit(outsider.get("/together/join"), code=f"{code}x")
    assert refused.status_code == 409
    assert "There is no such code" in refused.words
    assert refused.fields()["code"] == f"{code}x"
    assert outsider.submit(refused, code=code).status_code == 302


def test_a_code_that_was_replaced_while_the_notice_was_read_can_be_written_anew(
    outsider, stakeholder, world
):
    code = code_of(stakeholder, world)
    put_notice(world, "We *ask*.")
    asked = outsider.submit(outsider.get("/together/join"), code=code)
    newer = code_of(stakeholder, world)
    refused = outsider.submit(asked, agreed="y")
    assert (refused.status_code, refused.fields()["code"]) == (409, code)
    assert "We ask" not in refused.words
    again = outsider.submit(refused, code=newer)
    assert (again.status_code, "We ask ." in again.words) == (200, True)
    assert outsider.submit(again, agreed="y").status_code == 302
