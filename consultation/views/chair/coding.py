"""Blind double coding: draw a sample, code it point by point, read how far the two agree."""

import secrets

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.db import session
from consultation.forms.coding import CodingForm, SampleForm
from consultation.models import OpenQuestion, Person, Sample, Theme
from consultation.operations.coding import coding
from consultation.permissions import Permission
from consultation.queries.coding import coding as coded
from consultation.views.chair import blueprint


@blueprint.route("/questions/<int:open_question_id>/sample", methods=["GET", "POST"])
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def draw_sample(question: OpenQuestion) -> ResponseReturnValue:
    """How far two people agree on the newest sample; or draw one, and name the two."""
    g.round = question.round
    people = coded.possible_coders(question)
    form = SampleForm([(person.id, person.name) for person in people])
    if form.accepted():
        coding.draw_sample(
            question,
            (
                session.get_one(Person, form.first.data),
                session.get_one(Person, form.second.data),
            ),
            size=form.size.data or 0,
            seed=secrets.randbelow(2**31),
            by=acting_person(),
            now=g.arrived_at,
        )
        flash("The sample is drawn. The two can begin.")
        return redirect(url_for(".draw_sample", open_question_id=question.id))
    sample = coded.newest_sample(question)
    page = render_template(
        "chair/sample.html",
        question=question,
        form=form,
        people=people,
        sample=sample,
        progress=_progress(sample),
        found=coded.result_of(sample) if sample else None,
        codes=sample is not None and sample.is_coder(acting_person()),
        fewest=coded.FEWEST,
    )
    return page, 422 if form.errors else 200


def _progress(sample: Sample | None) -> list[tuple[str, int]]:
    if sample is None:
        return []
    return [(p.name, len(coded.coded_by(sample, p.id))) for p in (sample.first, sample.second)]


@blueprint.route("/questions/<int:open_question_id>/coding", methods=["GET", "POST"])
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def code_point(question: OpenQuestion) -> ResponseReturnValue:
    """One point in its answer, and the themes: nothing of where anybody put it."""
    g.round = question.round
    sample, person = coded.newest_sample(question), acting_person()
    themes = coded.themes_to_choose(question)
    rank = request.args.get("point", type=int)
    if sample is not None and rank is None:
        rank = coded.next_rank(sample, person)
    own = coded.coded_by(sample, person.id).get(rank or 0) if sample else None
    form = CodingForm(
        [(theme.id, theme.title) for theme in themes],
        rank=rank,
        theme=(own.theme_id or 0) if own else None,
    )
    if form.accepted():
        theme = session.get(Theme, form.theme.data) if form.theme.data else None
        coding.code_point(question, int(form.rank.data or 0), theme, by=person, now=g.arrived_at)
        return redirect(url_for(".code_point", open_question_id=question.id))
    page = render_template(
        "chair/coding.html",
        question=question,
        sample=sample,
        sampled=next((p for p in sample.points if p.rank == rank), None) if sample else None,
        codes=sample is not None and sample.is_coder(person),
        themes=themes,
        form=form,
    )
    return page, 422 if form.errors else 200
