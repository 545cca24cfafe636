"""Published contributions: a list to search, and an address for each."""

from collections.abc import Collection

from flask import Blueprint, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from consultation.access import permits
from consultation.boundary import clean_text
from consultation.errors import UnknownFilter
from consultation.models import Answer, Round, WorkingGroup
from consultation.permissions import Permission
from consultation.queries.contributions.published import (
    Choices,
    Contributions,
    Filters,
    choices,
    contribution,
    contributions,
)
from consultation.queries.plenary.results import by_group, by_provision, questions_of, results_to
from consultation.views.asked import MOST, MOST_WORDS, asked_number

blueprint = Blueprint("published", __name__)

NAMES = frozenset({"q", "question", "provision", "category", "country", "campaign", "page"})


@blueprint.get("/rounds/<int:round_id>/published")
@permits(Permission.READ_ROUND, Round)
def list_contributions(round_: Round) -> ResponseReturnValue:
    """What others wrote, searchable; before it is published, when that will be."""
    g.round = round_
    if not round_.is_published(g.arrived_at):
        return render_template("public/not_published.html", round=round_)
    asked = _asked()
    offered = choices(round_)
    filters = _filters(asked, offered)
    found = _page(round_, filters, asked_number("page") or 1)
    return render_template(
        "public/published.html",
        round=round_,
        choices=offered,
        filters=filters,
        found=found,
        typed=asked,
    )


@blueprint.get("/rounds/<int:round_id>/results")
@permits(Permission.READ_ROUND, Round)
def read_results(round_: Round) -> ResponseReturnValue:
    """What was said, what was decided and what changes; before it is published, when it will be."""
    g.round = round_
    if round_.outcomes_published_at is None:
        return render_template("public/no_results.html", round=round_)
    groups = by_group(questions_of(round_))
    group = _group(groups)
    found = results_to(groups[group] if group else [], round_, g.arrived_at)
    return render_template(
        "public/results.html",
        round=round_,
        groups=groups,
        group=group,
        results=found,
        places=by_provision(found),
    )


def _group(groups: Collection[WorkingGroup]) -> WorkingGroup | None:
    """The working group that is asked for, else the first; None where no question was asked.

    Raises UnknownFilter for one that has no question in the round.
    """
    number = asked_number("group")
    if number is None:
        return next(iter(groups), None)
    for group in groups:
        if group.id == number:
            return group
    raise UnknownFilter("No question of this round is that working group’s. Follow a link here.")


@blueprint.get("/contributions/<int:public_number>")
@permits(Permission.READ_ANSWER, Answer)
def read_contribution(answer: Answer) -> ResponseReturnValue:
    """One contribution at an address of its own."""
    g.round = answer.submission.round
    shown = contribution(answer) if g.round.is_published(g.arrived_at) else None
    if shown is None:
        abort(404)
    return render_template("public/contribution.html", round=g.round, line=shown)


def _asked() -> dict[str, str]:
    """The address's parameters as text that every page can show."""
    if any(len(text) > MOST for text in request.args.values()):
        raise UnknownFilter(f"Up to {MOST} characters can be searched for at once. Take fewer.")
    return {clean_text(name): clean_text(text) for name, text in request.args.items()}


def _filters(asked: dict[str, str], offered: Choices) -> Filters:
    """What the address asks for; raises UnknownFilter for what the list does not have."""
    if unknown := sorted(asked.keys() - NAMES):
        raise UnknownFilter(
            f"The list cannot be narrowed by “{unknown[0][:60]}”. Go back and use the form of the "
            "list: words, question, provision, kind of stakeholder, country."
        )
    words = tuple(asked.get("q", "").split())
    if len(words) > MOST_WORDS:
        raise UnknownFilter(f"Up to {MOST_WORDS} words can be searched for at once. Take fewer.")
    return Filters(
        words=words,
        question=_offered(asked, "question", offered.questions),
        provision=_offered(asked, "provision", offered.provisions),
        category=_offered(asked, "category", offered.categories),
        country=_offered(asked, "country", offered.countries),
        campaign=asked_number("campaign"),
    )


def _offered(asked: dict[str, str], name: str, values: list[tuple[str, str]]) -> str:
    wanted = asked.get(name, "")
    if wanted and wanted not in {value for value, _ in values}:
        raise UnknownFilter(
            f"Nothing is published under the {name} “{wanted[:60]}”. Choose one from the list."
        )
    return wanted


def _page(round_: Round, filters: Filters, page: int) -> Contributions:
    found = contributions(round_, filters, page=page)
    if page > found.pages:
        raise UnknownFilter(f"The list has no page {page}; its last is {found.pages}.")
    return found
