"""The rows of the open data, each as its author let it be published."""

from collections.abc import Iterator
from typing import Any

from consultation.exports.data.content import Tell
from consultation.exports.open_data.columns import TABLES
from consultation.models import Round
from consultation.queries.contributions.published import (
    AT_ONCE,
    Contribution,
    contribution_count,
    every_contribution,
)
from consultation.queries.contributions.replies import by_question, replies, stated
from consultation.queries.contributions.submissions import questions_in
from consultation.queries.drafts.places import place_name

Rows = Iterator[dict[str, Any]]


def rows_by_table(round_: Round, tell: Tell) -> dict[str, Rows]:
    """The rows of each table, in the order of the dictionary, read as they are asked for."""
    return {
        "contributions": _contributions(round_, tell),
        "questions": _questions(round_),
        "stated": (
            {"question": number, "by": by, "value": value, "answers": count}
            for number, by, value, count in stated(round_)
        ),
        "replies": _replies(round_),
        "dictionary": (
            {"table": table.name, "column": column, "meaning": meaning}
            for table in TABLES
            for column, meaning in table.columns.items()
        ),
    }


def _contributions(round_: Round, tell: Tell) -> Rows:
    total = contribution_count(round_)
    for done, line in enumerate(every_contribution(round_), 1):
        yield _contribution(line)
        if done % AT_ONCE == 0 or done == total:
            tell(done, total, "writing the contributions")


def _contribution(line: Contribution) -> dict[str, Any]:
    return {
        "id": line.number,
        "question": line.question,
        "author": line.author,
        "is_anonymous": line.is_anonymous,
        "source": line.source,
        "category": line.category,
        "country": line.country,
        "position": line.position,
        "remark": line.remark,
        "choices": list(line.choices),
        "passage": line.passage,
        "text": line.text,
        "proposed": line.proposed,
        "campaign": line.campaign_id,
    }


def _questions(round_: Round) -> Rows:
    for question, line in zip(questions_in(round_), by_question(round_), strict=True):
        own = [question.comments_on] if question.comments_on else []
        yield {
            "number": line.name,
            "text": line.text,
            "working_group": question.working_group.code,
            "about": [place_name(p) for p in dict.fromkeys([*own, *question.provisions])],
            "answers": line.answers,
            "submissions": line.submissions,
            "organisations": line.organisations,
        }


def _replies(round_: Round) -> Rows:
    found = replies(round_)
    for by in ("category", "country", "size", "register"):
        for value, count in getattr(found, f"by_{by}"):
            yield {"by": by, "value": value, "submissions": count}
