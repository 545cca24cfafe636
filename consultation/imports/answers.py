"""Rows of a table → answers: each one taken, or refused with its number, column and reason."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.boundary import ANSWER_LIMIT, SHORT_TEXT_LIMIT, clean_text, control_characters
from consultation.errors import TextRefused
from consultation.imports.columns import ACCEPTED, Columns, match_columns
from consultation.imports.rows import Row, Table
from consultation.imports.stakeholders import Stakeholders
from consultation.imports.words import no_text_in, position_of
from consultation.models import Position, Publication
from consultation.operations.contributions.batches import AnswerRow, Batch, NotedRow, RefusedRow
from consultation.wording import noun

__all__ = ["Batch", "match_columns", "read_answers"]

WHOLE_ROW = "(whole row)"
LONG_FIELDS = ("text", "question")
SPREADSHEET_ERROR = "#NAME?"

_LANGUAGE = re.compile(r"([A-Za-z]{2})(?:[-_]\w+)?")


def read_answers(
    table: Table,
    columns: Columns,
    *,
    publication: Publication = Publication.ANONYMOUS,
    by_id: bool = False,
) -> Batch:
    """Every row of the table as an answer or a refusal; answers plus refusals make the rows.

    A blank text is a blank answer. `publication` is for stakeholders of whom the table says
    nothing; a choice it words in an unknown way is anonymous. Without a stakeholder each row is
    its own, called by its place in the table, or `by_id` by the id of the answer. The texts are
    exactly what `clean_text` makes of the cells.
    """
    reading = _Reading(columns, Stakeholders(publication), by_id)
    for row in table.rows:
        reading.take(row)
    return reading.batch()


class _RowRefused(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass
class _Reading:
    """What has been read so far; a row leaves its mark only when all of it can be taken."""

    columns: Columns
    stakeholders: Stakeholders
    by_id: bool = False
    answers: list[AnswerRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    noted: list[NotedRow] = field(default_factory=list)
    answered: dict[tuple[str, str], int] = field(default_factory=dict)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        try:
            self._take(row)
        except _RowRefused as refusal:
            self.refused.append(RefusedRow(row.number, refusal.column, refusal.reason))

    def batch(self) -> Batch:
        for row, name, reason in self.stakeholders.remarks():
            self._note(row, name, reason)
        return Batch(
            answers=tuple(self.answers),
            refused=tuple(self.refused),
            stakeholders=self.stakeholders.rows(),
            noted=tuple(sorted(self.noted, key=lambda note: note.row)),
        )

    def _take(self, row: Row) -> None:
        _ensure_whole(row, self.columns)
        cells = {name: self._cell(row, name) for name in ACCEPTED}
        own = f"answer {cells['id']}" if self.by_id and cells["id"] else f"row {row.number}"
        reference = cells["stakeholder"] or own
        position = self._position(cells["position"])
        self._ensure_placeable(reference, cells)
        self.stakeholders.add(reference, cells, row.number)
        self.answered[reference, cells["question"]] = row.number
        self._note_oddities(row, cells)
        own_id = self._own_id(row, cells)
        language = _LANGUAGE.fullmatch(cells["language"])
        self.answers.append(
            AnswerRow(
                row=row.number,
                stakeholder=reference,
                text=cells["text"],
                question=cells["question"],
                reference=own_id,
                position=position,
                language=language[1].lower() if language else None,
            )
        )

    def _cell(self, row: Row, name: str) -> str:
        """A field of a row through the input boundary; what is one line is made one line."""
        if name in self.columns.places and (what := row.unread.get(self.columns.places[name])):
            raise self._refusal(name, no_text_in(what))
        raw = self.columns.value(row.values, name)
        try:
            cleaned = clean_text(raw, limit=len(raw))
        except TextRefused as refusal:
            raise self._refusal(name, str(refusal)) from refusal
        if name != "text":
            cleaned = " ".join(cleaned.split())
        limit = ANSWER_LIMIT if name in LONG_FIELDS else SHORT_TEXT_LIMIT
        if len(cleaned) > limit:
            raise self._refusal(
                name,
                f"The cell has {len(cleaned):,} characters; up to {limit:,} can be taken. "
                "Shorten it or split it over several rows.",
            )
        return cleaned

    def _position(self, word: str) -> Position:
        position = position_of(word)
        if position is None:
            known = ", ".join(position for position in Position)
            raise self._refusal(
                "position", f"“{word}” is no known position. Plenary knows: {known}."
            )
        return position

    def _ensure_placeable(self, reference: str, cells: Mapping[str, str]) -> None:
        """Refuse what names no question, answers one twice, or is at odds with an earlier row."""
        question = cells["question"]
        if "question" in self.columns.places and not question:
            raise self._refusal("question", "The cell is empty: the answer belongs to no question.")
        earlier = self.answered.get((reference, question))
        if earlier is not None:
            raise self._refusal(
                "stakeholder",
                f"“{reference}” has answered this question already, in row {earlier}; "
                "one answer to each question can be taken.",
            )
        contradiction = self.stakeholders.contradiction(reference, cells)
        if contradiction:
            raise self._refusal(*contradiction)

    def _note_oddities(self, row: Row, cells: Mapping[str, str]) -> None:
        for name in self.columns.places:
            removed = control_characters(self.columns.value(row.values, name))
            if removed:
                self._note(row.number, name, f"{noun(removed, 'control character')} left out.")
        if cells["text"].strip() == SPREADSHEET_ERROR:
            self._note(row.number, "text", _LOST_TO_A_SPREADSHEET)
        if cells["language"] and not _LANGUAGE.fullmatch(cells["language"]):
            self._note(row.number, "language", f"“{cells['language']}” is no language code (en).")

    def _own_id(self, row: Row, cells: Mapping[str, str]) -> str:
        """The id by which an answer can be found again; none when an earlier row has it already."""
        key = cells["question"], cells["id"]
        earlier = self.ids.setdefault(key, row.number)
        if not cells["id"] or earlier == row.number:
            return cells["id"]
        self._note(
            row.number,
            "id",
            f"“{cells['id']}” is the id of row {earlier} too; the answer is taken, and named by a "
            "number of Plenary's own.",
        )
        return ""

    def _note(self, row: int, name: str, reason: str) -> None:
        self.noted.append(NotedRow(row, self.columns.name(name), reason))

    def _refusal(self, name: str, reason: str) -> _RowRefused:
        return _RowRefused(self.columns.name(name), reason)


_LOST_TO_A_SPREADSHEET = (
    "“#NAME?” is what a spreadsheet leaves of a text it took for a formula; it is taken as it is."
)


def _ensure_whole(row: Row, columns: Columns) -> None:
    if row.is_empty:
        raise _RowRefused(WHOLE_ROW, "The row is empty.")
    surplus = len(row.values) - len(columns.names)
    if surplus:
        raise _RowRefused(
            WHOLE_ROW,
            f"The row has {abs(surplus)} {'cell' if abs(surplus) == 1 else 'cells'} "
            f"{'more' if surplus > 0 else 'fewer'} than the header; which cell belongs to which "
            "column is not guessed. Put texts that hold a separator in quotation marks.",
        )
