"""The views of the API: each asks the query that the page asks, behind the same permission.

Meetings, official answers and lineage are in `around`.
"""

from typing import Any

from flask import abort, g

from consultation.models import Answer, Consultation, Draft, Round
from consultation.permissions import Permission, may
from consultation.queries.consultations import consultations
from consultation.queries.consultations.rounds import round_counts
from consultation.queries.contributions.published import (
    PAGE_SIZE,
    Filters,
    contribution,
    contributions,
)
from consultation.queries.contributions.received import received
from consultation.queries.drafts import drafts
from consultation.queries.drafts.preparing import draft_lines
from consultation.queries.plenary.results import questions_of, results_to
from consultation.views.api.asking import NOTHING, asking
from consultation.views.api.paging import cursor_at, ensure_unchanged, opened, page_of
from consultation.views.api.schemas import (
    ConsultationSchema,
    ContributionQuery,
    ContributionSchema,
    CountsSchema,
    DraftSchema,
    PageQuery,
    ReceivedSchema,
    ResultSchema,
    RoundSchema,
    SectionSchema,
    listed,
)
from consultation.views.api.serving import serves
from consultation.views.api.shapes import (
    Fields,
    consultation_fields,
    contribution_fields,
    counts_fields,
    draft_fields,
    received_fields,
    result_fields,
    round_fields,
    section_fields,
)

NOT_PUBLISHED = "The contributions of {} are not published. They can be read once they are."
NO_RESULTS = "The outcomes of {} are not published. They can be read once they are."
Query = dict[str, Any]


@serves("/consultations", Permission.VISIT, listed(ConsultationSchema), query=PageQuery)
def list_consultations(query: Query) -> Fields:
    """Every consultation that may be read, the newest first."""
    rows = [
        line.consultation
        for line in consultations.visible_to(_account(), g.arrived_at)
        if may(
            asking().person_in(line.consultation), Permission.READ_CONSULTATION, line.consultation
        )
    ]
    items, following = page_of(rows, query)
    return {"items": [consultation_fields(row) for row in items], "next": following}


def _account() -> Any:
    """Whose consultations are looked through; each is asked for by itself afterwards."""
    who = asking()
    return who.token.made_by if who.token else who.person


@serves(
    "/consultations/<int:consultation_id>",
    Permission.READ_CONSULTATION,
    ConsultationSchema,
    model=Consultation,
)
def read_consultation(consultation: Consultation) -> Fields:
    """One consultation."""
    return consultation_fields(consultation)


@serves(
    "/consultations/<int:consultation_id>/rounds",
    Permission.READ_CONSULTATION,
    listed(RoundSchema),
    model=Consultation,
    query=PageQuery,
)
def list_rounds(consultation: Consultation, query: Query) -> Fields:
    """The rounds of a consultation, in their order."""
    items, following = page_of(consultation.rounds, query)
    return {"items": [_round(round_) for round_ in items], "next": following}


@serves("/rounds/<int:round_id>", Permission.READ_ROUND, RoundSchema, model=Round)
def read_round(round_: Round) -> Fields:
    """One round: its dates, and what of it is published."""
    return _round(round_)


def _round(round_: Round) -> Fields:
    line = consultations.line(round_.consultation, round_, g.arrived_at)
    return round_fields(round_, line.draft_id, g.arrived_at)


@serves(
    "/consultations/<int:consultation_id>/drafts",
    Permission.READ_CONSULTATION,
    listed(DraftSchema),
    model=Consultation,
    query=PageQuery,
)
def list_drafts(consultation: Consultation, query: Query) -> Fields:
    """The published drafts of a consultation; for its secretariat, those in preparation too."""
    person = asking().person_in(consultation)
    rows = list(drafts.published_drafts(consultation))
    if may(person, Permission.PREPARE_DRAFTS, consultation):
        rows = [line.draft for line in draft_lines(consultation) if line.draft is not None]
    items, following = page_of(rows, query)
    return {"items": [draft_fields(row) for row in items], "next": following}


@serves("/drafts/<int:draft_id>", Permission.READ_DRAFT, DraftSchema, model=Draft)
def read_draft(draft: Draft) -> Fields:
    """One draft; its text is read with its provisions."""
    return draft_fields(draft)


@serves(
    "/drafts/<int:draft_id>/provisions",
    Permission.READ_DRAFT,
    listed(SectionSchema),
    model=Draft,
    query=PageQuery,
)
def list_provisions(draft: Draft, query: Query) -> Fields:
    """The provisions of a draft in their order, each with the open questions beside it."""
    text = drafts.text_of(draft)
    keys = {provision.id: provision.key for provision in text.provisions}
    items, following = page_of(text.sections, query)
    return {"items": [section_fields(each, keys) for each in items], "next": following}


@serves(
    "/rounds/<int:round_id>/contributions",
    Permission.READ_ROUND,
    listed(ContributionSchema),
    model=Round,
    query=ContributionQuery,
)
def list_contributions(round_: Round, query: Query) -> Fields:
    """The published contributions to a round, each as its author chose; 404 before."""
    if not round_.is_published(g.arrived_at):
        abort(404, NOT_PUBLISHED.format(round_.title))
    filters = Filters(campaign=query["campaign"])
    place, was = opened(query["cursor"])
    page = max(1, place)
    found = contributions(round_, filters, page=page)
    ensure_unchanged(was, found.mark)
    goes_on = page * PAGE_SIZE < found.total
    return {
        "items": [contribution_fields(line) for line in found.lines],
        "next": cursor_at(page + 1, mark=found.mark) if goes_on else None,
    }


@serves(
    "/contributions/<int:public_number>", Permission.READ_ANSWER, ContributionSchema, model=Answer
)
def read_contribution(answer: Answer) -> Fields:
    """One published contribution; 404 before it is."""
    is_published = answer.submission.round.is_published(g.arrived_at)
    shown = contribution(answer) if is_published else None
    return contribution_fields(shown or abort(404, NOTHING))


@serves(
    "/rounds/<int:round_id>/results",
    Permission.READ_ROUND,
    listed(ResultSchema),
    model=Round,
    query=PageQuery,
)
def list_results(round_: Round, query: Query) -> Fields:
    """Themes and outcomes, question by question, where a chair has signed; 404 before."""
    if round_.outcomes_published_at is None:
        abort(404, NO_RESULTS.format(round_.title))
    questions, following = page_of(questions_of(round_), query)
    found = results_to(questions, round_, g.arrived_at)
    return {"items": [result_fields(result) for result in found], "next": following}


@serves(
    "/rounds/<int:round_id>/received",
    Permission.RUN_ROUND,
    listed(ReceivedSchema),
    model=Round,
    query=PageQuery,
)
def list_received(round_: Round, query: Query) -> Fields:
    """All that counts in a round, published or not, as its author chose; for its secretariat.

    In the order of numbers that are drawn at random; what comes in meanwhile may stand before the
    cursor, and is in the list when it is read again.
    """
    after, _ = opened(query["cursor"])
    lines = received(round_, after=after, at_most=query["limit"] + 1, now=g.arrived_at)
    goes_on = len(lines) > query["limit"]
    lines = lines[: query["limit"]]
    return {
        "items": [received_fields(line) for line in lines],
        "next": cursor_at(lines[-1].contribution.number, mark=0) if goes_on else None,
    }


@serves("/rounds/<int:round_id>/figures", Permission.RUN_ROUND, CountsSchema, model=Round)
def read_figures(round_: Round) -> Fields:
    """How much was said in a round until now; for its secretariat. None of it is a vote."""
    return counts_fields(round_counts(round_))
