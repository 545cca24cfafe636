"""A consultation is set up in the browser, from nothing to the first who takes part."""

import io

import docx
import pytest

from consultation import Plenary
from consultation.db import session
from consultation.models import (
    Consultation,
    Eligibility,
    Invitation,
    Membership,
    Office,
    Person,
    PrivacyNotice,
    Role,
    Round,
    Stakeholder,
    WorkingGroup,
)
from consultation.roles import offices_for
from tests import setting_up
from tests.client import PASSWORD, Browser, Page
from tests.exports.test_documents import own_template
from tests.views.mailing import link, mails
from tests.views.visiting import change, count, links, stored

TABLE = (
    "address,name,organisation,category,country,decision,reason\n"
    "uma@example.org,Uma,Kettle Friends,company,Malta,accepted,\n"
    "ben@example.org,Ben,,researcher,Malta,refused,Too late.\n"
    "nobody,Nil,,researcher,Malta,accepted,\n"
)


@pytest.fixture
def founder(secretariat: Browser, world) -> Browser:
    change(world.secretariat, may_found=True)
    return secretariat


def newest(model):
    session.rollback()
    return session.query(model).order_by(model.id.desc()).first()


def found(founder: Browser, **fields: str) -> int:
    page = founder.get("/consultations/new")
    given = setting_up.PROFILE | {"text": "We keep your *address*."} | fields
    response = founder.submit(page, **given)
    assert response.status_code == 302, response.words
    return newest(Consultation).id


def upload(browser: Browser, address: str, raw: bytes = TABLE.encode()) -> Page:
    page = browser.get(address)
    return browser.post(address, page.fields() | {"file": (io.BytesIO(raw), "people.csv")})


def test_only_a_founder_finds_the_way_to_found_one(founder, reader):
    assert "/consultations/new" in links(founder.get("/"))
    assert "/consultations/new" not in links(reader.get("/"))


def test_a_consultation_is_there_with_its_notice_and_its_founder_runs_it(founder, world):
    number = found(founder)
    made = session.get_one(Consultation, number)
    assert (made.usual_days, made.legal_basis, made.categories) == (
        28, "Article 56.", ["company", "researcher"],
    )  # fmt: skip
    assert newest(PrivacyNotice).text == "We keep your *address*."
    assert count(Membership, Membership.consultation_id == number) == 1
    assert newest(Membership).person_id == world.secretariat.id


def test_what_was_typed_stands_there_again_when_the_title_is_missing(founder):
    page = founder.get("/consultations/new")
    again = founder.submit(page, **setting_up.PROFILE | {"title": " "})
    assert again.status_code == 422
    assert again.fields()["summary"] == "Who keeps which record."
    assert "Write the title" in again.words


PAGES = (
    "", "/settings", "/settings/profile", "/settings/notice", "/working-groups", "/offices",
    "/rounds", "/rounds/new", "/stakeholders", "/eligibility", "/letters", "/codes",
)  # fmt: skip


def test_a_consultation_without_a_round_has_a_working_page_everywhere(founder):
    number = found(founder, text="")
    for page in PAGES:
        assert founder.get(f"/consultations/{number}{page}").status_code == 200, page
    bar = links(founder.get(f"/consultations/{number}"))
    for place in ("rounds", "stakeholders", "settings"):
        assert f"/consultations/{number}/{place}" in bar


def test_a_change_stands_in_the_history_with_before_after_when_and_by_whom(secretariat, world):
    page = secretariat.get(f"/consultations/{world.consultation.id}/settings/profile")
    settings = secretariat.follow(secretariat.submit(page, host="The Assembly"))
    assert "Saved, and written into the log." in settings.words
    assert "Change the settings 12 April 2027, 12:00" in settings.words
    assert "Secretariat Host: The Forum The Assembly" in settings.words


def test_who_saves_settings_that_somebody_changed_meanwhile_keeps_what_they_typed(
    secretariat, world
):
    page = secretariat.get(f"/consultations/{world.consultation.id}/settings/profile")
    change(world.consultation, host="The Assembly")
    refused = secretariat.submit(page, host="The Council")
    assert refused.status_code == 409
    assert "Somebody else changed these settings" in refused.words
    assert refused.fields()["host"] == "The Council"
    assert secretariat.submit(refused).status_code == 302
    assert newest(Consultation).host == "The Council"


