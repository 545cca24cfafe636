"""The reasons on the table: why a theme is one, where a point might as well be, what few say."""

import pytest

from consultation.db import session, transaction
from consultation.models import (
    Fit,
    MinorityPoint,
    Placement,
    Point,
    Publication,
    Recurrence,
    Subtheme,
)
from tests import factories
from tests.client import XHTML
from tests.views.visiting import change, links, sign, stored


@pytest.fixture
def read(world):
    """The world as an analysis left it: one point in doubt, one unplaced, each with a reason."""
    first, second = world.theme.id, world.second_theme.id
    with transaction():
        part = Subtheme(theme_id=first, title="Record it at once")
        session.add_all(
            [
                Recurrence(theme_id=first, stability=0.62, nearest_id=second),
                Fit(
                    point_id=world.point.id, theme_id=first, score=0.61, subtheme=part,
                    runner_up_id=second, runner_up_score=0.58,
                ),
                Fit(point_id=world.unplaced.id, runner_up_id=second, runner_up_score=0.24),
                MinorityPoint(
                    point_id=world.point.id, theme_id=first, reason="The only one.", rank=1
                ),
                MinorityPoint(point_id=world.unplaced.id, reason="It fits no theme.", rank=2),
            ]
        )  # fmt: skip
    session.remove()
    return world


def listed(page, section: str) -> list[str]:
    """The lines of the lists in a section."""
    (found,) = page.find("section", id=section)
    return [" ".join("".join(line.itertext()).split()) for line in found.iter(f"{XHTML}li")]


def chosen(page) -> str:
    """What the page's one choice stands at."""
    return next(option.text for option in page.find("option") if option.get("selected") is not None)


def test_a_theme_says_why_it_is_one_in_sentences_with_their_figures(chair, read):
    change(read.theme, cohesion=0.71)
    page = chair.get(f"/themes/{read.theme.id}")
    assert listed(page, "why") == [
        "How alike its points are: 0.71 of 1. At 1 all would say the same.",
        "Grouped anew with a fifth of the points left out, most of it comes back: 0.62 of 1.",
        "1 answer: 1 from civil society; 1 “support”.",
        "Nearest theme: Leave small repairs out Merge into Leave small repairs out",
        "Every change must be recorded. fits 0.61 here, 0.58 in Leave small repairs out",
        "Record it at once 1 point Read the points of Record it at once "
        "Make it a theme of its own: Record it at once",
    ]
    assert f"/themes/{read.theme.id}?point={read.point.id}#answer" in links(page)


@pytest.mark.parametrize(
    ("stability", "words"),
    [(0.75, ", it comes back: 0.75"), (0.5, "most of it comes back: 0.50"), (0.49, "hardly")],
)
def test_the_figure_of_how_well_a_theme_comes_back_has_its_word(chair, read, stability, words):
    with transaction():
        session.query(Recurrence).one().stability = stability
    assert words in chair.get(f"/themes/{read.theme.id}").words


def test_a_theme_that_was_not_found_again_says_why_it_is_still_there(chair, read):
    page = chair.get(f"/themes/{read.second_theme.id}")
    assert "The last analysis did not find it again" in page.words


def test_a_theme_is_not_called_one_camps_because_only_one_is_looked_at(chair, read):
    with transaction():
        question = session.get_one(Point, read.unplaced.id).question
        for category in ("civil society", "industry"):
            by = factories.stakeholder(consultation=question.round.consultation, category=category)
            point = factories.point(factories.answer(question, "Record it.", by=by))
            session.add(Placement(point=point, theme_id=read.theme.id))
    page = chair.get(f"/themes/{read.theme.id}?category=civil+society")
    assert "Shown: " in page.words
    assert "One kind of stakeholder only" not in page.words


def test_a_theme_of_one_camp_says_so(chair, read):
    page = chair.get(f"/themes/{read.theme.id}")
    assert "One kind of stakeholder only" not in page.words
    with transaction():
        point = session.get_one(Point, read.unplaced.id)
        by = factories.stakeholder(consultation=point.question.round.consultation)
        answer = factories.answer(
            point.question, "Record it.", by=by, position=point.answer.position
        )
        session.add(Placement(point=factories.point(answer), theme_id=read.theme.id))
    page = chair.get(f"/themes/{read.theme.id}")
    assert "One kind of stakeholder only: all 2 answers are from civil society." in page.words
    assert "One position only: all 2 answers say “support”." in page.words


