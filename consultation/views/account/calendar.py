"""The calendar of one's own rounds, under an address that a calendar program can read."""

from flask import (
    Response,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.exports.calendar import render_calendar
from consultation.forms.together import PressForm
from consultation.models import Person, Round
from consultation.operations.accounts import attempts, calendar_addresses
from consultation.operations.accounts.attempts import ANYBODY, CALENDAR
from consultation.permissions import Permission
from consultation.queries.consultations.consultations import own_rounds
from consultation.views.account import blueprint
from consultation.views.account.sign_in import host

HEADERS = {
    "Cache-Control": "private, max-age=3600",
    "Content-Disposition": 'attachment; filename="rounds.ics"',
    "Referrer-Policy": "no-referrer",
}


@blueprint.route("/account/calendar", methods=["GET", "POST"])
@permits(Permission.HAVE_ACCOUNT)
def own_calendar() -> ResponseReturnValue:
    """Say what a calendar address is, and make one, which is shown this once."""
    address = ""
    if PressForm().accepted():
        db.begin_write()
        raw = calendar_addresses.make_calendar_address(acting_person(), now=g.arrived_at)
        address = _site() + url_for(".read_calendar", secret=raw)
    return render_template(
        "account/calendar.html",
        address=address,
        rounds=own_rounds(acting_person()),
        has_address=acting_person().calendar_hash is not None,
        form=PressForm(formdata=None),
    )


@blueprint.post("/account/calendar/end")
@permits(Permission.HAVE_ACCOUNT)
def end_calendar() -> ResponseReturnValue:
    """End the address: nothing is read under it any more."""
    if PressForm().accepted():
        db.begin_write()
        calendar_addresses.end_calendar_address(acting_person(), now=g.arrived_at)
        flash("The calendar address is void.")
    return redirect(url_for(".own_calendar"))


@blueprint.get("/calendars/<secret>.ics")
@permits(Permission.VISIT)
def read_calendar(secret: str) -> ResponseReturnValue:
    """The rounds of whoever made this address, as far as that person may see them now."""
    person = calendar_addresses.whose_calendar(secret)
    if person is None:
        _note_wrong_address()
        abort(404)
    response = Response(_calendar_of(person), mimetype="text/calendar", headers=HEADERS)
    response.add_etag()
    return response.make_conditional(request)


def _calendar_of(person: Person) -> bytes:
    return render_calendar(
        own_rounds(person),
        name="Plenary: my rounds",
        host=current_app.config["SETTINGS"].hosts[0],
        address=_page_of,
    )


def _page_of(round_: Round) -> str:
    path = url_for("public.read_consultation", consultation_id=round_.consultation_id)
    return f"{_site()}{path}"


def _site() -> str:
    site: str = current_app.config["SETTINGS"].site
    return site.rstrip("/")


def _note_wrong_address() -> None:
    """Count a secret that is none; in a transaction of its own, for this request is refused."""
    attempts.ensure_below(CALENDAR, ANYBODY, host(), g.arrived_at)
    with db.transaction():
        attempts.note(CALENDAR, ANYBODY, host(), g.arrived_at)
