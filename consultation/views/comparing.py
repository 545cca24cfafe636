"""Two drafts beside each other, at an address that stays, and as a table to take away."""

from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import permits, row_numbered, signed_in_person
from consultation.exports.old_to_new import TABLES
from consultation.models import Draft
from consultation.permissions import Permission, may
from consultation.queries.drafts.comparison import Change, changes

blueprint = Blueprint("comparing", __name__)

VIEWS = {"words": "Word by word", "sides": "Side by side", "table": "Old to new"}


@blueprint.get("/drafts/<int:draft_id>/compare/<int:other_id>")
@permits(Permission.READ_DRAFT, Draft)
def compare(draft: Draft, other_id: int) -> ResponseReturnValue:
    """What became of each provision, as words, side by side, or as a table."""
    other = _other(draft, other_id)
    if draft.round.number > other.round.number:
        turned = url_for(".compare", draft_id=other.id, other_id=draft.id)
        return redirect(f"{turned}?{urlencode(request.args)}" if request.args else turned)
    g.round = other.round
    view = request.args.get("view", "words")
    lines, only = changes(draft, other), request.args.get("only", "changed") == "changed"
    return render_template(
        "public/compare.html",
        old=draft,
        new=other,
        view=view if view in VIEWS else "words",
        views=VIEWS,
        only=only,
        lines=_shown(lines) if only else lines,
        total=len(lines),
        tables=TABLES,
    )


@blueprint.get("/drafts/<int:draft_id>/compare/<int:other_id>.<extension>")
@permits(Permission.READ_DRAFT, Draft)
def download_comparison(draft: Draft, other_id: int, extension: str) -> ResponseReturnValue:
    """The table from old to new, whole."""
    other = _other(draft, other_id)
    form = TABLES.get(extension) or abort(404)
    name = f"draft-{draft.round.number}-to-{other.round.number}.{extension}"
    return Response(
        form.render(changes(draft, other), draft.title, other.title),
        content_type=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _shown(lines: tuple[Change, ...]) -> tuple[Change, ...]:
    return tuple(line for line in lines if not line.is_kept)


def _other(draft: Draft, number: int) -> Draft:
    """The other draft: of the same consultation, and open to who asks; else 404."""
    other = row_numbered(Draft, number)
    if not isinstance(other, Draft) or other.id == draft.id:
        abort(404)
    if other.round.consultation_id != draft.round.consultation_id:
        abort(404)
    if not may(signed_in_person(), Permission.READ_DRAFT, other):
        abort(404)
    return other
