"""What a stakeholder wrote in a round, to be shown beside what it is about."""

from dataclasses import dataclass

from consultation.models import AnswerVersion, Round, Submission
from consultation.queries.contributions.submissions import (
    answers_that_count,
    newest_versions,
    submission_in,
)
from consultation.queries.drafts.drafts import Section


@dataclass(frozen=True)
class OwnWriting:
    """The newest saves by question and entry, and the numbers of those that were sent."""

    submission: Submission | None
    versions: dict[tuple[int, int], AnswerVersion]
    sent: frozenset[int]

    def state(self, question_id: int) -> str:
        """Whether one has answered a question, in words; empty where nothing is written."""
        version = self.versions.get((question_id, 1))
        if version is None or version.is_blank:
            return ""
        return "answered" if version.id in self.sent else "saved, not sent"

    def is_beside(self, section: Section) -> bool:
        """Whether something of one's own stands in a section of the draft."""
        provision = section.provision
        return any(self.state(question.id) for question in section.questions) or (
            provision is not None and bool(self.comments(provision.id))
        )

    def comments(self, provision_id: int) -> list[AnswerVersion]:
        """One's own comments on a provision."""
        return [
            version
            for version in self.versions.values()
            if version.question.comments_on_id == provision_id and not version.is_blank
        ]


def own_writing(round_: Round, stakeholder_id: int) -> OwnWriting:
    """What was withdrawn is written, and not sent."""
    submission = submission_in(round_, stakeholder_id)
    if submission is None:
        return OwnWriting(None, {}, frozenset())
    sent = answers_that_count(submission) if submission.is_sent else ()
    numbers = frozenset(answer.version_id for answer in sent)
    return OwnWriting(submission, newest_versions(submission), numbers)
