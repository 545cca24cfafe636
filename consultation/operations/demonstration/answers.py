"""What the demonstration's stakeholders said, as submissions received while the round was open."""

from collections import defaultdict
from datetime import datetime
from itertools import count
from typing import Any

from consultation.boundary import clean_text
from consultation.db import session
from consultation.models import (
    Act,
    Answer,
    AnswerVersion,
    OpenQuestion,
    Position,
    Round,
    Stakeholder,
    Submission,
)
from consultation.operations.contributions.receipts import new_salt
from consultation.operations.contributions.submissions import new_receipt


def answers(
    round_: Round,
    questions: dict[str, OpenQuestion],
    stakeholders: dict[str, Stakeholder],
    lines: list[dict[str, Any]],
    now: datetime,
) -> None:
    """What was written, one submission a stakeholder, received over the days the round was open."""
    written: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        written[line["stakeholder"]].append(line)
    span = (now - round_.opens_at) / (len(written) + 1)
    for number, (reference, own) in zip(count(1), sorted(written.items()), strict=False):
        received = round_.opens_at + number * span
        submission = Submission(
            round=round_,
            stakeholder=stakeholders[reference],
            started_at=received,
            salt=new_salt(),
        )
        session.add(submission)
        session.flush()
        versions = [
            _version(submission, questions[line["question"]], line, received) for line in own
        ]
        submission.submitted_at = received
        session.flush()
        session.add(new_receipt(submission, Act.SENT, versions, now=received))
        session.add_all(
            Answer(submission=submission, question=version.question, version=version)
            for version in versions
        )
    session.flush()


def _version(
    submission: Submission, question: OpenQuestion, line: dict[str, Any], received: datetime
) -> AnswerVersion:
    version = AnswerVersion(
        submission=submission,
        question=question,
        number=1,
        text=clean_text(" ".join(point["text"] for point in line["points"])),
        position=Position(line["position"]),
        choices=line.get("choices", []),
        language=line["language"],
        saved_at=received,
    )
    session.add(version)
    return version
