"""The demonstration's text: working groups, the draft in its open round, provisions, questions."""

from datetime import datetime, time, timedelta
from typing import Any

from consultation.db import session
from consultation.models import (
    Consultation,
    Draft,
    Meeting,
    MeetingKind,
    OpenQuestion,
    Provision,
    QuestionKind,
    Round,
    WorkingGroup,
)

DAYS_LEFT = 6
"""Days until round 1 closes, counted from the start of the demonstration."""

KINDS = {
    "agree5": QuestionKind.AGREEMENT,
    "choice": QuestionKind.CHOICE,
    "multi": QuestionKind.CHOICE,
}


def working_groups(
    consultation: Consultation, source: list[dict[str, Any]]
) -> dict[str, WorkingGroup]:
    groups: dict[str, WorkingGroup] = {}
    for entry in source:
        group = WorkingGroup(consultation=consultation, code=entry["id"], name=entry["name"])
        groups[group.code] = group
        for strand in entry.get("subgroups", ()):
            groups[strand["id"]] = WorkingGroup(
                consultation=consultation, code=strand["id"], name=strand["name"], parent=group
            )
    session.add_all(groups.values())
    return groups


def draft(consultation: Consultation, source: dict[str, Any], now: datetime) -> Draft:
    """Draft 1 and its round, placed so that the round is open now, and a plenary after it."""
    timeline = {entry["id"]: entry for entry in source["timeline"]}
    window = timedelta(days=timeline["round-1"]["days"])
    last_day = now.astimezone(consultation.zone).date() + timedelta(days=DAYS_LEFT)
    closes_at = datetime.combine(last_day, time(23, 59), consultation.zone)
    opens_at = datetime.combine(last_day - window, time(9, 0), consultation.zone)
    round_ = Round(
        consultation=consultation, number=1, title="Round 1", opens_at=opens_at, closes_at=closes_at
    )
    session.add_all([round_, draft := Draft(round=round_, title="Draft 1", published_at=opens_at)])
    session.flush()
    plenary = timeline["plenary-2"]
    session.add(
        Meeting(
            round=round_,
            kind=MeetingKind.PLENARY,
            title=plenary["what"],
            held_at=closes_at + timedelta(days=7),
        )
    )
    return draft


def provisions(
    draft: Draft, source: list[dict[str, Any]], groups: dict[str, WorkingGroup]
) -> dict[str, Provision]:
    """The provisions in order; `1.2` stands under `1`."""
    provisions: dict[str, Provision] = {}
    for rank, entry in enumerate(source, 1):
        chapter, _, _ = entry["id"].partition(".")
        provisions[entry["id"]] = Provision(
            draft=draft,
            parent=provisions.get(chapter),
            working_group=groups[entry["wg"]],
            key=entry["id"],
            number=entry["id"],
            kind=entry["kind"],
            title=entry["title"],
            text=entry["text"],
            rank=rank,
        )
    session.add_all(provisions.values())
    return provisions


def questions(
    draft: Draft,
    source: list[dict[str, Any]],
    groups: dict[str, WorkingGroup],
    provisions: dict[str, Provision],
    taxonomy: dict[str, Any],
) -> dict[str, OpenQuestion]:
    names = {
        entry["id"]: entry["name"] for part in ("types", "attributes") for entry in taxonomy[part]
    }
    questions = {
        entry["id"]: OpenQuestion(
            draft=draft,
            working_group=groups[entry["wg"]],
            number=entry["id"],
            rank=rank,
            kind=KINDS.get(entry["type"], QuestionKind.TEXT),
            text=entry["text"],
            options=[names.get(str(option), str(option)) for option in entry.get("options", ())],
            takes_several=entry["type"] == "multi",
            provisions=[provisions[key] for key in entry["about"]],
        )
        for rank, entry in enumerate(source, 1)
    }
    session.add_all(questions.values())
    return questions
