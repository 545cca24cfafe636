"""Answering, commenting and submitting."""

from dataclasses import replace
from typing import Any

from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from consultation.forms.base import Form, Key, LongText
from consultation.forms.writing import ChoiceField, WritingForm
from consultation.models import AnswerVersion, OpenQuestion, Provision, QuestionKind
from consultation.operations.contributions.answers import Writing
from consultation.passages import passage
from consultation.plain import plain


class AnswerForm(WritingForm):
    """An answer to one question: ticks depend on the question, text is always there."""

    choices = ChoiceField("Your choice", validate_choice=True)

    def __init__(self, question: OpenQuestion, version: AnswerVersion | None, **given: Any) -> None:
        super().__init__(version, **given)
        self.question = question
        self.choices.ask(question)
        self.remark.label.text = "What sort of answer"

    def validate_choices(self, field: SelectMultipleField) -> None:
        """One tick where one is asked for."""
        if len(field.data or []) > 1 and not self.question.takes_several:
            raise ValidationError("Choose one.")

    def ensure_not_empty(self) -> None:
        """A tick is an answer too."""
        if self.question.kind is QuestionKind.TEXT:
            super().ensure_not_empty()
        elif not self.choices.data and not self.replaces_a_save:
            raise ValidationError("Choose one or write an answer, or go back.")

    @property
    def writing(self) -> Writing:
        return replace(super().writing, choices=self.choices.data or [])


class WholeCommentForm(WritingForm):
    """A comment on all of something: a draft, a provision."""

    says_nothing = "Write a comment or go back."

    def __init__(self, version: AnswerVersion | None, **given: Any) -> None:
        super().__init__(version, **given)
        self.text.label.text = "Your comment"


class CommentForm(WholeCommentForm):
    """A comment on a provision or on some words of it."""

    exact = LongText(
        "The words it is about",
        description="Copied from the provision. Leave it empty to comment on the whole.",
        render_kw={"rows": 2},
    )
    start = IntegerField("Where they stand", [Optional()], widget=HiddenInput())

    def __init__(self, provision: Provision, version: AnswerVersion | None, **given: Any) -> None:
        if version is not None and version.passage:
            given |= {"exact": version.passage["exact"], "start": version.passage["start"]}
        super().__init__(version, **given)
        self.plain = plain(provision.text)

    def validate_exact(self, field: LongText) -> None:
        """What a comment is about can be found again."""
        if (field.data or "").strip() and self.passage is None:
            raise ValidationError(
                "These words do not stand in the provision. Copy them from it exactly, or leave "
                "this empty to comment on the whole."
            )

    @property
    def passage(self) -> dict[str, Any] | None:
        return passage(self.plain, self.exact.data or "", start=self.start.data)

    @property
    def writing(self) -> Writing:
        return replace(super().writing, passage=self.passage)


class SubmitForm(Form):
    """The one button; `late` when the page beside it said that it would be late."""

    key = Key()
    late = HiddenField("Late")
