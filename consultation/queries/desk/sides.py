"""The quotes of a theme by the side that their authors take."""

from collections.abc import Sequence

from consultation.models import Position
from consultation.queries.counts import QuoteLine

_SIDES = (
    ("In support, if with changes", (Position.SUPPORT, Position.CHANGES)),
    ("Opposed", (Position.OPPOSE,)),
    ("Without a position", (Position.NONE,)),
)


def by_side(quotes: Sequence[QuoteLine]) -> list[tuple[str, list[QuoteLine]]]:
    """Quotes under the name of their side, in the order they have: the strongest of each first.

    Where nobody stands against anybody there are no sides, and one nameless group has them all.
    """
    positions = {quote.position for quote in quotes}
    if Position.OPPOSE not in positions or not positions & {Position.SUPPORT, Position.CHANGES}:
        return [("", list(quotes))] if quotes else []
    groups = [(name, [q for q in quotes if q.position in taken]) for name, taken in _SIDES]
    return [(name, said) for name, said in groups if said]
