"""Planning a round, and giving one that has not opened other dates."""

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from consultation.forms.base import Form, ShortText, not_blank
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.models import Consultation, Round
from consultation.operations.consultations.planning import Window

OPENS, CLOSES = time(9, 0), time(23, 59)
DAYS_WITHOUT_A_RULE = 28


class WindowForm(Form):
    """When a round opens and closes, in the consultation's zone."""

    opens = LocalTimeField("Opens", [InputRequired("Choose a day and a time.")])
    closes = LocalTimeField("Closes", [InputRequired("Choose a day and a time.")])
    shorter_because = ShortText("Why it is shorter than usual")

    def __init__(self, consultation: Consultation, **given: Any) -> None:
        self._zone = consultation.zone
        super().__init__(**given)
        self.opens.description = (
            f"As the clocks in {self._zone.key.replace('_', ' ')} show it, such as "
            "2027-03-01 09:00."
        )
        self.closes.description = "The last instant still counts."
        self.shorter_because.description = (
            f"Owed where there are fewer than {consultation.usual_days} days. Everybody reads it "
            "beside the dates."
        )
        if consultation.usual_days is None:
            del self.shorter_because

    def validate_opens(self, field: Any) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self._zone, field.data)

    validate_closes = validate_opens

    @property
    def window(self) -> Window:
        because = (self.shorter_because.data or "") if self.shorter_because else ""
        return Window(
            moment_in(self._zone, self.opens.data), moment_in(self._zone, self.closes.data), because
        )


class PlanForm(WindowForm):
    """A new round: the next number, and the usual days from a fortnight on."""

    number = IntegerField("Number", [InputRequired("Write a number."), NumberRange(1, 999)])
    title = ShortText("Title", description="Where it is empty, “Round” with the number.")

    def __init__(self, consultation: Consultation, now: datetime) -> None:
        opens = (now.astimezone(consultation.zone) + timedelta(days=14)).date()
        days = timedelta(days=consultation.usual_days or DAYS_WITHOUT_A_RULE)
        super().__init__(
            consultation,
            number=max((each.number for each in consultation.rounds), default=0) + 1,
            opens=datetime.combine(opens, OPENS, consultation.zone),
            closes=datetime.combine(opens + days, CLOSES, consultation.zone),
            shorter_because=consultation.shorter_because,
        )


class RescheduleForm(WindowForm):
    """Other dates for a round, with the reason."""

    reason = ShortText(
        "Reason",
        [not_blank("Write the reason.")],
        description="Everybody reads it beside the dates, and it goes into the log.",
    )

    def __init__(self, round_: Round) -> None:
        zone = round_.consultation.zone
        super().__init__(
            round_.consultation,
            opens=round_.opens_at.astimezone(zone),
            closes=round_.closes_at.astimezone(zone),
            shorter_because=round_.shorter_because or round_.consultation.shorter_because,
        )
