"""Which side an author takes, from the position that they state."""

from enum import StrEnum


class Side(StrEnum):
    """For what is asked, if with changes, or against it."""

    SUPPORT = "support"
    OPPOSE = "oppose"


def side_of(position: str | None) -> Side | None:
    """The side of a stated position: that of its first word; None where no side is taken.

    >>> side_of("support with changes"), side_of("no position"), side_of(None)
    (<Side.SUPPORT: 'support'>, None, None)
    """
    first = next(iter((position or "").casefold().split()), "")
    return Side(first) if first in {*Side} else None
