"""Receipts: as a page, as a file."""

from flask import Response, abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.exports.receipt_pdf import render_receipt_pdf
from consultation.models import Receipt, Submission
from consultation.permissions import Permission
from consultation.queries.contributions import receipts
from consultation.views.stakeholder import blueprint


@blueprint.get("/submissions/<int:submission_id>/receipt")
@permits(Permission.READ_SUBMISSION, Submission)
def newest_receipt(submission: Submission) -> ResponseReturnValue:
    """Go on to the receipt that says what counts."""
    if not submission.receipts:
        abort(404)
    ordinal = submission.receipts[-1].ordinal
    return redirect(url_for(".read_receipt", submission_id=submission.id, ordinal=ordinal))


@blueprint.get("/submissions/<int:submission_id>/receipts/<int:ordinal>")
@permits(Permission.READ_SUBMISSION, Submission)
def read_receipt(submission: Submission, ordinal: int) -> ResponseReturnValue:
    """A receipt as a page."""
    g.round = submission.round
    return render_template(
        "stakeholder/receipt.html",
        submission=submission,
        ordinal=ordinal,
        receipt=receipts.receipt_copy(_receipt(submission, ordinal)),
        waited=receipts.WAITED,
        others=[other for other in receipts.receipts_of(submission) if other.ordinal != ordinal],
    )


@blueprint.get("/submissions/<int:submission_id>/receipts/<int:ordinal>.json")
@permits(Permission.READ_SUBMISSION, Submission)
def download_receipt(submission: Submission, ordinal: int) -> ResponseReturnValue:
    """A receipt as a file, with everything that its hash covers."""
    receipt = _receipt(submission, ordinal)
    name = receipt.number.replace("/", "-")
    return Response(
        receipts.receipt_file(receipts.receipt_copy(receipt)),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="receipt-{name}.json"'},
    )


@blueprint.get("/submissions/<int:submission_id>/receipts/<int:ordinal>.pdf")
@permits(Permission.READ_SUBMISSION, Submission)
def download_receipt_pdf(submission: Submission, ordinal: int) -> ResponseReturnValue:
    """A receipt as a document, with the file inside it."""
    receipt = _receipt(submission, ordinal)
    copy = receipts.receipt_copy(receipt)
    name = receipt.number.replace("/", "-")
    return Response(
        render_receipt_pdf(copy, submission.round, is_late=submission.is_late),
        mimetype="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="receipt-{name}.pdf"'},
    )


def _receipt(submission: Submission, ordinal: int) -> Receipt:
    found = (receipt for receipt in submission.receipts if receipt.ordinal == ordinal)
    return next(found, None) or abort(404)
