"""The page on which the secretariat watches a round."""

from consultation.db import session, transaction
from consultation.models import Eligibility
from tests.conftest import NOW


def test_the_page_says_that_nobody_declared_a_working_group_instead_of_counting_none(
    secretariat, world
):
    path = f"/rounds/{world.round.id}/participation"
    page = secretariat.get(path)
    assert "nobody has declared" in page.words
    assert "Asked to follow it" not in page.words
    with transaction():
        session.add(
            Eligibility(
                consultation_id=world.consultation.id, email="owner@example.org", name="Owner",
                category="civil society", is_accepted=True, working_groups=["WGB"],
                decided_at=NOW, by_id=world.secretariat.id,
            )
        )  # fmt: skip
    page = secretariat.get(path)
    assert "1 said which they want to follow" in page.words
    assert "Asked to follow it" in page.words
