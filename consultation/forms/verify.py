"""Checking a receipt file: pasted, or as a file."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from consultation.boundary import clean_text
from consultation.forms.base import Form


class VerifyForm(Form):
    """Takes a receipt as it is: cleaning the text would make another text of it."""

    file = FileField("The receipt file", description="The JSON file you downloaded.")
    text = TextAreaField(
        "Or its content",
        description="All of it, from the first brace to the last.",
        render_kw={"rows": 6, "spellcheck": "false"},
    )

    def validate_text(self, field: Any) -> None:
        """One of the two, in UTF-8."""
        if not (field.data or "").strip() and not self.file.data:
            raise ValidationError("Choose the receipt file, or paste what it holds.")
        if self.receipt is None:
            raise ValidationError(
                "The file is not text in UTF-8, so it is no receipt. Take the JSON file, not the "
                "PDF."
            )

    @property
    def receipt(self) -> str | None:
        """What was given; None for a file that is no text."""
        if not self.file.data:
            return self.text.data or ""
        content: bytes = self.file.data.stream.read()
        self.file.data.stream.seek(0)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, and give back what was given, an uploaded text too."""
        given = self.receipt or ""
        self.text.data = clean_text(given, limit=len(given))
        self.text.errors = [sentence]
