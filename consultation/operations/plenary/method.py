"""How the figures of a plenary pack came about."""

from sqlalchemy import select

from consultation.db import session
from consultation.models import Analysis, Draft, OpenQuestion, Round
from consultation.queries.coding.codes import frame_of

_CODED = (
    "Points and themes are coded by people, with the code frame named here in its version. A point "
    "has its own codes, and in a facet where it has none, those of its theme; one that fits no "
    "code and one that nobody coded are counted apart."
)


def method_of(round_: Round) -> tuple[str, ...]:
    """How the figures came about, in sentences a plenary can be given."""
    analyses = session.scalars(
        select(Analysis)
        .join(Analysis.question)
        .join(OpenQuestion.draft)
        .where(Draft.round == round_)
    ).all()
    return (
        "Every answer was cut into points, each a passage of the answer as it was written; quotes "
        "are such passages, word for word.",
        "Near-identical answers were grouped as campaigns. They count in every figure; the "
        "campaign tables show submissions, distinct texts and organisations side by side.",
        "Points were grouped into themes by software on the secretariat's own machine, without "
        "any service outside it. Chairs corrected, named and merged what it suggested; whatever "
        "no person has touched is marked as suggested.",
        "Minority points are listed apart: those that few make, or one kind of stakeholder only, "
        "each with the reason, as the last analysis counted. One that a person took from where it "
        "was found stays listed, with the note of why.",
        *([_CODED] if frame_of(round_.consultation) else []),
        "Counts of submissions, answers and organisations are never votes: who took part chose "
        "to, and some wrote for many.",
        *sorted({f"Software: {_software(analysis)}." for analysis in analyses}),
    )


def _software(analysis: Analysis) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(analysis.settings.items()))
