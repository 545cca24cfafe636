"""What a newcomer finds and writes in two evenings: the demonstration's text, and six answers."""

from dataclasses import dataclass

import yaml

from consultation import clock
from consultation.db import session, transaction
from consultation.models import Consultation, PrivacyNotice
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.demonstration import FOLDER, draft

EMAIL = "nia.newcomer@example.org"
PASSAGE = "earlier versions are kept for eight years"
COMMENTED = "1.1"


@dataclass(frozen=True)
class Told:
    """An answer as a person gives it: to which question, in words, by a position and by ticks."""

    question: str
    text: str
    position: str = "No position"
    ticks: tuple[str, ...] = ()


FIRST = (
    Told("Q01", "New weights, and nothing less: 重み, größe, 🫖.", "Support with changes"),
    Told("Q04", "Ten would do.", "Support", ("disagree",)),
    Told("Q07", "", "Oppose", ("digest only",)),
)
IN_A_TUNNEL = Told("Q12", "What cannot be undone is large, however rare.")
OVER_LUNCH = Told("Q25", "A loss of control seen in a test must stop it.")
SECOND = Told("Q31", "An event is serious when somebody is harmed.", "Support")
SIX = (*FIRST, IN_A_TUNNEL, OVER_LUNCH, SECOND)


@dataclass(frozen=True)
class Numbers:
    """What the pages call the rows."""

    consultation: int
    round: int
    draft: int
    questions: dict[str, int]
    provisions: dict[str, int]


def demonstration_text() -> Numbers:
    """The demonstration's consultation in its open round, and nothing written in it yet."""
    source = yaml.safe_load((FOLDER / "consultation.yaml").read_text("utf-8"))["consultation"]
    with transaction():
        consultation = Consultation(
            title=source["title"],
            host=source["host"],
            summary=source["summary"],
            time_zone=source["timezone"],
            is_public=True,
            registration=True,
            categories=source["stakeholder_categories"],
        )
        session.add(consultation)
        session.flush()
        told = (FOLDER / "privacy-notice.md").read_text("utf-8")
        put_in_force(PrivacyNotice, consultation, told, now=clock.now())
        groups = draft.working_groups(consultation, source["working_groups"])
        text = draft.draft(consultation, source, clock.now())
        provisions = draft.provisions(text, source["provisions"], groups)
        questions = draft.questions(
            text, source["questions"], groups, provisions, source["taxonomy"]
        )
        session.flush()
        return Numbers(
            consultation.id,
            text.round_id,
            text.id,
            {number: row.id for number, row in questions.items()},
            {key: row.id for key, row in provisions.items()},
        )
