"""What a chair decides on a theme or on one point."""

from typing import Any

from wtforms import Field, HiddenField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.forms.base import Form, LongText, SeenVersion, not_blank
from consultation.models import OpenQuestion, OutcomeKind
from consultation.models.plenary import (
    CHANGES_AS_ITS_THEME,
    CHANGES_NOTHING,
    CHANGES_THE_DRAFT,
    NEEDS_NO_REASON,
)
from consultation.queries.drafts.places import place_name


class ChangedProvisions(SelectMultipleField):
    """The provisions that change because of what was decided: those of the question first."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **given: Any) -> None:
        told = (
            "Of what is adopted, also in part or as a clarification. Authors read which they are."
        )
        super().__init__(label, description=told, **given)

    def offer(self, question: OpenQuestion) -> None:
        """Offer every provision of the draft that the question is about."""
        own = question.provisions
        every = [*own, *(each for each in question.draft.provisions if each not in own)]
        self.choices = [SelectChoice(each.key, place_name(each)) for each in every]


class _Decision(Form):
    kind: SelectField

    def validate_provision_keys(self, field: ChangedProvisions) -> None:
        """What is not adopted changes nothing."""
        if field.data and self.kind.data and self.kind.data not in CHANGES_THE_DRAFT:
            raise ValidationError(CHANGES_NOTHING)

    def look_again(self, told: str, seen: Field, now: int | str) -> None:
        """Show with what was decided and ticked why it was not done; `seen` is what it is now."""
        self.kind.errors = [told]
        seen.data, seen.raw_data = now, None


class OutcomeForm(_Decision):
    kind = SelectField(
        "Outcome",
        [not_blank("Choose what was decided.")],
        choices=[
            SelectChoice("", "Choose one"),
            *(SelectChoice(kind.value, kind.value.capitalize()) for kind in OutcomeKind),
        ],
    )
    reason = LongText(
        "Reason",
        description="Needed for all but adopted and not yet examined.",
        render_kw={"rows": 4},
    )
    provision_keys = ChangedProvisions("Provisions that change because of it")
    version = SeenVersion()

    def validate_reason(self, field: LongText) -> None:
        """Whoever wrote a point is owed a reason."""
        if self.kind.data not in NEEDS_NO_REASON and not (field.data or "").strip():
            raise ValidationError("Write the reason: those who wrote the points will read it.")


class PointOutcomeForm(_Decision):
    """What is decided on one point by itself; nothing is chosen where it fares as its theme."""

    kind = SelectField(
        "Outcome of this point",
        choices=[
            SelectChoice("", "As its theme"),
            *(SelectChoice(kind.value, kind.value.capitalize()) for kind in OutcomeKind),
        ],
    )
    reason = LongText(
        "Reason",
        description="Needed for all but adopted and not yet examined.",
        render_kw={"rows": 4},
    )
    provision_keys = ChangedProvisions("Provisions that change because of it")
    seen = HiddenField()

    def validate_provision_keys(self, field: ChangedProvisions) -> None:
        """A point that fares as its theme changes what its theme changes."""
        if field.data and not self.kind.data:
            raise ValidationError(CHANGES_AS_ITS_THEME)
        super().validate_provision_keys(field)

    def validate_reason(self, field: LongText) -> None:
        """A reason is owed for what is decided here; a theme has its own."""
        owed = self.kind.data and self.kind.data not in NEEDS_NO_REASON
        if owed and not (field.data or "").strip():
            raise ValidationError("Write the reason: whoever wrote the point will read it.")
