"""A table's answers on their way in: what imports hand to the intake, every row accounted for."""

from dataclasses import dataclass

from consultation.models import Position, Publication


@dataclass(frozen=True)
class AnswerRow:
    """An answer that can be taken. `row` is its number in the file, `reference` the file's id.

    An empty `question` is the table's only one, which it does not word.
    """

    row: int
    stakeholder: str
    text: str
    question: str = ""
    reference: str = ""
    position: Position = Position.NONE
    language: str | None = None


@dataclass(frozen=True)
class StakeholderRow:
    """What the file says of one stakeholder, all its rows taken together."""

    reference: str
    organisation: str = ""
    category: str = ""
    country: str = ""
    size: str = ""
    publication: Publication = Publication.ANONYMOUS


@dataclass(frozen=True)
class RowRemark:
    """What is to be said of a row: its number in the file, the column, and a sentence."""

    row: int
    column: str
    reason: str


@dataclass(frozen=True)
class RefusedRow(RowRemark):
    """A row that cannot be taken."""


@dataclass(frozen=True)
class NotedRow(RowRemark):
    """A row that is taken, though something in it is changed, left out or odd."""


@dataclass(frozen=True)
class Batch:
    """The rows of a table, each answered for once: an answer or a refusal."""

    answers: tuple[AnswerRow, ...]
    refused: tuple[RefusedRow, ...] = ()
    stakeholders: tuple[StakeholderRow, ...] = ()
    noted: tuple[NotedRow, ...] = ()
