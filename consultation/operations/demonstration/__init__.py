"""The demonstration: a fictional code, its questions, and what 96 stakeholders wrote."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from consultation.db import session
from consultation.models import Consultation, OpenQuestion, PrivacyNotice, Round, Stakeholder
from consultation.operations.audit import record
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.demonstration import answers, draft, frame, people
from consultation.operations.demonstration.official import official_answers
from consultation.operations.demonstration.people import Account, secretariat_of
from consultation.operations.demonstration.second_round import (
    FIRST_ROUND_ENDED,
    Written,
    second_round,
)
from consultation.operations.demonstration.ticks import ticks
from consultation.queries.contributions.submissions import questions_in

__all__ = ["FIRST_ROUND_ENDED", "Account", "go_on", "load_demonstration"]

FOLDER = Path(__file__).parent.parent.parent / "demo"


def load_demonstration(*, password: str, now: datetime) -> tuple[Consultation, list[Account]]:
    """Make the consultation, with round 1 open and its answers received; and a sign-in per role."""
    source = _read("consultation.yaml")["consultation"]
    consultation = Consultation(
        title=source["title"],
        host=source["host"],
        summary=source["summary"],
        time_zone=source["timezone"],
        is_public=True,
        registration=True,
        categories=source["stakeholder_categories"],
        legal_basis=f"{source['instrument'].capitalize()}.",
        usual_days=source["regime"]["window_days_default"],
        shorter_because=source["regime"]["reason_for_deviation"],
        languages=source["comment_languages"],
    )
    session.add(consultation)
    groups = draft.working_groups(consultation, source["working_groups"])
    first = draft.draft(consultation, source, now)
    provisions = draft.provisions(first, source["provisions"], groups)
    questions = draft.questions(first, source["questions"], groups, provisions, source["taxonomy"])
    session.flush()
    put_in_force(
        PrivacyNotice, consultation, (FOLDER / "privacy-notice.md").read_text("utf-8"), now=now
    )
    frame.taxonomy(consultation, source["taxonomy"], now)
    accounts = people.accounts(consultation, groups, password, now)
    stakeholders = people.stakeholders(consultation, _lines("stakeholders.jsonl"))
    answers.answers(first.round, questions, stakeholders, _answers(questions.values()), now)
    accounts += people.seats(consultation, stakeholders["S012"], password, now)
    official_answers(first, source, by=secretariat_of(consultation), now=now)
    record("load the demonstration", consultation, person=None, now=now)
    return consultation, accounts


def go_on(consultation: Consultation, *, now: datetime) -> Round:
    """End the first round, whose answers are analysed, and open the second.

    An edition of the first round's pack is asked for, and waits for who compiles it.
    """
    source = _read("consultation.yaml")["consultation"]
    known = session.scalars(select(Stakeholder).where(Stakeholder.consultation == consultation))
    themes = json.loads((FOLDER / "themes.json").read_text("utf-8"))
    written = Written(
        lines=_answers(questions_in(consultation.rounds[0])),
        titles={theme["key"]: theme["title"].rstrip(".") for theme in themes},
        said=_read("chairs.yaml"),
        meetings=_read("meetings.yaml"),
        lineage=source["draft_2_lineage"],
        official_answers=source["official_answers"],
    )
    stakeholders = {stakeholder.reference: stakeholder for stakeholder in known}
    return second_round(consultation, stakeholders, written, now=now)


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text("utf-8"))


def _answers(asked: Iterable[OpenQuestion]) -> list[dict[str, Any]]:
    """All that was written, then all that was ticked."""
    source, stakeholders = _read("ticks.yaml"), _lines("stakeholders.jsonl")
    return [*_lines("answers.jsonl"), *ticks(source, list(asked), stakeholders)]


def _lines(name: str) -> list[dict[str, Any]]:
    text = (FOLDER / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]
