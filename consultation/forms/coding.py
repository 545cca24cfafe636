"""Drawing a sample of points, and coding one of them."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from consultation.forms.base import Form
from consultation.queries.coding.coding import NO_THEME


class SampleForm(Form):
    size = IntegerField(
        "Points to draw",
        [NumberRange(10, 500, "Between 10 and 500 points can be drawn.")],
        default=50,
        description="Of 50 points on which two agree in 80 of 100, the true share lies within "
        "about 11 of 100 either way; of 100, within 8; of 200, within 6.",
    )
    first = SelectField("Who codes", coerce=int)
    second = SelectField("And who else", coerce=int)

    def __init__(self, people: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.first.choices = self.second.choices = people
        if not self.is_submitted() and len(people) > 1:
            self.second.data = people[1][0]

    def validate_second(self, field: SelectField) -> None:
        if field.data == self.first.data:
            raise ValidationError("Choose two different people.")


class CodingForm(Form):
    """One point of a sample, and the theme that one finds it belongs to; 0 for none."""

    rank = HiddenField(validators=[InputRequired("Open the page again.")])
    theme = RadioField(
        "Where does it belong?", [InputRequired("Choose a theme, or none.")], coerce=int
    )

    def __init__(self, themes: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.theme.choices = [*themes, (0, NO_THEME.capitalize())]
