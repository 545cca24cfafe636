"""What is looked at on the desk: every count of the page follows, every way leads back to it."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from consultation.db import session, transaction
from consultation.models import (
    Campaign,
    CampaignCopy,
    OpenQuestion,
    Organisation,
    Placement,
    Point,
    Position,
    Publication,
    Recurrence,
    Theme,
)
from tests import factories
from tests.client import XHTML
from tests.views.visiting import change, links, stored, tables

pytestmark = pytest.mark.each_case_asks


@pytest.fixture
def crowd(world):
    """Three answers beside the world's own, told apart by everything that can be asked for."""
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        first, second = (session.get_one(Theme, t.id) for t in (world.theme, world.second_theme))
        consultation = question.round.consultation
        told = (
            ("Énergie first. Tea.", "industry", "Malta", "micro", Position.OPPOSE, "fr", "reason"),
            ("Every change.", "industry", "Malta", "large", Position.SUPPORT, "en", "request"),
            ("Say nothing more.", "academia", "Åland", "micro", Position.NONE, "en", None),
        )  # fmt: skip
        campaign = Campaign(question=question, template="Every change")
        for number, (text, category, country, size, position, language, kind) in enumerate(told):
            body = Organisation(name=f"Body {number}", category=category, size=size)
            by = factories.stakeholder(
                consultation=consultation, organisation=body, category=category, country=country
            )
            answer = factories.answer(question, text, by=by, position=position)
            point = factories.point(answer, 0, text.index(".") + 1, kind=kind)
            point.language = language
            session.add(point)
            if number < 2:
                session.add(Placement(point=point, theme=(first, second)[number]))
                session.add(CampaignCopy(campaign=campaign, answer=answer, similarity=1))
    session.remove()
    return world


