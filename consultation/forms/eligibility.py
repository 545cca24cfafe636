"""Uploading decisions on eligibility, and taking those that were shown."""

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField
from wtforms.validators import InputRequired

from consultation.forms.base import Form
from consultation.imports.papers import FILE_LIMIT


class DecisionsForm(Form):
    """A table; nothing is kept before its rows were shown."""

    file = FileField(
        "The table",
        [FileRequired("Choose a file first.")],
        description=f"CSV, XLSX or ODS, up to {FILE_LIMIT // 1_000_000} MB.",
    )


class TakeDecisionsForm(Form):
    """The rows that were shown, to be kept."""

    rows = HiddenField("Rows", [InputRequired("Upload the table once more.")])
