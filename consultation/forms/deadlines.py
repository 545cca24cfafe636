"""Moving a round's deadlines, and publishing what was sent."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired, ValidationError

from consultation.forms.base import Form, ShortText, not_blank
from consultation.models import Round


def moment_in(zone: ZoneInfo, typed: datetime) -> datetime:
    """The instant at which the clocks of a zone show a time.

    Raises ValidationError for a time that they show twice or never, when summer begins or ends,
    and for one at which they show another year than there is in UTC.
    """
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            "The clocks are changed in that hour, so that time comes twice or not at all. "
            "Choose another hour."
        )
    try:
        return first.astimezone(UTC)
    except OverflowError as error:
        raise ValidationError("That day is out of the calendar. Choose another.") from error


class LocalTimeField(DateTimeLocalField):
    """A day and a time on the clocks of a place."""

    def __init__(self, label: str, validators: Any = (), **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, validators, format=formats, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; a ValueError tells how to write it."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unreadable:
            raise ValueError(
                "That is no day and time. Write it as year-month-day hour:minute."
            ) from unreadable


class MoveDeadlineForm(Form):
    """A later time, in the consultation's zone, and the reason."""

    until = LocalTimeField("Until", [InputRequired("Choose a day and a time.")])
    reason = ShortText(
        "Reason",
        [not_blank("Write the reason.")],
        description="Everybody who takes part reads it, and it goes into the log.",
    )

    def __init__(self, round_: Round, **given: Any) -> None:
        self.zone = round_.consultation.zone
        super().__init__(until=round_.closes_at.astimezone(self.zone), **given)
        self.until.description = (
            f"As the clocks in {self.zone.key.replace('_', ' ')} show it, such as "
            f"{round_.closes_at.astimezone(self.zone):%Y-%m-%d %H:%M}."
        )

    def validate_until(self, field: Any) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self.zone, field.data)

    @property
    def moment(self) -> datetime:
        return moment_in(self.zone, self.until.data)
