"""Whom to remind."""

from typing import Any

from wtforms import RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from consultation.forms.base import Form
from consultation.operations.correspondence.reminding import Audience


class RemindForm(Form):
    """An audience, and of it one category or all; `counts` is how many each audience has."""

    audience = RadioField("Whom", [InputRequired("Choose whom to write to.")])
    category = SelectField("Of which kind")

    def __init__(self, categories: list[str], counts: dict[Audience, int], **given: Any) -> None:
        super().__init__(**given)
        told = {
            Audience.UNSENT: "Who takes part and has not sent anything",
            Audience.INVITED: "Who is accepted and has not begun to take part",
        }
        self.audience.choices = [
            SelectChoice(each.value, f"{words} ({counts[each]})") for each, words in told.items()
        ]
        self.category.choices = [
            SelectChoice("", "Every kind"),
            *(SelectChoice(each, each.capitalize()) for each in categories),
        ]
