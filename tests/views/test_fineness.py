"""The slider from fewer to more themes on the desk."""

import pytest

from consultation.db import session, transaction
from consultation.models import Job, OpenQuestion, Theme
from tests import factories
from tests.views.visiting import count


@pytest.fixture
def untouched(world) -> int:
    """A question of the chair's with a theme of the machine's."""
    with transaction():
        one = session.get_one(OpenQuestion, world.question.id)
        made = factories.question(draft=one.draft, working_group=one.working_group, number="Q9")
        session.add(Theme(question=made, title="Only this"))
        session.flush()
        return made.id


def test_a_chair_asks_for_more_themes(chair, untouched):
    page = chair.get(f"/questions/{untouched}/themes")
    after = chair.follow(chair.submit(page, f"/questions/{untouched}/fineness", themes="7"))
    assert "About 7 themes: the analysis waits for its turn." in after.words
    assert "about 7" in after.words
    assert count(Job, Job.question_id == untouched) == 1


@pytest.mark.parametrize("themes", ["", "1", "31", "many", str(2**40)])
def test_a_number_that_no_analysis_can_have_is_refused_with_a_sentence(chair, untouched, themes):
    page = chair.get(f"/questions/{untouched}/themes")
    after = chair.follow(chair.submit(page, f"/questions/{untouched}/fineness", themes=themes))
    assert "themes can be asked for" in after.words or "Not a valid integer" in after.words
    assert count(Job, Job.question_id == untouched) == 0


def test_once_edited_there_is_no_slider(chair, world):
    address = f"/themes/{world.theme.id}/rename"
    chair.submit(chair.get(address), title="Mine")
    page = chair.get(f"/questions/{world.question.id}/themes")
    assert f"/questions/{world.question.id}/fineness" not in page.text
