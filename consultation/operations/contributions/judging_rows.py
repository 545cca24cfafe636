"""A table of answers against a round that is there: what is new, there already, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.errors import ImportRefused
from consultation.models import OpenQuestion, Round
from consultation.operations.contributions.batches import AnswerRow, Batch, RefusedRow
from consultation.queries.contributions.imported import (
    UNNUMBERED,
    Imported,
    Standing,
    imported_in,
    reference_here,
)
from consultation.queries.contributions.workspace import spelt
from consultation.queries.drafts.places import Place

Placed = Mapping[str, Place]
"""By how a table words its questions: the place of the round that each is about."""


@dataclass(frozen=True)
class JudgedBatch:
    """The rows of a batch, each once: to be taken, there already, or refused with the reason."""

    new: tuple[AnswerRow, ...]
    there: tuple[AnswerRow, ...]
    refused: tuple[RefusedRow, ...]


def judge_batch(
    batch: Batch, round_: Round, placed: Placed, standing: Standing | None = None
) -> JudgedBatch:
    """What taking a batch into a round would do, row by row.

    `standing` is how what it brings would stand by when it came, None while that is not known.
    """
    organisations = {part.reference: part.organisation for part in batch.stakeholders}
    judging = _Judging(placed, imported_in(round_), organisations, standing)
    for row in batch.answers:
        judging.judge(row)
    return JudgedBatch(
        tuple(judging.new),
        tuple(judging.there),
        tuple(sorted((*batch.refused, *judging.refused), key=lambda remark: remark.row)),
    )


@dataclass
class _Judging:
    placed: Placed
    known: Imported
    organisations: Mapping[str, str]
    standing: Standing | None
    new: list[AnswerRow] = field(default_factory=list)
    there: list[AnswerRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    asked: dict[tuple[str, Place], int] = field(default_factory=dict)

    def judge(self, row: AnswerRow) -> None:
        place = self.placed.get(row.question)
        if place is None:
            self._refuse(row, "question", f"No place of this round is chosen for “{row.question}”.")
            return
        reference = reference_here(row.stakeholder)
        said = self.known.said.get((reference, place), set())
        if (row.text, row.position) in said:
            self.there.append(row)
        elif (closed := self.known.closed.get(reference)) is not None:
            self._refuse(
                row, "stakeholder",
                f"{closed}: nothing of “{row.stakeholder}” is added there.",
            )  # fmt: skip
        elif self._is_of_another(row, reference):
            self._refuse(
                row, "organisation",
                f"“{row.stakeholder}” is {self.known.organisations[reference]} here, from a table "
                "that was imported before. Give them another number in this one.",
            )  # fmt: skip
        elif (other := self._stands_otherwise(reference)) is not None:
            number, standing = other
            self._refuse(
                row, "stakeholder",
                f"{number} of “{row.stakeholder}” {standing}, and this {self.standing}: the two "
                "are not mixed. Take this row out of the table; then press “Enter a submission” "
                "and write it down for a new stakeholder of the same organisation.",
            )  # fmt: skip
        else:
            self._judge_words(row, reference, place, is_said=bool(said))

    def _stands_otherwise(self, reference: str) -> tuple[str, Standing] | None:
        there = self.known.standings.get(reference)
        if there is None or self.standing is None or there[1] == self.standing:
            return None
        return there

    def _is_of_another(self, row: AnswerRow, reference: str) -> bool:
        here = self.known.organisations.get(reference, "")
        there = self.organisations.get(row.stakeholder, "")
        former = self.known.former.get(reference, set())
        return bool(here and there) and spelt(there) not in {spelt(here), *map(spelt, former)}

    def _judge_words(self, row: AnswerRow, reference: str, place: Place, *, is_said: bool) -> None:
        key = (reference, place)
        if isinstance(place, OpenQuestion) and is_said:
            there = self.known.standings.get(reference)
            self._refuse(
                row, "text",
                f"“{row.stakeholder}” has another answer to {place.number} already. If this is "
                f"what they mean, open {there[0] if there else 'theirs'} in the list of what was "
                "entered and imported, put the answer right and make the receipt; else take this "
                "row out of the table.",
            )  # fmt: skip
        elif isinstance(place, OpenQuestion) and key in self.asked:
            self._refuse(
                row, "text",
                f"Row {self.asked[key]} has an answer of “{row.stakeholder}” to {place.number} "
                "too, and a question has one answer. Keep one of the two, or make one text of "
                "both.",
            )  # fmt: skip
        else:
            self.asked[key] = row.row
            self.new.append(row)

    def _refuse(self, row: AnswerRow, column: str, why: str) -> None:
        self.refused.append(RefusedRow(row.row, column, why))


def ensure_ids(batch: Batch) -> None:
    """Raise ImportRefused where nothing in a table tells whose answer each row is."""
    nameless = [row for row in batch.answers if row.stakeholder == f"{UNNUMBERED}{row.row}"]
    if nameless:
        raise ImportRefused(
            f"Row {nameless[0].row} does not say whose it is: choose the column with the number of "
            "each stakeholder, or with the id of each answer. Without one the same table would be "
            "taken twice."
        )
