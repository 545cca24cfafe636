"""Taking part by oneself, who that is, and writing together."""

from dataclasses import replace
from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, ShortText, not_blank
from consultation.models import (
    Consultation,
    Person,
    PrivacyNotice,
    Publication,
    Stakeholder,
    Submission,
)
from consultation.operations.accounts.correcting import Identity
from consultation.operations.contributions.joining import Declaration

PUBLISHED_AS = {
    Publication.NAMED: "With my name, and my organisation’s if I write for one",
    Publication.ORGANISATION: "With my organisation’s name, never with mine",
    Publication.PSEUDONYM: "Under a pseudonym, the same wherever I write here",
    Publication.ANONYMOUS: "Without a name: only what kind of stakeholder I am",
    Publication.WITHHELD: "Not at all: only the chairs and the secretariat read it",
}


def publication_choices(
    stakeholder: Stakeholder, person: Person, *, chosen: Publication | None
) -> list[SelectChoice]:
    """How something can be published, each with the name that it would bear.

    The name is the lead's: nobody else is offered it, except where it is `chosen` already.
    """
    is_lead = stakeholder.person_id == person.id
    return [
        SelectChoice(choice.value, _told(words, choice, stakeholder))
        for choice, words in PUBLISHED_AS.items()
        if is_lead or choice is not Publication.NAMED or choice is chosen
    ]


def _told(words: str, choice: Publication, stakeholder: Stakeholder) -> str:
    """A choice with the name that it would bear; what is not published bears none."""
    if choice is Publication.WITHHELD:
        return words
    return f"{words}: “{stakeholder.named_as(choice)}”"


def publication_field() -> RadioField:
    return RadioField(
        "How what I send is published",
        [InputRequired("Choose how what you send is published.")],
        choices=[SelectChoice(choice.value, words) for choice, words in PUBLISHED_AS.items()],
    )


def agreed_field() -> BooleanField:
    return BooleanField(
        "I have read the privacy notice",
        [InputRequired("Read the privacy notice, then tick this.")],
        render_kw={"value": "yes"},
    )


class PublicationForm(Form):
    """How everything of a submission is published, until a text says otherwise.

    With the privacy notice in force, by its hash, where the person has not read that yet.
    """

    agreed = agreed_field()
    publication = publication_field()
    notice = HiddenField("Privacy notice")

    def __init__(self, submission: Submission, person: Person, *, notice: str = "") -> None:
        chosen = submission.published_as
        super().__init__(publication=chosen.value, notice=notice)
        if not notice:
            del self.agreed
        self.publication.choices = publication_choices(
            submission.stakeholder, person, chosen=chosen
        )


class IdentityForm(Form):
    """For whom one writes; the categories are those of the consultation, where it has any."""

    organisation = ShortText(
        "Organisation",
        description="Leave it empty if you write for yourself.",
        render_kw={"autocomplete": "organization"},
    )
    apart = BooleanField(
        "I write apart from them: for another body of this name, or another part of it",
        description="The secretariat sees that the organisation has two parts. If you write for "
        "yourself, leave the organisation empty instead.",
        render_kw={"value": "yes"},
    )
    category = SelectField("What kind of stakeholder", [InputRequired("Choose what fits best.")])
    own_category = ShortText("What kind of stakeholder")
    country = ShortText("Country", render_kw={"autocomplete": "country-name"})

    def __init__(self, consultation: Consultation, **given: Any) -> None:
        super().__init__(**given)
        if consultation.categories:
            del self.own_category
            empty = SelectChoice("", "Choose one")
            choices = [empty, *(SelectChoice(c, c.capitalize()) for c in consultation.categories)]
            self.category.choices = choices
        else:
            del self.category
            self.own_category.validators = [
                not_blank("Say what kind of stakeholder you are: a company, a researcher, …")
            ]

    @property
    def kind(self) -> Any:
        """The field that asks for the category."""
        return self.category or self.own_category


class JoinForm(IdentityForm):
    """Beginning to take part."""

    agreed = agreed_field()
    publication = publication_field()
    notice = HiddenField("Privacy notice")

    def __init__(
        self, consultation: Consultation, told: PrivacyNotice | None, **given: Any
    ) -> None:
        super().__init__(consultation, **given)
        if told is None:
            del self.agreed

    @property
    def declared(self) -> Declaration:
        """What was said, as it is kept."""
        return Declaration(
            organisation=self.organisation.data or "",
            category=self.kind.data or "",
            country=self.country.data or "",
            publication=Publication(self.publication.data),
            is_apart=self.apart.data,
        )


class CorrectOwnForm(IdentityForm):
    """What a stakeholder declared, in the form in which it was asked."""

    def __init__(self, stakeholder: Stakeholder, **given: Any) -> None:
        now = {
            "organisation": stakeholder.organisation.name if stakeholder.organisation else "",
            "category": stakeholder.category,
            "own_category": stakeholder.category,
            "country": stakeholder.country,
        }
        super().__init__(stakeholder.consultation, **now | given)
        # A kind that came with an import may be none of those that are offered.
        if self.category and stakeholder.category not in stakeholder.consultation.categories:
            self.category.choices.append(SelectChoice(stakeholder.category, stakeholder.category))
        self._name = stakeholder.name

    @property
    def said(self) -> Identity:
        """Who they are from now on."""
        return Identity(
            organisation=self.organisation.data or "",
            name=self._name,
            category=self.kind.data or "",
            country=self.country.data or "",
        )


class CorrectForm(CorrectOwnForm):
    """The same for the secretariat, which may correct the name too and owes a reason."""

    person = ShortText(
        "Name", description="Published beside the organisation’s, where they chose so."
    )
    reason = ShortText(
        "Reason",
        [not_blank("Write the reason.")],
        description="It goes into the log, where nothing is ever changed: name no person in it.",
    )

    def __init__(self, stakeholder: Stakeholder, **given: Any) -> None:
        super().__init__(stakeholder, person=stakeholder.name, **given)
        del self.apart
        self.organisation.description = "Empty for who writes alone."

    @property
    def said(self) -> Identity:
        return replace(super().said, name=self.person.data or "")


class CodeForm(Form):
    code = ShortText(
        "Code",
        [not_blank("Write the code that your colleague gave you.")],
        description="Four groups of four letters and figures.",
        render_kw={"autocomplete": "off", "autocapitalize": "none"},
    )
    # Which consultation it is, and so whether there is a notice, only the code tells.
    agreed = BooleanField("I have read the privacy notice")
    notice = HiddenField("Privacy notice")

    @property
    def agreed_to(self) -> str:
        """The hash of the notice that was agreed to."""
        return (self.notice.data or "") if self.agreed.data else ""

    def ask_for(self, notice: str) -> None:
        """Ask whether this notice is agreed to; an answer about another one counts for nothing."""
        if self.notice.data:
            self.agreed.errors = [
                "Read the privacy notice, then tick this."
                if self.notice.data == notice
                else "The privacy notice was changed while you read it. Read it again."
            ]
        self.notice.data, self.agreed.data = notice, False

    def refuse(self, why: str) -> None:
        """Say why a code opens nothing; no notice is asked about until one does."""
        self.code.errors, self.notice.data = [why], ""


class NoteForm(Form):
    text = LongText("Note", [not_blank("Write the note.")])
    entry = IntegerField("Entry", [NumberRange(1, LARGEST_NUMBER)], widget=HiddenInput())


class RightForm(Form):
    may_submit = BooleanField("May submit")


class PressForm(Form):
    """Only the token: a button that changes something is never a link."""
