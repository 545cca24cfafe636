"""Meetings: written down on one page, published, and corrected."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError, StaleEdit
from consultation.forms.meetings import CorrectMeetingForm, MeetingForm, PublishMeetingForm
from consultation.models import Meeting, Round
from consultation.operations.contributions import meetings
from consultation.permissions import Permission
from consultation.queries.contributions.meetings import kinds_in, raised_in
from consultation.queries.contributions.papers import draft_of
from consultation.queries.drafts.places import Places, places_in
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import status_of


@blueprint.route("/rounds/<int:round_id>/meetings/new", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def write_meeting(round_: Round) -> ResponseReturnValue:
    """Write a meeting down."""
    g.round = round_
    form = MeetingForm(round_, kinds=kinds_in(round_.consultation), places=_places(round_))
    if not form.accepted():
        return _page(round_, form, None, 422 if form.errors else 200)
    notes = form.notes(round_.consultation.working_groups)
    try:
        meeting = meetings.write_meeting(round_, notes, by=acting_person(), now=g.arrived_at)
    except RuleError as refused:
        form.title.errors = [str(refused)]
        return _page(round_, form, None, refused.status)
    return _kept(meeting, form)


@blueprint.route("/meetings/<int:meeting_id>/edit", methods=["GET", "POST"])
@permits(Permission.WRITE_MEETING, Meeting)
def edit_meeting(meeting: Meeting) -> ResponseReturnValue:
    """Go on writing a meeting down; once it is published, correct it."""
    g.round = round_ = meeting.round
    shape = CorrectMeetingForm if meeting.published_at else MeetingForm
    form = shape(
        round_,
        kinds=kinds_in(round_.consultation),
        places=_places(round_),
        meeting=meeting,
        raised=raised_in(meeting),
    )
    if not form.accepted():
        return _page(round_, form, meeting, 422 if form.errors else 200)
    try:
        _keep(meeting, form)
    except RuleError as refused:
        form.title.errors = [str(refused)]
        return _page(round_, form, meeting, refused.status)
    return _kept(meeting, form)


def _keep(meeting: Meeting, form: MeetingForm) -> None:
    notes, seen = form.notes(meeting.consultation.working_groups), form.seen.data or 0
    by, now = acting_person(), g.arrived_at
    if isinstance(form, CorrectMeetingForm):
        reason = form.reason.data or ""
        meetings.correct_meeting(meeting, notes, reason=reason, seen=seen, by=by, now=now)
    else:
        meetings.rewrite_meeting(meeting, notes, seen=seen, by=by, now=now)


def _places(round_: Round) -> Places | None:
    draft = draft_of(round_)
    return places_in(draft) if draft is not None else None


def _page(
    round_: Round, form: MeetingForm, meeting: Meeting | None, status: int
) -> ResponseReturnValue:
    page = render_template("secretariat/meeting.html", round=round_, form=form, meeting=meeting)
    return page, status


def _kept(meeting: Meeting, form: MeetingForm) -> ResponseReturnValue:
    flash("Kept. The points raised are answers now, and are read with the rest.")
    if form.more.data:
        return redirect(url_for(".edit_meeting", meeting_id=meeting.id))
    return redirect(url_for("meetings.read_meeting", meeting_id=meeting.id))


@blueprint.route("/meetings/<int:meeting_id>/publish", methods=["GET", "POST"])
@permits(Permission.WRITE_MEETING, Meeting)
def publish_meeting(meeting: Meeting) -> ResponseReturnValue:
    """Publish a meeting, after a look at what that means."""
    g.round = meeting.round
    form = PublishMeetingForm(seen=meetings.seen_of(meeting))
    if form.accepted():
        seen, by = form.seen.data or "", acting_person()
        try:
            meetings.publish_meeting(meeting, seen=seen, by=by, now=g.arrived_at)
        except StaleEdit as stale:
            form.look_again(str(stale), meetings.seen_of(meeting))
        else:
            flash("The meeting is published.")
            return redirect(url_for("meetings.read_meeting", meeting_id=meeting.id))
    page = render_template(
        "secretariat/publish_meeting.html", meeting=meeting, raised=raised_in(meeting), form=form
    )
    return page, status_of(form)
