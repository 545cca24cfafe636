"""What readers see: consultations they may read, the draft with its questions, help."""

from datetime import timedelta

from consultation.db import session, transaction
from consultation.models import Consultation, Draft, WorkingGroup
from tests import factories
from tests.behind import behind_the_databases_back
from tests.client import XHTML, Browser, Page
from tests.conftest import NOW
from tests.views.visiting import change, links


def boxes(page: Page) -> dict[str, str]:
    """By the words of each open question's box: the provision above it."""
    return {
        " ".join("".join(box.itertext()).split()): _heading_of(box.getparent())
        for box in page.find("aside")
    }


def _heading_of(section) -> str:
    heading = next(section.iter(f"{XHTML}h2", f"{XHTML}h3"))
    return " ".join("".join(heading.itertext()).split())


def another_consultation(**given) -> int:
    with transaction():
        made = factories.consultation(title="Another code", **given)
        session.add(made)
        session.flush()
        return made.id


def test_the_front_page_lists_what_a_person_has_a_part_in_and_nothing_else(app, world):
    another_consultation()
    for person in (
        world.secretariat,
        world.reader,
        world.chair,
        world.vice_chair,
        world.other_chair,
        world.stakeholder,
    ):
        page = Browser(app).sign_in(person.email).get("/")
        assert "The Code" in page.words, person.name
        assert "Another code" not in page.text, person.name
        assert f"/consultations/{world.consultation.id}" in links(page)
        assert f"/drafts/{world.draft.id}" in links(page)


def test_the_front_page_leads_each_person_to_what_is_theirs_in_a_consultation(app, browser, world):
    change(world.consultation, is_public=True)
    desk = f"/consultations/{world.consultation.id}/desk"
    own = f"/rounds/{world.round.id}/submission"
    pack = f"/rounds/{world.round.id}/pack"
    for person, theirs in (
        (world.chair, {desk}),
        (world.stakeholder, {own}),
        (world.secretariat, {pack}),
        (world.reader, set()),
    ):
        page = Browser(app).sign_in(person.email).get("/")
        assert links(page) & {desk, own, pack} >= theirs, person.name
        assert (own in links(page)) is (person is world.stakeholder), person.name
    assert not links(browser.get("/")) & {desk, own, pack}


def test_the_front_page_shows_strangers_what_is_public(app, browser, world):
    public = another_consultation(is_public=True)
    for stranger in (browser, Browser(app).sign_in(world.outsider.email)):
        page = stranger.get("/")
        assert "Another code" in page.words
        assert f"/consultations/{public}" in links(page)
        assert "The Code" not in page.text


def test_an_empty_front_page_says_what_to_do(browser):
    page = browser.get("/")
    assert "There is no consultation that you may read." in page.words
    assert "Sign in if you were invited to one." in page.words


def test_the_front_page_says_when_a_round_closes(chair, world):
    assert "Round 1 closes in 7 days · 19 April 2027, 12:00 (Europe/Brussels time, UTC+2)" in (
        chair.get("/").words
    )


def test_a_consultation_shows_its_drafts_groups_and_rounds(chair, world):
    page = chair.get(f"/consultations/{world.consultation.id}")
    for words in ("The Code", "The Forum", "Draft 1", "WGA Records", "WGB Safety", "Round 1"):
        assert words in page.words
    assert "5 April 2027, 12:00 (Europe/Brussels time, UTC+2)" in page.words
    assert f"/drafts/{world.draft.id}" in links(page)


def test_times_are_those_of_the_consultations_own_zone(chair, world):
    change(world.consultation, time_zone="Pacific/Auckland")
    page = chair.get(f"/consultations/{world.consultation.id}")
    assert "19 April 2027, 22:00 (Pacific/Auckland time, UTC+12)" in page.words


def test_of_a_draft_that_is_not_published_nothing_reaches_those_who_do_not_prepare_it(app, world):
    change(world.draft, published_at=None)
    for person in (world.reader, world.stakeholder):
        visitor = Browser(app).sign_in(person.email)
        for address in (
            "/",
            f"/consultations/{world.consultation.id}",
            f"/rounds/{world.round.id}/submission",
        ):
            page = visitor.get(address)
            assert "Draft 1" not in page.text, address
            assert "Which changes are material?" not in page.text, address
            assert f"/drafts/{world.draft.id}" not in links(page), address


def test_each_question_stands_in_its_box_beside_its_provision(stakeholder, world):
    page = stakeholder.get(f"/drafts/{world.draft.id}")
    found = boxes(page)
    (first,) = (box for box in found if "Open question Q01" in box)
    assert "WGA Records" in first
    assert "Which changes are material?" in first
    assert "Keep the record" in found[first]
    assert f"/questions/{world.question.id}/answer" in links(page)


def test_a_question_about_no_provision_stands_below_the_whole_draft(stakeholder, world):
    found = boxes(stakeholder.get(f"/drafts/{world.draft.id}"))
    (second,) = (box for box in found if "Open question Q02" in box)
    assert found[second] == "Questions about the whole draft"


