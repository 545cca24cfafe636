"""What a chair types at the desk."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput, RangeInput

from consultation.forms.base import Form, LongText, SeenVersion, ShortText, not_blank
from consultation.forms.noting import NotedForm, NoteField

THEMES = (2, 30)
"""The fewest and the most themes that can be asked for."""

NEW = -1
"""Where points go that shall make a theme of their own."""


class RenameThemeForm(Form):
    title = ShortText(
        "Title",
        [not_blank("Write a title.")],
        description="A statement you could read out: what the points say, not their subject.",
    )
    version = SeenVersion()


class MergeThemeForm(NotedForm):
    into = SelectField(
        "Merge into", coerce=int, description="Its title stays; all points move there."
    )
    note = NoteField()
    version = SeenVersion()
    versions = HiddenField()

    def __init__(self, themes: Sequence[tuple[int, str, int]], **given: Any) -> None:
        """Each theme by number, title and version."""
        super().__init__(**given, versions=self._versions(themes))
        self.into.choices = [SelectChoice(number, title) for number, title, _ in themes]

    def look_again(
        self, told: str, *, version: int, themes: Sequence[tuple[int, str, int]]
    ) -> None:
        """Show with what was chosen why it was not done, and the themes as they are now."""
        self.into.errors = [told]
        self.version.data, self.version.raw_data = version, None
        self.versions.data = self._versions(themes)

    @staticmethod
    def _versions(themes: Sequence[tuple[int, str, int]]) -> str:
        return " ".join(f"{number}:{version}" for number, _, version in themes)

    @property
    def into_seen(self) -> int:
        """The version of the chosen theme that the editor saw; 0 where they saw none."""
        seen = dict(each.partition(":")[::2] for each in (self.versions.data or "").split())
        version = seen.get(str(self.into.data), "")
        return int(version) if version.isascii() and version.isdigit() else 0


class ReasonForm(Form):
    reason = ShortText("Reason", [not_blank("Write the reason; it goes into the log.")])
    version = SeenVersion()


class DiscardPointForm(Form):
    reason = ShortText("Reason", [not_blank("Write the reason; it goes into the log.")])
    seen = HiddenField()


class MovePointForm(NotedForm):
    theme = SelectField("Move to", coerce=int)
    note = NoteField()
    seen = HiddenField()

    def __init__(self, themes: list[tuple[int, str]], **given: Any) -> None:
        super().__init__(**given)
        self.theme.choices = [SelectChoice(*theme) for theme in (*themes, (0, "Unplaced"))]


class ChosenPoints(SelectMultipleField):
    """Points of one place, ticked beside where they stand."""

    def pre_validate(self, form: Any) -> None:
        """Who ticked a point that somebody has moved since is told so."""
        if form.everything.data:
            return
        if not self.data:
            raise ValidationError("Choose at least one point: tick the boxes beside them.")
        if not set(self.data) <= {choice.value for choice in self.choices or ()}:
            raise ValidationError(
                "A point you chose is no longer here: somebody moved it meanwhile. Choose again."
            )


def _digest_of(points: Sequence[int]) -> str:
    """A list of points, short enough for a form: the same only where the same are on it."""
    return hashlib.sha256(" ".join(map(str, sorted(points))).encode()).hexdigest()[:16]


class MovePointsForm(Form):
    """Some of the points of one place, and where they go; the boxes stand beside the points.

    Or `everything` that is listed, on whatever page: `listed` is the digest of what that was.
    """

    points = ChosenPoints("Points", coerce=int)
    everything = BooleanField("All points that are listed")
    listed = HiddenField()
    theme = SelectField("Move the chosen points to", coerce=int)
    title = ShortText("Title of the new theme")
    note = NoteField()

    def __init__(self, here: Sequence[int], themes: list[tuple[int, str]], **given: Any) -> None:
        if given.get("everything"):
            given["theme"] = NEW
        super().__init__(**given)
        self.here, self.digest = here, _digest_of(here)
        self.points.choices = [SelectChoice(point, str(point)) for point in here]
        self.everything.label.text = f"All {len(here):,} that are listed, on every page"
        self.theme.choices = [
            SelectChoice(*theme) for theme in (*themes, (NEW, "A new theme"), (0, "Unplaced"))
        ]

    @property
    def chosen(self) -> Sequence[int]:
        """The numbers of the points that are moved."""
        return self.here if self.everything.data else self.points.data or []

    def validate_everything(self, field: BooleanField) -> None:
        """Nobody moves what was not on the list that they saw."""
        if field.data and self.listed.data != self.digest:
            raise ValidationError(
                f"The list of {len(self.here):,} points is not the one that you saw: somebody "
                "changed it meanwhile, or new ones came in. Look at it again."
            )

    def validate_title(self, field: ShortText) -> None:
        if self.theme.data == NEW and not (field.data or "").strip():
            raise ValidationError("Write the title of the new theme.")


class FinenessForm(Form):
    """Fewer or more themes, on a slider."""

    themes = IntegerField(
        "Fewer or more themes",
        [NumberRange(*THEMES, f"Between {THEMES[0]} and {THEMES[1]} themes can be asked for.")],
        widget=RangeInput(),
        render_kw={"min": THEMES[0], "max": THEMES[1], "step": 1},
    )


class StepForm(Form):
    """The act that a button undoes or does again, the page that it is on, and the note if owed."""

    step = IntegerField(widget=HiddenInput(), validators=[InputRequired("Open the page again.")])
    theme = IntegerField(widget=HiddenInput(), validators=[Optional()])
    note = NoteField()


class QuoteForm(Form):
    marked = BooleanField("Quote")
    seen = HiddenField()


class SummaryForm(Form):
    """The summary; `refusals` says of a text which of its fields cannot be filled."""

    text = LongText(
        "Summary",
        [not_blank("Write the summary or go back.")],
        description="Markdown: **bold**, *italic*, lists with -, quotes with >. Numbers as fields: "
        "{{theme 3: answers}}. It is read out in plenary.",
        render_kw={"rows": 18},
    )
    version = SeenVersion()
    shown = HiddenField(default="")

    def __init__(self, refusals: Callable[[str], list[str]], **given: Any) -> None:
        super().__init__(**given)
        self._refusals = refusals

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at the fields of a text whose form is right otherwise: it stays in the editor."""
        if not super().validate(extra_validators):
            return False
        self.text.errors = self._refusals(self.text.data)
        return not self.text.errors


class ComposeForm(Form):
    version = SeenVersion()


class SignOffForm(Form):
    state_hash = HiddenField(validators=[InputRequired("Open the page again.")])


class ReopenForm(Form):
    reason = ShortText("Reason", [not_blank("Write why it is opened again; it goes into the log.")])
