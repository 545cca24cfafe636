"""A comment table that comes back with observations: the file, then the rows that were shown."""

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from consultation.forms.base import Form
from consultation.forms.papers import TableForm

__all__ = ["DropObservationForm", "TableForm", "TakeObservationsForm"]


class TakeObservationsForm(Form):
    """The changed rows that were shown, to be taken."""

    observations = HiddenField("Observations", [InputRequired("Upload the table once more.")])


class DropObservationForm(Form):
    """Which wording was on the page when its button was pressed."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired("Go back to the list.")])
