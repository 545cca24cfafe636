"""Where this person may go in a consultation: the bar below the header, and the first page."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import g, request, url_for

from consultation.access import signed_in_person
from consultation.models import Consultation, Person, Round
from consultation.permissions import Permission, may
from consultation.predicates import reviews_or_runs, takes_part
from consultation.queries.consultations import consultations


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
    return Place(consultation, line.round, tuple(links_of(line)))


def links_of(line: consultations.HomeLine) -> Iterator[Link]:
    """The pages of a consultation and its round that are this person's, in the bar's order."""
    person = signed_in_person()
    if line.draft_id is not None:
        yield Link("Draft", url_for("public.read_draft", draft_id=line.draft_id))
    if _may_begin(person, line.consultation):
        yield Link(
            "Take part", url_for("stakeholder.take_part", consultation_id=line.consultation.id)
        )
    yield from _links_of_reviewers(line.consultation)
    if line.round is not None:
        yield from _links_of_round(line.round)
        if line.round.is_published(g.arrived_at) and may(person, Permission.READ_ROUND, line.round):
            yield Link("Published", url_for("published.list_contributions", round_id=line.round.id))
        if line.round.outcomes_published_at and may(person, Permission.READ_ROUND, line.round):
            yield Link("Results", url_for("published.read_results", round_id=line.round.id))
    yield from _links_of_secretariat(line)


def _may_begin(person: Person | None, consultation: Consultation) -> bool:
    """Whether somebody takes no part yet and is let begin; who is not signed in may come to."""
    if takes_part(person, consultation):
        return False
    return consultation.registration or may(person, Permission.JOIN, consultation)


def _links_of_secretariat(line: consultations.HomeLine) -> Iterator[Link]:
    """Where a consultation is set up; its rounds are planned there until there is one."""
    if not may(signed_in_person(), Permission.SET_UP, line.consultation):
        return
    for label, endpoint in (
        *((("Rounds", "secretariat.list_rounds"),) if line.round is None else ()),
        ("Drafts", "secretariat.list_drafts"),
        ("People", "secretariat.list_stakeholders"),
        ("Settings", "secretariat.read_settings"),
    ):
        yield Link(label, url_for(endpoint, consultation_id=line.consultation.id))


def _links_of_reviewers(consultation: Consultation) -> Iterator[Link]:
    person = signed_in_person()
    if may(person, Permission.SEE_DESK, consultation):
        yield Link("My questions", url_for("chair.my_questions", consultation_id=consultation.id))
    if reviews_or_runs(person, consultation):
        yield Link("Meetings", url_for("meetings.list_meetings", consultation_id=consultation.id))


def _links_of_round(round_: Round) -> Iterator[Link]:
    person = signed_in_person()
    asked: dict[Permission, bool] = {}
    for permission, label, endpoint in (
        (Permission.TAKE_PART, "My submission", "stakeholder.review_submission"),
        (Permission.RUN_ROUND, "Round", "secretariat.run_round"),
        (Permission.RUN_ROUND, "Input", "secretariat.list_input"),
        (Permission.READ_LEDGER, "Ledger", "secretariat.read_ledger"),
        (Permission.WRITE_OBSERVATIONS, "Observations", "observations.edit_offline"),
        (Permission.RUN_ROUND, "Plenary pack", "secretariat.preview_pack"),
    ):
        if permission not in asked:
            asked[permission] = may(person, permission, round_)
        if asked[permission]:
            yield Link(label, url_for(endpoint, round_id=round_.id))
