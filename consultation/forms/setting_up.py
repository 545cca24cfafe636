"""Setting up a consultation: what it says of itself, its working groups, whom it invites."""

from collections.abc import Sequence
from typing import Any, Generic
from zoneinfo import available_timezones

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from consultation.forms.account import EmailForm, new_password_field
from consultation.forms.base import Form, LongText, SeenVersion, ShortText, not_blank
from consultation.languages import LANGUAGES
from consultation.models import (
    Consultation,
    Invitation,
    ModerationRules,
    Office,
    PrivacyNotice,
    Role,
    WorkingGroup,
)
from consultation.operations.accounts.people import one_line
from consultation.operations.consultations.founding import Profile, profile_of
from consultation.queries.consultations.texts_in_force import Text, number_of_newest, text_of
from consultation.queries.correspondence.letters import Wording

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and "Etc/" not in zone)
MOST_DAYS = 366


class Languages(SelectMultipleField):
    """The languages that contributions are taken in, a box each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ProfileForm(Form):
    """What a consultation says of itself."""

    title = ShortText("Title", [not_blank("Write the title of the text that is drafted.")])
    host = ShortText("Host", description="The body that drafts the text.")
    summary = LongText(
        "Purpose",
        description="What is drafted and what for, in a few sentences. It stands below the title.",
        render_kw={"rows": 4},
    )
    legal_basis = ShortText(
        "Legal basis", description="On what the consultation rests: an article, a decision."
    )
    usual_days = IntegerField(
        "Usual number of days of a round",
        [Optional(), NumberRange(1, MOST_DAYS, f"From 1 to {MOST_DAYS} days.")],
        description="A round with fewer owes a reason, which stands beside its dates. Leave it "
        "empty where none is usual.",
        render_kw={"inputmode": "numeric", "min": 1, "max": MOST_DAYS},
    )
    shorter_because = ShortText(
        "Why rounds may be shorter",
        description="Offered as the reason whenever a shorter round is planned.",
    )
    languages = Languages(
        "Languages in which people may write",
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        validators=[Optional()],
    )
    time_zone = SelectField(
        "Time zone",
        choices=[SelectChoice(zone, zone.replace("_", " ")) for zone in ZONES],
        description="Dates are typed and shown as its clocks have them.",
    )
    categories = LongText(
        "Kinds of stakeholders",
        description="One a line. Who takes part chooses one of them; where there is none, they "
        "say it in their own words.",
        render_kw={"rows": 6},
    )
    is_public = BooleanField("Public: everybody may read the drafts", render_kw={"value": "yes"})
    registration = BooleanField(
        "Open registration: whoever has an account may take part",
        description="Where this is not ticked, only who is accepted under “People” can begin to.",
        render_kw={"value": "yes"},
    )

    @property
    def profile(self) -> Profile:
        """What was typed, as it is kept."""
        lines = [one_line(line) for line in (self.categories.data or "").splitlines()]
        return Profile(
            title=self.title.data or "",
            host=self.host.data or "",
            summary=(self.summary.data or "").strip(),
            legal_basis=self.legal_basis.data or "",
            usual_days=self.usual_days.data,
            shorter_because=self.shorter_because.data or "",
            languages=tuple(self.languages.data or ()),
            time_zone=self.time_zone.data,
            is_public=self.is_public.data,
            registration=self.registration.data,
            categories=tuple(dict.fromkeys(filter(None, lines))),
        )


class FoundForm(ProfileForm):
    """Founding a consultation, with its first privacy notice."""

    text = LongText(
        "Privacy notice",
        description="In Markdown. Who begins to take part agrees to it. It can be written later.",
        render_kw={"rows": 8},
    )

    def __init__(self, **given: Any) -> None:
        super().__init__(time_zone="Europe/Brussels", languages=["en"], **given)


class ChangeProfileForm(ProfileForm):
    """The same for one that is there; `seen` is the state that was shown."""

    seen = HiddenField("Seen")

    def __init__(self, consultation: Consultation) -> None:
        profile = profile_of(consultation)
        now = vars(profile) | {
            "categories": "\n".join(profile.categories),
            "languages": list(profile.languages),
        }
        super().__init__(**now, seen=profile.seen)
        if profile.time_zone not in ZONES:
            self.time_zone.choices.append(SelectChoice(profile.time_zone, profile.time_zone))

    def look_again(self, told: str, consultation: Consultation) -> None:
        """Say that somebody was quicker; sent once more, what is typed takes its place."""
        self.title.errors = [told]
        self.seen.data = profile_of(consultation).seen


class TextForm(Form, Generic[Text]):
    """A text that is put in force; `seen` is the number of the one that was shown."""

    kind: type[Text]
    seen = SeenVersion()
    text: LongText

    def __init__(self, consultation: Consultation) -> None:
        number = number_of_newest(self.kind, consultation)
        super().__init__(text=text_of(self.kind, consultation, number), seen=number)

    def look_again(self, told: str, consultation: Consultation) -> None:
        """Say that somebody was quicker; sent once more, what is typed takes the place of theirs.

        The field has the number of their text from now on, which is shown beside it.
        """
        self.text.errors = [told]
        self.seen.raw_data = None
        self.seen.data = number_of_newest(self.kind, consultation)


class RulesForm(TextForm[ModerationRules]):
    kind = ModerationRules
    text = LongText(
        "Rules of moderation",
        description="In Markdown. Everybody can read them, and the text before stays to be read. "
        "An empty text means that there are none from now on.",
        render_kw={"rows": 16},
    )


class NoticeForm(TextForm[PrivacyNotice]):
    kind = PrivacyNotice
    text = LongText(
        "Privacy notice",
        description="In Markdown. Who takes part is asked to read it; the one before stays to be "
        "read. An empty text means that there is none from now on.",
        render_kw={"rows": 16},
    )


class GroupForm(Form):
    code = ShortText(
        "Code", [not_blank("Write a short code.")], description="Short, such as WG1 or WG1a."
    )
    title = ShortText("Name", [not_blank("Write the name of the working group.")])


class NewGroupForm(GroupForm):
    parent = SelectField("Strand of", description="Only for a part of another working group.")

    def __init__(self, groups: Sequence[WorkingGroup], **given: Any) -> None:
        super().__init__(**given)
        whole = [group for group in groups if group.parent_id is None]
        self.parent.choices = [
            SelectChoice("", "No other: a working group of its own"),
            *(SelectChoice(str(group.id), f"{group.code} {group.name}") for group in whole),
        ]


class InviteForm(EmailForm):
    """Whom to invite, and as what: an office in a working group, or a role."""

    person = ShortText("Name", [not_blank("Write the name of whom you invite.")])
    to = SelectField("As", [not_blank("Choose as what.")])

    def __init__(self, groups: Sequence[WorkingGroup], **given: Any) -> None:
        super().__init__(**given)
        self.email.render_kw = {"type": "email", "autocomplete": "off"}
        self._groups = {group.id: group for group in groups}
        self.to.choices = [
            SelectChoice("", "Choose one"),
            *(
                SelectChoice(
                    f"{office} {group.id}",
                    f"{office.capitalize()} of {group.code} {group.name}",
                )
                for group in groups
                for office in Office
            ),
            SelectChoice(Role.SECRETARIAT.value, "Member of the secretariat"),
            SelectChoice(Role.READER.value, "Reader, who may read and nothing else"),
        ]

    @property
    def asked(self) -> tuple[WorkingGroup, Office] | Role:
        """The office or role that was chosen."""
        word, _, number = self.to.data.partition(" ")
        return (self._groups[int(number)], Office(word)) if number else Role(word)


class LetterForm(Form):
    """Subject and text of a letter, with fields."""

    title = ShortText("Subject", [not_blank("Write the subject.")])
    text = LongText("Text", [not_blank("Write the text.")], render_kw={"rows": 14})

    @property
    def words(self) -> Wording:
        return Wording(self.title.data or "", self.text.data or "")


class NewAccountForm(Form):
    """The account that somebody makes who was invited and has none."""

    person = ShortText(
        "Your name",
        [not_blank("Write your name: the one that others see.")],
        render_kw={"autocomplete": "name"},
    )
    email = ShortText(
        "E-mail address",
        render_kw={"type": "email", "autocomplete": "username", "readonly": True},
    )
    password = new_password_field("Password")


def account_form(row: Invitation | Any) -> NewAccountForm:
    """The form, with the name and the address that the invitation went to."""
    form = NewAccountForm(person=row.name)
    form.email.data = row.email
    return form
