"""What a stakeholder wrote in a round, to be shown beside what it is about."""

from dataclasses import dataclass

from consultation.models import AnswerVersion, OpenQuestion, Provision, Round, Stakeholder
from consultation.queries.submissions import answers_that_count, newest_versions, submission_in


@dataclass(frozen=True)
class OwnWriting:
    """The newest saves by question and entry, and the numbers of those that were sent."""

    versions: dict[tuple[int, int], AnswerVersion]
    sent: frozenset[int]

    def state(self, question: OpenQuestion) -> str:
        """Whether one has answered a question, in words; empty where nothing is written."""
        version = self.versions.get((question.id, 1))
        if version is None or version.is_blank:
            return ""
        return "answered" if version.id in self.sent else "saved, not sent"

    def comments(self, provision: Provision) -> list[AnswerVersion]:
        """One's own comments on a provision."""
        return [
            version
            for version in self.versions.values()
            if version.question.comments_on_id == provision.id and not version.is_blank
        ]


def own_writing(round_: Round, stakeholder: Stakeholder) -> OwnWriting:
    """What was withdrawn is written, and not sent."""
    submission = submission_in(round_, stakeholder)
    if submission is None:
        return OwnWriting({}, frozenset())
    sent = answers_that_count(submission) if submission.is_sent else ()
    return OwnWriting(newest_versions(submission), frozenset(a.version_id for a in sent))
