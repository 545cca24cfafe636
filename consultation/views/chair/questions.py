"""A chair's questions, and one question as a whole."""

from flask import flash, g, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import acting_person, permits
from consultation.forms.chair import StartForm
from consultation.models import Consultation, Job, OpenQuestion
from consultation.operations import jobs
from consultation.permissions import Permission
from consultation.queries import audit, campaigns, desk, proposals, themes
from consultation.queries import points as point_queries
from consultation.queries.doubts import doubts_of
from consultation.queries.jobs import newest_job
from consultation.queries.ledger import question_ledger
from consultation.queries.minority import minority_of
from consultation.queries.paper_places import places_of
from consultation.queries.signing import stands
from consultation.queries.summaries import filled_summary
from consultation.views.chair import blueprint
from consultation.views.chair.history import history


@blueprint.get("/consultations/<int:consultation_id>/desk")
@permits(Permission.SEE_DESK, Consultation)
def my_questions(consultation: Consultation) -> ResponseReturnValue:
    """The questions of a chair's working groups: what came in, what waits, what is signed."""
    g.consultation = consultation
    person = acting_person()
    return render_template("chair/questions.html", lines=desk.questions_of(person, consultation))


@blueprint.get("/questions/<int:open_question_id>/themes")
@permits(Permission.REVIEW_QUESTION, OpenQuestion)
def review_question(question: OpenQuestion) -> ResponseReturnValue:
    """What was said to a question, by theme, the largest first."""
    g.round = question.round
    found = themes.themes_by_size(question)
    summary = filled_summary(question, found)
    return render_template(
        "chair/question.html",
        question=question,
        themes=found,
        summary=summary,
        doubts=doubts_of(question, summary),
        papers=places_of(quote.point_id for theme in found for quote in theme.quotes),
        counts=themes.question_counts(question),
        unplaced=point_queries.unplaced_points(question),
        minority=minority_of(question),
        campaigns=campaigns.campaigns_of(question),
        ledger=question_ledger(question),
        job=newest_job(question),
        start=StartForm(),
        stands=stands(question),
        **history(question),
    )


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


@blueprint.post("/questions/<int:open_question_id>/analyse")
@permits(Permission.START_ANALYSIS, OpenQuestion)
def start_analysis(question: OpenQuestion) -> ResponseReturnValue:
    """Queue an analysis; what people decided stays."""
    if StartForm().accepted():
        question.ensure_editable()
        jobs.ask_for_analysis(question, asked_by=acting_person(), now=g.arrived_at)
        flash("The analysis waits for its turn. Progress appears on this page.")
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
