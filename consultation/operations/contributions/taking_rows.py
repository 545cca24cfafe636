"""Taking a table of answers into a round that is there: imported twice, it changes nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from consultation.db import at_once, locked, session
from consultation.models import (
    Act,
    Answer,
    AnswerVersion,
    OpenQuestion,
    Person,
    Receipt,
    Round,
    Source,
    Stakeholder,
    Submission,
)
from consultation.operations.audit import record
from consultation.operations.contributions.batches import AnswerRow, Batch
from consultation.operations.contributions.entering import Arrival, standing_of
from consultation.operations.contributions.intake import new_stakeholders
from consultation.operations.contributions.judging_rows import Placed, judge_batch
from consultation.operations.contributions.raised_points import question_at
from consultation.operations.contributions.receipts import new_salt
from consultation.operations.contributions.submissions import new_receipt
from consultation.operations.grouping.reread import have_read
from consultation.queries.contributions.imported import Standing, is_of_a_table, reference_here
from consultation.queries.contributions.submissions import answers_that_count
from consultation.queries.drafts.places import Place
from consultation.wording import noun


@dataclass(frozen=True)
class Taken:
    """What was made of a batch, in figures."""

    answers: int
    submissions: int
    there: int
    refused: int

    @property
    def told(self) -> str:
        """The figures in a sentence."""
        said = f"{noun(self.answers, 'answer')} in {noun(self.submissions, 'submission')} taken."
        there = f" {noun(self.there, 'row')} there already." if self.there else ""
        return said + there + (f" {noun(self.refused, 'row')} refused." if self.refused else "")


def take_batch(
    batch: Batch,
    round_: Round,
    placed: Placed,
    arrival: Arrival,
    *,
    by: Person | None,
    now: datetime,
) -> Taken:
    """Take what is new of a batch into a round; each submission gets its receipt.

    Whose answers were imported before gets one more receipt for what is added; where they stand
    otherwise by when they came, nothing is. Raises RuleError for
    a time at which nothing can have come.
    """
    locked(round_)
    standing = standing_of(round_, arrival, now)
    judged = judge_batch(batch, round_, placed, standing)
    rows: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in judged.new:
        rows[row.stakeholder].append(row)
    submissions = _submissions(batch, round_, rows, arrival, standing, now)
    questions = {place: question_at(place) for place in {placed[r.question] for r in judged.new}}
    for reference, own in rows.items():
        _take(submissions[reference], own, placed, questions, by, now)
    taken = Taken(len(judged.new), len(rows), len(judged.there), len(judged.refused))
    have_read(set(questions.values()), now)
    if taken.answers:
        record(
            "import into a round", round_, person=by, now=now,
            reason=standing.in_time_because, after=vars(taken),
        )  # fmt: skip
    return taken


def _submissions(
    batch: Batch,
    round_: Round,
    wanted: Iterable[str],
    arrival: Arrival,
    standing: Standing,
    now: datetime,
) -> dict[str, Submission]:
    """The submission of each stakeholder, in their order; begun where there is none."""
    parts = _parts(batch, round_, wanted)
    begun = {
        sent.stakeholder_id: sent
        for some in at_once([part.id for part in parts.values()])
        for sent in session.scalars(
            select(Submission).where(
                Submission.round_id == round_.id, Submission.stakeholder_id.in_(some)
            )
        )
    }
    found = {
        reference: begun.get(part.id)
        or Submission(
            round=round_,
            stakeholder=part,
            source=Source.TABLE,
            started_at=now,
            reached_at=arrival.reached_at,
            in_time_because=standing.in_time_because,
            is_late=standing.is_late,
            salt=new_salt(),
        )
        for reference, part in parts.items()
    }
    session.add_all(found.values())
    session.flush()
    return found


def _parts(batch: Batch, round_: Round, asked: Iterable[str]) -> dict[str, Stakeholder]:
    """By what the table calls them: those whom a table brought before, and new ones."""
    parts = session.scalars(
        select(Stakeholder).where(
            Stakeholder.consultation_id == round_.consultation_id, is_of_a_table()
        )
    )
    known = {part.reference: part for part in parts}
    wanted = {reference: reference_here(reference) for reference in asked}
    missing = wanted.keys() - {name for name, here in wanted.items() if here in known}
    fresh = new_stakeholders(
        round_.consultation, [row for row in batch.stakeholders if row.reference in missing]
    )
    session.flush()
    known |= {part.reference: part for part in fresh}
    return {name: known[here] for name, here in wanted.items()}


def _take(
    submission: Submission,
    rows: Sequence[AnswerRow],
    placed: Placed,
    questions: Mapping[Place, OpenQuestion],
    by: Person | None,
    now: datetime,
) -> None:
    """Write one stakeholder's rows down, and give what counts of theirs a receipt."""
    before = list(answers_that_count(submission))
    entries = _entries(submission)
    answers = []
    for row in rows:
        question = questions[placed[row.question]]
        entries[question.id] += 1
        answers.append(_answer(submission, question, row, entries[question.id], by, now))
    session.add_all(answers)
    session.flush()
    versions = [answer.version for answer in (*before, *answers)]
    submission.submitted_at = submission.submitted_at or submission.reached_at
    session.add(_receipt(submission, versions, by, now))
    session.flush()


def _entries(submission: Submission) -> defaultdict[int, int]:
    """By question: how many entries of the author's there are."""
    rows = session.execute(
        select(AnswerVersion.question_id, func.max(AnswerVersion.entry))
        .where(AnswerVersion.submission_id == submission.id)
        .group_by(AnswerVersion.question_id)
    )
    return defaultdict(int, {row[0]: row[1] for row in rows})


def _answer(
    submission: Submission,
    question: OpenQuestion,
    row: AnswerRow,
    entry: int,
    by: Person | None,
    now: datetime,
) -> Answer:
    version = AnswerVersion(
        submission=submission,
        question=question,
        saved_by_id=by.id if by else None,
        entry=entry,
        number=1,
        text=row.text,
        position=row.position,
        choices=[],
        language=row.language,
        saved_at=now,
        entered=True,
    )
    return Answer(
        submission=submission,
        question=question,
        entry=entry,
        version=version,
        reference=row.reference or None,
    )


def _receipt(
    submission: Submission, versions: Sequence[AnswerVersion], by: Person | None, now: datetime
) -> Receipt:
    is_first = not submission.receipts
    who = by.id if by else None
    receipt = new_receipt(
        submission,
        Act.SENT if is_first else Act.CHANGED,
        versions,
        ordinal=len(submission.receipts) + 1,
        now=submission.reached_at if is_first and submission.reached_at else now,
    )
    receipt.entered_by_id, receipt.stored_at = who, now
    return receipt
