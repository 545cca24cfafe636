"""The open data of a round: what is in them, and the files."""

from tempfile import TemporaryFile

from flask import Blueprint, abort, g, render_template, send_file
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.exports import slug
from consultation.exports.open_data import (
    OPEN_DATA_FORMATS,
    TABLES,
    ensure_published,
    write_open_data,
)
from consultation.models import Round
from consultation.permissions import Permission

blueprint = Blueprint("open_data", __name__)


@blueprint.get("/rounds/<int:round_id>/open-data")
@permits(Permission.READ_ROUND, Round)
def describe_data(round_: Round) -> ResponseReturnValue:
    """What the data hold, column by column; before they are published, when that will be."""
    g.round = round_
    if not round_.is_published(g.arrived_at):
        return render_template("public/not_published.html", round=round_)
    return render_template(
        "public/open_data.html", round=round_, tables=TABLES, formats=OPEN_DATA_FORMATS
    )


@blueprint.get("/rounds/<int:round_id>/open-data.<extension>")
@permits(Permission.READ_ROUND, Round)
def download_data(round_: Round, extension: str) -> ResponseReturnValue:
    """The data, written to the disk as they are read: no number of them fills the memory."""
    mimetype = OPEN_DATA_FORMATS.get(extension) or abort(404)
    ensure_published(round_, g.arrived_at)
    file = TemporaryFile()  # noqa: SIM115 (who sends it closes it)
    write_open_data(round_, extension, file)
    file.seek(0)
    title = f"{round_.consultation.title}, {round_.title}"
    return send_file(
        file,
        mimetype=mimetype,
        as_attachment=True,
        download_name=f"open-data-{slug(title, 80)}.{extension}",
    )
