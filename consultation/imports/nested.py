"""Columns of JSON objects opened: `extra` with a country in it gives `extra.country`."""

import json
from collections.abc import Sequence

Cells = tuple[str, ...]


def unfolded(columns: Cells, rows: Sequence[Cells]) -> tuple[Cells, list[Cells]]:
    """The table with a column more for every key of its JSON columns; the JSON itself stays.

    A JSON column is one whose every cell that is not blank holds an object. A row that is shorter
    or longer than the header stays so, by as many cells.

    >>> columns, rows = unfolded(("text", "extra"), [("No.", '{"country": "Malta"}'), ("Yes.", "")])
    >>> columns, [row[-1] for row in rows]
    (('text', 'extra', 'extra.country'), ['Malta', ''])
    """
    added: dict[str, list[str]] = {}
    for place, column in enumerate(columns):
        cells = [row[place] if len(row) == len(columns) else "" for row in rows]
        for key, values in _by_key(cells).items():
            added.setdefault(f"{column}.{key}", values)
    for column in columns:
        added.pop(column, None)
    more = list(zip(*added.values(), strict=True)) or [()] * len(rows)
    return (*columns, *added), [row + cells for row, cells in zip(rows, more, strict=True)]


def _by_key(cells: Sequence[str]) -> dict[str, list[str]]:
    """What every row says under every key; nothing when a cell is no object."""
    objects = []
    for cell in cells:
        found = _object(cell)
        if found is None:
            return {}
        objects.append(found)
    keys = dict.fromkeys(key for found in objects for key in found)
    return {key: [found.get(key, "") for found in objects] for key in keys}


def _object(cell: str) -> dict[str, str] | None:
    if not cell.strip():
        return {}
    if not cell.lstrip().startswith("{"):
        return None
    try:
        loaded = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    return {_name(key): _text(value) for key, value in loaded.items()}


def _name(key: str) -> str:
    # Half a character in a name could not even be printed in a refusal.
    return " ".join(key.encode("utf-8", "replace").decode().split())


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