def test_the_nearest_theme_is_one_choice_away(chair, read):
    page = chair.get(f"/themes/{read.theme.id}")
    address = f"/themes/{read.theme.id}/merge?into={read.second_theme.id}"
    assert address in links(page)
    assert chosen(chair.get(address)) == "Leave small repairs out"


def test_a_point_in_doubt_names_its_runner_up_and_moving_it_there_is_one_choice(chair, read):
    page = chair.get(f"/themes/{read.theme.id}")
    assert "Might as well be in Leave small repairs out (0.58, here 0.61)" in page.words
    address = f"/points/{read.point.id}/move?theme={read.second_theme.id}"
    assert address in links(page)
    form = chair.get(address)
    assert chosen(form) == "Leave small repairs out"
    page = chair.follow(chair.submit(form, note="It fits there."))
    assert "Moved to “Leave small repairs out”." in page.words
    assert "Might as well be" not in chair.get(f"/themes/{read.second_theme.id}").words


def test_a_point_that_is_sure_says_nothing_of_others(chair, read):
    with transaction():
        session.query(Fit).filter_by(point_id=read.point.id).one().runner_up_score = 0.2
    page = chair.get(f"/themes/{read.theme.id}")
    assert "Might as well be" not in page.words


@pytest.mark.parametrize("theme", ["999", "x", "-1", ""])
def test_a_theme_that_is_not_offered_is_not_chosen(chair, read, theme):
    page = chair.get(f"/points/{read.point.id}/move?theme={theme}")
    assert page.status_code == 200
    assert [o for o in page.find("option") if o.get("selected") is not None] == []


def test_an_unplaced_point_names_the_theme_it_is_nearest_to_and_moving_is_one_choice(chair, read):
    page = chair.get(f"/questions/{read.question.id}/unplaced")
    assert "Nearest: Leave small repairs out (0.24)" in page.words
    form = chair.get(f"/points/{read.unplaced.id}/move?theme={read.second_theme.id}")
    chair.submit(form, note="It fits there.")
    moved = session.query(Placement).filter_by(point_id=read.unplaced.id).one()
    assert (moved.theme_id, moved.placed_by_id) == (read.second_theme.id, read.chair.id)


def test_the_question_lists_its_minority_points_each_with_reason_and_where_it_is_read(chair, read):
    page = chair.get(f"/questions/{read.question.id}/themes")
    assert "2 minority points" in page.words
    (section,) = page.find("section", id="minority")
    words = " ".join("".join(section.itertext()).split())
    assert "The only one. Every change must be recorded. Kettle Works · support" in words
    assert "It fits no theme. We like tea." in words
    for place, point in (
        (f"/themes/{read.theme.id}", read.point.id),
        (f"/questions/{read.question.id}/unplaced", read.unplaced.id),
    ):
        assert f"{place}?point={point}#point-{point}" in links(page)


def test_a_minority_point_is_named_as_its_author_chose(chair, secretariat, read):
    change(stored(read.submission).stakeholder, publication=Publication.ANONYMOUS)
    for browser, address in (
        (chair, f"/questions/{read.question.id}/themes"),
        (secretariat, f"/rounds/{read.round.id}/pack"),
    ):
        page = browser.get(address)
        assert "It fits no theme. We like tea. Anonymous (civil society) · support" in page.words
        assert "Kettle Works" not in page.words


def test_a_question_without_minority_points_has_no_place_for_them(chair, world):
    page = chair.get(f"/questions/{world.question.id}/themes")
    assert "inority" not in page.words


def test_the_reasons_stay_to_be_read_after_the_sign_off_and_lead_to_no_edit(chair, read):
    sign(read, "Nearly all want a record.")
    page = chair.get(f"/themes/{read.theme.id}")
    assert "most of it comes back" in page.words
    assert "Might as well be in" in page.words
    assert not [link for link in links(page) if "/merge" in link or "/move" in link]