def test_a_new_notice_is_in_force_and_the_former_one_stays(secretariat, world):
    address = f"/consultations/{world.consultation.id}/settings/notice"
    for text in ("We keep your name.", "We keep nothing."):
        secretariat.submit(secretariat.get(address), text=text)
    page = secretariat.get(address)
    assert "Privacy notice 2 in force since" in page.words
    assert "Privacy notice 1 in force from" in page.words
    assert page.fields()["text"] == "We keep nothing."


@pytest.mark.parametrize("what", ["notice", "rules"])
def test_who_read_another_text_than_the_one_in_force_is_told_by_whom_and_what_and_keeps_theirs(
    secretariat, app, world, what
):
    address = f"/consultations/{world.consultation.id}/settings/{what}"
    secretariat.submit(secretariat.get(address), text="We keep your name.")
    late = secretariat.get(address)
    secretariat.submit(secretariat.get(address), text="We keep your address.")
    refused = secretariat.submit(late, text="We keep nothing.")
    assert refused.status_code == 409
    assert "Secretariat put" in refused.words
    assert "since you opened this page" in refused.words
    assert [each.text for each in refused.find("del")] == ["name"]
    assert [each.text for each in refused.find("ins")] == ["address"]
    assert refused.fields()["text"] == "We keep nothing."
    assert secretariat.submit(refused).status_code == 302
    assert secretariat.get(address).fields()["text"] == "We keep nothing."


@pytest.mark.parametrize("what", ["notice", "rules"])
def test_a_text_without_the_number_of_the_one_that_was_read_is_no_page_that_went_well(
    secretariat, world, what
):
    page = secretariat.get(f"/consultations/{world.consultation.id}/settings/{what}")
    refused = secretariat.submit(page, text="We keep nothing.", seen="")
    assert refused.status_code == 422
    assert refused.fields()["text"] == "We keep nothing."


def test_who_read_another_retention_than_holds_is_told_and_keeps_what_was_typed(secretariat, world):
    page = secretariat.get(f"/consultations/{world.consultation.id}/settings/retention")
    change(world.consultation, retention_months=9, protection_contact="data@example.org")
    refused = secretariat.submit(page, months="3", contact="")
    assert refused.status_code == 409
    assert "9 months now, and people ask data@example.org" in refused.words
    assert refused.fields()["months"] == "3"
    assert secretariat.submit(refused).status_code == 302
    assert stored(world.consultation).retention_months == 3


def test_a_group_and_a_strand_are_added_and_renamed(secretariat, world):
    address = f"/consultations/{world.consultation.id}/working-groups"
    secretariat.submit(secretariat.get(address), code="WGC", title="Care")
    made = newest(WorkingGroup).id
    secretariat.submit(secretariat.get(address), code="WGCa", title="Small care", parent=str(made))
    assert newest(WorkingGroup).parent_id == made
    secretariat.submit(secretariat.get(f"/working-groups/{made}"), title="Great care")
    assert "WGC Great care" in secretariat.get(address).words
    taken = secretariat.submit(secretariat.get(address), code="WGC", title="Again")
    assert (taken.status_code, taken.fields()["title"]) == (409, "Again")


def invite(secretariat: Browser, world, email: str, to: str = "") -> Page:
    page = secretariat.get(f"/consultations/{world.consultation.id}/offices")
    to = to or f"chair {world.group.id}"
    return secretariat.submit(page, "/offices", email=email, person="Ida", to=to)


def test_who_has_no_account_makes_one_with_the_link_and_is_chair(secretariat, browser, world):
    invite(secretariat, world, "ida@example.org")
    page = browser.get(link("ida@example.org"))
    assert "Ida, you are invited to be chair of WGA Records in “The Code”." in page.words
    assert page.fields()["email"] == "ida@example.org"
    welcome = browser.follow(browser.submit(page, password=PASSWORD))
    assert "You are chair of WGA Records now." in welcome.words
    ida = newest(Person)
    assert (ida.name, ida.email) == ("Ida", "ida@example.org")
    assert offices_for(ida, session.get_one(WorkingGroup, world.group.id)) == {Office.CHAIR}
    assert "My questions" in welcome.text


