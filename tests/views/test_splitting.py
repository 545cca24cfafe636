"""The machine proposes the parts of a theme when asked; a person makes one a theme of its own."""

import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import select

import nlp
from consultation.db import session, transaction
from consultation.errors import StaleEdit
from consultation.models import AuditEntry, Fit, Person, Placement, Point, Subtheme, Theme
from consultation.operations.desk.cutting import cut_point, join_points, pair_seen, span_seen
from consultation.operations.desk.points import move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.undoing import undo
from consultation.operations.grouping.splitting import keep_parts, parts_of
from consultation.queries.desk.steps import next_to_undo
from consultation.views.chair.desk import WORTH_SPLITTING
from nlp.splitting import FEWEST
from tests import factories
from tests.conftest import NOW
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
    assert "No parts were found" in page.words


def test_as_many_points_are_worth_splitting_as_can_be_split():
    assert WORTH_SPLITTING == FEWEST


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_while_parts_are_found_others_write(chair, wide, database, monkeypatch):
    split, seen = nlp.split, []

    def while_others_write(*given, **named):
        other = sqlite3.connect(database.data / "plenary.sqlite", timeout=0, isolation_level=None)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        seen.append("written")
        return split(*given, **named)

    monkeypatch.setattr(nlp, "split", while_others_write)
    propose(chair, wide)
    assert seen == ["written"]
    assert len(parts(wide)) == 2


@pytest.mark.parametrize("gone", ["moved", "cut"])
def test_parts_of_points_that_changed_meanwhile_are_not_kept(chair, world, wide, gone):
    with transaction():
        theme = session.get_one(Theme, wide)
        found = parts_of(theme)
        point = session.get_one(Point, found.read[0].point_id)
        by = session.get_one(Person, world.chair.id)
        if gone == "moved":
            move_point(point, None, seen=place_seen(point), by=by, now=NOW)
        else:
            cut_point(point, 10, seen=span_seen(point), by=by, now=NOW)
    with transaction(), pytest.raises(StaleEdit, match="changed meanwhile"):
        keep_parts(session.get_one(Theme, wide), found)
    assert parts(wide) == {}


def test_a_joining_that_is_undone_brings_no_part_back_that_made_room_for_others(chair, world, wide):
    with transaction():
        number = parts_of(session.get_one(Theme, wide)).read[0].point_id
        point, by = session.get_one(Point, number), session.get_one(Person, world.chair.id)
        cut_point(point, 10, seen=span_seen(point), by=by, now=NOW)
    propose(chair, wide)
    with transaction():
        point, by = session.get_one(Point, number), session.get_one(Person, world.chair.id)
        join_points(point, seen=pair_seen(point), by=by, now=NOW)
    propose(chair, wide)
    with transaction():
        question, by = stored(world.question), session.get_one(Person, world.chair.id)
        assert not undo(question, seen=next_to_undo(question).id, by=by, now=NOW).past
    assert "2 sub-themes" in chair.get(f"/themes/{wide}").words
    assert len(parts(wide)) == 2


def test_what_was_looked_at_stays_and_the_theme_is_split_as_a_whole(chair, wide):
    page = chair.get(f"/themes/{wide}?words=fee")
    page = chair.submit(page, f"/themes/{wide}/parts?words=fee")
    assert "words=fee" in page.headers["Location"]
    assert sorted(parts(wide).values(), key=len) == [set(FEES), set(LABELS)]


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
