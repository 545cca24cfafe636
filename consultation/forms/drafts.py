"""What the secretariat types while it prepares a draft."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from consultation.forms.base import Form, LongText, SeenVersion, ShortText, not_blank
from consultation.forms.outcomes import ChangedProvisions
from consultation.models import KINDS, Draft, OpenQuestion, Provision, QuestionKind
from consultation.models.draft import kind_name
from consultation.operations.drafts.asking import Asked
from consultation.operations.drafts.editing import Words
from consultation.queries.drafts.places import place_name

NOBODY = 0
"""The choice of no working group, or of the top level."""

_KINDS_OF_QUESTIONS = {
    QuestionKind.TEXT: "Words",
    QuestionKind.AGREEMENT: "How far people agree, and words",
    QuestionKind.CHOICE: "A choice among options, and words",
}


class ActForm(Form):
    """A form whose act may refuse: the sentence stands above what was typed."""

    def say(self, sentence: str) -> None:
        self.form_errors.append(sentence)

    def look_again(self, sentence: str, version: int | str) -> None:
        """Say what happened meanwhile; who sends it again has seen it."""
        self.say(sentence)
        if "seen" in self:
            self.seen.data, self.seen.raw_data = version, None


class BeginForm(ActForm):
    start = RadioField("Begin with")
    title = ShortText("Title", [not_blank("A draft needs a title.")])
    with_questions = BooleanField(
        "Take its open questions over too", description="They can be edited or removed afterwards."
    )

    def __init__(self, last: Draft | None, **given: Any) -> None:
        super().__init__(**given)
        copies = [("copy", f"A copy of {last.title}, to be edited")] if last else []
        self.start.choices = [*copies, ("file", "A file"), ("empty", "Nothing")]
        if last is None:
            del self.with_questions
        if not self.is_submitted():
            self.start.data = self.start.choices[0][0]


class PublishDraftForm(ActForm):
    """Nothing but the button."""


class DiscardDraftForm(ActForm):
    """Nothing but the button."""


class WordsForm(ActForm):
    """The words of a provision; `under` and `seen` are there where they are asked for."""

    kind = SelectField("Kind", choices=[SelectChoice(kind, kind_name(kind)) for kind in KINDS])
    number = ShortText("Number", description="As it is read: 3.2, or 5(2). It may be left empty.")
    title = ShortText("Title")
    text = LongText("Text", description="Markdown.", render_kw={"rows": 12})
    working_group_id = SelectField(
        "Working group",
        coerce=int,
        description="Who answers for it. Without one it is the group of what it stands under.",
    )

    def __init__(self, draft: Draft, **given: Any) -> None:
        super().__init__(**given)
        self.working_group_id.choices = _groups(draft, "That of what it stands under")

    @property
    def words(self) -> Words:
        return Words(
            kind=self.kind.data,
            number=self.number.data or "",
            title=self.title.data or "",
            text=(self.text.data or "") if "text" in self else "",
            working_group_id=self.working_group_id.data or None,
        )


class EditProvisionForm(WordsForm):
    seen = SeenVersion()


class AddProvisionForm(WordsForm):
    under = SelectField("It stands under", coerce=int)

    def __init__(self, draft: Draft, **given: Any) -> None:
        super().__init__(draft, **given)
        self.under.choices = places(draft.provisions)


class SplitForm(WordsForm):
    at = RadioField(
        "The second part begins with",
        coerce=int,
        description="A sentence or line after the first; a text of one cannot be split.",
    )
    seen = SeenVersion()

    def __init__(self, draft: Draft, begins: Sequence[tuple[int, str]], **given: Any) -> None:
        super().__init__(draft, **given)
        del self.text
        self.at.choices = [SelectChoice(*begin) for begin in begins]


class MergeForm(WordsForm):
    seen = SeenVersion()
    next_seen = SeenVersion()


class MoveForm(ActForm):
    under = SelectField("Put it last under", coerce=int)

    def __init__(self, others: Sequence[Provision], **given: Any) -> None:
        super().__init__(**given)
        self.under.choices = places(others)


class StepForm(Form):
    """Up or down."""

    direction = SelectField(choices=[SelectChoice("up", "Up"), SelectChoice("down", "Down")])


class RemoveForm(ActForm):
    reason = ShortText("Why it is removed", description="Readers see it beside the old provision.")
    seen = SeenVersion()


class RemoveQuestionForm(ActForm):
    seen = SeenVersion()


class QuestionForm(ActForm):
    number = ShortText("Number", [not_blank("A question needs a number.")])
    text = LongText("Question", [not_blank("Write the question.")], render_kw={"rows": 3})
    kind = SelectField(
        "It is answered with",
        choices=[SelectChoice(kind.value, said) for kind, said in _KINDS_OF_QUESTIONS.items()],
    )
    options = LongText(
        "Options", description="One a line, where people choose among them.", render_kw={"rows": 4}
    )
    takes_several = BooleanField("Several options can be ticked")
    working_group_id = SelectField("Working group", coerce=int)
    about = ChangedProvisions("Provisions it is about", coerce=int)
    seen = IntegerField("Version")

    def __init__(self, draft: Draft, question: OpenQuestion | None = None, **given: Any) -> None:
        if question is not None:
            given |= {"data": _of_question(question)}
        super().__init__(**given)
        self.working_group_id.choices = _groups(draft)
        self.about.description = "It stands beside the first of them."
        self.about.choices = [SelectChoice(each.id, place_name(each)) for each in draft.provisions]
        if question is None:
            del self.seen
        else:
            self.seen.validators = [InputRequired("Open the page again.")]
            self.seen.widget = SeenVersion.widget

    @property
    def asked(self) -> Asked:
        return Asked(
            number=self.number.data or "",
            text=self.text.data or "",
            kind=QuestionKind(self.kind.data),
            working_group_id=self.working_group_id.data,
            options=tuple((self.options.data or "").splitlines()),
            takes_several=bool(self.takes_several.data),
            about=tuple(self.about.data or ()),
        )


def _of_question(question: OpenQuestion) -> dict[str, Any]:
    return {
        "number": question.number,
        "text": question.text,
        "kind": question.kind.value,
        "options": "\n".join(question.options),
        "takes_several": question.takes_several,
        "working_group_id": question.working_group_id,
        "about": [provision.id for provision in question.provisions],
        "seen": question.version,
    }


def _groups(draft: Draft, nobody: str = "") -> list[SelectChoice]:
    groups = draft.round.consultation.working_groups
    some = [SelectChoice(group.id, f"{group.code} {group.name}") for group in groups]
    return [SelectChoice(NOBODY, nobody), *some] if nobody else some


def places(provisions: Sequence[Provision]) -> list[SelectChoice]:
    """Where a provision can stand: at the top level, or under any of these."""
    return [
        SelectChoice(NOBODY, "Nothing: the top level"),
        *(SelectChoice(each.id, place_name(each)) for each in provisions),
    ]