def test_who_has_an_account_accepts_after_signing_in(secretariat, app: Plenary, world):
    invite(secretariat, world, world.outsider.email, "secretariat")
    path = link(world.outsider.email)
    visitor = Browser(app)
    page = visitor.get(path)
    assert "Sign in to accept" in page.words
    assert "password" not in page.text.partition("<main")[2]
    visitor.sign_in(world.outsider.email)
    visitor.submit(visitor.get(path))
    assert newest(Membership).role is Role.SECRETARIAT
    assert visitor.get(f"/consultations/{world.consultation.id}/settings").status_code == 200


def test_who_is_signed_in_as_somebody_else_accepts_nothing(secretariat, reader, world):
    invite(secretariat, world, "ida@example.org")
    page = reader.get(link("ida@example.org"))
    assert "you are signed in with another address" in page.words
    assert newest(Invitation).is_pending


def test_an_invitation_that_waits_is_sent_again_or_taken_back(secretariat, browser, world):
    invite(secretariat, world, "ida@example.org")
    first, number = link("ida@example.org"), newest(Invitation).id
    page = secretariat.get(f"/consultations/{world.consultation.id}/offices")
    secretariat.submit(page, f"/invitations/{number}/again")
    assert len(mails("ida@example.org")) == 2
    assert "opens nothing any more" in browser.get(first).words
    secretariat.submit(page, f"/invitations/{number}/take-back")
    assert "opens nothing any more" in browser.get(link("ida@example.org")).words
    assert "Taken back on" in secretariat.get(page.path).words


def test_an_office_is_ended_after_a_look_at_what_that_means(secretariat, chair, world):
    page = secretariat.get(f"/consultations/{world.consultation.id}/offices")
    (end,) = [
        a.get("href")
        for a in page.find("a")
        if "End this office of Chair," in "".join(a.itertext())
    ]
    asked = secretariat.get(end)
    assert "What they signed and decided stays" in asked.words
    secretariat.submit(asked)
    assert chair.get(f"/questions/{world.question.id}/themes").status_code == 403


def plan(secretariat: Browser, world, **fields: str) -> Page:
    page = secretariat.get(f"/consultations/{world.consultation.id}/rounds/new")
    dates = {"opens": "2027-06-01T09:00", "closes": "2027-06-20T23:59"}
    return secretariat.submit(page, **dates | fields)


def test_a_short_round_says_why_and_a_sunday_is_cautioned_about(secretariat, world):
    change(world.consultation, usual_days=28)
    refused = plan(secretariat, world)
    assert refused.status_code == 409
    assert "19 days are fewer than the 28" in refused.words
    page = secretariat.follow(secretariat.submit(refused, shorter_because="The law sets a date."))
    assert "It closes on a Sunday, when few can ask for help." in page.words
    public = secretariat.get(f"/consultations/{world.consultation.id}")
    assert (
        "19 days, fewer than the 28 that are usual, because: The law sets a date." in public.words
    )


def test_the_form_offers_the_next_number_and_the_usual_days(secretariat, world):
    change(world.consultation, usual_days=28, shorter_because="The law sets a date.")
    fields = secretariat.get(f"/consultations/{world.consultation.id}/rounds/new").fields()
    assert fields["number"] == "2"
    assert (fields["opens"], fields["closes"]) == ("2027-04-26T09:00", "2027-05-24T23:59")
    assert fields["shorter_because"] == "The law sets a date."


def test_a_moved_round_shows_everybody_both_dates_and_why(secretariat, reader, world):
    plan(secretariat, world)
    made = newest(Round)
    page = secretariat.get(f"/rounds/{made.id}/dates")
    assert secretariat.submit(page, opens="2027-06-08T09:00", reason="Late.").status_code == 302
    words = reader.get(f"/consultations/{world.consultation.id}").words
    assert "it was to open on 1 June 2027, 09:00" in words
    assert "Why: Late." in words


