"""Tokens and webhooks: what a program may read, and what it is told of."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import RadioField, SelectChoice
from wtforms.validators import InputRequired

from consultation.forms.base import Form, ShortText, not_blank
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.forms.meeting_rows import Ticks
from consultation.models import Consultation, Scope, WebhookEvent

USUAL = timedelta(days=90)
"""How long a token is good when nobody says otherwise."""

SCOPES = {
    Scope.PUBLIC: "What is public, as everybody reads it",
    Scope.SECRETARIAT: "What its secretariat sees of this consultation: also while it is not "
    "public, drafts in preparation, and every contribution as soon as it is sent, with who sent it "
    "as they chose to be named",
}
EVENTS = {
    WebhookEvent.ROUND_OPENED: "A round opened",
    WebhookEvent.ROUND_CLOSED: "A round closed",
    WebhookEvent.ROUND_EXTENDED: "A round was extended",
    WebhookEvent.DRAFT_PUBLISHED: "A draft was published",
    WebhookEvent.CONTRIBUTIONS_PUBLISHED: "Contributions were published",
    WebhookEvent.OUTCOMES_PUBLISHED: "Outcomes were published",
    WebhookEvent.EDITION_COMPILED: "An edition of the plenary pack, or a synopsis report, was "
    "compiled",
}


class TokenForm(Form):
    """A token of which nothing is there yet."""

    called = ShortText(
        "Name",
        [not_blank("Write what the token is for.")],
        description="What program has it, so that you know later which one to revoke.",
    )
    scope = RadioField(
        "What it opens",
        [InputRequired("Choose what it opens.")],
        choices=[SelectChoice(scope.value, words) for scope, words in SCOPES.items()],
        default=Scope.PUBLIC.value,
    )
    until = LocalTimeField("Good until", [InputRequired("Choose a day and a time.")])

    def __init__(self, consultation: Consultation, now: datetime, **given: Any) -> None:
        self.zone = consultation.zone
        super().__init__(until=(now + USUAL).astimezone(self.zone).replace(tzinfo=None), **given)
        self.until.description = (
            f"As the clocks in {self.zone.key.replace('_', ' ')} show it; a year at most."
        )

    def validate_until(self, field: Any) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self.zone, field.data)

    @property
    def moment(self) -> datetime:
        return moment_in(self.zone, self.until.data)


class WebhookForm(Form):
    """An address, and what it is told of."""

    address = ShortText(
        "Address",
        [not_blank("Write the address that is to be told.")],
        description="Beginning with https://. It is told of what happened by numbers and "
        "addresses, and what was compiled by its kind: nothing that anybody wrote, and no name.",
        render_kw={"inputmode": "url", "autocomplete": "off"},
    )
    events = Ticks(
        "What it is told of",
        [InputRequired("Choose at least one.")],
        choices=[SelectChoice(event.value, words) for event, words in EVENTS.items()],
    )
