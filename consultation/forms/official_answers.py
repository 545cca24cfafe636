"""Wording an official answer, publishing it, taking it back, and what it weighs."""

from collections.abc import Sequence

from wtforms import HiddenField, SelectChoice

from consultation.forms.base import Form, LongText, ShortText, not_blank
from consultation.forms.drafts import ActForm
from consultation.forms.meeting_rows import Ticks, short_name
from consultation.models import Draft, OfficialWording
from consultation.operations.drafts.official_answers import Worded
from consultation.queries.drafts.places import place_name


class WordingForm(ActForm):
    """A question and its answer; `seen` is the wording that it was written on."""

    question = LongText("The question", [not_blank("Write the question.")], render_kw={"rows": 3})
    answer = LongText(
        "The answer", [not_blank("Write the answer.")],
        description="Markdown.", render_kw={"rows": 12},
    )  # fmt: skip
    provisions = Ticks("Provisions it is about")
    seen = HiddenField()

    def __init__(self, draft: Draft | None, wording: OfficialWording | None = None) -> None:
        self.draft = draft
        super().__init__(
            data={
                "question": wording.question if wording else "",
                "answer": wording.answer if wording else "",
                "provisions": list(wording.provision_keys) if wording else [],
                "seen": wording.seen if wording else "",
            }
        )
        every: Sequence[object] = draft.provisions if draft else ()
        self.provisions.choices = [
            SelectChoice(each.key, short_name(place_name(each)))  # type: ignore[attr-defined, arg-type]
            for each in every
        ]
        if draft is not None:
            self.provisions.description = f"In {draft.title}. It is linked beside them."

    @property
    def worded(self) -> Worded:
        return Worded(
            self.question.data or "",
            self.answer.data or "",
            self.draft,
            self.provisions.data or [],
        )


class PublishWordingForm(ActForm):
    """The wording that was read, to be put in force."""

    seen = HiddenField()


class EndWordingForm(Form):
    """Why it is in force no more."""

    reason = ShortText(
        "Reason", [not_blank("Write the reason.")], description="It stands with the wording."
    )


class PrecedenceForm(Form):
    """What the body says its official answers weigh."""

    sentence = ShortText(
        "What official answers weigh",
        description="The body’s own sentence, above all of them, such as which text decides where "
        "an answer and the draft differ.",
    )
