"""What is written down of a meeting: one form for every kind."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import wtforms
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    SubmitField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from consultation.boundary import LARGEST_NUMBER
from consultation.forms.base import Form, LongText, SeenVersion, ShortText, not_blank
from consultation.forms.deadlines import LocalTimeField, moment_in
from consultation.models import Meeting, MeetingKind, Position, Round, WorkingGroup
from consultation.operations.meetings import MeetingNotes, PollLine
from consultation.operations.raised_points import RaisedPoint
from consultation.queries.meetings import NOT_STATED, RaisedLine
from consultation.queries.places import Places, place_name, place_value

BLANK_POINTS, BLANK_POLLS = 3, 1
"""Rows to write in, below what is there."""
_NAME_SHOWN = 90
_A_NUMBER = NumberRange(0, LARGEST_NUMBER, "Write a number, such as 12.")


class Ticks(SelectMultipleField):
    """Any of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Number(IntegerField):
    """How many; what is none is said in our own words."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label, [Optional(), _A_NUMBER], render_kw={"inputmode": "numeric"}, **options
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a number; a ValueError tells how to write it."""
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError as unreadable:
            raise ValueError("Write a number, such as 12.") from unreadable


class AttendanceForm(wtforms.Form):
    """How many of one kind were there."""

    number = Number("")


class _Row(wtforms.Form):
    """A row that is left out where nothing stands in it."""

    def is_blank(self) -> bool:
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:
        """A blank row has nothing wrong with it."""
        return self.is_blank() or bool(super().validate(extra_validators))


class PollForm(_Row):
    """What everybody was asked, and what they chose."""

    question = ShortText("What was asked", [not_blank("Write what was asked.")])
    options = LongText(
        "What could be chosen, and how many chose it",
        description="One line for each, with a colon before the number, such as “In favour: 12”.",
        render_kw={"rows": 4},
    )
    answered = IntegerField(
        "How many answered",
        [InputRequired("Write how many answered."), _A_NUMBER],
        render_kw={"inputmode": "numeric"},
    )
    present = Number("How many were present")
    takes_several = BooleanField("Several could be chosen")

    def is_blank(self) -> bool:
        """Nothing is asked and nothing was chosen."""
        return not any((f.data or "") != "" for f in (self.question, self.options))

    def validate_options(self, field: LongText) -> None:
        """Each line has words and a number; where one alone could be chosen, no more did."""
        lines = self.lines()
        if not lines:
            raise ValidationError("Write a line for each that could be chosen.")
        answered = self.answered.data
        if not isinstance(answered, int):
            return
        most = max(count for _, count in lines)
        chosen = most if self.takes_several.data else sum(count for _, count in lines)
        if chosen > answered:
            raise ValidationError(
                f"That makes {chosen:,} who chose, and {answered:,} answered. Put one of the two "
                "right."
            )

    def validate_present(self, field: Number) -> None:
        """Nobody answers who is not there."""
        if field.data is not None and (self.answered.data or 0) > field.data:
            raise ValidationError("More answered than were present. Put one of the two right.")

    def lines(self) -> list[tuple[str, int]]:
        """The options with their numbers."""
        return [_option(line) for line in (self.options.data or "").splitlines() if line.strip()]

    @property
    def poll(self) -> PollLine:
        return PollLine(
            question=self.question.data or "",
            options=self.lines(),
            answered=self.answered.data or 0,
            present=self.present.data,
            takes_several=bool(self.takes_several.data),
        )


def _option(line: str) -> tuple[str, int]:
    words, _, number = line.rpartition(":")
    if not words.strip() or not number.strip().isdecimal() or len(number.strip()) > 9:
        raise ValidationError(
            f"“{line.strip()}” has no number. Write it as “{line.strip()[:40]}: 12”."
        )
    return words.strip(), int(number)


class RaisedForm(_Row):
    """What somebody said, and to what."""

    answer = IntegerField(
        "Answer", [Optional(), NumberRange(0, LARGEST_NUMBER)], widget=HiddenInput()
    )
    text = LongText("What was said", render_kw={"rows": 3})
    place = SelectField("It is about")
    category = SelectField("Kind of stakeholder")
    said_by = ShortText("Said by", description="Only if they may be named; else leave it empty.")
    position = SelectField(
        "Their position",
        choices=[SelectChoice(p.value, p.value.capitalize()) for p in Position],
        default=Position.NONE.value,
    )

    def is_blank(self) -> bool:
        """Without a word nothing was said; what stood there before is taken back."""
        return not (self.text.data or "").strip()

    def point(self, places: Places) -> RaisedPoint:
        return RaisedPoint(
            place=places.by_value()[self.place.data],
            text=(self.text.data or "").strip(),
            category=self.category.data,
            said_by=self.said_by.data or "",
            position=Position(self.position.data),
            answer_id=self.answer.data,
        )


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
                {"number": meeting.attendance.get(kind) if meeting else None} for kind in self.kinds
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
        for entry, kind in zip(self.attendance, self.kinds, strict=False):
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
        for entry, kind in zip(self.attendance, self.kinds, strict=False):
            if entry.form.number.data is not None:
                yield kind, entry.form.number.data

    @property
    def moment(self) -> datetime:
        return moment_in(self.zone, self.held_at.data)


def _poll_shown(poll: Any) -> dict[str, Any]:
    shown = {name: getattr(poll, name) for name in ("question", "answered", "present")}
    lines = "\n".join(f"{words}: {count}" for words, count in poll.options)
    return shown | {"options": lines, "takes_several": poll.takes_several}


def _point_shown(line: RaisedLine) -> dict[str, Any]:
    return {
        "answer": line.answer.id,
        "text": line.text,
        "place": place_value(line.place),
        "category": line.category,
        "said_by": line.said_by,
        "position": line.position,
    }


def short_name(name: str) -> str:
    """A name that fits into a list."""
    return name if len(name) <= _NAME_SHOWN else f"{name[: _NAME_SHOWN - 1]}…"


class PublishMeetingForm(Form):
    """A button that asks for its token and nothing else."""
