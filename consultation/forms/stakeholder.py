"""Answering and submitting."""

from typing import Any

from wtforms import RadioField, SelectChoice, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.boundary import ANSWER_LIMIT
from consultation.forms.base import Form, Key, LongText
from consultation.models import OpenQuestion, Position, QuestionKind


class ChoiceField(SelectMultipleField):
    """Tick boxes; how many may be ticked is the question's matter."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AnswerForm(Form):
    """An answer to one question: ticks depend on the question, text is always there."""

    choices = ChoiceField("Your choice", validate_choice=True)
    position = RadioField(
        "Your position on what the draft proposes",
        choices=[SelectChoice(p.value, p.value.capitalize()) for p in Position],
        default=Position.NONE.value,
    )
    text = LongText(
        "Your answer",
        description=f"Up to {ANSWER_LIMIT:,} characters. It may be quoted in the plenary pack, "
        "with your name as you chose to be named.",
        render_kw={"rows": 12},
    )

    def __init__(self, question: OpenQuestion, **given: Any) -> None:
        super().__init__(**given)
        self.question = question
        self.replaces_a_save = given.get("obj") is not None
        self.choices.choices = [SelectChoice(choice, choice) for choice in question.choices]

    def validate_choices(self, field: SelectMultipleField) -> None:
        """One tick where one is asked for."""
        if len(field.data or []) > 1 and not self.question.takes_several:
            raise ValidationError("Choose one.")

    def validate_text(self, field: LongText) -> None:
        """A word or a tick: an empty answer says nothing, unless it takes back what was saved."""
        blank = not (field.data or "").strip() and not self.choices.data
        if blank and not self.replaces_a_save:
            ticks = self.question.kind is not QuestionKind.TEXT
            raise ValidationError(
                "Choose one or write an answer, or go back."
                if ticks
                else "Write an answer or go back."
            )


class SubmitForm(Form):
    key = Key()
