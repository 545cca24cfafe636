"""A small consultation for the browser: a dozen answers received, nobody has read them yet."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from consultation import clock, models
from consultation.db import session, transaction
from consultation.models import Office, OpenQuestion, Position, QuestionKind, Role, WorkingGroup
from tests import factories

STAKEHOLDER = "stakeholder@example.org"
SECOND_STAKEHOLDER = "second@example.org"
CHAIR = "chair@example.org"
SECRETARIAT = "secretariat@example.org"

RECEIVED = (
    "The register of incidents must be published every quarter.",
    "Publish the register of incidents every three months, so that everyone can read it.",
    "A public register of incidents, published each quarter, is what builds trust.",
    "We want the register of serious incidents published quarterly.",
    "Small firms need more time: give them two years to comply.",
    "Two years are needed for small firms to comply with the record.",
    "Small and medium firms cannot comply in six months; two years would be fair.",
    "Give small firms a longer period to comply.",
    "Independent auditors should check the model record once a year.",
    "The model record should be checked by independent auditors.",
    "An independent audit of the model record is needed every year.",
    "Auditors must be independent of the firm whose record they check.",
)
"""Three themes of four answers each."""


@dataclass(frozen=True)
class Scene:
    """Numbers of what the pages are about."""

    consultation_id: int
    round_id: int
    draft_id: int
    question_id: int
    choice_id: int


def consultation_with_answers() -> Scene:
    """An open round: two questions beside a provision, twelve answers, one account per role.

    It can be made several times in one database: its people and organisations stay the same.
    """
    with transaction(), session.no_autoflush:
        now = clock.now()
        round_ = factories.round_(
            opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=7)
        )
        draft = factories.draft(round=round_, published_at=now - timedelta(days=7))
        group = factories.working_group(
            consultation=round_.consultation, code="WG1", name="Records"
        )
        first, second = _questions(draft, group)
        session.add_all([first, second])
        _give_accounts(round_.consultation, group)
        session.add_all(
            _answer(first, number, text) for number, text in enumerate(RECEIVED, start=1)
        )
        session.flush()
        return Scene(round_.consultation_id, round_.id, draft.id, first.id, second.id)


def _questions(draft: models.Draft, group: WorkingGroup) -> tuple[OpenQuestion, OpenQuestion]:
    about = factories.provision(
        draft=draft, working_group=group, key="m1", number="1", title="Keep the model record"
    )
    common = {"draft": draft, "working_group": group, "provisions": [about]}
    asked = factories.question(
        number="Q01", rank=1, text="What should become of the model record?", **common
    )
    ticked = factories.question(
        number="Q02",
        rank=2,
        kind=QuestionKind.CHOICE,
        text="Who should keep it?",
        options=["The developer", "The deployer"],
        **common,
    )
    return asked, ticked


def _give_accounts(consultation: models.Consultation, group: WorkingGroup) -> None:
    chair, secretariat, first, second = (
        _person(email, name)
        for email, name in (
            (CHAIR, "Ana Castelo"),
            (SECRETARIAT, "Sam Okafor"),
            (STAKEHOLDER, "Petra Lind"),
            (SECOND_STAKEHOLDER, "Igor Novak"),
        )
    )
    session.add_all(
        [
            models.Appointment(working_group=group, person=chair, office=Office.CHAIR),
            models.Membership(consultation=consultation, person=secretariat, role=Role.SECRETARIAT),
            _stakeholder(consultation, "Kestrel Observatory", person=first),
            _stakeholder(consultation, "Heron Institute", person=second),
        ]
    )


def _person(email: str, name: str) -> models.Person:
    """A person has one account, in however many consultations they take part."""
    known = session.scalar(select(models.Person).where(models.Person.email == email))
    return known or factories.person(email=email, name=name)


def _organisation(name: str) -> models.Organisation:
    known = session.scalar(select(models.Organisation).where(models.Organisation.name == name))
    return known or factories.organisation(name=name)


def _stakeholder(
    consultation: models.Consultation, organisation: str, person: models.Person | None = None
) -> models.Stakeholder:
    return factories.stakeholder(
        consultation=consultation,
        person=person,
        organisation=_organisation(organisation),
    )


def _answer(question: OpenQuestion, number: int, text: str) -> models.Answer:
    by = _stakeholder(question.consultation, f"Body {number}")
    position = list(Position)[number % len(Position)]
    return factories.answer(question, text, by=by, position=position, reference=f"B{number:02d}")
