"""Every field of every form that takes a person's words is given back where it is refused."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from wtforms import DateTimeLocalField, Form, TextAreaField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from consultation import forms
from consultation.forms.base import ShortText
from consultation.views.given_back import TYPED_FIELDS

FOR_WORDS = (ShortText, TextAreaField, DateTimeLocalField)
SAID_BY_A_BUTTON = ("SuggestionsForm", "act")
TO_SIGN_IN = "email"  # it comes along with what was typed, and browsers keep it


def fields_for_words() -> Iterator[tuple[str, str]]:
    """Each form with each of its fields for words; of passwords no page shows anything."""
    for module in pkgutil.iter_modules(forms.__path__, "consultation.forms."):
        for name, form in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            fields = inspect.getmembers(form, lambda one: isinstance(one, UnboundField))
            if issubclass(form, Form):
                yield from ((name, of) for of, field in fields if takes_words(field))


def takes_words(field: UnboundField) -> bool:
    is_hidden = isinstance(field.kwargs.get("widget"), HiddenInput)
    return issubclass(field.field_class, FOR_WORDS) and not is_hidden


def test_whatever_a_person_types_into_a_form_is_given_back_where_it_is_refused():
    asked = set(fields_for_words()) - {SAID_BY_A_BUTTON}
    assert len(asked) > 30
    kept = {*TYPED_FIELDS, TO_SIGN_IN}
    assert {(form, name) for form, name in asked if name not in kept} == set()
