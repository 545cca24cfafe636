"""What is redacted, removed and kept how long, as it is typed."""

from typing import Any

from wtforms import HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, ShortText, not_blank
from consultation.models import AnswerVersion, Consultation, SealedField
from consultation.models.moderation import BY_HAND
from consultation.operations.privacy.redacting import Span, span_of
from consultation.queries.privacy.retention import retention_seen

MOST_MONTHS = 600
FIELDS = {SealedField.TEXT: "The text", SealedField.PROPOSED: "The wording proposed"}


class DecideSpanForm(Form):
    """What becomes of a span: the one that was found (`start` to `end`), or words chosen by hand.

    By hand, the words are looked for in the text as it stands.
    """

    start = IntegerField("From", [Optional(), NumberRange(0, LARGEST_NUMBER)], widget=None)
    end = IntegerField("To", [Optional(), NumberRange(1, LARGEST_NUMBER)], widget=None)
    kind = HiddenField("Kind", default=BY_HAND)
    field = SelectField(
        "Where they stand",
        choices=[SelectChoice(field.value, words) for field, words in FIELDS.items()],
        default=SealedField.TEXT.value,
    )
    covered = ShortText("Words, letter for letter as they stand in the text")
    nth = IntegerField(
        "Which time they stand there",
        [Optional(), NumberRange(1, 1000, "From 1 to 1000.")],
        default=1,
        render_kw={"inputmode": "numeric", "min": 1},
    )
    decision = RadioField(
        "What becomes of them",
        [InputRequired("Choose whether they go or stay.")],
        choices=[
            SelectChoice("redact", "Redact them: everybody reads █ in their place"),
            SelectChoice("stay", "They may stay"),
        ],
        default="redact",
    )
    reason = ShortText(
        "Reason",
        [not_blank("Write the reason: the rule by which they go, or why they may stay.")],
        description="It is published with the count, and goes into the log. Do not repeat the "
        "words in it.",
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)

    @property
    def is_found(self) -> bool:
        """Whether a span is named, rather than words."""
        return self.start.data is not None and self.end.data is not None

    def span_in(self, version: AnswerVersion) -> Span:
        """The span that is meant. Raises NoSuchSpan where the words are not in the text."""
        field = SealedField(self.field.data)
        if self.is_found:
            return Span(field, self.start.data, self.end.data, self.kind.data or BY_HAND)
        return span_of(version, field, self.covered.data or "", self.nth.data or 1)


class ReasonForm(Form):
    """An act that owes a reason."""

    reason = ShortText("Reason", [not_blank("Write the reason.")])


class DecideRemovalForm(Form):
    """The second person's word on a removal; `seen` is what they have read of it."""

    seen = HiddenField("Seen")
    decision = RadioField(
        "What you decide",
        [InputRequired("Choose one.")],
        choices=[
            SelectChoice("confirm", "Take it out of the public view"),
            SelectChoice("refuse", "Leave it where it is"),
        ],
    )
    reason = ShortText(
        "Reason", description="Needed where you leave it; where you take it out, theirs stands."
    )


class RespondForm(Form):
    text = LongText(
        "What you say to it",
        [not_blank("Write what you want to say to it.")],
        description="Whoever decides on it reads this, and the secretariat keeps it.",
        render_kw={"rows": 8},
    )


class RetentionForm(Form):
    """For how long and whom to ask; `seen` is what was shown."""

    seen = HiddenField("Seen", [InputRequired("Open the page again.")])
    months = IntegerField(
        "Months after the last round’s outcomes are published",
        [
            InputRequired("Write for how many months personal data are kept."),
            NumberRange(1, MOST_MONTHS, f"From 1 to {MOST_MONTHS} months."),
        ],
        description="Then names, addresses, papers and notes of who took part go, and what they "
        "sent stays without their name. Outcomes that are never published are waited for a year.",
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_MONTHS},
    )
    contact = ShortText(
        "Whom people ask about their data",
        description="Name and address of the controller’s data protection contact, as the register "
        "of processing names it.",
    )

    def __init__(self, consultation: Consultation) -> None:
        super().__init__(
            months=consultation.retention_months,
            contact=consultation.protection_contact,
            seen=retention_seen(consultation),
        )

    def look_again(self, told: str, consultation: Consultation) -> None:
        """Say that somebody was quicker; sent once more, what is typed takes its place."""
        self.months.errors = [told]
        self.seen.data = retention_seen(consultation)
