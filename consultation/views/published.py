"""Published contributions: a list to search, and an address for each."""

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consultation.access import LARGEST_NUMBER, permits
from consultation.errors import UnknownFilter
from consultation.models import Answer, Round
from consultation.permissions import Permission
from consultation.queries.published import (
    Choices,
    Contributions,
    Filters,
    choices,
    contribution,
    contributions,
)

blueprint = Blueprint("published", __name__)

NAMES = frozenset({"q", "question", "provision", "category", "country", "campaign", "page"})
MOST_WORDS = 20


@blueprint.get("/rounds/<int:round_id>/published")
@permits(Permission.READ_ROUND, Round)
def list_contributions(round_: Round) -> ResponseReturnValue:
    """What others wrote, searchable; before it is published, when that will be."""
    g.round = round_
    if not round_.is_published(g.arrived_at):
        return render_template("public/not_published.html", round=round_)
    offered = choices(round_)
    filters = _filters(offered)
    found = _page(round_, filters)
    return render_template(
        "public/published.html",
        round=round_,
        choices=offered,
        filters=filters,
        found=found,
        typed={name: request.args[name] for name in NAMES & request.args.keys()},
    )


@blueprint.get("/contributions/<int:answer_id>")
@permits(Permission.READ_ANSWER, Answer)
def read_contribution(answer: Answer) -> ResponseReturnValue:
    """One contribution at an address of its own."""
    g.round = answer.submission.round
    shown = contribution(answer) if g.round.is_published(g.arrived_at) else None
    if shown is None:
        abort(404)
    return render_template("public/contribution.html", round=g.round, line=shown)


def _filters(offered: Choices) -> Filters:
    """What the address asks for; raises UnknownFilter for what the list does not have."""
    if unknown := sorted(request.args.keys() - NAMES):
        raise UnknownFilter(
            f"The list cannot be narrowed by “{unknown[0][:60]}”. Use the form above it: words, "
            "question, provision, kind of stakeholder, country."
        )
    words = tuple(request.args.get("q", "").replace("\x00", "").split())
    if len(words) > MOST_WORDS:
        raise UnknownFilter(f"Up to {MOST_WORDS} words can be searched for at once. Take fewer.")
    return Filters(
        words=words,
        question=_offered("question", offered.questions),
        provision=_offered("provision", offered.provisions),
        category=_offered("category", offered.categories),
        country=_offered("country", offered.countries),
        campaign=_number("campaign"),
    )


def _offered(name: str, values: list[tuple[str, str]]) -> str:
    asked = request.args.get(name, "")
    if asked and asked not in {value for value, _ in values}:
        raise UnknownFilter(
            f"Nothing is published under the {name} “{asked[:60]}”. Choose one from the list."
        )
    return asked


def _number(name: str) -> int | None:
    asked = request.args.get(name, "")
    if not asked:
        return None
    if not asked.isascii() or not asked.isdigit() or not 0 < int(asked[:12]) <= LARGEST_NUMBER:
        raise UnknownFilter(f"“{asked[:60]}” is no number of a {name}. Follow a link on the page.")
    return int(asked[:12])


def _page(round_: Round, filters: Filters) -> Contributions:
    page = _number("page") or 1
    found = contributions(round_, filters, page=page)
    if page > found.pages:
        raise UnknownFilter(f"The list has no page {page}; its last is {found.pages}.")
    return found
