"""What a chair chooses among what is suggested or found: points from several places."""

from typing import Any

from wtforms import SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import AnyOf, ValidationError

from consultation.forms.base import Form, ShortText
from consultation.forms.chair import NEW
from consultation.forms.noting import NoteField
from consultation.operations.desk.several import Choice

ACCEPT, REFUSE = "accept", "refuse"


class ChosenInPlaces(SelectMultipleField):
    """Ticked points, each with where it was seen and, where that is suggested, where it goes."""

    def __init__(self, label: str, parts: int, **options: Any) -> None:
        super().__init__(label, validate_choice=False, **options)
        self._parts = parts

    def pre_validate(self, form: Any) -> None:
        """Boxes carry whole numbers; anything else is no box of ours."""
        if not self.data:
            raise ValidationError("Choose at least one point: tick the boxes beside them.")
        for value in self.data:
            numbers = value.split(":")
            if len(numbers) != self._parts or not all(_is_number(each) for each in numbers):
                raise ValidationError("Open the page again, then choose.")

    def choices_made(self) -> list[tuple[int, ...]]:
        return [tuple(int(each) for each in value.split(":")) for value in self.data or []]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


class SuggestionsForm(Form):
    """Some of what is suggested, and whether it is accepted or refused."""

    chosen = ChosenInPlaces("Points", 3)
    note = NoteField()
    act = ShortText("Act", [AnyOf([ACCEPT, REFUSE], message="Accept or refuse.")])

    def choices_made(self) -> list[Choice]:
        return [
            Choice(point_id=point, to=to, seen_in=seen)
            for point, to, seen in self.chosen.choices_made()
        ]


class MoveFoundForm(Form):
    """Some of the points that were found, and where they go."""

    chosen = ChosenInPlaces("Points", 2)
    theme = SelectField("Move the chosen points to", coerce=int)
    title = ShortText("Title of the new theme")
    note = NoteField()

    def __init__(self, themes: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.theme.choices = [
            SelectChoice(*theme) for theme in (*themes, (NEW, "A new theme"), (0, "Unplaced"))
        ]

    def validate_title(self, field: ShortText) -> None:
        if self.theme.data == NEW and not (field.data or "").strip():
            raise ValidationError("Write the title of the new theme.")

    def choices_made(self) -> list[Choice]:
        return [Choice(point_id=point, seen_in=seen) for point, seen in self.chosen.choices_made()]
