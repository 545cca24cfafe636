"""A table of answers into a round that is there, and what is said of its rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from consultation import clock, db
from consultation.cli import console
from consultation.cli.chosen import chosen_round
from consultation.errors import NotAllowedYet, RuleError
from consultation.imports.rows import Table
from consultation.imports.wide import ANSWER, QUESTION, as_answers, proposed
from consultation.models import Round, Source
from consultation.operations.contributions.batches import Batch, RowRemark
from consultation.operations.contributions.entering import Arrival, standing_of
from consultation.operations.contributions.judging_rows import Placed, ensure_ids, judge_batch
from consultation.operations.contributions.taking_rows import take_batch
from consultation.queries.contributions.papers import draft_of
from consultation.queries.drafts.places import Place, Places, place_name, places_in
from consultation.wording import noun

SHOWN = 50
"""Remarks on rows printed one by one; the rest is counted."""


def shaped(
    table: Table, given: Mapping[str, str], questions: Sequence[str]
) -> tuple[Table, Mapping[str, str]]:
    """A table with a row for each answer, and where its fields stand; says what was recognised.

    Of an export with a row for each respondent, the columns named in `questions` are answers too.
    """
    wide = proposed(table)
    if wide is None:
        return table, given
    named = {words.rpartition("=")[0] or words for words in questions}
    asked = [at for at, name in enumerate(table.columns) if at in wide.questions or name in named]
    fields = {field: table.columns[at] for field, at in wide.fields.items()} | dict(given)
    console.print(f"This is an export of {wide.origin}.")
    for at in asked:
        console.print(f"Answers to a question: “{table.columns[at]}”", markup=False)
    for field, name in fields.items():
        console.print(f"The {field}: “{name}”", markup=False)
    for at, name in enumerate(table.columns):
        if at not in asked and name not in fields.values():
            console.print(f"Left out: “{name}”", markup=False)
    return as_answers(table, asked), {**fields, "question": QUESTION, "text": ANSWER}


def import_into(
    round_id: int,
    batch: Batch,
    questions: tuple[str, ...],
    received: datetime | None,
    because: str,
    *,
    dry_run: bool,
) -> None:
    """Take a batch into a round, after saying what becomes of each of its questions and rows."""
    with db.transaction():
        round_, now = chosen_round(round_id), clock.now()
        ensure_ids(batch)
        placed = _placed(batch, _places(round_), questions)
        reached = received.replace(tzinfo=round_.consultation.zone) if received else now
        arrival = Arrival(Source.TABLE, reached, because)
        judged = judge_batch(batch, round_, placed, standing_of(round_, arrival, now))
        _print_remarks(judged.refused)
        console.print(f"{noun(len(judged.refused), 'row')} cannot be taken.")
        if dry_run:
            console.print(
                f"Dry run: {noun(len(judged.new), 'answer')} could be taken, "
                f"{noun(len(judged.there), 'row')} there already, none was."
            )
            return
        taken = take_batch(batch, round_, placed, arrival, by=None, now=now)
        console.print(f"{round_.title}: {taken.told}", markup=False)
    console.print("Next: ./plenary analyse")


def _places(round_: Round) -> Places:
    draft = draft_of(round_)
    if draft is None:
        raise NotAllowedYet(f"The draft of {round_.title} is not published yet.")
    return places_in(draft)


def _placed(batch: Batch, places: Places, given: tuple[str, ...]) -> Placed:
    """Where each question of the table belongs, as it is said or as its words tell."""
    said = dict(_said(places, pair) for pair in given)
    found: dict[str, Place] = {}
    for words in dict.fromkeys(row.question for row in batch.answers):
        place = said.get(words) or places.worded(words)
        told = place_name(place) if place is not None else "nothing of this round"
        console.print(f"“{words}” is taken as {told}", markup=False)
        if place is not None:
            found[words] = place
    return found


def _said(places: Places, pair: str) -> tuple[str, Place]:
    words, sign, name = pair.rpartition("=")
    place = places.worded(name) if sign else None
    if place is None:
        raise RuleError(f"“{pair}” names no question or provision. Write --question “Words=Q3”.")
    return words, place


def report(batch: Batch) -> None:
    """Say row by row what is left out, and what is taken with a remark."""
    _print_remarks(batch.refused)
    console.print(f"{noun(len(batch.refused), 'row')} cannot be taken.")
    if batch.noted:
        _print_remarks(batch.noted)
        console.print(f"{noun(len(batch.noted), 'note')} on rows that can.")


def _print_remarks(remarks: Sequence[RowRemark]) -> None:
    for remark in remarks[:SHOWN]:
        console.print(f"Row {remark.row}, column {remark.column}: {remark.reason}", markup=False)
    if len(remarks) > SHOWN:
        console.print(f"… and {len(remarks) - SHOWN:,} more.")
