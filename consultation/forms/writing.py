"""What every answer and every comment asks, and the fields that ask it."""

from collections.abc import Iterator
from typing import Any

from wtforms import (
    Choice,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from consultation.boundary import ANSWER_LIMIT, control_characters
from consultation.forms.base import Form, LongText, PageKey, SeenVersion
from consultation.forms.together import publication_choices
from consultation.models import (
    AnswerVersion,
    OpenQuestion,
    Person,
    Position,
    Publication,
    Remark,
    Stakeholder,
)
from consultation.operations.contributions.answers import Writing
from consultation.pages import carried_over

NO_CHOICE = SelectChoice("", "No choice")
AS_USUAL = SelectChoice("", "As I chose for everything I send")


class ChoiceField(SelectMultipleField):
    """The choices of a question: boxes where several may be ticked, else one, or none again."""

    widget = ListWidget(prefix_label=False)

    def ask(self, question: OpenQuestion) -> None:
        """Offer what the question offers."""
        self.choices = [SelectChoice(choice, choice) for choice in question.choices]
        self.description = "Tick what applies." if question.takes_several else "Choose one."
        self.option_widget = CheckboxInput() if question.takes_several else RadioInput()
        if not question.takes_several:
            self.choices.append(NO_CHOICE)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([value for value in valuelist if value])

    def iter_choices(self) -> Iterator[Choice]:
        """The choices; nothing chosen is a choice too, where it is offered."""
        for choice in super().iter_choices():
            yield choice if choice.value else choice._replace(selected=not self.data)


class PositionField(RadioField):
    """A stand that nobody is made to take: a save is not refused because none was chosen."""

    def pre_validate(self, form: BaseForm) -> None:
        if self.data:
            super().pre_validate(form)


class OptionalChoice(SelectField):
    """A choice that may be left open: then it is an empty string, and None in a row."""

    def process_data(self, value: Any) -> None:
        super().process_data("" if value is None else value)


class WritingForm(Form):
    """What every answer and every comment has; `version` is the newest that the page shows."""

    position = PositionField(
        "Your position on what the draft proposes",
        choices=[SelectChoice(p.value, p.value.capitalize()) for p in Position],
        description="Where you choose none, it counts as no position.",
    )
    remark = OptionalChoice(
        "What sort of comment",
        choices=[
            SelectChoice("", "Choose one"),
            *(SelectChoice(r, r.capitalize()) for r in Remark),
        ],
    )
    text = LongText(
        "Your answer",
        description=f"Up to {ANSWER_LIMIT:,} characters. It may be quoted in the plenary pack, "
        "with your name as you chose to be named.",
        render_kw={"rows": 12},
    )
    proposed = LongText(
        "Wording you propose",
        description="The text as it should read. Once saved, its difference to the draft is shown.",
        render_kw={"rows": 4},
    )
    publication = OptionalChoice(
        "How this may be published",
        choices=[AS_USUAL],
        description="For this text alone.",
    )
    annex = LongText(
        "Confidential annex",
        description="Only the chairs of the working group read it. Nothing of it is published, "
        "exported or grouped; what you write above is the public summary of it.",
        render_kw={"rows": 4},
    )
    seen = SeenVersion()
    page = PageKey()

    says_nothing = "Write an answer or go back."

    def __init__(self, version: AnswerVersion | None, **given: Any) -> None:
        super().__init__(obj=version, seen=version.number if version else 0, **given)
        if version is not None and version.leaves_position_open and not self.position.raw_data:
            self.position.data = None
        self.replaces_a_save = version is not None
        self.version = version

    def offer(self, stakeholder: Stakeholder, person: Person) -> None:
        """Offer what the person may choose, each with the name that it would bear."""
        chosen = self.version.publication if self.version else None
        offered = publication_choices(stakeholder, person, chosen=chosen)
        self.publication.choices = [AS_USUAL, *offered]

    def has_shown(self, newest: AnswerVersion) -> None:
        """Note that the page shows what was saved elsewhere: the next save may replace it."""
        self.seen.process_data(newest.number)
        self.seen.raw_data = None

    def validate_text(self, field: LongText) -> None:
        """A word: what is empty says nothing, unless it takes back what was saved."""
        if (field.data or "").strip():
            return
        if (self.proposed.data or "").strip() or (self.annex.data or "").strip():
            raise ValidationError(
                "Write in a sentence what it is about: without a text nothing can be read out."
            )
        self.ensure_not_empty()

    def ensure_not_empty(self) -> None:
        """Raise ValidationError for a first save that says nothing."""
        if not self.replaces_a_save:
            raise ValidationError(self.says_nothing)

    @property
    def known(self) -> dict[str, Any]:
        """What the page knew when it was sent: its own key, and the version that it showed."""
        return {"page": self.page.data, "seen": self.seen.data}

    @property
    def control_characters(self) -> int:
        """How many characters were typed that no document can hold, and are not kept."""
        fields = (self.text, self.proposed, self.annex)
        return sum(control_characters(raw) for field in fields for raw in field.raw_data or ())

    @property
    def writing(self) -> Writing:
        """What was typed, as it is kept."""
        return Writing(
            text=self.text.data or "",
            position=Position(self.position.data or Position.NONE),
            position_chosen=bool(self.position.data),
            proposed=self.proposed.data or "",
            annex=self.annex.data or "",
            remark=Remark(self.remark.data) if self.remark.data else None,
            publication=Publication(self.publication.data) if self.publication.data else None,
            pages=self._pages(),
        )

    def _pages(self) -> list[list[int]] | None:
        """From where in a paper it was taken: no field shows that, and a save does not lose it."""
        version = self.version
        if version is None or not (self.text.data or "").strip():
            return None
        return carried_over(version.pages, version.text, self.text.data or "")
