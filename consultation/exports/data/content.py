"""What the data of a round say: the same round and the same decisions give the same bytes.

Names are as their bearers chose; times and row numbers of the machine are left out, so that two
instances that were given the same table write the same file, but for the public numbers of answers,
which are drawn. What is as long as the round comes as an iterator, so that nobody has to hold it
whole.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement

from consultation.exports.data.codes import Codings, frame
from consultation.models import Answer, OpenQuestion, Round, Source
from consultation.queries.contributions.accounts import (
    AnswerAccount,
    AnswerState,
    PointState,
    accounts_by_span,
)
from consultation.queries.contributions.ledger import lines_by_span, submission_lines
from consultation.queries.contributions.submissions import (
    all_answers,
    answer_spans,
    answers_sent_in,
    questions_in,
)
from consultation.queries.counts import (
    CampaignLine,
    FitLine,
    LedgerLine,
    MinorityLine,
    QuoteLine,
    ThemeLine,
)
from consultation.queries.desk.points import PlainPoint, points_by_answer
from consultation.queries.grouping.campaigns import campaigns_of
from consultation.queries.grouping.fits import fit_lines
from consultation.queries.plenary.changed import Names, called, names_of
from consultation.queries.plenary.signing import stands
from consultation.queries.plenary.since_signature import ReopeningLine, reopenings_of
from consultation.queries.plenary.summaries import filled_summary
from consultation.queries.plenary.told import Leaving

Tell = Callable[[int, int, str], None]
"""Hears how far one is: done, of how many, and with what."""


def data_of(round_: Round, tell: Tell) -> dict[str, Any]:
    """The round as plain values; its questions and their answers are iterators."""
    return {
        "format": "plenary-data-1",
        "consultation": round_.consultation.title,
        "round": round_.number,
        "submissions": _lines(submission_lines(round_)),
        "code_frame": frame(round_.consultation),
        "questions": _questions(round_, tell),
    }


def _questions(round_: Round, tell: Tell) -> Iterator[dict[str, Any]]:
    total, done = answers_sent_in(round_), 0

    def tell_of(question: OpenQuestion, count: int) -> None:
        nonlocal done
        done += count
        tell(done, total, f"writing the data of {question.number}")

    return (_question(question, tell_of) for question in questions_in(round_))


def _lines(lines: tuple[LedgerLine, ...]) -> dict[str, int]:
    return {line.what: line.count for line in lines}


def _question(question: OpenQuestion, tell: Callable[[OpenQuestion, int], None]) -> dict[str, Any]:
    ledger = lines_by_span(question)
    leaving = Leaving(question)
    themes = leaving.themes
    summary = filled_summary(question, themes)
    codings = Codings(question)
    signature = question.sign_off if stands(question) else None
    return {
        "number": question.number,
        "text": question.text,
        "kind": str(question.kind),
        "working_group": question.working_group.code,
        "summary": summary.text if summary else None,
        "summary_composed": summary is not None and summary.composed,
        "signed_by": signature.chair.name if signature else None,
        "reopened": [_reopening(line) for line in reopenings_of(question)],
        "ledger": {"answers": _lines(ledger.answers), "points": _lines(ledger.points)},
        "campaigns": [_campaign(line) for line in campaigns_of(question)],
        "themes": [_theme(line, themes, codings) for line in themes],
        "minority_points": [_minority(line) for line in leaving.minority],
        "answers": _answers(question, themes, codings, tell),
    }


def _reopening(line: ReopeningLine) -> dict[str, Any]:
    return {
        "signed_by": line.signed_by,
        "reopened_by": line.reopened_by,
        "reason": line.reason,
        "signed_again_by": line.signed_again_by,
        "changes": [{"about": each.about, "what": each.what} for each in line.changes],
    }


def _campaign(line: CampaignLine) -> dict[str, Any]:
    return {
        "template": line.template,
        "submissions": line.submissions,
        "distinct_texts": line.distinct_texts,
        "organisations": line.organisations,
        "copies": [
            {
                "answer": copy.answer,
                "similarity": copy.similarity,
                "additions": list(copy.additions),
            }
            for copy in line.copies
        ],
    }


def _theme(line: ThemeLine, themes: list[ThemeLine], codings: Codings) -> dict[str, Any]:
    titles = {each.theme_id: each.title for each in themes}
    return {
        "title": line.title,
        "nested_in": titles.get(line.parent_id) if line.parent_id else None,
        "proposed_by": line.proposed_by,
        "titled_by": line.titled_by,
        "terms": list(line.terms),
        **asdict(line.counts),
        "by_category": dict(line.by_category),
        "by_position": dict(line.by_position),
        "outcome": line.outcome,
        "outcome_reason": line.outcome_reason,
        "changes": list(line.changes),
        **codings.of_theme(line.theme_id),
        "quotes": [_quote(quote) for quote in line.quotes],
        "unquotable": line.unquotable,
    }


def _quote(quote: QuoteLine) -> dict[str, Any]:
    return {
        "answer": quote.answer,
        "start": quote.start,
        "end": quote.end,
        "text": quote.text,
        "author": quote.author,
        "source": quote.source or None,
        "marked_by": quote.marked_by,
        "taken_from": quote.taken_from or None,
    }


def _minority(line: MinorityLine) -> dict[str, Any]:
    said = line.said
    return {
        "answer": said.answer,
        "start": said.start,
        "end": said.end,
        "text": said.text,
        "author": said.author,
        "source": said.source or None,
        "reason": line.reason,
        "theme": line.theme or None,
        "found_in": line.found_in or None,
        "since": line.since or None,
        "note": line.note or None,
        "noted_by": line.noted_by or None,
    }


def _answers(
    question: OpenQuestion,
    themes: list[ThemeLine],
    codings: Codings,
    tell: Callable[[OpenQuestion, int], None],
) -> Iterator[dict[str, Any]]:
    titles = {line.theme_id: line.title for line in themes}
    spans = answer_spans(question)
    for span, accounts in zip(spans, accounts_by_span(question, spans), strict=True):
        yield from _some_answers(question, span, accounts, titles, codings)
        tell(question, len(accounts))


def _some_answers(
    question: OpenQuestion,
    span: ColumnElement[bool],
    accounts: tuple[AnswerAccount, ...],
    titles: dict[int, str],
    codings: Codings,
) -> Iterator[dict[str, Any]]:
    points, fits = points_by_answer(question, span), fit_lines(question, span)
    names = names_of(question, (key for own in points.values() for p in own for key in p.changes))
    for answer, account in zip(all_answers(question, span), accounts, strict=True):
        own = [
            _point(point, state, titles, fits, names) | codings.of_point(point.point_id)
            for point, state in zip(points[answer.id], account.points, strict=True)
        ]
        yield _answer(answer, account, own)


def _answer(answer: Answer, account: AnswerAccount, points: list[dict[str, Any]]) -> dict[str, Any]:
    """One answer; of one that its author took back only that there was one."""
    if account.state in (AnswerState.WITHDRAWN, AnswerState.REPLACED):
        return {"id": answer.label, "state": str(account.state)}
    stakeholder = answer.submission.stakeholder
    return {
        "id": answer.label,
        "imported_as": answer.reference_of_named,
        "state": str(account.state),
        "detail": account.detail,
        "author": answer.author,
        "source": str(answer.submission.source),
        "said_in": answer.source if answer.submission.source is Source.MEETING else None,
        "category": stakeholder.category,
        "country": answer.country,
        "position": str(answer.position),
        "choices": list(answer.version.choices),
        "remark": answer.version.remark and str(answer.version.remark),
        "passage": answer.version.passage,
        "text": answer.in_public(answer.text),
        "proposed": answer.in_public(answer.version.proposed),
        "points": points,
    }


def _point(
    point: PlainPoint,
    state: PointState,
    titles: dict[int, str],
    fits: dict[int, FitLine],
    names: Names,
) -> dict[str, Any]:
    fit = fits.get(point.point_id, FitLine(None, None))
    return {
        "start": point.start,
        "end": point.end,
        "language": point.language,
        "kind": point.kind,
        "references": list(point.references),
        "state": str(state),
        "theme": titles.get(point.theme_id) if point.theme_id else None,
        "placed_by": "a person" if point.placed_by_id else "machine",
        "own_outcome": point.outcome and str(point.outcome),
        "own_outcome_reason": point.outcome_reason,
        "own_outcome_changes": called(point.changes, names),
        "score": fit.score,
        "runner_up": titles.get(fit.runner_up.theme_id) if fit.runner_up else None,
        "runner_up_score": fit.runner_up.score if fit.runner_up else None,
    }
