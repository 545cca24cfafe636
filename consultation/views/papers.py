"""A paper as a whole, for who attached it and for those who review what was taken from it."""

import io

from flask import Blueprint, current_app, g, render_template, send_file
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.errors import NotAllowedYet
from consultation.imports import paper_store
from consultation.models import Paper
from consultation.permissions import Permission
from consultation.queries.paper_places import pages_of

blueprint = Blueprint("papers", __name__)

LOCKED_DOWN = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
"""What a file that somebody sent is given out with: it runs nothing, anywhere."""


@blueprint.get("/papers/<int:paper_id>/text")
@permits(Permission.READ_PAPER, Paper)
def read_paper(paper: Paper) -> ResponseReturnValue:
    """What was read of a paper, page by page, what was taken of it marked."""
    g.round = paper.submission.round
    return render_template("papers/paper.html", paper=paper, pages=pages_of(paper))


@blueprint.get("/papers/<int:paper_id>/file")
@permits(Permission.READ_PAPER, Paper)
def download_paper(paper: Paper) -> ResponseReturnValue:
    """A paper as it was sent; never shown by the browser itself."""
    folder = current_app.config["SETTINGS"].data
    path = paper_store.path_of(folder, paper.submission.stakeholder_id, paper.sha256)
    if not path.exists():
        raise NotAllowedYet(
            f"“{paper.name}” is not in the data folder of this machine. Tell the secretariat."
        )
    response = send_file(
        io.BytesIO(path.read_bytes()),
        as_attachment=True,
        download_name=paper.name,
        mimetype=paper.media_type,
    )
    for name, value in LOCKED_DOWN.items():
        response.headers[name] = value
    return response
