"""Taking a cut back after a reading: what people did goes back, what is suggested stays."""

from typing import Any

from consultation.operations.desk.kept_rows import State
from consultation.operations.desk.steps import ON_POINTS

_BEHIND = {
    kept.name: kept.columns.index(column)
    for kept in ON_POINTS
    for column in ("placed_by_id", "marked_by_id")
    if column in kept.columns
}
"""Of places and quotes the column that says who is behind them."""


def is_of_a_cut(state: State) -> bool:
    """Whether points come or go by a step, or are another span."""
    return "matter" in state


def decided(state: State) -> State:
    """A state without the places and quotes behind which there is nobody."""
    return {
        table: {number: row for number, row in rows.items() if not _is_nobodys(table, row)}
        for table, rows in state.items()
    }


def as_last_read(wanted: State, present: State) -> State:
    """What is wanted, with what is nobody's decision as the reading since has left it.

    A point that comes back is suggested where the one is now that has its words, and for no quote.
    """
    (stays,) = wanted["point"].keys() & present["point"].keys()
    place, quote = present["placement"].get(stays), present["quote"].get(stays)
    own = decided(wanted)
    suggested = {
        number: place
        for number in wanted["placement"].keys() - own["placement"].keys()
        if place is not None and _is_nobodys("placement", place)
    }
    quotes = {stays: quote} if quote is not None and _is_nobodys("quote", quote) else {}
    return own | {"placement": own["placement"] | suggested, "quote": quotes | own["quote"]}


def _is_nobodys(table: str, row: list[Any]) -> bool:
    return table in _BEHIND and row[_BEHIND[table]] is None
