"""The note that an act asks for which takes a minority point from where it is heard."""

from typing import Any

from consultation.forms.base import Form, ShortText


class NoteField(ShortText):
    """Why a minority point goes from where it is heard; whether it is owed is the act's to say."""

    def __init__(self, label: str = "Note", **options: Any) -> None:
        told = (
            "Why a minority point goes from where it is heard; it stays with it, and in the pack."
        )
        super().__init__(label, description=told, **options)


class NotedForm(Form):
    """A form with a note, where a minority point is among what it is about; elsewhere with none."""

    note: ShortText | None

    def __init__(self, *, needs_note: bool, **given: Any) -> None:
        super().__init__(**given)
        if not needs_note:
            del self.note

    @property
    def noted(self) -> str:
        """What was typed as the note."""
        return (self.note.data or "") if self.note is not None else ""
