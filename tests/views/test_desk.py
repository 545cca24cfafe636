"""The desk on pages: points moved together, and every act undone by the button that names it."""

import pytest
from sqlalchemy import select, update

from consultation.db import session, transaction
from consultation.forms.chair import NEW
from consultation.models import Fit, Placement, Subtheme, Theme
from tests.views.visiting import stored


def theme_page(chair, world):
    return chair.get(f"/themes/{world.theme.id}")


def unplaced_page(chair, world):
    return chair.get(f"/questions/{world.question.id}/unplaced")


def choose(browser, page, where, *points, **fields):
    return browser.submit(page, where, points=[str(p.id) for p in points], **fields)


def place_of(point) -> int | None:
    session.rollback()
    return session.scalar(select(Placement.theme_id).where(Placement.point_id == point.id))


def test_chosen_points_go_under_another_theme_together(chair, world):
    page = unplaced_page(chair, world)
    moved = choose(
        chair, page, f"/questions/{world.question.id}/unplaced", world.unplaced,
        theme=str(world.theme.id),
    )  # fmt: skip
    assert "Moved 1 point to “Record every change”." in chair.follow(moved).words
    page = theme_page(chair, world)
    moved = choose(
        chair, page, f"/themes/{world.theme.id}/points", world.point, world.unplaced,
        theme=str(world.second_theme.id),
    )  # fmt: skip
    assert "Moved 2 points to “Leave small repairs out”." in chair.follow(moved).words
    assert {place_of(world.point), place_of(world.unplaced)} == {world.second_theme.id}


def test_chosen_points_make_a_theme_of_their_own(chair, world):
    moved = choose(
        chair, unplaced_page(chair, world), f"/questions/{world.question.id}/unplaced",
        world.unplaced, theme=str(NEW), title="Tea is liked",
    )  # fmt: skip
    assert "Moved 1 point to “Tea is liked”." in chair.follow(moved).words
    page = chair.get(f"/questions/{world.question.id}/themes")
    assert "Tea is liked" in page.words
    assert "proposed by Chair" in page.words


@pytest.mark.parametrize(
    ("chosen", "fields", "sentence"),
    [
        (False, {"theme": "0"}, "Choose at least one point"),
        (True, {"theme": str(NEW), "title": " "}, "Write the title of the new theme."),
    ],
)
def test_what_is_missing_is_told_and_what_was_chosen_stays(chair, world, chosen, fields, sentence):
    page = choose(
        chair, theme_page(chair, world), f"/themes/{world.theme.id}/points",
        *[world.point] * chosen, **fields,
    )  # fmt: skip
    assert page.status_code == 422
    assert sentence in page.words
    assert len([box for box in page.find("input") if box.get("checked") is not None]) == chosen
    assert place_of(world.point) == world.theme.id


def test_a_point_that_somebody_moved_meanwhile_is_not_moved(chair, vice_chair, world):
    page = theme_page(chair, world)
    choose(
        vice_chair, theme_page(vice_chair, world), f"/themes/{world.theme.id}/points", world.point,
        theme="0",
    )  # fmt: skip
    late = choose(
        chair, page, f"/themes/{world.theme.id}/points", world.point,
        theme=str(world.second_theme.id),
    )  # fmt: skip
    assert late.status_code == 422
    assert "somebody moved it meanwhile" in late.words
    assert place_of(world.point) is None


def test_the_point_of_another_question_cannot_be_chosen(chair, world):
    foreign = choose(
        chair, unplaced_page(chair, world), f"/questions/{world.question.id}/unplaced", world.point,
        theme=str(world.second_theme.id),
    )  # fmt: skip
    assert foreign.status_code == 422
    assert place_of(world.point) == world.theme.id


def test_the_newest_act_is_undone_and_done_again_by_buttons_that_name_it(chair, world):
    address = f"/themes/{world.theme.id}"
    choose(
        chair, theme_page(chair, world), f"{address}/points", world.point,
        theme=str(world.second_theme.id),
    )  # fmt: skip
    page = theme_page(chair, world)
    assert "move of a point to “Leave small repairs out”, Chair" in page.words
    page = chair.follow(chair.submit(page, f"/questions/{world.question.id}/undo"))
    assert page.path == address
    assert "Undone: move of a point to “Leave small repairs out”." in page.words
    assert place_of(world.point) == world.theme.id
    page = chair.get(f"/questions/{world.question.id}/themes")
    page = chair.follow(chair.submit(page, f"/questions/{world.question.id}/redo"))
    assert "Done again: move of a point to “Leave small repairs out”." in page.words
    assert place_of(world.point) == world.second_theme.id


