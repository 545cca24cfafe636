"""What is typed on a code frame, and what is chosen to code with it."""

from typing import Any

from wtforms import IntegerField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, ShortText, not_blank

_AGAIN = "Open the page again."
_LINE = "One code a line: facet; key; label; definition. The definition can be left out."


def _number() -> IntegerField:
    """A number that came with the page."""
    return IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_AGAIN), NumberRange(0, LARGEST_NUMBER, _AGAIN)],
    )


def _lines(label: str) -> LongText:
    return LongText(
        label,
        [not_blank("Write at least one line.")],
        description=_LINE,
        render_kw={"rows": 6},
    )


class AddCodesForm(Form):
    lines = _lines("New codes")
    reason = ShortText("Why", description="It stands in the history of the frame.")
    seen = _number()


class RewordCodeForm(Form):
    label = ShortText("Label", [not_blank("A code needs a label.")])
    definition = LongText("Definition", render_kw={"rows": 3})
    reason = ShortText("Why")
    seen = _number()


class SplitCodeForm(Form):
    lines = _lines("The codes that take its place, at least two")
    reason = ShortText("Why")
    seen = _number()


class RetireCodeForm(Form):
    reason = ShortText("Why", [not_blank("Say why: who coded with it will ask.")])
    seen = _number()


ActOnCodeForm = RewordCodeForm | SplitCodeForm | RetireCodeForm


class CodeForm(Form):
    """Codes by facet, the facets in which none fits, what is missing there, and what is refused."""

    codes = SelectMultipleField(coerce=int)
    none_fits = SelectMultipleField()
    refused = SelectMultipleField(coerce=int)
    proposal = ShortText(
        "Which code is missing",
        description="Only where you ticked “Fits no code”; it may be left empty.",
    )
    seen = _number()
    last = _number()

    def __init__(self, codes: list[int], facets: list[str], **given: Any) -> None:
        super().__init__(**given)
        self.codes.choices = self.refused.choices = [(number, "") for number in codes]
        self.none_fits.choices = [(facet, "") for facet in facets]
        for field in (self.codes, self.none_fits, self.refused):
            # What the frame has no more is refused by the rule, which says what happened.
            field.validate_choice = False

    def validate_refused(self, field: SelectMultipleField) -> None:
        """Both at once says nothing; the ticks are given back."""
        if set(field.data or ()) & set(self.codes.data or ()):
            raise ValidationError("A suggestion is ticked and refused: untick one of the two.")


class TakeBackForm(Form):
    """Which refused code may be suggested again."""

    refused_code = _number()
