"""What a round left unresolved, carried to the rounds after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from consultation.db import session
from consultation.models import Consultation, OpenQuestion, Outcome, OutcomeKind, Round, Theme
from consultation.queries.desk.themes import is_current

UNRESOLVED = (OutcomeKind.DEFERRED, OutcomeKind.REFERRED, OutcomeKind.NOT_EXAMINED)


@dataclass(frozen=True)
class CarriedTheme:
    """A theme that is still open since its round, and what was decided so far."""

    theme: Theme
    outcome: str
    reason: str

    @property
    def since(self) -> Round:
        return self.theme.question.round


def carried_themes(questions: Iterable[OpenQuestion], newest: Round | None) -> list[CarriedTheme]:
    """Of these questions' themes those unresolved in a round before `newest`, the oldest first."""
    before = [q for q in questions if newest is not None and q.round.number < newest.number]
    asked = {question.id: question for question in before}
    rows = session.scalars(
        select(Theme)
        .outerjoin(Theme.outcome)
        .where(
            Theme.question_id.in_(asked),
            is_current(),
            func.coalesce(Outcome.kind, OutcomeKind.NOT_EXAMINED).in_(UNRESOLVED),
        )
        .options(contains_eager(Theme.outcome))
        .order_by(Theme.id)
    )
    found = [_carried(theme) for theme in rows]
    return sorted(
        found, key=lambda each: (each.since.number, each.theme.question.rank, each.theme.id)
    )


def _carried(theme: Theme) -> CarriedTheme:
    outcome = theme.outcome
    kind = outcome.kind if outcome else OutcomeKind.NOT_EXAMINED
    return CarriedTheme(theme, str(kind), outcome.reason if outcome else "")


def newest_begun(consultation: Consultation, now: datetime) -> Round | None:
    """The last round of a consultation that has opened."""
    return max(
        (each for each in consultation.rounds if each.opens_at <= now),
        key=lambda each: each.number,
        default=None,
    )
