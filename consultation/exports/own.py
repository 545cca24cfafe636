"""All that one stakeholder wrote in a round, as plain text."""

from collections.abc import Iterable, Iterator

from consultation.models import AnswerVersion, Submission


def render_own_text(submission: Submission, versions: Iterable[AnswerVersion]) -> str:
    """The newest save of each answer under its question, word for word."""
    round_ = submission.round
    sent = submission.submitted_at
    state = f"received on {round_.exactly(sent)}" if sent else "not sent"
    head = f"{round_.consultation.title}\n{round_.title}\n{submission.number}, {state}"
    return "\n\n\n".join([head, *("\n\n".join(_parts(version)) for version in versions)]) + "\n"


def _parts(version: AnswerVersion) -> Iterator[str]:
    yield f"== {version.question.number} {version.question.text}"
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
