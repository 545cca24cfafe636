"""Attaching a paper, taking its sections, uploading a filled table."""

from collections.abc import Sequence
from typing import Any

import wtforms
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    SubmitField,
)
from wtforms.validators import InputRequired

from consultation.forms.base import Form
from consultation.imports.papers import FILE_LIMIT
from consultation.queries.contributions.papers import PaperSection
from consultation.queries.drafts.places import Places, place_name, place_value

_MEGABYTES = FILE_LIMIT // 1_000_000
_NAME_SHOWN = 90


class PaperForm(Form):
    """One paper at a time."""

    file = FileField(
        "A paper",
        [FileRequired("Choose a file first.")],
        description=f"PDF, DOCX, ODT, plain text or Markdown, up to {_MEGABYTES} MB.",
    )


class RemovePaperForm(Form):
    """Nothing but the button."""


class SectionForm(wtforms.Form):
    """One section: whether it is taken, and where it belongs."""

    take = BooleanField("Take this section")
    place = SelectField("It is about")


class TakeForm(Form):
    """The sections of a paper, each with the place it is offered for; `rows` is all of a section.

    Ticked are those that name a place and are not `taken`: greetings and annexes seldom do. In a
    paper that names none all are ticked, for it speaks of the draft as a whole.
    """

    tick_all = SubmitField("Tick all")
    untick_all = SubmitField("Untick all")
    sections = FieldList(FormField(SectionForm))

    def __init__(
        self, places: Places, found: Sequence[PaperSection], taken: Sequence[bool], **given: Any
    ) -> None:
        names_none = not any(section.names_a_place for section in found)
        offered = [
            {
                "take": not done and (names_none or section.names_a_place),
                "place": place_value(section.offered),
            }
            for section, done in zip(found, taken, strict=True)
        ]
        super().__init__(data={"sections": offered}, **given)
        self.rows = list(zip(self.sections, found, taken, strict=False))
        choices = [
            SelectChoice(place_value(place), _shown(place_name(place))) for place in places.all()
        ]
        for entry in self.sections:
            entry.form.place.choices = choices

    def ticks_anew(self) -> bool:
        """Whether a button asked for other ticks, which the form has then; the places stay."""
        if not (self.tick_all.data or self.untick_all.data):
            return False
        for entry, _, done in self.rows:
            entry.form.take.data = self.tick_all.data and not done
        return True

    def chosen(self) -> list[tuple[int, str]]:
        """The numbers of the ticked sections, each with its place."""
        return [
            (number, entry.form.place.data)
            for number, entry in enumerate(self.sections)
            if entry.form.take.data
        ]


def _shown(name: str) -> str:
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"


class TableForm(Form):
    """A filled table; nothing is saved before its rows were shown."""

    file = FileField(
        "The filled table",
        [FileRequired("Choose a file first.")],
        description=f"XLSX, ODS, CSV or DOCX, up to {_MEGABYTES} MB.",
    )


class TakeRowsForm(Form):
    """The rows that were shown, to be taken."""

    rows = HiddenField("Rows", [InputRequired("Upload the table once more.")])
