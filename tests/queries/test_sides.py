"""Quotes of a theme under the side that their authors take."""

import pytest

from consultation.queries.counts import QuoteLine
from consultation.queries.desk.sides import by_side

FOR, AGAINST = "In support, if with changes", "Opposed"


def said(point_id: int, position: str) -> QuoteLine:
    return QuoteLine(point_id, "1", 0, 1, "x", "Ana", "industry", position, "en", None)


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([], []),
        (["no position", "support"], [("", [0, 1])]),
        (["oppose", "no position"], [("", [0, 1])]),
        (["oppose", "support"], [(FOR, [1]), (AGAINST, [0])]),
        (
            ["support with changes", "no position", "oppose", "support", "oppose"],
            [(FOR, [0, 3]), (AGAINST, [2, 4]), ("Without a position", [1])],
        ),
    ],
)
def test_each_side_has_its_quotes_in_their_order_where_both_are_taken(positions, expected):
    quotes = [said(number, position) for number, position in enumerate(positions)]
    found = by_side(quotes)
    assert [(name, [quote.point_id for quote in group]) for name, group in found] == expected
