"""What reviewers type for each other: readings, assignments, memos and referrals."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, ShortText, not_blank
from consultation.models import MatterKind, MatterState
from consultation.operations.desk.matters import MATTER_LIMIT

NOBODY = 0
"""Where a question, or a referral, is nobody's by name."""

ANOTHER_BODY = "other"
"""Where a referral goes to no working group."""

_AGAIN = "Open the page again."


def _number() -> IntegerField:
    """A number that came with the page."""
    return IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(_AGAIN), NumberRange(0, LARGEST_NUMBER, _AGAIN)],
    )


class ReadForm(Form):
    """One answer, in the version that was shown, read or unread; `point` is where it stood."""

    version = _number()
    read = HiddenField()
    point = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST_NUMBER, _AGAIN)]
    )


class NewestForm(Form):
    """The newest answer that was there when the page was made."""

    newest = _number()


class AssignForm(Form):
    assignee = SelectField(
        "Assigned to", coerce=int, description="Who gets it is told by mail, with your name."
    )

    def __init__(self, people: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        nobody = SelectChoice(NOBODY, "Nobody")
        self.assignee.choices = [nobody, *(SelectChoice(*each) for each in people)]


def _words(label: str) -> LongText:
    return LongText(
        label,
        [
            not_blank("Write at least a sentence."),
            Length(max=MATTER_LIMIT, message=f"At most {MATTER_LIMIT:,} characters."),
        ],
        description=f"Up to {MATTER_LIMIT:,} characters. Read by those who review the question, "
        "and by whom it is referred to; never published or exported.",
        render_kw={"rows": 5},
    )


class RaiseForm(Form):
    """A memo, a second reading, or a referral with where it goes."""

    kind = RadioField(
        "What you want",
        [InputRequired("Choose what you want.")],
        choices=[
            SelectChoice(MatterKind.MEMO.value, "Leave a memo for the others"),
            SelectChoice(MatterKind.SECOND_READING.value, "Second reader wanted"),
            SelectChoice(MatterKind.REFERRAL.value, "Refer it to others; it stays where it is"),
        ],
        default=MatterKind.MEMO.value,
    )
    text = _words("What and why")
    to = SelectField(
        "Refer to",
        description="Only for a referral: a working group, somebody in it who sees to it, or "
        "another body.",
    )
    body = ShortText("Name of the other body", description="Only where it goes to no group here.")
    owner_name = ShortText(
        "Who sees to it there", description="Only for another body; leave it empty for nobody yet."
    )

    def __init__(self, addressees: Sequence[tuple[str, str]], **given: Any) -> None:
        super().__init__(**given)
        self.to.choices = [
            *(SelectChoice(*each) for each in addressees),
            SelectChoice(ANOTHER_BODY, "Another body"),
        ]

    def validate_body(self, field: ShortText) -> None:
        """A referral goes somewhere."""
        is_outside = self.to.data == ANOTHER_BODY
        is_referral = self.kind.data == MatterKind.REFERRAL.value
        if is_referral and is_outside and not (field.data or "").strip():
            raise ValidationError("Name the body that it is referred to.")


class AnswerMatterForm(Form):
    state = RadioField("What it becomes", [InputRequired("Choose what it becomes.")])
    text = _words("In a sentence")
    seen = _number()

    def __init__(self, states: Sequence[MatterState], **given: Any) -> None:
        super().__init__(**given)
        self.state.choices = [SelectChoice(str(s), str(s).capitalize()) for s in states]
