"""All that one stakeholder wrote in a round, as plain text."""

from collections.abc import Iterable, Iterator

from consultation.models import AnswerVersion, Submission
from consultation.queries.contributions.submissions import answers_that_count


def render_own_text(submission: Submission, versions: Iterable[AnswerVersion]) -> str:
    """The newest save of each answer under its question, word for word; what was sent says so."""
    round_ = submission.round
    head = f"{round_.consultation.title}\n{round_.title}\n{submission.number}, {_state(submission)}"
    sent = {answer.version_id for answer in answers_that_count(submission)}
    texts = ("\n\n".join(_parts(version, is_sent=version.id in sent)) for version in versions)
    return "\n\n\n".join([head, *texts]) + "\n"


def _state(submission: Submission) -> str:
    if submission.submitted_at is None:
        return "not sent"
    state = f"first received on {submission.round.exactly(submission.submitted_at)}"
    if submission.withdrawn_at is not None:
        state += f", withdrawn on {submission.round.exactly(submission.withdrawn_at)}"
    return state


def _parts(version: AnswerVersion, *, is_sent: bool) -> Iterator[str]:
    submission = version.submission
    stage = "sent" if submission.withdrawn_at is None else "sent, then withdrawn"
    yield f"== {version.question.number} {version.question.text}"
    yield (
        f"Saved on {submission.round.exactly(version.saved_at)}: "
        f"{stage if is_sent else 'this text was not sent'}"
    )
    stand = [version.position.capitalize(), *version.choices]
    yield " · ".join([*stand, version.remark] if version.remark else stand)
    for name, text in (
        ("About the words", version.passage["exact"] if version.passage else ""),
        ("", version.text),
        ("Wording proposed", version.proposed),
        ("Confidential annex", version.annex),
    ):
        if text:
            yield f"{name}:\n{text}" if name else text
