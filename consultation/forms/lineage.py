"""What became of each provision of the draft before, on one page; and of a comment on its words."""

from collections.abc import Sequence
from typing import Any

import wtforms
from wtforms import BooleanField, FieldList, FormField, HiddenField, IntegerField, SelectField
from wtforms.widgets import HiddenInput

from consultation.forms.base import Form, SeenVersion, ShortText
from consultation.forms.drafts import ActForm, places
from consultation.models import Provision
from consultation.operations.drafts.tracing import SaidEnd, SaidOrigins


class OriginForm(wtforms.Form):
    """Where one provision comes from, in the numbers of the draft before."""

    provision = IntegerField(widget=HiddenInput())
    origins = ShortText("Comes from")
    note = ShortText("Note")
    confirmed = BooleanField("I confirm this")


class EndForm(wtforms.Form):
    """That an old provision goes on nowhere."""

    provision = IntegerField(widget=HiddenInput())
    note = ShortText("Why it is removed")
    confirmed = BooleanField("I confirm this")


class LineageForm(ActForm):
    """Every provision of the new draft, and each old one that goes on nowhere."""

    seen = HiddenField()
    lines = FieldList(FormField(OriginForm))
    ends = FieldList(FormField(EndForm))

    @property
    def said_of_lines(self) -> list[SaidOrigins]:
        return [
            SaidOrigins(
                form.provision.data or 0,
                form.origins.data or "",
                form.note.data or "",
                form.confirmed.data,
            )
            for form in (entry.form for entry in self.lines)
        ]

    @property
    def said_of_ends(self) -> list[SaidEnd]:
        return [
            SaidEnd(form.provision.data or 0, form.note.data or "", form.confirmed.data)
            for form in (entry.form for entry in self.ends)
        ]


class ConfirmAlikeForm(Form):
    """Nothing but the button."""

    seen = HiddenField()


class SettleForm(ActForm):
    """Where a comment belongs now; nowhere, with the first choice."""

    provision = SelectField("It belongs to", coerce=int)
    seen = SeenVersion()

    def __init__(self, provisions: Sequence[Provision], **given: Any) -> None:
        super().__init__(**given)
        (_, *choices) = places(provisions)
        self.provision.choices = [wtforms.SelectChoice(0, "Nowhere: its words are gone"), *choices]