def desk(world, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/themes/{world.theme.id}" + (f"?{query}" if query else "")


def figures(page) -> dict[str, object]:
    """Every count of the page, by where it stands."""
    (listed,) = page.find("ol", class_="theme-lines")
    words = " ".join("".join(listed.itertext()).split())
    lines = re.findall(r"(\d+) answers? from \d+ organisations?, (\d+) points?", words)
    (points,) = [h.xpath("string()") for h in page.find("h3") if "point" in h.xpath("string()")]
    by_kind = [
        sum(int(cells[0]) for row, cells in table.items() if row != "Kind of stakeholder")
        for caption, table in _tables(page)
        if caption == "Answers by kind of stakeholder"
    ]
    return {
        "header": int(re.search(r"(\d+) answers? from", page.words)[1]),
        "themes": [(int(answers), int(points)) for answers, points in lines],
        "unplaced": int(re.search(r"(\d+) unplaced point", words)[1]),
        "list": int(points.split()[0]),
        "bars": by_kind,
    }


def _tables(page):
    """The tables with their captions, of which two may be alike."""
    for table in page.find("table"):
        for caption in table.iter(f"{XHTML}caption"):
            rows = [
                [" ".join("".join(cell.itertext()).split()) for cell in row]
                for row in table.iter(f"{XHTML}tr")
            ]
            yield " ".join(caption.itertext()), {first: rest for first, *rest in rows}


@pytest.mark.parametrize(
    ("asked", "answers", "open_theme", "unplaced"),
    [
        ({}, 4, (2, 2), 2),
        ({"category": "industry"}, 2, (1, 1), 0),
        ({"country": "Malta"}, 2, (1, 1), 0),
        ({"country": "%C3%85land"}, 1, (0, 0), 1),
        ({"size": "micro"}, 2, (1, 1), 1),
        ({"size": "not+stated"}, 1, (1, 1), 1),
        ({"language": "fr"}, 1, (1, 1), 0),
        ({"position": "oppose"}, 1, (1, 1), 0),
        ({"position": "no+position"}, 1, (0, 0), 1),
        ({"campaign": "in+a+campaign"}, 2, (1, 1), 0),
        ({"kind": "request"}, 1, (0, 0), 0),
        ({"kind": "not+stated"}, 2, (1, 1), 2),
        ({"words": "ENERGIE"}, 1, (1, 1), 0),
        ({"words": "change+every"}, 2, (1, 1), 0),
        ({"category": "industry", "position": "support"}, 1, (0, 0), 0),
        ({"category": "nobody"}, 0, (0, 0), 0),
    ],
)
def test_each_filter_recomputes_every_count_of_the_page(
    chair, crowd, asked, answers, open_theme, unplaced
):
    page = chair.get(desk(crowd, **asked))
    found = figures(page)
    assert (found["header"], found["unplaced"]) == (answers, unplaced)
    assert open_theme in found["themes"]
    assert found["list"] == open_theme[1] == len(page.find("input", type="checkbox", name="points"))
    assert found["bars"] == [open_theme[0], answers]
    of_all = [f"Shown: {answers:,} of 4 answers"] * bool(asked)
    assert [sentence for sentence in of_all if sentence in page.words] == of_all
    assert ("Shown:" in page.words) is bool(asked)


def test_the_numbers_beside_the_choices_are_what_choosing_them_leaves(chair, crowd):
    page = chair.get(desk(crowd, category="industry"))
    for select in page.find("select"):
        if select.get("name") in {"theme", "unread"}:
            continue
        for option in select.iter(f"{XHTML}option"):
            if value := option.get("value"):
                count = int(re.search(r"\((\d+)\)$", option.text)[1])
                asked = {"category": "industry", select.get("name"): value.replace(" ", "+")}
                left = figures(chair.get(desk(crowd, **asked)))
                assert left["header"] == count > 0, (select.get("name"), value)


def test_what_is_asked_for_is_said_and_each_thing_can_be_taken_away(chair, crowd):
    page = chair.get(desk(crowd, category="industry", words="every"))
    assert "kind of stakeholder “ industry ”" in page.words.replace("“industry”", "“ industry ”")
    (form,) = page.find("form", role="search")
    assert [box.get("value") for box in form.iter(f"{XHTML}input")] == ["every"]
    assert [
        o.get("value") for o in form.iter(f"{XHTML}option") if o.get("selected") is not None
    ] == ["industry"]
    assert {desk(crowd), desk(crowd, words="every"), desk(crowd, category="industry")} <= links(
        page
    )


def test_every_way_on_the_desk_carries_what_is_looked_at(chair, crowd):
    page = chair.get(desk(crowd, category="civil+society", words="change"))
    (listed,) = page.find("ol", class_="theme-lines")
    ways = [a.get("href") for a in listed.iter(f"{XHTML}a")]
    ways += [
        link for link in links(page)
        if link and re.search(r"/points/\d+/(move|discard)|point=", link)
    ]  # fmt: skip
    ways += [
        f.get("action")
        for f in page.find("form")
        if re.search("quote|/points|/read|/seen", f.get("action") or "")
    ]
    assert len(ways) >= 11
    for way in ways:
        asked = parse_qs(urlsplit(way).query)
        assert (asked["category"], asked["words"]) == (["civil society"], ["change"]), way


@pytest.mark.parametrize("act", ["move one", "discard one", "quote", "move chosen"])
def test_who_acts_on_a_point_comes_back_to_what_was_looked_at(chair, crowd, act):
    here = desk(crowd, category="civil+society")
    page = chair.get(here)
    point = crowd.point.id
    if act == "quote":
        done = chair.submit(page, f"/points/{point}/quote?category=civil+society")
    elif act == "move chosen":
        done = chair.submit(
            page, f"/themes/{crowd.theme.id}/points?category=civil+society",
            points=[str(point)], theme=str(crowd.second_theme.id),
        )  # fmt: skip
    else:
        form = chair.get(f"/points/{point}/{act.split()[0]}?category=civil+society")
        typed = {"theme": str(crowd.second_theme.id)} if act == "move one" else {"reason": "Tea."}
        done = chair.submit(form, None, **typed)
    assert done.headers["Location"].partition("#")[0].removesuffix(f"&point={point}") == here
    page = chair.get(here)
    if act != "quote":
        undone = chair.submit(page, f"/questions/{crowd.question.id}/undo?category=civil+society")
        assert undone.headers["Location"] == here


@pytest.mark.parametrize("act", ["/answers/", "/read", "/seen"])
def test_who_says_what_they_have_read_comes_back_to_what_was_looked_at(chair, crowd, act):
    here = desk(crowd, category="civil+society")
    page = chair.get(here)
    (action,) = {
        f.get("action") for f in page.find("form") if re.search(f"{act}.*", f.get("action") or "")
        and ("/answers/" in f.get("action")) is (act == "/answers/")
    }  # fmt: skip
    came_to = urlsplit(chair.submit(page, action).headers["Location"])
    assert parse_qs(came_to.query)["category"] == ["civil society"]
    assert came_to.path == urlsplit(here).path or act == "/seen"


def test_the_ways_from_why_a_theme_is_one_carry_what_is_looked_at(chair, crowd):
    with transaction():
        session.add(
            Recurrence(theme_id=crowd.theme.id, nearest_id=crowd.second_theme.id, stability=1)
        )
    page = chair.get(desk(crowd, category="civil+society"))
    (why,) = page.find("section", id="why")
    ways = [a.get("href") for a in why.iter(f"{XHTML}a") if "/themes/" in a.get("href")]
    assert ways
    for way in ways:
        assert parse_qs(urlsplit(way).query)["category"] == ["civil society"], way


def test_found_words_are_marked_where_they_stand(chair, crowd):
    page = chair.get(desk(crowd, words="energie+first"))
    assert [m.text for m in page.find("mark", class_="found")] == ["Énergie", "first"]


def test_nobody_who_is_not_named_is_told_by_country_or_size(chair, crowd):
    point = session.query(Point).filter(Point.language == "fr").one()
    change(point.answer.submission.stakeholder, publication=Publication.ANONYMOUS)
    for asked in ({"country": "Malta"}, {"size": "micro"}):
        assert "Énergie" not in chair.get(desk(crowd, **asked)).words
    page = chair.get(desk(crowd))
    assert "Anonymous (industry)" in page.words
    assert "Malta (1)" in page.words
    assert "micro (1)" in page.words


def test_a_point_on_no_first_page_is_reached_by_its_link_and_by_the_pages(chair, crowd):
    with transaction():
        question = session.get_one(OpenQuestion, crowd.question.id)
        by = factories.stakeholder(consultation=question.round.consultation)
        answer = factories.answer(question, "x" * 250, by=by)
        theme = session.get_one(Theme, crowd.theme.id)
        made = [factories.point(answer, at, at + 1) for at in range(250)]
        session.add_all([Placement(point=point, theme=theme) for point in made])
        session.flush()
        ids = {point.id for point in made}
        last = made[-1].id
    seen: set[int] = set()
    page = chair.get(desk(crowd))
    while True:
        seen |= {int(box.get("value")) for box in page.find("input", name="points")}
        onwards = page.find("a", rel="next")
        if not onwards:
            break
        page = chair.get(onwards[0].get("href"))
    assert seen >= ids
    assert "Page 3 of 3" in page.words
    page = chair.get(desk(crowd, point=last))
    assert "Page 3 of 3" in page.words
    assert [a.get("href") for a in page.find("a", aria_current="true") if "point=" in a.get("href")]
    assert "Page 3 of 3" in chair.get(desk(crowd, page=99)).words


@pytest.mark.parametrize(
    "asked", ["point=0", "point=x", "page=-1", "part=99", "words=%00", "kind=%3Cb%3E"]
)
def test_an_address_that_asks_for_what_is_not_there_is_answered(chair, crowd, asked):
    page = chair.get(f"{desk(crowd)}?{asked}")
    assert page.status_code == 200


def test_a_point_of_another_question_is_not_shown(chair, crowd):
    with transaction():
        other = session.get_one(OpenQuestion, crowd.other_question.id)
        by = factories.stakeholder(consultation=other.round.consultation)
        point = factories.point(factories.answer(other, "For the other group alone.", by=by))
        session.add(point)
        session.flush()
        number = point.id
    assert "For the other group" not in chair.get(desk(crowd, point=number)).words


def test_a_sub_theme_narrows_its_own_list_and_no_count_beside_it(chair, crowd):
    before = figures(chair.get(desk(crowd)))["themes"]
    after = chair.get(desk(crowd, part=1))
    assert re.findall(r"(\d+) answers? from \d+ organisations?, (\d+) points?", after.words)
    assert figures(after)["themes"] == before
    assert "Shown:" not in after.words


def test_the_ledger_below_is_of_the_whole_question_whatever_is_looked_at(chair, crowd):
    whole = tables(chair.get(desk(crowd)))["Points"]
    assert tables(chair.get(desk(crowd, category="industry")))["Points"] == whole
    assert stored(crowd.theme).title


@pytest.mark.parametrize("act", ["rename", "outcome", "discard", "merge"])
def test_an_act_on_a_theme_comes_back_to_what_was_looked_at(chair, world, act):
    page = chair.get(f"/themes/{world.theme.id}?position=oppose")
    (link,) = [
        a.get("href")
        for a in page.find("a")
        if f"/themes/{world.theme.id}/{act}?" in a.get("href", "")
    ]
    form = chair.get(link)
    given = {
        "rename": {"title": "Record it"},
        "outcome": {"kind": "adopted"},
        "discard": {"reason": "Empty."},
        "merge": {"into": str(world.second_theme.id), "note": "Few say it."},
    }[act]
    after = chair.submit(form, **given)
    assert after.headers["Location"].endswith("?position=oppose")
    assert chair.follow(after).status_code == 200
