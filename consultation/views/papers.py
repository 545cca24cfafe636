"""A paper as a whole, for who attached it and for those who review what was taken from it."""

import io
from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, after_this_request, current_app, g, render_template, send_file
from flask.typing import ResponseReturnValue
from werkzeug import Response

from consultation import db
from consultation.access import permits
from consultation.errors import NotAllowedYet
from consultation.imports import paper_store
from consultation.models import Paper
from consultation.permissions import Permission
from consultation.queries.contributions.paper_places import pages_of
from consultation.queries.contributions.papers import PaperFile
from consultation.tidying import forget_papers

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
    path = paper_store.path_of(paper_folder(), paper.submission.stakeholder_id, paper.sha256)
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


def paper_folder() -> Path:
    """The data folder, where files lie."""
    folder: Path = current_app.config["SETTINGS"].data
    return folder


def forget_once_committed(files: Iterable[PaperFile]) -> None:
    """Take files from the disk when what made them unneeded is stored, and not before."""
    gone = list(files)

    @after_this_request
    def forget_now(response: Response) -> Response:
        if gone and response.status_code < 400:
            with db.transaction():
                forget(gone)
        return response


def forget(files: Iterable[PaperFile]) -> None:
    """Take those files from the disk that no paper needs."""
    forget_papers(files, paper_folder())
