"""Reading a draft: a page per provision, contents, a group's share, search, one's own marks."""

import re
from datetime import timedelta

import pytest

from consultation import reading as draft_reading
from consultation.db import session, transaction
from consultation.models import Draft, Provision, WorkingGroup
from consultation.views import draft_pages
from tests import factories
from tests.behind import behind_the_databases_back
from tests.client import XHTML, Browser, statements
from tests.conftest import NOW
from tests.views.test_commenting import comment, commenting
from tests.views.test_public import boxes
from tests.views.test_stakeholder import reviewing, save
from tests.views.visiting import change, links

SELECTS = re.compile("SELECT")


@pytest.fixture
def tree(world) -> dict[str, int]:
    """A chapter of group B with two measures, the second about slow words, and a form field."""
    with transaction():
        draft = session.get_one(Draft, world.draft.id)
        group = session.get_one(WorkingGroup, world.other_group.id)
        chapter = factories.provision(
            draft=draft, working_group=group, key="ch", number="8", title="Safety",
            kind="commitment", text="word " * 460,
        )  # fmt: skip
        below = [
            factories.provision(
                draft=draft, parent=chapter, working_group=group, key=f"ch.{n}", number=f"8.{n}",
                title=title, kind=kind, text=text,
            )
            for n, title, kind, text in (
                (1, "Test it", "measure", "Tests are *repeated* each quarter. A+B (again)."),
                (2, "Form", "form", "Name and date."),
            )
        ]  # fmt: skip
        session.add_all([chapter, *below])
        session.flush()
        return {p.key: p.id for p in (chapter, *below)}


def reading(world, key: str = "") -> str:
    return f"/drafts/{world.draft.id}" + (f"/provisions/{key}" if key else "")


def first_provision(world) -> Provision:
    session.rollback()
    return session.get_one(Draft, world.draft.id).provisions[0]


def headings(page) -> list[str]:
    """The provisions shown in full, by number."""
    return [
        " ".join("".join(e.itertext()).split())
        for e in page.tree.iter(f"{XHTML}h2", f"{XHTML}h3")
        if (e.get("id") or "").startswith("provision-")
    ]


def test_a_provision_has_a_page_of_its_own_with_what_stands_around_it(stakeholder, world, tree):
    page = stakeholder.get(reading(world, "ch.1"))
    assert "Tests are repeated each quarter." in page.words
    assert {reading(world, "ch"), reading(world, "ch.2"), f"{reading(world)}#provision-ch.1"} <= (
        links(page)
    )
    (above,) = page.find("a", rel="prev")
    (below,) = page.find("a", rel="next")
    assert (above.get("href"), below.get("href")) == (reading(world, "ch"), reading(world, "ch.2"))
    chapter = stakeholder.get(reading(world, "ch"))
    assert {reading(world, "ch.1"), reading(world, "ch.2")} <= links(chapter)
    assert f"http://localhost{reading(world, 'ch')}" in chapter.words


def test_a_provisions_page_has_every_question_about_it_and_the_way_to_answer(stakeholder, world):
    page = stakeholder.get(reading(world, first_provision(world).key))
    (box,) = page.find("aside")
    assert "Which changes are material?" in "".join(box.itertext())
    assert f"/questions/{world.question.id}/answer" in links(page)
    assert f"{commenting(world)}/new" in links(page)


def test_a_key_that_is_in_another_draft_only_is_not_found(stakeholder, world, tree):
    assert stakeholder.get(reading(world, "nothing")).status_code == 404


def test_the_draft_leads_to_each_provisions_page_and_says_kinds_and_minutes(chair, world, tree):
    page = chair.get(reading(world))
    assert {reading(world, key) for key in tree} <= links(page)
    (contents,) = page.find("nav", aria_label="Contents of the draft")
    lines = [" ".join("".join(e.itertext()).split()) for e in contents.iter(f"{XHTML}a")]
    assert "8 Safety Commitment · 3 min" in lines
    assert "8.1 Test it Measure" in lines
    assert "8.2 Form Form field" in lines


def test_one_working_groups_share_is_shown_with_what_it_stands_under(reader, world, tree):
    page = reader.get(f"{reading(world)}?group=WGB")
    assert [line.split(" ¶")[0] for line in headings(page)] == [
        "Commitment 8 Safety", "Measure 8.1 Test it", "Form field 8.2 Form",
    ]  # fmt: skip
    assert "Which changes are material?" not in page.words
    assert "What is a serious event?" in page.words
    assert "Only what WGB answers for" in page.words


def test_a_group_that_is_not_there_shows_the_whole_draft(reader, world, tree):
    page = reader.get(f"{reading(world)}?group=WG999")
    assert len(headings(page)) == 4


