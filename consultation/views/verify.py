"""Checking a receipt: for anyone, without an account, and without writing anything."""

from pathlib import Path

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from consultation import exports
from consultation.access import permits
from consultation.forms.verify import VerifyForm
from consultation.operations.contributions.verification import NoReceipt, Verdict, verify
from consultation.permissions import Permission

blueprint = Blueprint("verify", __name__)

SCRIPT = Path(exports.__file__).with_name("verify_receipt.py")


@blueprint.route("/verify", methods=["GET", "POST"])
@permits(Permission.VISIT)
def check_receipt() -> ResponseReturnValue:
    """Say whether a receipt file is whole, was given here, and is the newest of its submission."""
    form = VerifyForm()
    verdict = _verdict(form) if form.accepted() else None
    page = render_template("public/verify.html", form=form, verdict=verdict)
    return page, 422 if form.errors else 200


def _verdict(form: VerifyForm) -> Verdict | None:
    """What can be said of what was given; what is no receipt is told and given back on the form."""
    try:
        return verify(form.receipt or "")
    except NoReceipt as refused:
        form.refuse(str(refused))
        return None


@blueprint.get("/verify/verify_receipt.py")
@permits(Permission.VISIT)
def download_script() -> ResponseReturnValue:
    """The same check as a script that needs neither this site nor a network."""
    return Response(
        SCRIPT.read_bytes(),
        mimetype="text/x-python",
        headers={"Content-Disposition": 'attachment; filename="verify_receipt.py"'},
    )
