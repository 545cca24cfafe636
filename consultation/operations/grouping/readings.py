"""From an analysis to rows: readings, points and campaigns."""

from bisect import insort
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

import nlp
from consultation.db import session
from consultation.models import (
    Analysis,
    Answer,
    Campaign,
    CampaignCopy,
    CodeRefusal,
    CodeUse,
    Coding,
    Matter,
    MinorityNote,
    OpenQuestion,
    OwnOutcome,
    Placement,
    Point,
    Quote,
    Reading,
    Refusal,
    SampledPoint,
)

Span = tuple[int, int]


def keep_points(
    analysis: Analysis,
    answers: Sequence[tuple[int, int]],
    texts: Sequence[nlp.Text],
    result: nlp.Analysis,
    *,
    looked_through: bool = False,
) -> list[Point | None]:
    """The result's points as rows, in its order; the same span keeps its row.

    A point that the reading no longer finds goes, unless a person has decided something about it.
    What is found across a point on which somebody decided yields to it, also where they decided
    since the reading began: it is what that point leaves of it, or (None) no point.
    """
    _keep_readings(analysis, answers, result, looked_through=looked_through)
    known = {(p.answer_id, p.start, p.end): p for p in points_of(analysis.question_id)}
    keeps = _keeps_its_words(analysis.question_id)
    decided: defaultdict[int, list[Span]] = defaultdict(list)
    for point in filter(keeps, known.values()):
        decided[point.answer_id].append((point.start, point.end))
    found: list[Point | None] = []
    rest: list[Point] = []
    for each in result.points:
        answer_id = answers[each.text][0]
        left = _left_of(each, decided[answer_id], texts[each.text].text)
        pieces = [_point(known, answer_id, piece) for piece in left]
        found.append(pieces[0] if pieces else None)
        rest.extend(pieces[1:])
    rows = [point for point in (*found, *rest) if point is not None]
    session.add_all(rows)
    session.flush()
    kept = {point.id for point in rows}
    forget([p for p in known.values() if p.id not in kept and not keeps(p)])
    return found


def _left_of(found: nlp.Point, decided: Sequence[Span], text: str) -> list[nlp.Point]:
    """What is left of a point that was found where people decided on others: mostly all of it."""
    across = sorted(span for span in decided if found.start < span[1] and span[0] < found.end)
    if not across or (found.start, found.end) in across:
        return [found]
    left: list[nlp.Point] = []
    at = found.start
    for start, end in (*across, (found.end, found.end)):
        words = text[at : max(at, start)]
        if words.strip():
            first, last = len(words) - len(words.lstrip()), len(words.rstrip())
            says = any(map(str.isalpha, words))
            left.append(
                replace(found, start=at + first, end=at + last, filler=found.filler or not says)
            )
        at = max(at, end)
    return left


def spans_decided(question_id: int) -> dict[int, tuple[Span, ...]]:
    """By answer, in order: the spans of points on which a person has decided something, or coded.

    None overlaps another: of two that do, as an earlier release left them, it is the one that
    somebody cut, or the first.
    """
    keeps = _keeps_its_words(question_id)
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for point in sorted(
        points_of(question_id), key=lambda p: (p.cut_by_id is None, p.start, p.end)
    ):
        own = spans[point.answer_id]
        if keeps(point) and not any(s < point.end and point.start < e for s, e in own):
            insort(own, (point.start, point.end))
    return {answer_id: tuple(own) for answer_id, own in spans.items()}


def _keeps_its_words(question_id: int) -> Callable[[Point], bool]:
    """Tells of a point of a question whether no reading may cut its words otherwise.

    So it is where a person decided on it, coded it, refused a code for it, or drew it for a sample.
    """
    coded = select(CodeUse.point_id).where(CodeUse.question_id == question_id)
    refused = select(CodeRefusal.point_id).where(CodeRefusal.question_id == question_id)
    sampled = (
        select(SampledPoint.point_id)
        .join(Point, Point.id == SampledPoint.point_id)
        .join(Point.answer)
        .where(Answer.question_id == question_id)
    )
    held = {*session.scalars(coded), *session.scalars(refused), *session.scalars(sampled)}
    return lambda point: point.id in held or is_decided(point)


