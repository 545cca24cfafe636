"""The balance of a question's themes on its page."""

from consultation.db import session, transaction
from consultation.models import OpenQuestion, Placement, Theme
from tests import factories


def test_what_stands_out_is_told_in_words_and_small_cells_as_counts(chair, world):
    with transaction():
        question = session.get_one(OpenQuestion, world.question.id)
        theme = session.get_one(Theme, world.theme.id)
        for number in range(40):
            by = factories.stakeholder(
                consultation=question.consultation,
                category="provider" if number < 20 else "academia",
            )
            answer = factories.answer(question, f"Record it, {number}.", by=by)
            session.add(point := factories.point(answer))
            if number < 12 or number == 30:
                session.add(Placement(point=point, theme=theme))
    page = chair.get(f"/questions/{world.question.id}/balance")
    told = (
        "“provider” make this point more often than the others: 12 of 20 answers, against 2 of 21"
    )
    assert told in page.words
    assert (
        "12 of 20, 60 % 1.8 ×, p below .001" in page.words
        or "12 of 20, 60 % 1.8 ×, p .00" in page.words
    )


def test_a_question_without_themes_says_so(chair, world):
    with transaction():
        one = session.get_one(OpenQuestion, world.question.id)
        empty = factories.question(draft=one.draft, working_group=one.working_group, number="Q9")
        session.add(empty)
    page = chair.get(f"/questions/{empty.id}/balance")
    assert "No themes yet." in page.words
