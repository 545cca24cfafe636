"""What is written down of a meeting: one form for every kind."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    FieldList,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    SubmitField,
)
from wtforms.validators import InputRequired

from consultation.forms.base import Form, LongText, SeenVersion, ShortText, not_blank
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.forms.drafts import ActForm
from consultation.forms.meeting_rows import (
    AttendanceForm,
    PollForm,
    RaisedForm,
    Ticks,
    short_name,
)
from consultation.models import Meeting, MeetingKind, Round, WorkingGroup
from consultation.operations.contributions.meetings import MeetingNotes
from consultation.queries.contributions.meetings import NOT_STATED, RaisedLine
from consultation.queries.drafts.places import Places, place_name, place_value

BLANK_POINTS, BLANK_POLLS = 3, 1
"""Rows to write in, below what is there."""


class MeetingForm(Form):
    """Everything on one page; `seen` is the version that it was written on."""

    kind = SelectField(
        "What it was",
        choices=[SelectChoice(kind.value, kind.value.capitalize()) for kind in MeetingKind],
    )
    title = ShortText("Title", [not_blank("Give the meeting a title.")])
    held_at = LocalTimeField("When it began", [InputRequired("Choose a day and a time.")])
    where = ShortText("Place", description="A town, a room, or “online”.")
    groups = Ticks("Working groups", coerce=int)
    attendance = FieldList(FormField(AttendanceForm))
    agenda = LongText("Agenda", description="Markdown.", render_kw={"rows": 6})
    minutes = LongText("Minutes", description="Markdown.", render_kw={"rows": 14})
    polls = FieldList(FormField(PollForm))
    points = FieldList(FormField(RaisedForm))
    seen = SeenVersion()
    more = SubmitField("Save and go on writing")

    def __init__(
        self,
        round_: Round,
        *,
        kinds: Sequence[str],
        places: Places | None,
        meeting: Meeting | None = None,
        raised: Sequence[RaisedLine] = (),
    ) -> None:
        self.zone: ZoneInfo = round_.consultation.zone
        self.kinds = list(dict.fromkeys([*kinds, *(meeting.attendance if meeting else ())]))
        self.places = places
        super().__init__(data=self._shown(meeting, raised))
        self.held_at.description = (
            f"As the clocks in {self.zone.key.replace('_', ' ')} showed it, such as "
            f"{round_.opens_at.astimezone(self.zone):%Y-%m-%d %H:%M}."
        )
        self.groups.choices = [
            SelectChoice(group.id, f"{group.code} {group.name}")
            for group in round_.consultation.working_groups
        ]
        self._offer(raised)

    def _shown(self, meeting: Meeting | None, raised: Sequence[RaisedLine]) -> dict[str, Any]:
        polls = [_poll_shown(poll) for poll in meeting.polls] if meeting else []
        points = [_point_shown(line) for line in raised]
        shown: dict[str, Any] = {
            "attendance": [
                {"kind": kind, "number": meeting.attendance.get(kind) if meeting else None}
                for kind in self.kinds
            ],
            "polls": polls + [{}] * BLANK_POLLS,
            "points": (points + [{}] * BLANK_POINTS) if self.places else [],
            "seen": meeting.version if meeting else 0,
        }
        if meeting is not None:
            shown |= {name: getattr(meeting, name) for name in ("title", "agenda", "minutes")}
            shown |= {
                "kind": meeting.kind.value,
                "where": meeting.place,
                "held_at": meeting.held_at.astimezone(self.zone),
                "groups": [group.id for group in meeting.groups],
            }
        return shown

    def _offer(self, raised: Sequence[RaisedLine]) -> None:
        for entry in self.attendance:
            kind = entry.form.kind.data or NOT_STATED
            entry.form.number.label.text = "Others" if kind == NOT_STATED else kind.capitalize()
        every = list(self.places.all()) if self.places else []
        choices = [SelectChoice(place_value(each), short_name(place_name(each))) for each in every]
        kinds = list(dict.fromkeys([*self.kinds, *(line.category for line in raised)]))
        for entry in self.points:
            entry.form.place.choices = choices
            entry.form.category.choices = [SelectChoice(kind, kind.capitalize()) for kind in kinds]
            if not entry.form.category.data:
                entry.form.category.data = NOT_STATED

    def validate_held_at(self, field: LocalTimeField) -> None:
        """A time that the zone's clocks show once."""
        if field.data is not None:
            moment_in(self.zone, field.data)

    def notes(self, groups: Sequence[WorkingGroup]) -> MeetingNotes:
        """What was typed, as it is kept."""
        return MeetingNotes(
            kind=MeetingKind(self.kind.data),
            title=self.title.data or "",
            held_at=self.moment,
            place=self.where.data or "",
            groups=[group for group in groups if group.id in (self.groups.data or [])],
            attendance=dict(self._present()),
            agenda=self.agenda.data or "",
            minutes=self.minutes.data or "",
            polls=[e.form.poll for e in self.polls if not e.form.is_blank()],
            points=[e.form.point(self.places) for e in self.points if not e.form.is_blank()]
            if self.places
            else [],
        )

    def _present(self) -> Iterator[tuple[str, int]]:
        for entry in self.attendance:
            if entry.form.number.data is not None:
                yield entry.form.kind.data, entry.form.number.data

    @property
    def moment(self) -> datetime:
        return moment_in(self.zone, self.held_at.data)


class CorrectMeetingForm(MeetingForm):
    """The same of a meeting that everybody has read, and why it is put right."""

    reason = LongText(
        "Why it is corrected",
        [not_blank("Write why it is corrected: everybody can read it.")],
        description="Everybody can read this, and what stands there now beside it.",
        render_kw={"rows": 3},
    )


def _poll_shown(poll: Any) -> dict[str, Any]:
    shown = {name: getattr(poll, name) for name in ("question", "answered", "present")}
    lines = "\n".join(f"{words}: {count}" for words, count in poll.options)
    return shown | {"options": lines, "takes_several": poll.takes_several}


def _point_shown(line: RaisedLine) -> dict[str, Any]:
    """A point to be put right: as it was said, also where everybody reads a placeholder."""
    return {
        "kept_as": line.answer.id,
        "text": line.answer.text,
        "place": place_value(line.place),
        "category": line.category,
        "said_by": line.said_by,
        "position": line.position,
    }


class PublishMeetingForm(ActForm):
    """The meeting as it was read, to be published."""

    seen = HiddenField()