def test_a_share_of_a_published_draft_is_made_once(reader, world, tree, monkeypatch):
    made: list[int] = []
    outline = draft_reading.outline
    monkeypatch.setattr(draft_reading, "outline", lambda s: made.append(len(s)) or outline(s))
    address = f"{reading(world)}?group={world.other_group.code}"
    first = reader.get(address)
    assert made
    made.clear()
    assert reader.get(address).words == first.words
    assert made == []


def test_of_a_draft_in_preparation_nothing_is_kept():
    made: list[str] = []
    make = draft_pages.kept(made.append)
    for draft in (factories.draft(published_at=None), factories.draft(published_at=NOW)):
        made.clear()
        make(draft, "section")
        make(draft, "section")
        assert len(made) == (2 if draft.published_at is None else 1)


def test_a_chair_has_the_share_of_the_groups_they_lead(chair, reader, world, tree):
    page = chair.get(f"{reading(world)}?group=mine")
    assert "My working groups (WGA)" in page.words
    assert len(headings(page)) == 1
    assert "My working groups" not in reader.get(reading(world)).words


@pytest.mark.each_case_asks
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("quarter", ["8.1 Test it"]),
        ("REPEATED tests", ["8.1 Test it"]),
        ("a+b (", ["8.1 Test it"]),
        ("8.2", ["8.2 Form"]),
        ("serious", ["Open question Q02"]),
        ("repeated serious", []),
        ("&lt;script&gt;", []),
    ],
)
def test_search_lists_every_place_that_holds_all_the_words(reader, world, tree, sought, found):
    page = reader.get(reading(world), query_string={"q": sought})
    places = [
        " ".join("".join(link.itertext()).split())
        for item in page.find("ol", class_="findings")
        for link in item.iter(f"{XHTML}a")
    ]
    assert places == found
    assert f"{len(found)} place{'' if len(found) == 1 else 's'} with “ {sought} ”" in page.words


def test_the_words_that_were_sought_are_marked_and_kept_in_the_field(reader, world, tree):
    page = reader.get(reading(world), query_string={"q": "TESTS"})
    assert [mark.text for mark in page.find("mark")] == ["Tests"]
    (field,) = page.find("input", name="q")
    assert field.get("value") == "TESTS"


def test_a_search_without_a_result_says_what_to_do(reader, world):
    page = reader.get(f"{reading(world)}?q=zebra")
    assert "No provision and no question holds this word. Search for fewer words" in page.words
    assert reading(world) in links(page)


def test_a_search_stays_within_the_group_that_was_chosen(reader, world, tree):
    assert "1 place with" in reader.get(f"{reading(world)}?q=quarter&group=WGB").words
    assert "0 places with" in reader.get(f"{reading(world)}?q=quarter&group=WGA").words


def test_each_box_says_how_long_is_left_and_whether_i_have_answered(stakeholder, chair, world):
    def box(browser: Browser) -> str:
        (found,) = (b for b in boxes(browser.get(reading(world))) if "Q01" in b)
        return found

    assert box(stakeholder).endswith("Answer question Q01 Closes in 7 days")
    save(stakeholder, world)
    assert "Saved, not sent" in box(stakeholder)
    stakeholder.submit(stakeholder.get(reviewing(world)))
    assert "Answered" in box(stakeholder)
    save(stakeholder, world, "Another thought.")
    assert "Saved, not sent" in box(stakeholder)
    assert box(chair).endswith("Which changes are material? Closes in 7 days")
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    assert box(stakeholder).endswith("Closed")


def test_my_comments_stand_at_their_provision_for_me_alone(stakeholder, owner, world):
    comment(stakeholder, world, exact="complete at release", start="14")
    page = stakeholder.get(reading(world))
    assert "My comments (1)" in page.words
    assert f"{commenting(world)}/1" in links(page)
    (quote,) = page.find("q")
    assert (quote.text, quote.get("data-start")) == ("complete at release", "14")
    assert "My comments" not in owner.get(reading(world)).words


def test_the_address_that_a_script_comments_at_is_there_only_in_time(stakeholder, reader, world):
    def commentable(browser: Browser) -> list[str]:
        return [e.get("data-comment") for e in browser.get(reading(world)).find("div")
                if e.get("data-comment")]  # fmt: skip

    assert commentable(stakeholder) == [f"{commenting(world)}/new"]
    assert commentable(reader) == []
    change(world.round, closes_at=NOW - timedelta(seconds=1))
    assert commentable(stakeholder) == []


def test_keys_with_any_character_have_a_page(reader, world):
    with transaction(), behind_the_databases_back():
        session.get_one(
            Provision, session.get_one(Draft, world.draft.id).provisions[0].id
        ).key = "Annex I (a) é%"
    page = reader.get(reading(world))
    (address,) = (link for link in links(page) if "/provisions/" in link)
    assert reader.get(address).status_code == 200


def test_a_draft_that_was_read_before_is_read_in_seven_statements(app, stakeholder, world, tree):
    stakeholder.get(reading(world))
    with statements(app, SELECTS) as given:
        stakeholder.get(reading(world))
    assert len(given) == 7, given
