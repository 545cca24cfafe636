"""The plenary pack: looked at as a page, taken away as a document; and all comments as a table."""

from flask import Response, abort, g, render_template
from flask.typing import ResponseReturnValue

from consultation import exports
from consultation.access import permits
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.models import Round
from consultation.operations.plenary.pack import compile_pack
from consultation.permissions import Permission
from consultation.queries.consultations.word_templates import looks_of
from consultation.queries.contributions.paper_places import places_of
from consultation.queries.plenary.observed_table import observed_rows
from consultation.views.secretariat import blueprint


@blueprint.get("/rounds/<int:round_id>/pack")
@permits(Permission.RUN_ROUND, Round)
def preview_pack(round_: Round) -> ResponseReturnValue:
    """The plenary pack as a page, what is unsigned in the margin, formats as buttons."""
    g.round = round_
    pack = compile_pack(round_, now=g.arrived_at)
    quotes = (
        quote
        for group in pack.groups
        for question in group.questions
        for theme in question.themes
        for quote in theme.quotes
    )
    return render_template(
        "secretariat/pack.html",
        round=round_,
        pack=pack,
        formats=exports.FORMATS,
        papers=places_of(quote.point_id for quote in quotes),
    )


@blueprint.get("/rounds/<int:round_id>/pack.<extension>")
@permits(Permission.RUN_ROUND, Round)
def download_pack(round_: Round, extension: str) -> ResponseReturnValue:
    """The pack as a document."""
    form = exports.formats_with(looks_of(round_.consultation)).get(extension) or abort(404)
    pack = compile_pack(round_, now=g.arrived_at)
    name = exports.file_name(pack, extension)
    return Response(
        form.render(pack),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/rounds/<int:round_id>/comments.<extension>")
@permits(Permission.RUN_ROUND, Round)
def download_comments(round_: Round, extension: str) -> ResponseReturnValue:
    """The comment table of the round, with observations from what was decided."""
    form = TABLE_FORMATS.get(extension) or abort(404)
    title = f"{round_.consultation.title}, {round_.title}"
    name = f"comments-{exports.slug(title, 80)}.{extension}"
    return Response(
        form.render(observed_rows(round_), title),
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
