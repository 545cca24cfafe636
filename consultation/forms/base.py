"""The base of all forms: text passes the input boundary, and a form knows when it is accepted."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from consultation.boundary import ANSWER_LIMIT, SHORT_TEXT_LIMIT, clean_text


def cleaned(limit: int) -> Callable[[str | None], str | None]:
    """A filter that lets a text through the boundary; over the limit it raises (413)."""
    return lambda raw: clean_text(raw, limit=limit) if raw is not None else None


class Form(FlaskForm):
    """A form with its token; `accepted` when it was sent and its shape is right.

    What came along through signing in is only shown: its author has yet to press the button.
    """

    def accepted(self) -> bool:
        return not g.get("comes_along") and bool(self.validate_on_submit())


class ButtonForm(Form):
    """A button that asks for its token and nothing else."""


class ShortText(StringField):
    """One line of a person's own words."""

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(
            label,
            [
                *validators,
                Length(max=SHORT_TEXT_LIMIT, message=f"At most {SHORT_TEXT_LIMIT} characters."),
            ],
            filters=[cleaned(ANSWER_LIMIT), lambda text: text.strip() if text else text],
            **options,
        )


class LongText(TextAreaField):
    """As much as a person wants to write, up to the one limit."""

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, filters=[cleaned(ANSWER_LIMIT)], **options)


class SeenVersion(IntegerField):
    """The version of the row that the editor saw."""

    widget = HiddenInput()

    def __init__(self, **options: Any) -> None:
        super().__init__("Version", [InputRequired("Open the page again.")], **options)


class Key(HiddenField):
    """An idempotency key, issued with the form."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            "Key", [InputRequired("Open the page again."), Regexp(r"[0-9a-f]{32}\Z")], **options
        )


class PageKey(HiddenField):
    """The key of a page for writing, random and issued with it; a save without one gets a new one.

    It is no reason to refuse what was written.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__("Page", default=lambda: secrets.token_hex(16), **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        if valuelist and re.fullmatch(r"[0-9a-f]{32}", valuelist[0]):
            self.data = valuelist[0]


def not_blank(sentence: str) -> Callable[[Any, Any], None]:
    """A validator: at least one character that is not white space."""

    def check(_form: Any, field: Any) -> None:
        if not (field.data or "").strip():
            raise ValidationError(sentence)

    return check
