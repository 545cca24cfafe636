"""A draft's file, and that what it holds is kept."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectChoice, SelectField
from wtforms.validators import InputRequired

from consultation.forms.base import Form, ShortText, not_blank
from consultation.imports.papers import FILE_LIMIT
from consultation.models import Round


class DraftFileForm(Form):
    """One file; nothing is kept before its provisions were shown."""

    file = FileField(
        "The draft",
        [FileRequired("Choose a file first.")],
        description=(
            f"DOCX, Markdown with headings, or Akoma Ntoso XML, up to {FILE_LIMIT // 1_000_000} MB."
        ),
    )


class KeepDraftForm(Form):
    """The provisions and questions that were shown, to be kept."""

    title = ShortText("Title of the draft", [not_blank("A draft needs a title.")])
    working_group_id = SelectField("Working group", coerce=int)
    provisions = HiddenField("Provisions", [InputRequired("Upload the file once more.")])

    def __init__(self, round_: Round, *, has_questions: bool = False, **given: Any) -> None:
        super().__init__(**given)
        groups = round_.consultation.working_groups
        some = [SelectChoice(group.id, f"{group.code} {group.name}") for group in groups]
        later = SelectChoice(0, "I say for each part afterwards")
        self.working_group_id.choices = some if has_questions else [later, *some]
        self.working_group_id.description = (
            "Who answers for all of it, its questions too; each part and each question can be "
            "given to another afterwards."
            if has_questions
            else "Who answers for all of it; a part can be given to another afterwards."
        )
