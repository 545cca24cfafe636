"""The privacy notices of a consultation, the former ones too."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from consultation.access import permits, signed_in_person
from consultation.models import Consultation, Person, PrivacyNotice
from consultation.permissions import Permission
from consultation.queries.consultations.notices import Agreement, agreements, notice_lines
from consultation.roles import stakeholder_of

blueprint = Blueprint("notices", __name__)


@blueprint.get("/privacy-notices/<int:privacy_notice_id>")
@permits(Permission.READ_NOTICE, PrivacyNotice)
def read_notice(notice: PrivacyNotice) -> ResponseReturnValue:
    """A privacy notice as it was agreed to, with when it was in force, and the others."""
    consultation = g.consultation = notice.consultation
    return render_template(
        "public/notice.html",
        consultation=consultation,
        notice=notice,
        lines=notice_lines(consultation),
        agreed=[
            agreement
            for agreement in _agreements(signed_in_person(), consultation)
            if agreement.notice is notice
        ],
    )


def _agreements(person: Person | None, consultation: Consultation) -> list[Agreement]:
    part = stakeholder_of(person, consultation) if person is not None else None
    return agreements(person, part) if person is not None and part is not None else []
