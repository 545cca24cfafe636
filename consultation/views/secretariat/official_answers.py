"""Official answers on the secretariat's side: worded, published, taken back."""

from collections.abc import Callable

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.errors import RuleError, StaleEdit
from consultation.forms.official_answers import (
    EndWordingForm,
    PrecedenceForm,
    PublishWordingForm,
    WordingForm,
)
from consultation.models import Consultation, Draft, OfficialAnswer
from consultation.operations.drafts import official_answers
from consultation.permissions import Permission
from consultation.queries.drafts.drafts import published_drafts
from consultation.queries.drafts.official_answers import about
from consultation.views.secretariat import blueprint
from consultation.views.secretariat.drafts import status_of


@blueprint.route(
    "/consultations/<int:consultation_id>/official-answers/new", methods=["GET", "POST"]
)
@permits(Permission.WRITE_OFFICIAL_ANSWERS, Consultation)
def add_answer(consultation: Consultation) -> ResponseReturnValue:
    """Word an answer to a question that the body is asked."""
    g.consultation = consultation
    form = WordingForm(_newest_draft(consultation))
    return _worded(
        form,
        None,
        lambda: official_answers.add_official_answer(
            consultation, form.worded, by=acting_person(), now=g.arrived_at
        ),
    )


@blueprint.route("/official-answers/<int:official_answer_id>/reword", methods=["GET", "POST"])
@permits(Permission.WRITE_OFFICIAL_ANSWER, OfficialAnswer)
def reword_answer(answer: OfficialAnswer) -> ResponseReturnValue:
    """Word an answer anew."""
    g.consultation = answer.consultation
    form = WordingForm(_newest_draft(answer.consultation), answer.wordings[-1])

    def act() -> OfficialAnswer:
        official_answers.reword(
            answer, form.worded, seen=form.seen.data or "", by=acting_person(), now=g.arrived_at
        )
        return answer

    return _worded(form, answer, act)


def _worded(
    form: WordingForm, answer: OfficialAnswer | None, act: Callable[[], OfficialAnswer]
) -> ResponseReturnValue:
    """Keep a wording; a refused one is given back, beside what was kept meanwhile."""
    meanwhile = None
    if form.accepted():
        try:
            kept = act()
        except StaleEdit as stale:
            meanwhile = answer.wordings[-1] if answer else None
            form.look_again(str(stale), meanwhile.seen if meanwhile else "")
        except RuleError as refused:
            form.say(str(refused))
        else:
            flash("Kept. Nobody else reads it before you publish it.")
            return _read(kept)
    page = render_template(
        "secretariat/official_wording.html",
        form=form,
        answer=answer,
        meanwhile=meanwhile,
        about=about(meanwhile) if meanwhile else (),
    )
    return page, status_of(form)


def _newest_draft(consultation: Consultation) -> Draft | None:
    drafts = published_drafts(consultation)
    return drafts[-1] if drafts else None


def _read(answer: OfficialAnswer) -> ResponseReturnValue:
    return redirect(url_for("official_answers.read_answer", official_answer_id=answer.id))


@blueprint.route("/official-answers/<int:official_answer_id>/publish", methods=["GET", "POST"])
@permits(Permission.WRITE_OFFICIAL_ANSWER, OfficialAnswer)
def publish_wording(answer: OfficialAnswer) -> ResponseReturnValue:
    """Put the wording in preparation in force."""
    g.consultation = answer.consultation
    waiting = answer.in_preparation
    form = PublishWordingForm(seen=waiting.seen if waiting else "")
    if form.accepted():
        seen, by = form.seen.data or "", acting_person()
        try:
            official_answers.publish_wording(answer, seen=seen, by=by, now=g.arrived_at)
        except StaleEdit as stale:
            waiting = answer.wordings[-1]
            form.look_again(str(stale), waiting.seen)
        else:
            flash("The wording is in force.")
            return _read(answer)
    page = render_template(
        "secretariat/publish_wording.html",
        answer=answer,
        waiting=waiting,
        about=about(waiting) if waiting else (),
        form=form,
    )
    return page, status_of(form)


@blueprint.route("/official-answers/<int:official_answer_id>/end", methods=["GET", "POST"])
@permits(Permission.WRITE_OFFICIAL_ANSWER, OfficialAnswer)
def end_answer(answer: OfficialAnswer) -> ResponseReturnValue:
    """Let an answer be in force no more."""
    g.consultation = answer.consultation
    form = EndWordingForm()
    if form.accepted():
        reason = form.reason.data or ""
        official_answers.end_wording(answer, reason=reason, by=acting_person(), now=g.arrived_at)
        flash("It is in force no more; its wordings can still be read.")
        return _read(answer)
    page = render_template("secretariat/end_wording.html", answer=answer, form=form)
    return page, 422 if form.errors else 200


@blueprint.route(
    "/consultations/<int:consultation_id>/official-answers/precedence", methods=["GET", "POST"]
)
@permits(Permission.WRITE_OFFICIAL_ANSWERS, Consultation)
def say_precedence(consultation: Consultation) -> ResponseReturnValue:
    """The body's own sentence on what its official answers weigh."""
    g.consultation = consultation
    form = PrecedenceForm(sentence=consultation.precedence)
    if form.accepted():
        official_answers.say_precedence(
            consultation, form.sentence.data or "", by=acting_person(), now=g.arrived_at
        )
        flash("Kept, above all official answers.")
        return redirect(url_for("official_answers.list_answers", consultation_id=consultation.id))
    page = render_template("secretariat/precedence.html", form=form)
    return page, 422 if form.errors else 200
