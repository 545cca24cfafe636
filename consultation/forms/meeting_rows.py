"""The rows of a meeting's form: how many were there, a poll, a point raised."""

from typing import Any

import wtforms
from wtforms import BooleanField, IntegerField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import LongText, ShortText, not_blank
from consultation.models import Position
from consultation.operations.contributions.meetings import PollLine
from consultation.operations.contributions.raised_points import RaisedPoint
from consultation.queries.drafts.places import Places

_NAME_SHOWN = 90
_A_NUMBER = NumberRange(0, LARGEST_NUMBER, "Write a number, such as 12.")


class Ticks(SelectMultipleField):
    """Any of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Number(IntegerField):
    """How many; what is none is said in our own words."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label, [Optional(), _A_NUMBER], render_kw={"inputmode": "numeric"}, **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; a ValueError tells how to write it."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as unreadable:
            raise ValueError("Write a number, such as 12.") from unreadable


class AttendanceForm(wtforms.Form):
    """How many of one kind were there; the row says of which, for kinds may be added meanwhile."""

    kind = ShortText("Kind", [not_blank("Open the page again.")], widget=HiddenInput())
    number = Number("")


class _Row(wtforms.Form):
    """A row that is left out where nothing stands in it."""

    def is_blank(self) -> bool:
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """A blank row has nothing wrong with it."""
        return self.is_blank() or bool(super().validate(extra_validators))


class PollForm(_Row):
    """What everybody was asked, and what they chose."""

    question = ShortText("What was asked", [not_blank("Write what was asked.")])
    options = LongText(
        "What could be chosen, and how many chose it",
        description="One line for each, with a colon before the number, such as “In favour: 12”.",
        render_kw={"rows": 4},
    )
    answered = IntegerField(
        "How many answered",
        [InputRequired("Write how many answered."), _A_NUMBER],
        render_kw={"inputmode": "numeric"},
    )
    present = Number("How many were present")
    takes_several = BooleanField("Several could be chosen")

    def is_blank(self) -> bool:
        """Nothing is asked and nothing was chosen."""
        return not any((f.data or "") != "" for f in (self.question, self.options))

    def validate_options(self, field: LongText) -> None:
        """Each line has words and a number; where one alone could be chosen, no more did."""
        lines = self.lines()
        if not lines:
            raise ValidationError("Write a line for each that could be chosen.")
        answered = self.answered.data
        if not isinstance(answered, int):
            return
        most = max(count for _, count in lines)
        chosen = most if self.takes_several.data else sum(count for _, count in lines)
        if chosen > answered:
            raise ValidationError(
                f"That makes {chosen:,} who chose, and {answered:,} answered. Put one of the two "
                "right."
            )

    def validate_present(self, field: Number) -> None:
        """Nobody answers who is not there."""
        if field.data is not None and (self.answered.data or 0) > field.data:
            raise ValidationError("More answered than were present. Put one of the two right.")

    def lines(self) -> list[tuple[str, int]]:
        """The options with their numbers."""
        return [_option(line) for line in (self.options.data or "").splitlines() if line.strip()]

    @property
    def poll(self) -> PollLine:
        return PollLine(
            question=self.question.data or "",
            options=self.lines(),
            answered=self.answered.data or 0,
            present=self.present.data,
            takes_several=bool(self.takes_several.data),
        )


def _option(line: str) -> tuple[str, int]:
    words, _, number = line.rpartition(":")
    if not words.strip() or not number.strip().isdecimal() or len(number.strip()) > 9:
        raise ValidationError(
            f"“{line.strip()}” has no number. Write it as “{line.strip()[:40]}: 12”."
        )
    return words.strip(), int(number)


class RaisedForm(_Row):
    """What somebody said, and to what."""

    kept_as = IntegerField(
        "Answer", [Optional(), NumberRange(0, LARGEST_NUMBER)], widget=HiddenInput()
    )
    text = LongText("What was said", render_kw={"rows": 3})
    place = SelectField("It is about")
    category = SelectField("Kind of stakeholder")
    said_by = ShortText("Said by", description="Only if they may be named; else leave it empty.")
    position = SelectField(
        "Their position",
        choices=[SelectChoice(p.value, p.value.capitalize()) for p in Position],
        default=Position.NONE.value,
    )

    def is_blank(self) -> bool:
        """Without a word nothing was said; what stood there before is taken back."""
        return not (self.text.data or "").strip()

    def point(self, places: Places) -> RaisedPoint:
        return RaisedPoint(
            place=places.by_value()[self.place.data],
            text=(self.text.data or "").strip(),
            category=self.category.data,
            said_by=self.said_by.data or "",
            position=Position(self.position.data),
            answer_id=self.kept_as.data,
        )


def short_name(name: str) -> str:
    """A name that fits into a list."""
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"