def test_a_round_that_has_opened_offers_no_form_but_the_extension(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/dates")
    assert f"/rounds/{world.round.id}/extend" in links(page)
    assert page.find("input", name="opens") == []


def test_a_table_is_shown_row_by_row_before_anything_is_kept(secretariat, world):
    address = f"/consultations/{world.consultation.id}/eligibility"
    page = upload(secretariat, address)
    assert "2 decisions to keep, 0 that change nothing, 1 row that cannot be taken" in page.words
    assert "column address: “nobody” is no e-mail address" in page.words
    assert count(Eligibility) == 0
    people = secretariat.follow(secretariat.submit(page, "/eligibility"))
    assert "2 decisions kept; each is told by a letter. 1 row could not be taken." in people.words
    assert count(Eligibility) == 2
    assert "Too late." in mails("ben@example.org")[0].text


def accept(secretariat: Browser, world) -> None:
    page = upload(secretariat, f"/consultations/{world.consultation.id}/eligibility")
    secretariat.submit(page, "/eligibility")


def test_who_is_accepted_begins_with_what_they_declared_filled_in(secretariat, browser, world):
    accept(secretariat, world)
    browser.submit(browser.get(link("uma@example.org")), password=PASSWORD)
    page = browser.get(f"/consultations/{world.consultation.id}/take-part")
    fields = page.fields()
    assert (fields["organisation"], fields["own_category"], fields["country"]) == (
        "Kettle Friends", "company", "Malta",
    )  # fmt: skip
    assert browser.submit(page, publication="organisation only").status_code == 302
    assert newest(Stakeholder).person.email == "uma@example.org"
    listed = secretariat.get(f"/consultations/{world.consultation.id}/stakeholders?show=takes+part")
    assert "Kettle Friends Uma company Malta" in listed.words


def test_who_is_accepted_finds_the_closed_consultation_and_who_is_refused_does_not(
    secretariat, app: Plenary, world
):
    accept(secretariat, world)
    change(world.outsider, email="uma@example.org")
    change(world.reader, email="ben@example.org")
    uma = Browser(app).sign_in("uma@example.org")
    address = f"/consultations/{world.consultation.id}"
    assert f"{address}/take-part" in links(uma.get(address))
    ben = Browser(app).sign_in("ben@example.org")
    assert ben.get(f"{address}/take-part").status_code == 403


@pytest.mark.parametrize(
    ("shown", "there", "gone"),
    [
        ("", "Uma", "nobody there"),
        ("invited", "Uma", "Ben"),
        ("refused", "Ben", "Uma"),
        ("takes part", "Kettle Works", "Uma"),
    ],
)
def test_people_are_listed_by_where_they_stand(secretariat, world, shown, there, gone):
    accept(secretariat, world)
    address = f"/consultations/{world.consultation.id}/stakeholders?show={shown}"
    words = secretariat.get(address).words
    assert there in words
    assert gone not in words
    assert "2 stakeholders, 1 invited, 1 refused" in words


def test_a_decision_is_written_again_with_a_new_link(secretariat, browser, world):
    accept(secretariat, world)
    first = link("uma@example.org")
    number = session.query(Eligibility).filter_by(email="uma@example.org").one().id
    page = secretariat.get(f"/consultations/{world.consultation.id}/stakeholders")
    secretariat.submit(page, f"/eligibility/{number}/again")
    assert "opens nothing any more" in browser.get(first).words
    assert "you are accepted to take part" in browser.get(link("uma@example.org")).words


def test_a_letter_is_looked_at_then_saved_and_goes_out_so(secretariat, world):
    address = f"/consultations/{world.consultation.id}/letters/invitation"
    own = {"title": "Come, {{name}}", "text": "Be {{office}}: {{link}}"}
    looked = secretariat.submit(secretariat.get(address), **own, look="y")
    assert "Come, Ada Example" in looked.words
    assert looked.fields(address)["text"] == own["text"]
    assert secretariat.submit(looked, address).status_code == 302
    invite(secretariat, world, "ida@example.org")
    (mail,) = mails("ida@example.org")
    assert mail.subject == "Come, Ida"
    assert mail.text.startswith("Be chair of WGA Records: ")


def test_a_letter_without_its_link_is_given_back_with_why(secretariat, world):
    address = f"/consultations/{world.consultation.id}/letters/acceptance"
    refused = secretariat.submit(secretariat.get(address), text="Dear {{name}}")
    assert refused.status_code == 409
    assert "of no use without {{link}}" in refused.words
    assert refused.fields()["text"] == "Dear {{name}}"


def test_there_is_no_letter_of_another_kind(secretariat, world):
    assert (
        secretariat.get(f"/consultations/{world.consultation.id}/letters/love").status_code == 404
    )


def test_participation_leads_to_a_letter_to_who_has_not_sent(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}/participation")
    assert "civil society 0 2 1 1" in page.words
    assert f"/rounds/{world.round.id}/remind" in links(page)
    asked = secretariat.get(f"/rounds/{world.round.id}/remind")
    assert "Who takes part and has not sent anything (1)" in asked.words
    told = secretariat.follow(secretariat.submit(asked, audience="unsent"))
    assert "1 letter written." in told.words
    assert len(mails(world.stakeholder.email)) == 1


def test_a_round_that_has_not_opened_is_announced_and_counts_nothing_down(founder):
    number = found(founder)
    page = founder.get(f"/consultations/{number}/rounds/new")
    dates = {"opens": "2027-06-01T09:00", "closes": "2027-07-02T23:59"}
    founder.submit(page, **dates)
    header = " ".join(founder.get(f"/consultations/{number}").find("header")[0].itertext())
    assert "Round 1 opens" in header
    assert "closes in" not in header
    assert "Round 1 opens on 1 June 2027, 09:00" in founder.get("/").words


@pytest.mark.each_case_asks
@pytest.mark.parametrize(
    "page",
    ["", "/ledger", "/pack", "/participation", "/remind", "/dates", "/extend", "/late", "/publish"],
)
def test_a_round_without_a_draft_has_a_working_page_everywhere(founder, page):
    number = found(founder)
    founder.submit(founder.get(f"/consultations/{number}/rounds/new"))
    made = newest(Round).id
    assert founder.get(f"/rounds/{made}{page}").status_code == 200
    assert founder.get(f"/rounds/{made}/pack.json").status_code == 200


def test_a_chair_of_a_group_without_questions_has_an_empty_desk(founder, app: Plenary, world):
    number = found(founder)
    founder.submit(founder.get(f"/consultations/{number}/working-groups"), code="WGZ", title="Zeal")
    group = newest(WorkingGroup).id
    page = founder.get(f"/consultations/{number}/offices")
    given = {"email": world.outsider.email, "person": "O", "to": f"chair {group}"}
    founder.submit(page, "/offices", **given)
    outsider = Browser(app).sign_in(world.outsider.email)
    welcome = outsider.follow(outsider.submit(outsider.get(link(world.outsider.email))))
    (desk,) = [a.get("href") for a in welcome.find("a") if a.text == "My questions"]
    assert outsider.get(desk).status_code == 200


def looks_of_files(browser: Browser, world, raw: bytes, name: str = "house.docx") -> Page:
    address = f"/consultations/{world.consultation.id}/word-template"
    return browser.post(address, browser.get(address).fields() | {"file": (io.BytesIO(raw), name)})


def pack_of(browser: Browser, world):
    raw = browser.get(f"/rounds/{world.round.id}/pack.docx").response.data
    return docx.Document(io.BytesIO(raw))


def test_word_files_look_like_the_bodys_own_document_until_the_usual_looks_are_back(
    secretariat, world
):
    raw = own_template()
    assert looks_of_files(secretariat, world, raw).status_code == 302
    here = f"/consultations/{world.consultation.id}"
    assert secretariat.get(f"{here}/word-template.docx").response.data == raw
    assert "Choose the looks of its documents" in secretariat.get(f"{here}/settings").words
    assert pack_of(secretariat, world).styles["Heading 1"].font.name == "Papyrus"
    secretariat.submit(secretariat.get(f"{here}/word-template"), usual="yes")
    assert pack_of(secretariat, world).styles["Heading 1"].font.name != "Papyrus"
    assert secretariat.get(f"{here}/word-template.docx").status_code == 404


def test_what_is_no_word_document_is_refused_and_the_one_in_use_stays(secretariat, world):
    looks_of_files(secretariat, world, own_template())
    refused = looks_of_files(secretariat, world, b"a letter", "letter.docx")
    assert refused.status_code == 409
    assert "is no Word document" in refused.words
    assert pack_of(secretariat, world).styles["Heading 1"].font.name == "Papyrus"
