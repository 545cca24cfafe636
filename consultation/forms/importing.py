"""A table to import into a round: the file, what it holds, and when it came."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import wtforms
from flask_wtf.file import FileField, FileRequired
from wtforms import FieldList, FormField, HiddenField, SelectChoice, SelectField, SubmitField
from wtforms.validators import InputRequired, ValidationError

from consultation.errors import ImportRefused
from consultation.forms.base import Form, ShortText
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.forms.entering import NAMED_AS
from consultation.forms.meeting_rows import Ticks, short_name
from consultation.imports.columns import ACCEPTED
from consultation.imports.papers import FILE_LIMIT
from consultation.imports.rows import Row, Table
from consultation.imports.wide import BETWEEN, Origin
from consultation.models import Publication, Round, Source
from consultation.operations.contributions.entering import Arrival
from consultation.queries.drafts.places import Place, Places, place_name, place_value

NOTHING = ""
NONE = "none"
"""Stands for no tick at all, where none was made yet is empty."""
FIELDS = {
    "text": "The answer’s text",
    "question": "The question",
    "id": "The answer’s id",
    "stakeholder": "The stakeholder’s number",
    "organisation": "Organisation",
    "category": "Kind of stakeholder",
    "country": "Country",
    "size": "Size of organisation",
    "language": "Language",
    "position": "Position",
    "publication": "How it is published",
}
"""What a column can hold, and how the page calls it."""


class UploadForm(Form):
    """The file; nothing is kept before its rows were shown."""

    file = FileField(
        "The table",
        [FileRequired("Choose a file first.")],
        description="CSV, XLSX or ODS with a row for each answer, or an export of EUSurvey, "
        f"Citizen Space or Qualtrics, up to {FILE_LIMIT // 1_000_000} MB.",
    )


class ColumnForm(wtforms.Form):
    column = SelectField("")


class QuestionForm(wtforms.Form):
    place = SelectField("")


class MappingForm(Form):
    """What was read, shown to be put right: columns, questions, and when it reached the body."""

    table = HiddenField("Table", [InputRequired("Upload the table once more.")])
    name = HiddenField("Name")
    asking = Ticks(
        "Which columns are answers to a question",
        coerce=int,
        description="Each becomes answers to a question of the round; what is in no column below "
        "and not ticked here is left out.",
    )
    asked_before = HiddenField("Columns that were ticked")
    columns = FieldList(FormField(ColumnForm))
    questions = FieldList(FormField(QuestionForm))
    publication = SelectField(
        "How it is published where the table says nothing of it",
        choices=[SelectChoice(choice.value, words) for choice, words in NAMED_AS.items()],
        default=Publication.ANONYMOUS.value,
    )
    reached = LocalTimeField("When it reached you", [InputRequired("Choose a day and a time.")])
    because = ShortText(
        "Why it counts as in time",
        description="Only for what came after the deadline and counts all the same.",
    )
    look = SubmitField("Show what this would take")

    def __init__(self, round_: Round, **given: Any) -> None:
        self.zone = round_.consultation.zone
        self.ticks_changed = False
        super().__init__(**given)
        self.asking.choices = self.asking.choices or []
        self.reached.description = (
            f"As the clocks in {self.zone.key.replace('_', ' ')} showed it. The round closed or "
            f"closes on {round_.exactly(round_.closes_at)}."
        )

    def offer_columns(self, names: Sequence[str], places: Mapping[str, int]) -> None:
        """A select for each field, with the column that was found for it."""
        choices = [
            SelectChoice(NOTHING, "No column"),
            *(SelectChoice(str(at), short_name(name)) for at, name in enumerate(names)),
        ]
        while len(self.columns) < len(FIELDS):
            self.columns.append_entry()
        for entry, (field, words) in zip(self.columns, FIELDS.items(), strict=False):
            column = entry.form.column
            column.label.text, column.choices = words, choices
            if column.raw_data is None:
                column.data = str(places[field]) if field in places else NOTHING

    def offer_asking(self, table: Table, chosen: Sequence[int]) -> tuple[int, ...]:
        """The columns of a wide table as boxes; those `chosen` until a person ticks others.

        Where the ticks are others than were shown, what was chosen for the questions is no more.
        """
        self.asking.choices = [
            SelectChoice(at, short_name(name)) for at, name in enumerate(table.columns)
        ]
        if not self.asked_before.data:
            self.asking.data = list(chosen)
        ticked = tuple(at for at in self.asking.data or () if 0 <= at < len(table.columns))
        shown = ",".join(map(str, ticked)) or NONE
        if self.asked_before.data not in {"", None, shown}:
            self.ticks_changed = True
            del self.questions.entries[:]
            self.questions.last_index = -1
        self.asked_before.data = shown
        return ticked

    def offer_questions(self, asked: Sequence[str], places: Places) -> None:
        """A select for each question of the table, with the place that its words name."""
        choices = [
            SelectChoice(NOTHING, "Nothing of this round: leave these rows out"),
            *(SelectChoice(place_value(p), short_name(place_name(p))) for p in places.all()),
        ]
        del self.questions.entries[len(asked) :]
        while len(self.questions) < len(asked):
            self.questions.append_entry()
        for entry, words in zip(self.questions, asked, strict=True):
            place = entry.form.place
            place.label.text, place.choices = words or "What the table asks", choices
            if place.raw_data is None:
                found = _proposed(places, words)
                place.data = place_value(found) if found is not None else NOTHING

    def chosen_columns(self) -> dict[str, int]:
        """By field: the place of the column that was chosen for it."""
        return {
            field: int(entry.form.column.data)
            for field, entry in zip(ACCEPTED, self.columns, strict=False)
            if (entry.form.column.data or "").isdecimal()
        }

    def placed(self, asked: Sequence[str], places: Places) -> dict[str, Place]:
        """By the words of each question: the place that was chosen for it."""
        by_value = places.by_value()
        return {
            words: by_value[entry.form.place.data]
            for words, entry in zip(asked, self.questions, strict=False)
            if entry.form.place.data in by_value
        }

    def validate_reached(self, field: LocalTimeField) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self.zone, field.data)

    @property
    def arrival_so_far(self) -> Arrival | None:
        """None while no time is chosen that the zone's clocks show once."""
        try:
            return self.arrival if self.reached.data is not None else None
        except ValidationError:
            return None

    @property
    def arrival(self) -> Arrival:
        moment: datetime = moment_in(self.zone, self.reached.data)
        return Arrival(Source.TABLE, moment, self.because.data or "")


def _proposed(places: Places, words: str) -> Place | None:
    """The place that a question names in whole, or in one of the headers it had."""
    parts = [words, *reversed(words.split(BETWEEN))] if words else []
    return next((place for part in parts if (place := places.worded(part)) is not None), None)


def packed(table: Table) -> str:
    """A table as a hidden field holds it, so that what was shown is what is taken."""
    rows = [
        [row.number, list(row.values), {str(at): what for at, what in row.unread.items()}]
        for row in table.rows
    ]
    return json.dumps([list(table.columns), rows, table.origin], ensure_ascii=False)


def unpacked(text: str) -> Table:
    """The table again; raises ImportRefused for anything else."""
    try:
        columns, rows, *origin = json.loads(text)
        return Table(
            tuple(str(column) for column in columns),
            tuple(
                Row(
                    int(number),
                    tuple(str(value) for value in values),
                    {int(at): str(what) for at, what in unread.items()},
                )
                for number, values, unread in rows
            ),
            Origin(origin[0]).value if origin and origin[0] else "",
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise ImportRefused("The table did not arrive whole. Upload it once more.") from error
