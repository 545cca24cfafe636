"""The bar below the header: where this person may go in this consultation."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, request, url_for

from consultation.access import signed_in_person
from consultation.models import Consultation, Round
from consultation.permissions import Permission, may
from consultation.predicates import takes_part
from consultation.queries import consultations


@dataclass(frozen=True)
class Link:
    """One entry of the bar."""

    label: str
    url: str

    @property
    def is_here(self) -> bool:
        return self.url == (request.path.rstrip("/") or "/")


@dataclass(frozen=True)
class Place:
    """Which consultation and round a page is about, and the bar that belongs to it."""

    consultation: Consultation
    round: Round | None
    links: tuple[Link, ...]


def place() -> Place | None:
    """Where the page stands, when its view has said so; None on pages about no consultation."""
    round_: Round | None = g.get("round")
    consultation: Consultation | None = round_.consultation if round_ else g.get("consultation")
    if consultation is None:
        return None
    line = consultations.line(consultation, round_, g.arrived_at)
    return Place(consultation, line.round, tuple(_links(line)))


def _links(line: consultations.HomeLine) -> Iterator[Link]:
    person = signed_in_person()
    if line.draft_id is not None:
        yield Link("Draft", url_for("public.read_draft", draft_id=line.draft_id))
    if line.consultation.registration and not takes_part(person, line.consultation):
        yield Link(
            "Take part", url_for("stakeholder.take_part", consultation_id=line.consultation.id)
        )
    yield from _links_of_consultation(line.consultation)
    if line.round is not None:
        yield from _links_of_round(line.round)
        if line.round.is_published(g.arrived_at) and may(person, Permission.READ_ROUND, line.round):
            yield Link("Published", url_for("published.list_contributions", round_id=line.round.id))


def _links_of_consultation(consultation: Consultation) -> Iterator[Link]:
    person = signed_in_person()
    for permission, label, endpoint in (
        (Permission.PREPARE_DRAFTS, "Drafts", "secretariat.list_drafts"),
        (Permission.SEE_DESK, "My questions", "chair.my_questions"),
    ):
        if may(person, permission, consultation):
            yield Link(label, url_for(endpoint, consultation_id=consultation.id))


def _links_of_round(round_: Round) -> Iterator[Link]:
    person = signed_in_person()
    asked: dict[Permission, bool] = {}
    for permission, label, endpoint in (
        (Permission.TAKE_PART, "My submission", "stakeholder.review_submission"),
        (Permission.RUN_ROUND, "Round", "secretariat.run_round"),
        (Permission.READ_LEDGER, "Ledger", "secretariat.read_ledger"),
        (Permission.RUN_ROUND, "Plenary pack", "secretariat.preview_pack"),
    ):
        if permission not in asked:
            asked[permission] = may(person, permission, round_)
        if asked[permission]:
            yield Link(label, url_for(endpoint, round_id=round_.id))
