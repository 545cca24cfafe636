"""One's own submission to be looked through: what is missing first, or in the draft's order."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.models import AnswerVersion, OpenQuestion, Round, Submission
from consultation.queries.contributions.submissions import (
    answers_that_count,
    entered_versions,
    newest_versions,
    questions_in,
)
from consultation.queries.drafts.drafts import DraftText, PlainProvision


@dataclass(frozen=True)
class ReviewLine:
    """A place on the review page: what was saved there last, and whether that is what was sent.

    `entered` is what one's own words there take the place of, where something was entered.
    """

    question: OpenQuestion
    version: AnswerVersion | None
    is_sent: bool
    entered: AnswerVersion | None = None

    @property
    def is_answered(self) -> bool:
        return self.version is not None and not self.version.is_blank


def review_lines(round_: Round, submission: Submission | None) -> list[ReviewLine]:
    """Every open question of a round, those without an answer first, then one's comments.

    There is none before the draft that puts them is published.
    """
    saved = newest_versions(submission) if submission else {}
    entered = entered_versions(submission) if submission and submission.was_entered else {}
    sent = {answer.version_id for answer in answers_that_count(submission)} if submission else set()
    asked = [
        (question, saved.get((question.id, 1)))
        for question in questions_in(round_)
        if not question.is_standing and question.draft.published_at is not None
    ]
    comments = [
        (version.question, version)
        for version in saved.values()
        if version.question.is_standing and not version.is_blank
    ]
    lines = [
        ReviewLine(
            question,
            version,
            version is not None and version.id in sent,
            entered.get((question.id, version.entry)) if version and not version.entered else None,
        )
        for question, version in (*asked, *comments)
    ]
    return sorted(lines, key=lambda line: (line.question.is_standing, line.is_answered))


@dataclass(frozen=True)
class ReviewPart:
    """What one wrote, and what one may still answer, beside a provision or about none."""

    provision: PlainProvision | None
    lines: Sequence[ReviewLine]


def by_provision(lines: Sequence[ReviewLine], text: DraftText) -> list[ReviewPart]:
    """Every line once, where the draft puts its question; what is about none comes last."""
    place = {
        question.id: section.provision
        for section in text.sections
        for question in section.questions
    }
    commented = {provision.id: provision for provision in text.provisions}
    beside: dict[PlainProvision | None, list[ReviewLine]] = {
        provision: [] for provision in (*text.provisions, None)
    }
    for line in sorted(lines, key=lambda line: (line.question.is_standing, line.question.rank)):
        on = line.question.comments_on_id
        where = commented[on] if on is not None else place.get(line.question.id)
        beside[where].append(line)
    return [ReviewPart(provision, found) for provision, found in beside.items() if found]
