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

    Raises ValidationError for a time that they show twice or never, when summer begins or ends.
    """
    first, second = (typed.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            "The clocks are changed in that hour, so that time comes twice or not at all. "
            "Choose another hour."
        )
    return first.astimezone(UTC)


class MoveDeadlineForm(Form):
    """A later time, in the consultation's zone, and the reason."""

    until = DateTimeLocalField(
        "Until",
        [InputRequired("Choose a day and a time.")],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )
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


class PublishForm(Form):
    """A button that asks for its token and nothing else."""
