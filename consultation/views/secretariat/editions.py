"""Editions of the plenary pack: compiled by the worker; files of these and of synopsis reports."""

from flask import Response, abort, flash, g, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.compiling import MANIFEST, room_of
from consultation.errors import NotAllowedYet
from consultation.exports import mimetype_of
from consultation.forms.base import ButtonForm
from consultation.models import Edition, EditionKind, Round
from consultation.operations import jobs
from consultation.operations.plenary.editions import ask_for_edition
from consultation.permissions import Permission
from consultation.queries.plenary.editions import edition_line, editions_of
from consultation.views.papers import LOCKED_DOWN, paper_folder
from consultation.views.secretariat import blueprint


@blueprint.route("/rounds/<int:round_id>/editions", methods=["GET", "POST"])
@permits(Permission.RUN_ROUND, Round)
def list_editions(round_: Round) -> ResponseReturnValue:
    """Every edition of the round's pack, and a button that asks for one more."""
    g.round = round_
    form = ButtonForm()
    if form.accepted():
        edition = ask_for_edition(round_, by=acting_person(), now=g.arrived_at)
        flash(f"Edition {edition.number} waits for its turn. Its files appear on this page.")
        return redirect(url_for(".list_editions", round_id=round_.id))
    return render_template(
        "secretariat/editions.html", round=round_, editions=editions_of(round_), form=form
    )


@blueprint.post("/editions/<int:edition_id>/cancel")
@permits(Permission.TAKE_EDITION, Edition)
def cancel_edition(edition: Edition) -> ResponseReturnValue:
    """Compile it no further."""
    if ButtonForm().accepted():
        jobs.cancel(edition_line(edition).job, by=acting_person(), now=g.arrived_at)
        flash("It was cancelled. Nothing of it is kept.")
    return redirect(_listed(edition))


def _listed(edition: Edition) -> str:
    """The page that lists its files."""
    if edition.kind is EditionKind.SYNOPSIS:
        consultation = edition.round.consultation
        return url_for(".list_synopses", consultation_id=consultation.id)
    return url_for(".list_editions", round_id=edition.round_id)


@blueprint.get("/editions/<int:edition_id>/<name>")
@permits(Permission.TAKE_EDITION, Edition)
def take_file(edition: Edition, name: str) -> ResponseReturnValue:
    """One file of an edition, as it was compiled."""
    if not edition.is_whole or name not in {*edition.files, MANIFEST}:
        abort(404)
    path = room_of(paper_folder(), edition.id) / name
    if not path.exists():
        raise NotAllowedYet(
            f"“{name}” is not in the data folder of this machine. Compile it anew, or tell "
            "whoever runs it."
        )
    response: Response = send_file(
        path, as_attachment=True, download_name=name, mimetype=mimetype_of(name)
    )
    for header, value in LOCKED_DOWN.items():
        response.headers[header] = value
    return response
