"""What the secretariat types when something came in otherwise: who, how, when, and what."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wtforms import IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, ShortText, not_blank
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.forms.meeting_rows import short_name
from consultation.models import (
    AnswerVersion,
    Position,
    Publication,
    Round,
    Source,
    Stakeholder,
)
from consultation.operations.contributions.answers import Writing, writing_of
from consultation.operations.contributions.entering import Arrival
from consultation.operations.contributions.senders import Sender
from consultation.pages import carried_over
from consultation.queries.contributions.meetings import NOT_STATED
from consultation.queries.drafts.places import Place, Places, place_name, place_value

NEW = "new"
WAYS = {Source.EMAIL: "By e-mail", Source.PAPER: "On paper"}
NAMED_AS = {
    Publication.NAMED: "With their name, and their organisation’s if they write for one",
    Publication.ORGANISATION: "With their organisation’s name, never with theirs",
    Publication.PSEUDONYM: "Under a pseudonym, the same wherever they write here",
    Publication.ANONYMOUS: "Without a name: only what kind of stakeholder they are",
    Publication.WITHHELD: "Not at all: only the chairs and the secretariat read it",
}


class EntryForm(Form):
    """Who sent it, how it came and when."""

    source = RadioField(
        "How it came",
        [InputRequired("Choose how it came.")],
        choices=[SelectChoice(source.value, words) for source, words in WAYS.items()],
    )
    reached = LocalTimeField("When it reached you", [InputRequired("Choose a day and a time.")])
    because = ShortText(
        "Why it counts as in time",
        description="Only for what came after the deadline and counts all the same. It goes into "
        "the log. Without a reason what came too late stands on the late list.",
    )
    who = SelectField("Who sent it")
    organisation = ShortText("Organisation", description="Leave it empty for a person alone.")
    person = ShortText("Name of who signed it", description="Leave it empty if nobody did.")
    category = SelectField("Kind of stakeholder")
    own_category = ShortText("Another kind of stakeholder", description="If none above fits.")
    country = ShortText("Country")
    contact = ShortText(
        "E-mail address",
        description="They are mailed the receipt, and with an account of this address they see "
        "what was entered.",
    )
    publication = RadioField(
        "How it is published",
        choices=[SelectChoice(choice.value, words) for choice, words in NAMED_AS.items()],
        default=Publication.ANONYMOUS.value,
        description="As they said themselves; where they said nothing, without a name.",
    )

    def __init__(
        self, round_: Round, stakeholders: Sequence[Stakeholder], kinds: Sequence[str]
    ) -> None:
        self.zone = round_.consultation.zone
        super().__init__()
        self.reached.description = (
            f"As the clocks in {self.zone.key.replace('_', ' ')} showed it. The round closed or "
            f"closes on {round_.exactly(round_.closes_at)}."
        )
        self.who.choices = [
            SelectChoice(NEW, "Somebody new, as written below"),
            *(SelectChoice(str(part.id), short_name(_called(part))) for part in stakeholders),
        ]
        self.category.choices = [SelectChoice(kind, kind.capitalize()) for kind in kinds]
        if not self.category.data:
            self.category.data = NOT_STATED

    def validate_reached(self, field: LocalTimeField) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self.zone, field.data)

    @property
    def is_new(self) -> bool:
        return bool(self.who.data == NEW)

    @property
    def sender(self) -> Sender:
        """Who sent it, where they take no part yet."""
        return Sender(
            organisation=self.organisation.data or "",
            name=self.person.data or "",
            category=self.own_category.data or self.category.data or "",
            country=self.country.data or "",
            publication=Publication(self.publication.data),
            contact=self.contact.data or "",
        )

    @property
    def arrival(self) -> Arrival:
        moment: datetime = moment_in(self.zone, self.reached.data)
        return Arrival(Source(self.source.data), moment, self.because.data or "")


def _called(part: Stakeholder) -> str:
    names = [part.organisation.name if part.organisation else "", part.name]
    return f"{', '.join(name for name in names if name) or part.reference} ({part.category})"


class _WordsForm(Form):
    text = LongText("What they wrote", render_kw={"rows": 10})
    position = SelectField(
        "Their position",
        choices=[SelectChoice(p.value, p.value.capitalize()) for p in Position],
        default=Position.NONE.value,
        description="Only as they state it themselves.",
    )

    @property
    def writing(self) -> Writing:
        position = Position(self.position.data)
        return Writing(
            text=self.text.data or "",
            position=position,
            position_chosen=position is not Position.NONE,
        )


class AddAnswerForm(_WordsForm):
    """One more answer or comment of theirs."""

    place = SelectField("It is about")

    def __init__(self, places: Places) -> None:
        super().__init__()
        self.by_value = places.by_value()
        self.place.choices = [
            SelectChoice(place_value(place), short_name(place_name(place)))
            for place in places.all()
        ]

    def validate_text(self, field: LongText) -> None:
        """At least a word."""
        not_blank("Write down what they wrote.")(self, field)

    @property
    def at(self) -> Place:
        return self.by_value[self.place.data]


class CorrectAnswerForm(_WordsForm):
    """What was written down, put right; emptied, it is none of theirs any more."""

    seen = IntegerField(
        validators=[InputRequired("Open the page again."), NumberRange(0, LARGEST_NUMBER)],
        widget=HiddenInput(),
    )

    def __init__(self, version: AnswerVersion) -> None:
        self.version = version
        super().__init__(
            data={
                "text": version.text, "position": version.position.value, "seen": version.number,
            }
        )  # fmt: skip

    def has_shown(self, newest: AnswerVersion) -> None:
        """Note that the page shows what was saved meanwhile: the next save may replace it."""
        self.seen.process_data(newest.number)
        self.seen.raw_data = None

    @property
    def writing(self) -> Writing:
        """What was typed; of all else that a text has, nothing is lost by putting it right."""
        typed, was = super().writing, self.version
        pages = carried_over(was.pages, was.text, typed.text) if typed.text.strip() else None
        return replace(
            writing_of(was),
            text=typed.text,
            position=typed.position,
            position_chosen=typed.position_chosen,
            pages=pages,
        )


class TakeBackForm(Form):
    """Why what was entered is not to count."""

    reason = ShortText(
        "Reason", [not_blank("Write the reason.")], description="It goes into the log."
    )
