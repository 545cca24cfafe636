"""The permission matrix as it stands in matrix.yaml: rows, and one cell per actor."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_FILE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text("utf-8"))

ACTORS: list[str] = _FILE["actors"]
Expected = str | int
PHASES = ("private", "public", "unpublished")
REFUSALS: frozenset[Expected] = frozenset({"sign-in", 401, 403})


@dataclass(frozen=True)
class Row:
    """A route, and what each actor gets: in the order of ACTORS."""

    endpoint: str
    method: str
    expected: tuple[Expected, ...]

    def __str__(self) -> str:
        return f"{self.endpoint} {self.method}"

    @property
    def refusals(self) -> frozenset[Expected]:
        """What says no: the API tells nobody whether there is what they may not read."""
        return REFUSALS | {404} if self.endpoint.startswith("api.") else REFUSALS

    @property
    def first_allowed(self) -> str:
        """The first signed-in actor whom the route lets in."""
        return next(actor for actor, cell in self._cells[1:] if cell not in self.refusals)

    @property
    def when_allowed(self) -> Expected:
        """What the first actor whom the route lets in gets."""
        return dict(self._cells)[self.first_allowed]

    @property
    def first_refused(self) -> str:
        """The first signed-in actor whom the route keeps out, else nobody signed in."""
        return next((actor for actor, cell in self._cells[1:] if cell in self.refusals), ACTORS[0])

    @property
    def _cells(self) -> list[tuple[str, Expected]]:
        return list(zip(ACTORS, self.expected, strict=True))


def _read(phase: str) -> list[Row]:
    return [Row(*route.split(), tuple(cells)) for route, *cells in _FILE[phase]]


ROWS = _read("private")
CHANGED = {phase: _read(phase) for phase in PHASES[1:]}
"""By phase: the rows that differ from those of the private consultation."""


def cells() -> Iterator[tuple[str, Row, str, Expected]]:
    """Phase, row, actor, expected: reads in every phase, writes where they are listed."""
    for row in ROWS:
        yield from _cells("private", row)
    for phase, changed in CHANGED.items():
        names = {str(row) for row in changed}
        same = [row for row in ROWS if row.method == "GET" and str(row) not in names]
        for row in [*changed, *same]:
            yield from _cells(phase, row)


def _cells(phase: str, row: Row) -> Iterator[tuple[str, Row, str, Expected]]:
    for actor, expected in zip(ACTORS, row.expected, strict=True):
        yield phase, row, actor, expected
