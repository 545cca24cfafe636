"""The order of a question's themes, and which are nested in which."""

from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SubmitField,
)
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form
from consultation.operations.desk.arranging import Place
from consultation.queries.counts import ThemeLine

NOWHERE = 0
"""What a theme is nested in that is nested in none."""


class PlaceForm(wtforms.Form):
    """One theme: its number in the list, and what it is nested in."""

    theme = IntegerField(widget=HiddenInput())
    number = IntegerField(
        "Number",
        [
            InputRequired("Write a number for every theme."),
            NumberRange(1, LARGEST_NUMBER, "The first theme has number 1."),
        ],
    )
    nested_in = SelectField("Nested in", coerce=int)


class ArrangeForm(Form):
    """The themes as they stand, each with a number to write over; `rows` pairs line and entry."""

    seen = HiddenField()
    places = FieldList(FormField(PlaceForm))
    by_size = SubmitField("Put them in order of size")

    def __init__(self, lines: Sequence[ThemeLine], **given: Any) -> None:
        stand = [
            {"theme": line.theme_id, "number": number, "nested_in": line.parent_id or NOWHERE}
            for number, line in enumerate(lines, 1)
        ]
        super().__init__(data={"places": stand, **given})
        self.lines = lines
        offered = [
            SelectChoice(NOWHERE, "No other theme"),
            *(SelectChoice(line.theme_id, line.title) for line in lines),
        ]
        for entry in self.places:
            entry.form.nested_in.choices = [
                each for each in offered if each.value != entry.form.theme.data
            ]
        titled = {line.theme_id: line for line in lines}
        self.rows = [
            (titled[entry.form.theme.data], entry.form)
            for entry in self.places
            if entry.form.theme.data in titled
        ]

    def chosen(self) -> list[Place]:
        """Where each theme shall stand; a number written over goes before the one it meets.

        Where no number was written over, what stands by its size goes on to.
        """
        old = {line.theme_id: number for number, line in enumerate(self.lines, 1)}
        new = {form.theme.data: form.number.data for _, form in self.rows}
        is_ranked = any(line.rank for line in self.lines) or new != old
        order = sorted(new, key=lambda t: (new[t], (new[t] > old[t]) - (new[t] < old[t]), old[t]))
        inside = {form.theme.data: form.nested_in.data or None for _, form in self.rows}
        return [
            Place(theme, rank if is_ranked and not self.by_size.data else None, inside[theme])
            for rank, theme in enumerate(order, 1)
        ]
