"""The machine proposes the parts of a theme when asked; a person makes one a theme of its own."""

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import AuditEntry, Fit, Placement, Subtheme, Theme
from tests import factories
from tests.nlp.test_splitting import FEES, LABELS
from tests.views.visiting import change, sign, stored

ADDRESS = "/themes/{0}/parts"


@pytest.fixture
def wide(world) -> int:
    """The number of a theme that somebody made, of points that no analysis has read."""
    with transaction():
        question = stored(world.question)
        theme = Theme(question=question, title="Fees and labels", terms=[])
        for text in (*FEES, *LABELS):
            by = factories.stakeholder(consultation=question.consultation)
            point = factories.point(factories.answer(question, text, by=by))
            session.add(Placement(point=point, theme=theme, placed_by_id=world.chair.id))
    return theme.id


def propose(browser, theme):
    page = browser.get(f"/themes/{theme}")
    return browser.follow(browser.submit(page, ADDRESS.format(theme)))


def parts(theme) -> dict[str, set[str]]:
    """By title: the words of the points in each part."""
    session.rollback()
    rows = session.scalars(select(Fit).join(Fit.subtheme).where(Subtheme.theme_id == theme))
    found: dict[str, set[str]] = {}
    for fit in rows:
        found.setdefault(fit.subtheme.title, set()).add(fit.point.text)
    return found


def test_parts_are_proposed_and_one_becomes_a_theme_of_its_own(chair, wide):
    page = propose(chair, wide)
    assert "2 parts proposed" in page.words
    assert sorted(parts(wide).values(), key=len) == [set(FEES), set(LABELS)]
    title = next(title for title, own in parts(wide).items() if own == set(LABELS))
    part = session.scalars(select(Subtheme.id).where(Subtheme.title == title)).one()
    page = chair.get(f"/themes/{wide}?part={part}")
    address = f"/themes/{wide}/points?part={part}"
    assert page.fields(address)["title"] == title
    page = chair.follow(
        chair.submit(
            page,
            address,
        )
    )
    assert "Moved 4 points" in page.words
    session.rollback()
    moved = session.scalars(select(Theme).where(Theme.title == title)).one()
    assert len(session.scalars(select(Placement).where(Placement.theme == moved)).all()) == 4


def test_proposing_moves_nothing_and_is_no_act_that_is_undone(chair, wide):
    before = chair.get(f"/themes/{wide}").words
    propose(chair, wide)
    session.rollback()
    placed = session.scalars(select(Placement).where(Placement.theme_id == wide)).all()
    assert len(placed) == 8
    assert "Undo" not in before + chair.get(f"/themes/{wide}").words
    assert session.scalars(select(AuditEntry)).all() == []


def test_parts_that_are_proposed_anew_take_the_place_of_the_last(chair, wide):
    propose(chair, wide)
    first = parts(wide)
    propose(chair, wide)
    assert sorted(map(sorted, parts(wide).values())) == sorted(map(sorted, first.values()))
    assert chair.get(f"/themes/{wide}").words.count("2 sub-themes") == 1


def test_a_theme_of_few_points_has_no_button_and_says_why_none_is_found(chair, world):
    page = chair.get(f"/themes/{world.theme.id}")
    assert "Propose parts" not in page.words
    token = page.fields(f"/questions/{world.question.id}/analyse")["csrf_token"]
    page = chair.follow(chair.post(ADDRESS.format(world.theme.id), {"csrf_token": token}))
    assert "No parts found" in page.words


def test_under_a_signature_no_parts_are_proposed(chair, world, wide):
    page = chair.get(f"/themes/{wide}")
    sign(world, "Most want it recorded.")
    assert "Propose parts" not in chair.get(f"/themes/{wide}").words
    assert chair.submit(page, ADDRESS.format(wide)).status_code == 409
    assert parts(wide) == {}


def test_a_theme_that_was_merged_away_meanwhile_gets_no_parts(chair, world, wide):
    page = chair.get(f"/themes/{wide}")
    change(session.get_one(Theme, wide), merged_into_id=world.theme.id)
    answered = chair.submit(page, ADDRESS.format(wide))
    assert answered.status_code == 409
    assert "was merged into" in answered.words
