"""Whether a theme is one camp's: said in counts, beside all who answered, never of a handful."""

import pytest

from consultation.db import session
from consultation.models import Placement
from consultation.queries.counts import Counts, QuestionFigures
from consultation.queries.desk.camps import camps, camps_of
from tests import factories


def whole(total: int, **kinds: int) -> QuestionFigures:
    counts = Counts(points=total, answers=total, submissions=total, organisations=total)
    return QuestionFigures(counts, (("oppose", total),), tuple(kinds.items()), ())


@pytest.mark.parametrize(
    ("here", "everywhere", "expected"),
    [
        (
            {"provider": 8, "academia": 2},
            {"provider": 13, "academia": 27},
            [("provider", 8, 10, 13, 40)],
        ),
        ({"provider": 8, "academia": 2}, {"provider": 30, "academia": 10}, []),
        ({"provider": 4, "academia": 1}, {"provider": 4, "academia": 36}, []),
        ({"provider": 6, "academia": 4}, {"provider": 6, "academia": 34}, []),
        ({"provider": 9}, {"provider": 9, "academia": 31}, []),
    ],
    ids=["leans", "as among all", "a handful", "not most", "all of them"],
)  # fmt: skip
def test_a_theme_leans_where_most_are_of_a_kind_that_is_not_most_of_all(here, everywhere, expected):
    positions = (("oppose", sum(here.values())),)
    found = camps(tuple(here.items()), positions, whole(40, **everywhere))
    told = [
        (lean.word, lean.here, lean.answers, lean.everywhere, lean.all_answers)
        for lean in found.leanings
        if not lean.is_position
    ]
    assert told == expected


def test_an_answer_with_several_points_is_counted_once(world):
    other = factories.point(world.point.answer, world.point.end, len(world.point.answer.text))
    session.add(Placement(point=other, theme=world.theme))
    session.commit()
    found = camps_of(world.theme)
    assert (found.answers, found.by_category) == (1, (("civil society", 1),))
