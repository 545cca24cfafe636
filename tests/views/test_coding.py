"""Two people code a sample of points blindly, and read how far they agree."""

import re

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.models import Coding, Person, Placement, Sample, Theme
from consultation.operations.coding.coding import stratified
from consultation.operations.desk.themes import merge_themes
from consultation.operations.grouping.regrouping import is_kept
from tests.conftest import NOW
from tests.views.visiting import count, stored


def at(world, page: str) -> str:
    return f"/questions/{world.question.id}/{page}"


@pytest.fixture
def drawn(chair, world):
    """A sample of all the points, which the chair and the vice-chair code."""
    chair.submit(
        chair.get(at(world, "sample")), size="10",
        first=str(world.chair.id), second=str(world.vice_chair.id),
    )  # fmt: skip
    return len(stored_sample().points)


def stored_sample() -> Sample:
    session.rollback()
    return session.scalars(select(Sample)).one()


def code(browser, world, themes) -> None:
    for theme in themes:
        browser.submit(browser.get(at(world, "coding")), theme=str(theme))


def test_two_code_a_sample_and_read_how_far_they_agree(chair, vice_chair, world, drawn):
    themes = [world.theme.id] * drawn
    code(chair, world, themes)
    assert f"Chair: {drawn} of {drawn} points" in chair.get(at(world, "sample")).words
    assert "The result is shown when both are done." in chair.get(at(world, "sample")).words
    code(vice_chair, world, [*themes[:-1], 0])
    page = vice_chair.get(at(world, "sample"))
    assert f"Chair and Vice Chair agree on {drawn - 1} of {drawn} points." in page.words
    assert f"Chair: {world.theme.title} (theme {world.theme.id}) Vice Chair: no theme" in page.words
    assert count(Placement, Placement.theme_id == world.theme.id) == 1  # Nothing was moved.


def test_nothing_on_the_page_tells_where_a_point_is_or_where_the_other_put_it(
    chair, vice_chair, world, drawn
):
    def shown() -> list[str]:
        pages = [chair.get(at(world, f"coding?point={rank}")) for rank in range(1, drawn + 1)]
        return [re.sub(r'name="csrf_token"[^>]*|nonce[-=]"?[^"\s>]+', "", p.text) for p in pages]

    shown()  # The first page says that the sample was drawn.
    before = shown()
    code(vice_chair, world, [world.second_theme.id] * drawn)
    with transaction():
        for placement in session.scalars(select(Placement)):
            placement.theme_id = world.second_theme.id
            placement.placed_by_id = world.vice_chair.id
    assert shown() == before


def test_a_coder_goes_back_and_chooses_otherwise(chair, world, drawn):
    code(chair, world, [world.theme.id])
    page = chair.get(at(world, "coding?point=1"))
    assert page.fields()["theme"] == str(world.theme.id)
    chair.submit(page, theme="0")
    (coding,) = session.scalars(select(Coding)).all()
    assert coding.theme_id is None


def test_whoever_was_not_named_does_not_code(vice_chair, world, drawn):
    with transaction():
        sample = session.scalars(select(Sample)).one()
        sample.second_id = world.secretariat.id
    page = vice_chair.get(at(world, "coding"))
    assert "code this sample." in page.words
    token = vice_chair.get(at(world, "sample")).fields()["csrf_token"]
    sent = {"csrf_token": token, "rank": "1", "theme": "0"}
    assert vice_chair.post(at(world, "coding"), sent).status_code == 409
    assert count(Coding) == 0


def test_one_person_alone_is_refused(chair, world):
    page = chair.get(at(world, "sample"))
    alone = str(world.chair.id)
    page = chair.submit(page, size="10", first=alone, second=alone)
    assert page.status_code == 422
    assert "Choose two different people." in page.words
    assert count(Sample) == 0


def test_a_theme_merged_since_counts_as_what_it_went_into_and_it_says_so(
    chair, vice_chair, world, drawn
):
    code(chair, world, [world.theme.id] * drawn)
    code(vice_chair, world, [world.second_theme.id] * drawn)
    with transaction():
        gone, into = (session.get_one(Theme, t.id) for t in (world.second_theme, world.theme))
        by = session.get_one(Person, world.chair.id)
        merge_themes(gone, into, into_seen=into.version, seen=gone.version, by=by, now=NOW)
    page = chair.get(at(world, "sample"))
    assert f"agree on {drawn} of {drawn} points" in page.words
    assert "Themes were merged or discarded since" in page.words


def test_a_theme_that_was_coded_is_kept_by_an_analysis(chair, world, drawn):
    assert not is_kept(stored(world.second_theme), [])
    code(chair, world, [world.second_theme.id])
    assert is_kept(stored(world.second_theme), [])


def test_a_sample_is_drawn_from_each_theme_by_its_share_and_again_by_its_seed():
    points = [(n, 1 if n < 60 else 2 if n < 90 else None) for n in range(100)]
    drawn = stratified(points, 20, 7)
    strata = ((0, 60), (60, 90), (90, 100))
    assert [sum(low <= n < high for n in drawn) for low, high in strata] == [12, 6, 2]
    assert drawn == stratified(points, 20, 7) != stratified(points, 20, 8)
    assert sorted(stratified(points, 500, 7)) == list(range(100))
