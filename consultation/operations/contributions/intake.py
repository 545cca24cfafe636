"""Taking a batch of answers from elsewhere: a consultation of its own, its window closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from consultation.boundary import SHORT_TEXT_LIMIT, clean_text
from consultation.db import session
from consultation.errors import ImportRefused
from consultation.models import (
    Act,
    Answer,
    AnswerVersion,
    Consultation,
    Draft,
    OpenQuestion,
    Organisation,
    QuestionKind,
    Round,
    Source,
    Stakeholder,
    Submission,
    WorkingGroup,
)
from consultation.operations.audit import record
from consultation.operations.contributions.batches import AnswerRow, Batch, StakeholderRow
from consultation.operations.contributions.receipts import new_salt
from consultation.operations.contributions.submissions import new_receipt
from consultation.queries.contributions.imported import reference_here

NO_CATEGORY = "not stated"


@dataclass(frozen=True)
class Intake:
    """What was made of a batch, in figures."""

    consultation: Consultation
    answers: int
    submissions: int
    organisations: int
    questions: int


def take_answers(
    batch: Batch, *, title: str, time_zone: str = "Europe/Brussels", now: datetime
) -> Intake:
    """Make a consultation of a batch: one closed round, its questions in order of appearance.

    Each stakeholder gets one submission, received `now`. Nothing of it is public. Raises
    ImportRefused for a batch without answers or a title without a word.
    """
    if not batch.answers:
        raise ImportRefused("No row of the table can be taken as an answer; nothing was made.")
    draft = _draft(title, time_zone, now)
    questions = _questions(draft, batch.answers)
    stakeholders = new_stakeholders(draft.round.consultation, batch.stakeholders)
    submissions = _submissions(draft.round, stakeholders, now)
    answers = [
        _answer(row, submissions[reference_here(row.stakeholder)], questions[row.question], now)
        for row in batch.answers
    ]
    session.add_all(answers)
    _seal(answers, now)
    taken = Intake(
        consultation=draft.round.consultation,
        answers=len(answers),
        submissions=len(submissions),
        organisations=len({s.organisation.name for s in stakeholders if s.organisation}),
        questions=len(questions),
    )
    record("import answers", taken.consultation, person=None, now=now, after=_figures(taken, batch))
    return taken


def _figures(taken: Intake, batch: Batch) -> dict[str, int]:
    return {
        "answers": taken.answers,
        "submissions": taken.submissions,
        "organisations": taken.organisations,
        "questions": taken.questions,
        "refused rows": len(batch.refused),
    }


def _draft(title: str, time_zone: str, now: datetime) -> Draft:
    """The consultation, its round that closes now, and a draft to hang the questions on."""
    title = " ".join(clean_text(title, limit=SHORT_TEXT_LIMIT).split())
    if not title:
        raise ImportRefused("Give the new consultation a title.")
    opened = now - timedelta(days=1)
    consultation = Consultation(title=title, time_zone=time_zone, is_public=False)
    round_ = Round(
        consultation=consultation, number=1, title="Round 1", opens_at=opened, closes_at=now
    )
    draft = Draft(round=round_, title=title, published_at=opened)
    session.add(draft)
    return draft


def _questions(draft: Draft, rows: Iterable[AnswerRow]) -> dict[str, OpenQuestion]:
    consultation = draft.round.consultation
    group = WorkingGroup(consultation=consultation, code="WG1", name="All questions")
    texts = dict.fromkeys(row.question for row in rows)
    questions = {
        text: OpenQuestion(
            draft=draft,
            working_group=group,
            number=f"Q{rank:02d}",
            rank=rank,
            kind=QuestionKind.TEXT,
            text=text or consultation.title,
        )
        for rank, text in enumerate(texts, 1)
    }
    session.add_all(questions.values())
    return questions


def new_stakeholders(
    consultation: Consultation, rows: Iterable[StakeholderRow]
) -> list[Stakeholder]:
    """A stakeholder for each row, of an organisation that is known by its exact name or made."""
    rows = list(rows)
    organisations = _organisations(rows)
    stakeholders = [
        Stakeholder(
            consultation=consultation,
            organisation=organisations.get(row.organisation),
            reference=reference_here(row.reference),
            category=row.category or NO_CATEGORY,
            country=row.country,
            publication=row.publication,
        )
        for row in rows
    ]
    session.add_all(stakeholders)
    return stakeholders


def _organisations(rows: Iterable[StakeholderRow]) -> dict[str, Organisation]:
    """Every organisation by its exact name: those that are known stay as they are."""
    # All that are known: naming thousands of them in one statement is more than a database takes.
    found = {
        organisation.name: organisation for organisation in session.scalars(select(Organisation))
    }
    for row in rows:
        if row.organisation and row.organisation not in found:
            found[row.organisation] = Organisation(
                name=row.organisation,
                category=row.category or NO_CATEGORY,
                country=row.country,
                size=row.size,
            )
    return found


def _submissions(
    round_: Round, stakeholders: Iterable[Stakeholder], now: datetime
) -> dict[str, Submission]:
    """One submission a stakeholder; flushed, because its number is part of its hash."""
    submissions = {
        stakeholder.reference: Submission(
            round=round_,
            stakeholder=stakeholder,
            source=Source.IMPORT,
            started_at=now,
            salt=new_salt(),
        )
        for stakeholder in stakeholders
    }
    session.add_all(submissions.values())
    session.flush()
    return submissions


def _answer(
    row: AnswerRow, submission: Submission, question: OpenQuestion, now: datetime
) -> Answer:
    version = AnswerVersion(
        submission=submission,
        question=question,
        number=1,
        text=row.text,
        position=row.position,
        choices=[],
        language=row.language,
        saved_at=now,
    )
    return Answer(
        submission=submission,
        question=question,
        version=version,
        reference=row.reference or None,
    )


def _seal(answers: Iterable[Answer], now: datetime) -> None:
    """Give every submission its receipt."""
    session.flush()
    versions: dict[Submission, list[AnswerVersion]] = {}
    for answer in answers:
        versions.setdefault(answer.submission, []).append(answer.version)
    for submission, sent in versions.items():
        submission.submitted_at = now
        session.add(new_receipt(submission, Act.SENT, sent, now=now))
    session.flush()
