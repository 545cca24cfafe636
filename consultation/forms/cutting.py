"""Where a chair cuts a point in two, and that they join it with the next."""

from typing import Any, NamedTuple

from wtforms import HiddenField, RadioField
from wtforms.validators import ValidationError

from consultation.errors import RuleError
from consultation.forms.base import Form, ShortText
from consultation.forms.noting import NotedForm, NoteField
from consultation.queries.desk.cutting import halves, place_of_words, places_to_cut


class CutPlace(NamedTuple):
    """A place in a point's text, and the words on both sides of it."""

    at: int
    first: str
    second: str


class CutPointForm(Form):
    """A place among those where sentences begin, or the words with which the second begins.

    Whoever saw other words than there are now is told so by the operation, not here.
    """

    at = RadioField("Where the second point begins", coerce=int, validate_choice=False)
    words = ShortText(
        "The words with which the second point begins",
        description="Copy them from the point, as many as stand in it only once.",
    )
    seen = HiddenField()

    def __init__(self, text: str, *, seen: str, **given: Any) -> None:
        super().__init__(seen=seen, **given)
        self.text = text
        self.is_stale = self.seen.data != seen
        self.place: int = 0
        self.places = [
            CutPlace(at, text[parts[0][0] : parts[0][1]], text[parts[1][0] : parts[1][1]])
            for at in places_to_cut(text)
            if (parts := halves(text, at))
        ]
        if self.places:
            self.words.label.text = "Or the words with which the second point begins"
            self.words.description += " They count, whatever is chosen above."
        self.at.choices = [(each.at, str(each.at)) for each in self.places]

    def validate_words(self, field: ShortText) -> None:
        """Find the place; both parts have to say something."""
        if self.is_stale:
            return
        if not (field.data or self.at.data):
            raise ValidationError(
                "Choose a place, or write the words with which the second point begins."
            )
        try:
            self.place = place_of_words(self.text, field.data) if field.data else self.at.data
        except RuleError as refused:
            raise ValidationError(str(refused)) from refused
        if halves(self.text, self.place) is None:
            raise ValidationError("Both parts have to say something. Choose another place.")


class JoinPointsForm(NotedForm):
    note = NoteField()
    seen = HiddenField()
