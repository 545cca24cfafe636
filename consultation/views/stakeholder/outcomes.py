"""Afterwards: what became of my input; and all that I wrote, to take along."""

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.exports.own import render_own_text
from consultation.models import Submission
from consultation.permissions import Permission
from consultation.queries.contributions.submissions import newest_versions
from consultation.queries.plenary.outcomes import outcomes_of
from consultation.views.stakeholder import blueprint


@blueprint.get("/submissions/<int:submission_id>/outcomes")
@permits(Permission.READ_SUBMISSION, Submission)
def read_outcomes(submission: Submission) -> ResponseReturnValue:
    """Each of my points; once signed, its theme and what was decided."""
    g.round = submission.round
    return render_template(
        "stakeholder/outcomes.html",
        submission=submission,
        round=submission.round,
        outcomes=outcomes_of(submission, g.arrived_at) if submission.submitted_at else [],
    )


@blueprint.get("/submissions/<int:submission_id>/written.txt")
@permits(Permission.READ_SAVED, Submission)
def download_submission(submission: Submission) -> ResponseReturnValue:
    """All that I saved, sent or not: nobody has to come back in time to keep their own words."""
    versions = [v for v in newest_versions(submission).values() if not v.is_blank]
    return Response(
        render_own_text(submission, versions),
        mimetype="text/plain",
        headers={"Content-Disposition": f'attachment; filename="written-{submission.number}.txt"'},
    )
