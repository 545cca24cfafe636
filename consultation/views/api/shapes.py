"""Rows and lines of queries → the fields that the API answers with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, url_for

from consultation.models import Consultation, Draft, OutcomeKind, Round
from consultation.queries.contributions.published import Contribution
from consultation.queries.contributions.received import Received
from consultation.queries.counts import Counts, QuoteLine
from consultation.queries.drafts.drafts import PlainProvision, PlainQuestion, Section
from consultation.queries.plenary.results import QuestionResult, ThemeResult

Fields = dict[str, Any]


def address(endpoint: str, **numbers: Any) -> str:
    """A page of ours under the configured address, never under that of the request."""
    site: str = current_app.config["SETTINGS"].site
    return f"{site.rstrip('/')}{url_for(endpoint, **numbers)}"


def consultation_fields(row: Consultation) -> Fields:
    names = (
        "id", "title", "host", "summary", "legal_basis", "languages", "time_zone", "is_public",
    )  # fmt: skip
    page = address("public.read_consultation", consultation_id=row.id)
    return {name: getattr(row, name) for name in names} | {"page": page}


def round_fields(row: Round, draft_id: int | None, now: datetime) -> Fields:
    names = (
        "id", "number", "title", "opens_at", "closes_at", "late_until", "extensions",
        "outcomes_published_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names} | {
        "consultation": row.consultation_id,
        "is_open": row.is_open(now),
        "contributions_published_at": row.published_at if row.is_published(now) else None,
        "draft": draft_id,
        "page": address("public.read_consultation", consultation_id=row.consultation_id),
    }


def draft_fields(row: Draft) -> Fields:
    return {
        "id": row.id,
        "round": row.round_id,
        "title": row.title,
        "published_at": row.published_at,
        "page": address("public.read_draft", draft_id=row.id),
    }


def section_fields(section: Section, keys: Mapping[int, str]) -> Fields:
    """A provision with the questions beside it; `keys` names the draft's provisions by number."""
    return _provision(section.provision, keys) | {
        "depth": section.depth,
        "questions": [_question(question, keys) for question in section.questions],
    }


def _provision(provision: PlainProvision | None, keys: Mapping[int, str]) -> Fields:
    if provision is None:
        names = ("key", "number", "kind", "title", "text", "parent", "working_group")
        return dict.fromkeys(names)
    group = provision.working_group
    return {
        "key": provision.key,
        "number": provision.number,
        "kind": provision.kind,
        "title": provision.title,
        "text": provision.text,
        "parent": keys.get(provision.parent_id or 0),
        "working_group": group.code if group else None,
    }


def _question(question: PlainQuestion, keys: Mapping[int, str]) -> Fields:
    return {
        "id": question.id,
        "number": question.number,
        "text": question.text,
        "working_group": question.working_group.code,
        "choices": question.choices,
        "takes_several": question.takes_several,
        "about": [keys[number] for number in question.about],
    }


def contribution_fields(line: Contribution) -> Fields:
    names = (
        "author", "is_anonymous", "source", "category", "country", "question", "position",
        "remark", "choices", "passage", "text", "proposed", "alike",
    )  # fmt: skip
    return {name: getattr(line, name) for name in names} | {
        "id": line.number,
        "campaign": line.campaign_id,
        "page": address("published.read_contribution", public_number=line.number),
    }


def received_fields(line: Received) -> Fields:
    names = ("publication", "is_withheld", "is_published")
    return contribution_fields(line.contribution) | {name: getattr(line, name) for name in names}


def result_fields(result: QuestionResult) -> Fields:
    signature = result.signature
    return {
        "question": result.question.number,
        "text": result.question.text,
        "about": [provision.key for provision in result.provisions],
        "signed_at": signature.signed_at if signature else None,
        "signed_by": signature.chair.name if signature else None,
        "counts": counts_fields(result.figures.counts) if result.figures else None,
        "ticks": dict(result.figures.choices) if result.figures else None,
        "summary": result.summary.text if result.summary else None,
        "themes": [_theme(theme) for theme in result.themes],
    }


def _theme(theme: ThemeResult) -> Fields:
    line = theme.line
    return {
        "id": line.theme_id,
        "parent": line.parent_id,
        "title": line.title,
        "counts": counts_fields(line.counts),
        "by_position": dict(line.by_position),
        "by_category": dict(line.by_category),
        "quotes": [_quote(quote) for quote in line.quotes],
        "outcome": {
            "kind": line.outcome or OutcomeKind.NOT_EXAMINED.value,
            "reason": line.outcome_reason,
            "changes": list(theme.changes),
        },
    }


def _quote(quote: QuoteLine) -> Fields:
    names = ("start", "end", "text", "category")
    return {name: getattr(quote, name) for name in names} | {"author": quote.by}


def counts_fields(counts: Counts) -> Fields:
    return {
        "points": counts.points,
        "answers": counts.answers,
        "submissions": counts.submissions,
        "organisations": counts.organisations,
        "from_meetings": counts.from_meetings,
    }
