"""Who makes which point more often than others: themes against kinds of stakeholders and positions.

Counts of answers, and how far they are from what would be expected if everybody made every point
alike. Who answers chooses to: a figure tells of those who did, and is never a vote.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import exp, lgamma

from consultation.models import OpenQuestion, Position
from consultation.queries.counts import FEWEST, QuestionFigures, ThemeLine, part_of
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order

LEVEL = 0.05
"""A corrected p-value below which a cell is told in words."""


@dataclass(frozen=True)
class Cell:
    """The answers of one kind (or position) that are in a theme.

    `here` of the kind's `of_kind` answers; of the `of_others` from all others, `others_here` are.
    `lift` is the share of the kind in the theme against its share among all answers. `p` is that
    of Fisher's exact test, two-sided, and `corrected` the same by Holm among all cells of the
    table. All three are None in a cell of fewer than `FEWEST`.
    """

    word: str
    here: int
    of_kind: int
    others_here: int
    of_others: int
    lift: float | None = None
    p: float | None = None
    corrected: float | None = None

    @property
    def share(self) -> float | None:
        """Which part of the kind's answers makes the point; None in a cell of fewer than `FEWEST`.

        >>> Cell("observer", 5, 8, 20, 40).share
        0.625
        >>> Cell("observer", 4, 8, 20, 40).share is None
        True
        """
        return part_of(self.here, self.of_kind)

    @property
    def is_more(self) -> bool:
        """Whether the kind makes the point more often than the others."""
        return self.here * self.of_others > self.others_here * self.of_kind

    @property
    def is_striking(self) -> bool:
        return self.corrected is not None and self.corrected < LEVEL


@dataclass(frozen=True)
class Row:
    """A theme, and its cells in the order of the table's columns."""

    theme_id: int
    title: str
    answers: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Balance:
    """Themes against kinds, or against positions; `columns` with their numbers of answers."""

    columns: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]
    answers: int

    @property
    def compared(self) -> int:
        """How many cells were tested."""
        return sum(cell.p is not None for row in self.rows for cell in row.cells)

    @property
    def striking(self) -> list[tuple[Row, Cell]]:
        """What is told in words, the least likely by chance first."""
        found = [(row, cell) for row in self.rows for cell in row.cells if cell.is_striking]
        return sorted(found, key=lambda each: (each[1].p or 0.0, each[0].theme_id))


def balances(question: OpenQuestion) -> tuple[Balance, Balance]:
    """The balance of a question's themes by kind of stakeholder, and by position."""
    lines, whole = themes_in_order(question), question_counts(question)
    return by_kind(lines, whole), by_position(lines, whole)


def by_kind(lines: Sequence[ThemeLine], whole: QuestionFigures) -> Balance:
    """Themes against kinds of stakeholders."""
    shares = [(line, dict(line.by_category)) for line in lines]
    return _balance(shares, whole.by_category, whole.counts.answers)


def by_position(lines: Sequence[ThemeLine], whole: QuestionFigures) -> Balance:
    """Themes against the positions that were taken; who took none is in no column."""
    columns = tuple(pair for pair in whole.by_position if pair[0] != str(Position.NONE))
    shares = [(line, dict(line.by_position)) for line in lines]
    return _balance(shares, columns, whole.counts.answers)


def _balance(
    shares: Iterable[tuple[ThemeLine, dict[str, int]]],
    columns: tuple[tuple[str, int], ...],
    answers: int,
) -> Balance:
    rows = [
        Row(
            line.theme_id,
            line.title,
            line.counts.answers,
            tuple(
                _cell(word, own.get(word, 0), line.counts.answers, of_kind, answers)
                for word, of_kind in columns
            ),
        )
        for line, own in shares
    ]
    return Balance(columns, tuple(_corrected(rows)), answers)


def _cell(word: str, here: int, in_theme: int, of_kind: int, answers: int) -> Cell:
    cell = Cell(word, here, of_kind, in_theme - here, answers - of_kind)
    if here < FEWEST or not cell.of_others:
        return cell
    lift = (here / in_theme) / (of_kind / answers)
    return replace(cell, lift=lift, p=fisher(here, in_theme, of_kind, answers))


def _corrected(rows: Sequence[Row]) -> list[Row]:
    tested = [cell.p for row in rows for cell in row.cells if cell.p is not None]
    found = iter(holm(tested))
    return [
        replace(
            row,
            cells=tuple(
                cell if cell.p is None else replace(cell, corrected=next(found))
                for cell in row.cells
            ),
        )
        for row in rows
    ]


def fisher(both: int, one: int, other: int, of_all: int) -> float:
    """Fisher's exact test, two-sided (Fisher 1935): how likely an overlap as odd as this is.

    Of `of_all` things `one` have the first property, `other` the second and `both` the two.
    Probabilities of all tables not likelier than this one are added up, as R's `fisher.test` does.

    >>> round(fisher(3, 4, 4, 8), 4)  # the lady tasting tea, one cup wrong
    0.4857
    """

    def log_chance(overlap: int) -> float:
        return (
            _log_choose(other, overlap)
            + _log_choose(of_all - other, one - overlap)
            - _log_choose(of_all, one)
        )

    seen = log_chance(both)
    possible = range(max(0, one + other - of_all), min(one, other) + 1)
    chances = [log_chance(overlap) for overlap in possible]
    return min(1.0, sum(exp(chance) for chance in chances if chance <= seen + 1e-7))


def _log_choose(of_all: int, some: int) -> float:
    return lgamma(of_all + 1) - lgamma(some + 1) - lgamma(of_all - some + 1)


def holm(chances: Sequence[float]) -> list[float]:
    """P-values corrected for how many there are (Holm 1979), in the order in which they came.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    order = sorted(range(len(chances)), key=lambda number: chances[number])
    corrected = [0.0] * len(chances)
    highest = 0.0
    for rank, number in enumerate(order):
        highest = max(highest, min(1.0, chances[number] * (len(chances) - rank)))
        corrected[number] = highest
    return corrected
