"""Lists in pages: each names the next by a cursor, which says where the list was left."""

import base64
import json
from collections.abc import Sequence
from typing import Any, TypeVar

from consultation.errors import RuleError, UnknownFilter
from consultation.models.answer import NUMBER_BITS

LIMIT = 50
MOST = 200
"""Items on one page: what is usual, and what may be asked for."""

T = TypeVar("T")


class ListChanged(RuleError):
    """A list that is not the one in which a cursor was given."""

    def __init__(self) -> None:
        super().__init__(
            "The list changed since its first page was read. Begin again without a cursor, so that "
            "nothing is missed or read twice."
        )


def cursor_at(place: int, *, mark: int) -> str:
    """A cursor that goes on at a place of a list with this mark: its length, or what tells more."""
    return base64.urlsafe_b64encode(json.dumps([place, mark]).encode()).decode().rstrip("=")


def opened(cursor: str) -> tuple[int, int | None]:
    """Where a cursor goes on, and the mark of its list; the beginning without one.

    Raises UnknownFilter for what is no cursor of ours.
    """
    if not cursor:
        return 0, None
    try:
        place, mark = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not all(type(each) is int and 0 <= each < 2**NUMBER_BITS for each in (place, mark)):
            raise ValueError
    except (ValueError, TypeError, RecursionError) as error:
        raise UnknownFilter(
            "This cursor is none of ours. Take the one in “next” of the page before, or leave it "
            "out to begin."
        ) from error
    return place, mark


def ensure_unchanged(was: int | None, mark: int) -> None:
    """Raise ListChanged where a list has another mark than when its cursor was given."""
    if was not in {None, mark}:
        raise ListChanged


def page_of(items: Sequence[T], query: dict[str, Any]) -> tuple[Sequence[T], str | None]:
    """The items of one page, and the cursor of the next."""
    place, was = opened(query["cursor"])
    ensure_unchanged(was, len(items))
    end = place + query["limit"]
    return items[place:end], cursor_at(end, mark=len(items)) if end < len(items) else None