def test_a_question_about_several_provisions_stands_once_beside_the_first(stakeholder, world):
    with transaction():
        draft = session.get_one(Draft, world.draft.id)
        about = [factories.provision(draft=draft, number=number) for number in ("7.1", "7.2")]
        session.add_all(about)
        group = session.get_one(WorkingGroup, world.group.id)
        question = factories.question(
            draft=draft, working_group=group, number="Q09", provisions=about
        )
        session.add(question)
    found = boxes(stakeholder.get(f"/drafts/{world.draft.id}"))
    (heading,) = (above for box, above in found.items() if "Q09" in box)
    assert heading.startswith("Measure 7.1 ")


def test_only_who_takes_part_is_led_to_an_answer_and_only_in_time(app, stakeholder, world):
    draft, answer = f"/drafts/{world.draft.id}", f"/questions/{world.question.id}/answer"
    for actor in (world.reader, world.chair, world.secretariat):
        assert answer not in links(Browser(app).sign_in(actor.email).get(draft))
    assert answer in links(stakeholder.get(draft))
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    page = stakeholder.get(draft)
    assert answer not in links(page)
    assert "Round 1 closed on 12 April 2027, 11:59 (Europe/Brussels time, UTC+2)" in page.words


def test_a_stranger_reads_a_public_draft_and_is_shown_where_to_sign_in(browser, world):
    change(world.consultation, is_public=True)
    page = browser.get(f"/drafts/{world.draft.id}")
    assert "The record is complete at release." in page.words
    assert "Which changes are material?" in page.words
    assert f"/sign-in?next=/drafts/{world.draft.id}" in links(page)


def test_the_header_signs_in_to_the_page_where_one_is(browser, world):
    change(world.consultation, is_public=True)
    for path in (f"/drafts/{world.draft.id}", f"/consultations/{world.consultation.id}"):
        assert f"/sign-in?next={path}" in in_header(browser.get(path))


def in_header(page) -> list[str]:
    (header,) = page.find("header", class_="site-header")
    return [link.get("href") for link in header.iter(f"{XHTML}a")]


def test_on_the_way_to_a_page_the_header_does_not_lose_it(browser, world):
    registering = in_header(browser.get("/register?next=/drafts/1"))
    assert "/sign-in?next=/drafts/1" in registering
    assert not any("/sign-in" in link for link in in_header(browser.get("/sign-in?next=/drafts/1")))


def test_the_text_of_a_provision_is_markdown_and_nothing_that_runs(chair, world):
    text = (
        "# Scope\n\nA *clear* [rule](https://example.org) and a [trap](javascript:alert(1)).\n\n"
        "<script>alert(2)</script> ![a picture](https://evil.example/p.png)\n\n| a | b |\n|--|--|"
    )
    with transaction(), behind_the_databases_back():
        session.get_one(Draft, world.draft.id).provisions[0].text = text
    page = chair.get(f"/drafts/{world.draft.id}")
    assert "clear" in [element.text for element in page.find("em")]
    assert "https://example.org" in links(page)
    assert "Scope" in [element.text for element in page.find("h3")]
    assert "<script>alert(2)</script>" in page.words
    assert not [link for link in links(page) if "javascript" in link]
    assert page.find("img") == []


def test_an_empty_draft_says_so(chair, world):
    with transaction():
        round_ = factories.round_(
            consultation=session.get_one(Consultation, world.consultation.id), number=2
        )
        draft = factories.draft(round=round_)
        session.add(draft)
        session.flush()
        address = f"/drafts/{draft.id}"
    assert "This draft holds no provision and no question yet." in chair.get(address).words


def test_help_explains_every_part_to_anyone(browser):
    page = browser.get("/help")
    for words in (
        "If you want to answer",
        "If you chair a working group",
        "If you are the secretariat",
        "Up to 1,000,000 characters an answer",
        "Counts of submissions, answers and organisations are never votes.",
    ):
        assert words in page.words


def test_the_bar_leads_where_a_person_may_go(app, world):
    expected = {
        world.reader.email: ["Draft", "Help"],
        world.stakeholder.email: ["Draft", "My submission", "Help"],
        world.chair.email: ["Draft", "My questions", "Meetings", "Ledger", "Observations", "Help"],
        world.secretariat.email: [
            "Draft",
            "Meetings",
            "Round",
            "Input",
            "Ledger",
            "Observations",
            "Plenary pack",
            "Drafts",
            "People",
            "Settings",
            "Help",
        ],
    }
    for email, labels in expected.items():
        person = Browser(app).sign_in(email)
        (bar,) = person.get(f"/drafts/{world.draft.id}").find("nav", aria_label="Pages")
        entries = list(bar.iter(f"{XHTML}a"))
        assert [" ".join(entry.itertext()).strip() for entry in entries] == labels
        statuses = [person.get(entry.get("href")).status_code for entry in entries]
        assert set(statuses) == {200}, email


def test_who_only_reads_is_given_no_cookie(browser, world, now):
    """trust.md 92: a cookie comes with the first form, and not before."""
    change(world.consultation, is_public=True)
    closed = NOW - timedelta(minutes=1)
    change(world.round, closes_at=closed, published_at=NOW, outcomes_published_at=NOW)
    draft = f"/drafts/{world.draft.id}"
    round_ = f"/rounds/{world.round.id}"
    for address in ("/", f"/consultations/{world.consultation.id}", draft, f"{round_}/results",
                    f"{round_}/open-data.json", "/help"):  # fmt: skip
        assert "Set-Cookie" not in browser.get(address).headers, address
    assert "Set-Cookie" in browser.get("/sign-in").headers