def _keep_readings(
    analysis: Analysis,
    answers: Sequence[tuple[int, int]],
    result: nlp.Analysis,
    *,
    looked_through: bool,
) -> None:
    """Note of every answer which version was read, and why one was left out."""
    left_out = dict(result.left_out)
    ids = [answer_id for answer_id, _ in answers]
    of_question = select(Answer.id).where(Answer.question_id == analysis.question_id)
    session.execute(delete(Reading).where(Reading.answer_id.in_(of_question)))
    session.add_all(
        Reading(
            answer_id=answer_id,
            version_id=answers[index][1],
            analysis_id=analysis.id,
            left_out=left_out.get(index),
            looked_through=looked_through,
        )
        for index, answer_id in enumerate(ids)
    )


def points_of(question_id: int) -> list[Point]:
    """Every point of a question with what hangs on it."""
    return list(
        session.scalars(
            select(Point)
            .join(Point.answer)
            .where(Answer.question_id == question_id)
            .options(
                joinedload(Point.placement), joinedload(Point.quote), joinedload(Point.outcome)
            )
            .order_by(Point.id)
        )
    )


def is_decided(point: Point) -> bool:
    """Whether a person has cut, placed, discarded, quoted, unquoted or decided on this point."""
    placement, quote = point.placement, point.quote
    return bool(
        point.cut_by_id is not None
        or (placement and placement.placed_by_id is not None)
        or (quote and quote.marked_by_id is not None)
        or point.outcome
    )


def _point(known: dict[tuple[int, int, int], Point], answer_id: int, found: nlp.Point) -> Point:
    point = known.get((answer_id, found.start, found.end))
    if point is None:
        point = Point(answer_id=answer_id, start=found.start, end=found.end, filler=found.filler)
    elif not is_decided(point):
        point.filler = found.filler
    point.language = found.language
    point.kind = found.kind
    point.cues = list(found.cues)
    point.references = list(found.references)
    return point


def forget(points: list[Point]) -> None:
    """Delete points and what the machine hung on them."""
    ids = [point.id for point in points]
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        session.execute(delete(Quote).where(Quote.point_id.in_(some)))
        session.execute(delete(Placement).where(Placement.point_id.in_(some)))
        sampled = select(SampledPoint.id).where(SampledPoint.point_id.in_(some))
        session.execute(delete(Coding).where(Coding.sampled_id.in_(sampled)))
        session.execute(delete(SampledPoint).where(SampledPoint.point_id.in_(some)))
        session.execute(delete(OwnOutcome).where(OwnOutcome.point_id.in_(some)))
        session.execute(delete(Refusal).where(Refusal.point_id.in_(some)))
        session.execute(delete(MinorityNote).where(MinorityNote.point_id.in_(some)))
        session.execute(delete(CodeUse).where(CodeUse.point_id.in_(some)))
        session.execute(delete(CodeRefusal).where(CodeRefusal.point_id.in_(some)))
        session.execute(update(Matter).where(Matter.point_id.in_(some)).values(point_id=None))
        session.execute(delete(Point).where(Point.id.in_(some)))


def keep_campaigns(
    question: OpenQuestion, answers: tuple[tuple[int, int], ...], result: nlp.Analysis
) -> None:
    """The result's campaigns as rows; they hold no decision of a person, so the old ones go."""
    for campaign in session.scalars(select(Campaign).where(Campaign.question == question)):
        session.delete(campaign)
    session.flush()
    for found in result.campaigns:
        copies = [
            CampaignCopy(
                answer_id=answers[member.text][0],
                similarity=member.similarity,
                additions=[list(span) for span in member.additions],
            )
            for member in found.members
        ]
        session.add(Campaign(question_id=question.id, template=found.template, copies=copies))
