"""The tokens of a consultation, as its secretariat sees them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from consultation.db import session
from consultation.models import ApiToken, Consultation


def api_tokens_in(consultation: Consultation) -> Sequence[ApiToken]:
    """Every token that was made, the newest first; ended ones stay in the list."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.consultation_id == consultation.id)
        .options(joinedload(ApiToken.made_by))
        .order_by(ApiToken.id.desc())
    ).all()
