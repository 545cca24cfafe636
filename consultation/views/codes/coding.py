"""Coding a theme or a point by hand, refusing what is suggested, and taking that back."""

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.codes import CodeForm, TakeBackForm
from consultation.models import CodeFrame, Point, Theme
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.coding.refusing_codes import take_back_refusal
from consultation.operations.coding.suggesting_codes import suggested_codes
from consultation.permissions import Permission
from consultation.queries.coding.code_refusals import refusals_of
from consultation.queries.coding.code_uses import last_use, uses_of
from consultation.queries.coding.codes import FrameVersion, frame_in, frame_of
from consultation.views.codes import blueprint
from consultation.wording import noun


@blueprint.route("/themes/<int:theme_id>/codes", methods=["GET", "POST"])
@permits(Permission.EDIT_THEME, Theme)
def code_theme(theme: Theme) -> ResponseReturnValue:
    """Code a theme by hand."""
    return _code(theme)


@blueprint.route("/points/<int:point_id>/codes", methods=["GET", "POST"])
@permits(Permission.EDIT_POINT, Point)
def code_point(point: Point) -> ResponseReturnValue:
    """Code a point by hand."""
    return _code(point)


@blueprint.post("/themes/<int:theme_id>/codes/take-back")
@permits(Permission.EDIT_THEME, Theme)
def take_back_for_theme(theme: Theme) -> ResponseReturnValue:
    """Let a code that was refused for a theme be suggested again."""
    return _take_back(theme)


@blueprint.post("/points/<int:point_id>/codes/take-back")
@permits(Permission.EDIT_POINT, Point)
def take_back_for_point(point: Point) -> ResponseReturnValue:
    """Let a code that was refused for a point be suggested again."""
    return _take_back(point)


def _take_back(subject: Point | Theme) -> ResponseReturnValue:
    form = TakeBackForm()
    if form.accepted():
        take_back_refusal(subject, form.refused_code.data, by=acting_person(), now=g.arrived_at)
        flash("Taken back: that code may be suggested here again.")
    return redirect(_table_of(subject))


def _table_of(subject: Point | Theme) -> str:
    return url_for(".read_question_table", open_question_id=subject.question.id)


def _desk_of(subject: Point | Theme) -> str:
    return url_for("chair.review_question", open_question_id=subject.question.id)


def _uncoded_of(subject: Point | Theme, facet: str) -> str:
    return url_for(".read_uncoded", open_question_id=subject.question.id, facet=facet)


def _code(subject: Point | Theme) -> ResponseReturnValue:
    question = subject.question
    g.round = question.round
    frame = frame_of(question.consultation)
    shown = frame_in(frame, frame.version) if frame else None
    form = _form(subject, frame, shown)
    if form.accepted():
        choice = Choice(
            frozenset(form.codes.data or ()),
            frozenset(form.none_fits.data or ()),
            form.proposal.data or "",
            frozenset(form.refused.data or ()),
        )
        seen = (form.seen.data, form.last.data)
        code_by_hand(subject, choice, seen=seen, by=acting_person(), now=g.arrived_at)
        return _coded(subject, len(choice.refused))
    facet = request.args.get("facet")
    page = render_template(
        "codes/code.html",
        question=question,
        subject=subject,
        words=subject.title if isinstance(subject, Theme) else subject.text,
        facets=shown.facets if shown else {},
        suggested=suggested_codes(subject, shown) if shown and "suggest" in request.args else None,
        outdated=[use for use in uses_of(subject) if use.is_outdated],
        refused=refusals_of(subject),
        back_form=TakeBackForm(),
        back=_uncoded_of(subject, facet) if facet else _desk_of(subject),
        form=form,
    )
    return page, 422 if form.errors else 200


def _coded(subject: Point | Theme, refused: int) -> ResponseReturnValue:
    """On to the list or table; after a refusal to the page itself, which suggests what is next."""
    what, facet = subject.__tablename__, request.args.get("facet")
    if not refused:
        flash(f"The {what} is coded so.")
        return redirect(_uncoded_of(subject, facet) if facet else _table_of(subject))
    flash(f"{noun(refused, 'code')} refused for this {what}. What was ticked is kept.")
    here = {**(request.view_args or {}), "facet": facet}
    return redirect(url_for(str(request.endpoint), suggest="y", **here))


def _form(subject: Point | Theme, frame: CodeFrame | None, shown: FrameVersion | None) -> CodeForm:
    facets = shown.facets if shown else {}
    uses = uses_of(subject)
    return CodeForm(
        [row.code_id for rows in facets.values() for row in rows],
        list(facets),
        data={
            "codes": [use.code_id for use in uses if use.code_id],
            "none_fits": [use.facet for use in uses if use.code_id is None],
            "proposal": next((use.proposal for use in uses if use.proposal), ""),
            "seen": frame.version if frame else 0,
            "last": last_use(subject),
        },
    )
