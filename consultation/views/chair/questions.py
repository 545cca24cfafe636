"""A chair's questions, and one question as a whole."""

from flask import flash, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.base import ButtonForm
from consultation.forms.chair import FinenessForm
from consultation.models import Consultation, Job, OpenQuestion
from consultation.operations import jobs
from consultation.operations.grouping import fineness
from consultation.permissions import Permission
from consultation.queries import audit
from consultation.queries.contributions import proposals
from consultation.queries.counts import FEWEST
from consultation.queries.desk.balance import balances
from consultation.queries.desk.matters import waiting_for
from consultation.queries.desk.my_questions import my_questions as my_questions_of
from consultation.queries.plenary.carried import carried_themes, newest_begun
from consultation.views.chair import blueprint
from consultation.views.chair.desk import show
from consultation.wording import noun


@blueprint.get("/consultations/<int:consultation_id>/desk")
@permits(Permission.SEE_DESK, Consultation)
def my_questions(consultation: Consultation) -> ResponseReturnValue:
    """The questions of a chair's working groups: what came in, what waits, what is signed."""
    g.consultation = consultation
    person = acting_person()
    lines = my_questions_of(person, consultation, g.arrived_at)
    return render_template(
        "chair/questions.html",
        lines=lines,
        waiting=waiting_for(person, consultation),
        carried=carried_themes(
            [line.question for line in lines], newest_begun(consultation, g.arrived_at)
        ),
        drafts=list(dict.fromkeys(line.question.draft for line in lines)),
    )


@blueprint.get("/questions/<int:open_question_id>/themes")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def review_question(question: OpenQuestion) -> ResponseReturnValue:
    """The desk: what was said to a question, by theme, the largest first, which is open."""
    return show(question, None, first=True)


@blueprint.get("/questions/<int:open_question_id>/proposals")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_proposals(question: OpenQuestion) -> ResponseReturnValue:
    """The wording that was proposed, as differences to the draft."""
    g.round = question.round
    return render_template(
        "chair/proposals.html", question=question, lines=proposals.proposals(question)
    )


@blueprint.get("/questions/<int:open_question_id>/annexes")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def read_annexes(question: OpenQuestion) -> ResponseReturnValue:
    """What was written for the chairs of the working group alone."""
    g.round = question.round
    return render_template(
        "chair/annexes.html", question=question, lines=proposals.annexes(question)
    )


@blueprint.get("/questions/<int:open_question_id>/balance")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_balance(question: OpenQuestion) -> ResponseReturnValue:
    """Who makes which point more often than others."""
    g.round = question.round
    kinds, positions = balances(question)
    return render_template(
        "chair/balance.html", question=question, kinds=kinds, positions=positions, fewest=FEWEST
    )


@blueprint.post("/questions/<int:open_question_id>/analyse")
@permits(Permission.START_ANALYSIS, OpenQuestion)
def start_analysis(question: OpenQuestion) -> ResponseReturnValue:
    """Queue an analysis; what people decided stays."""
    if ButtonForm().accepted():
        question.ensure_editable()
        jobs.ask_for_analysis(question, asked_by=acting_person(), now=g.arrived_at)
        flash("The analysis waits for its turn. Progress appears on this page.")
    return redirect(url_for(".review_question", open_question_id=question.id))


@blueprint.post("/questions/<int:open_question_id>/fineness")
@permits(Permission.EDIT_QUESTION, OpenQuestion)
def choose_fineness(question: OpenQuestion) -> ResponseReturnValue:
    """Have the question grouped into fewer or more themes, as long as nobody has edited them."""
    form = FinenessForm()
    if form.accepted():
        fineness.choose_fineness(question, form.themes.data, by=acting_person(), now=g.arrived_at)
        flash(f"About {noun(form.themes.data, 'theme')}: the analysis waits for its turn.")
    else:
        flash(" ".join(form.themes.errors) or "Choose how many themes there are to be.")
    return redirect(url_for(".review_question", open_question_id=question.id))


@blueprint.get("/jobs/<int:job_id>")
@permits(Permission.SEE_JOB, Job)
def job_progress(job: Job) -> ResponseReturnValue:
    """A job's progress, for the page's script."""
    return jsonify(
        state=job.state, done=job.done, total=job.total, message=job.message, attempt=job.attempt
    )


@blueprint.get("/questions/<int:open_question_id>/log")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def read_log(question: OpenQuestion) -> ResponseReturnValue:
    """Who did what to this question, newest first."""
    g.round = question.round
    return render_template("chair/log.html", question=question, entries=audit.entries(question))
