"""One theme: its points in their answers; rename, merge, discard, outcome."""

from functools import partial

from flask import flash, g, redirect, render_template, request
from flask.typing import ResponseReturnValue

from consultation import db
from consultation.access import acting_person, permits
from consultation.errors import StaleEdit
from consultation.forms.base import ButtonForm
from consultation.forms.chair import (
    MergeThemeForm,
    ReasonForm,
    RenameThemeForm,
)
from consultation.forms.outcomes import OutcomeForm
from consultation.models import OutcomeKind, Theme
from consultation.operations.desk import themes
from consultation.operations.grouping import splitting
from consultation.operations.plenary import outcomes
from consultation.permissions import Permission
from consultation.queries.desk import themes as theme_queries
from consultation.queries.desk.previews import codes_lost_with, merge_preview
from consultation.queries.grouping.minority import minority_in
from consultation.views.chair import blueprint
from consultation.views.chair.asked import desk, place
from consultation.views.chair.desk import show
from consultation.views.chair.noting import is_done
from consultation.wording import noun


@blueprint.get("/themes/<int:theme_id>")
@permits(Permission.REVIEW_THEME, Theme)
def read_theme(theme: Theme) -> ResponseReturnValue:
    """The desk with a theme open: every point of it, each to be read in its whole answer."""
    return show(theme.question, theme)


@blueprint.post("/themes/<int:theme_id>/points")
@permits(Permission.EDIT_THEME, Theme)
def move_points(theme: Theme) -> ResponseReturnValue:
    """Put some of a theme's points elsewhere: in another theme, in a new one, or in none."""
    return show(theme.question, theme)


@blueprint.route("/themes/<int:theme_id>/rename", methods=["GET", "POST"])
@permits(Permission.EDIT_THEME, Theme)
def rename_theme(theme: Theme) -> ResponseReturnValue:
    """Give a theme the chair's own wording."""
    g.round = theme.question.round
    back = place(theme.question, theme)
    form = RenameThemeForm(obj=theme)
    if form.accepted():
        themes.rename_theme(
            theme,
            form.title.data,
            seen=form.version.data,
            by=acting_person(),
            now=g.arrived_at,
        )
        return redirect(back)
    page = render_template("chair/rename_theme.html", theme=theme, form=form, back=back)
    return page, 422 if form.errors else 200


@blueprint.route("/themes/<int:theme_id>/merge", methods=["GET", "POST"])
@permits(Permission.EDIT_THEME, Theme)
def merge_theme(theme: Theme) -> ResponseReturnValue:
    """Move every point of a theme into another.

    Who chose when one of the two was changed meanwhile has the page again, with what they chose.
    """
    g.round = theme.question.round
    others, minority = theme_queries.other_themes(theme), minority_in(theme)
    listed, stale = [(t.id, t.title, t.version) for t in others], False
    form = MergeThemeForm(
        listed,
        needs_note=bool(minority),
        version=theme.version,
        into=request.args.get("into", type=int),
    )
    into = next((t for t in others if t.id == form.into.data), None)
    if form.accepted() and into and "look" not in request.form:
        act = partial(
            themes.merge_themes, theme, into, note=form.noted, seen=form.version.data,
            into_seen=form.into_seen, by=acting_person(), now=g.arrived_at,
        )  # fmt: skip
        try:
            if is_done(form.note, act):
                flash(f"Merged into “{into.title}”.")
                return redirect(place(theme.question, into))
        except StaleEdit as late:
            stale = True
            form.look_again(str(late), version=theme.version, themes=listed)
    preview = merge_preview(theme, into) if into else None
    page = render_template(
        "chair/merge_theme.html",
        theme=theme,
        form=form,
        preview=preview,
        minority=minority,
        back=place(theme.question, theme),
    )
    return page, StaleEdit.status if stale else 422 if form.errors else 200


@blueprint.post("/themes/<int:theme_id>/parts")
@permits(Permission.EDIT_THEME, Theme)
def propose_parts(theme: Theme) -> ResponseReturnValue:
    """Let the machine propose the parts that a theme could be split into."""
    form = ButtonForm()
    if form.accepted():
        found = splitting.parts_of(theme)
        if found.parts:
            db.begin_write()  # Only now: finding the parts holds nobody up.
            splitting.keep_parts(theme, found)
            flash(
                f"{noun(len(found.parts), 'part')} proposed, under the title in the list of "
                "themes. Open one to make it a theme of its own."
            )
        else:
            flash(
                "No parts were found: the points hang together, or are too few. What stood under "
                "the title stays; choose points by hand."
            )
    return redirect(place(theme.question, theme))


@blueprint.route("/themes/<int:theme_id>/discard", methods=["GET", "POST"])
@permits(Permission.EDIT_THEME, Theme)
def discard_theme(theme: Theme) -> ResponseReturnValue:
    """Take a theme away; its points wait as unplaced."""
    g.round = theme.question.round
    form = ReasonForm(version=theme.version)
    if form.accepted():
        themes.discard_theme(
            theme,
            reason=form.reason.data,
            seen=form.version.data,
            by=acting_person(),
            now=g.arrived_at,
        )
        flash("The theme is gone; its points are unplaced.")
        return redirect(desk(theme.question))
    page = render_template(
        "chair/discard_theme.html",
        theme=theme,
        form=form,
        minority=minority_in(theme),
        codes=codes_lost_with(theme),
        back=place(theme.question, theme),
    )
    return page, 422 if form.errors else 200


@blueprint.route("/themes/<int:theme_id>/outcome", methods=["GET", "POST"])
@permits(Permission.EDIT_THEME, Theme)
def decide_outcome(theme: Theme) -> ResponseReturnValue:
    """What was decided on a theme, with the reason its authors will read."""
    g.round = theme.question.round
    back, stale = place(theme.question, theme), False
    form = OutcomeForm(obj=theme.outcome, version=theme.version)
    form.provision_keys.offer(theme.question)
    if form.accepted():
        try:
            outcomes.decide(
                theme,
                OutcomeKind(form.kind.data),
                reason=form.reason.data or "",
                seen=form.version.data,
                changes=form.provision_keys.data,
                by=acting_person(),
                now=g.arrived_at,
            )
            return redirect(back)
        except StaleEdit as late:
            stale = True
            form.look_again(str(late), form.version, theme.version)
    page = render_template("chair/outcome.html", theme=theme, form=form, back=back)
    return page, StaleEdit.status if stale else 422 if form.errors else 200