def test_an_old_page_undoes_nothing_that_came_after_it(chair, vice_chair, world):
    page = theme_page(chair, world)
    for title in ("Record it", "Record it all"):
        rename = chair.get(f"/themes/{world.theme.id}/rename")
        chair.submit(rename, None, title=title)
        page = page if title == "Record it all" else theme_page(vice_chair, world)
    refused = vice_chair.submit(page, f"/questions/{world.question.id}/undo")
    assert refused.status_code == 409
    assert "Chair changed this meanwhile (rename to “Record it all”)" in refused.words
    assert "Nothing was undone or done again now" in refused.words
    assert stored(world.theme).title == "Record it all"


def test_what_cannot_be_undone_any_more_is_told_and_the_button_names_the_act_before_it(
    chair, world
):
    rename = chair.get(f"/themes/{world.theme.id}/rename")
    chair.submit(rename, None, title="Record it all")
    choose(
        chair, theme_page(chair, world), f"/themes/{world.theme.id}/points", world.point,
        theme=str(world.second_theme.id),
    )  # fmt: skip
    page = theme_page(chair, world)
    with transaction():
        session.execute(update(Placement).values(theme_id=None, placed_by_id=world.chair.id))
    page = chair.follow(chair.submit(page, f"/questions/{world.question.id}/undo"))
    assert "“move of a point to “Leave small repairs out”” cannot be undone any more" in page.words
    assert "rename to “Record it all”, Chair" in page.words
    page = chair.follow(chair.submit(page, f"/questions/{world.question.id}/undo"))
    assert "Undone: rename to “Record it all”." in page.words


def test_under_a_signature_no_button_undoes(chair, world):
    rename = chair.get(f"/themes/{world.theme.id}/rename")
    chair.submit(rename, None, title="Record it all")
    summary = chair.get(f"/questions/{world.question.id}/summary")
    chair.submit(summary, "/summary", text="All want a record.")
    chair.submit(chair.get(f"/questions/{world.question.id}/sign-off"), None)
    for page in (theme_page(chair, world), unplaced_page(chair, world)):
        assert "Undo" not in page.words
        assert not page.find("input", type="checkbox")


def test_a_part_of_a_theme_is_chosen_by_its_address(chair, world):
    with transaction():
        part = Subtheme(theme=session.get_one(Theme, world.theme.id), title="Every single one")
        fit = Fit(point_id=world.point.id, theme_id=world.theme.id, score=0.5, subtheme=part)
        session.add_all([part, fit])
    page = theme_page(chair, world)
    assert "Make it a theme" in page.words
    page = chair.get(f"/themes/{world.theme.id}?part=1")
    (box,) = page.find("input", id="everything")
    assert box.get("checked") is not None
    moved = chair.submit(page, f"/themes/{world.theme.id}/points?part=1")
    assert "Moved 1 point to “Every single one”." in chair.follow(moved).words


def test_all_that_are_listed_are_those_that_were_seen_and_not_as_many_others(chair, world):
    page = theme_page(chair, world)
    with transaction():
        listed, other = (
            session.query(Placement).filter_by(theme_id=theme.id).first()
            for theme in (world.theme, world.second_theme)
        )
        listed.theme_id, other.theme_id = other.theme_id, listed.theme_id
    session.remove()
    action = f"/themes/{world.theme.id}/points"
    refused = chair.submit(page, action, everything="y", theme=str(NEW), title="All I saw")
    assert refused.status_code == 422
    assert "is not the one that you saw" in refused.words


def test_the_list_of_themes_shows_who_makes_each_point_by_position_and_by_kind(chair, world):
    page = theme_page(chair, world)
    line = page.text.split(f'id="theme-{world.theme.id}"')[1].split("</li>")[0]
    assert [chunk.split('"')[0] for chunk in line.split('aria-label="')[1:]] == [
        "support 1",
        "civil society 1",
    ]
    assert "Upright: the same answers by kind of stakeholder, from left to right" in page.words
