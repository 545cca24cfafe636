"""The demonstration: a fictional code, its questions, and what 96 stakeholders wrote."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import yaml

from consultation.boundary import clean_text
from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Consultation,
    Draft,
    Office,
    OpenQuestion,
    Organisation,
    Person,
    PlenarySession,
    Position,
    Provision,
    Publication,
    QuestionKind,
    Role,
    Round,
    Source,
    Stakeholder,
    Submission,
    WorkingGroup,
)
from consultation.operations import people
from consultation.operations.audit import record
from consultation.operations.receipts import new_salt
from consultation.operations.submissions import receipt_hash

FOLDER = Path(__file__).parent.parent / "demo"
DAYS_LEFT = 6
"""Days until round 1 closes, counted from the start of the demonstration."""

# The kinds of the source; what has a shape that Plenary does not ask for in its own way
# (a number, a ranking, a matrix) is answered in words, with its options listed.
KINDS = {
    "agree5": QuestionKind.AGREEMENT,
    "choice": QuestionKind.CHOICE,
    "multi": QuestionKind.CHOICE,
}

OFFICES = (
    ("WG1a", Office.CHAIR, "Irena Castellan", "chair.wg1a"),
    ("WG1b", Office.CHAIR, "Matthias Oordt", "chair.wg1b"),
    ("WG1", Office.VICE_CHAIR, "Saoirse Lindqvist", "vice-chair.wg1"),
    ("WG2", Office.CHAIR, "Teodora Vanhoof", "chair"),
    ("WG2", Office.VICE_CHAIR, "Emil Strand", "vice-chair"),
    ("WG3", Office.CHAIR, "Giulia Ferrante", "chair.wg3"),
    ("WG4", Office.CHAIR, "Anselm Dvorak", "chair.wg4"),
)
HOST = "demo.example"


@dataclass(frozen=True)
class Account:
    """A sign-in of the demonstration, and what it is for."""

    role: str
    email: str
    name: str


def load_demonstration(*, password: str, now: datetime) -> tuple[Consultation, list[Account]]:
    """Make the consultation, with round 1 open and its answers received; and a sign-in per role."""
    source = yaml.safe_load((FOLDER / "consultation.yaml").read_text("utf-8"))["consultation"]
    consultation = Consultation(
        title=source["title"],
        host=source["host"],
        summary=source["summary"],
        time_zone=source["timezone"],
        is_public=True,
    )
    session.add(consultation)
    groups = _working_groups(consultation, source["working_groups"])
    draft = _draft(consultation, source, now)
    provisions = _provisions(draft, source["provisions"], groups)
    questions = _questions(draft, source["questions"], groups, provisions, source["taxonomy"])
    session.flush()
    accounts = _accounts(consultation, groups, password, now)
    stakeholders = _stakeholders(consultation)
    _answers(draft.round, questions, stakeholders, now)
    accounts += _seats(consultation, stakeholders["S012"], password, now)
    record("load the demonstration", consultation, person=None, now=now)
    return consultation, accounts


def _working_groups(
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


def _draft(consultation: Consultation, source: dict[str, Any], now: datetime) -> Draft:
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
        PlenarySession(
            round_id=round_.id, title=plenary["what"], held_at=closes_at + timedelta(days=7)
        )
    )
    return draft


def _provisions(
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


def _questions(
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


def _accounts(
    consultation: Consultation, groups: dict[str, WorkingGroup], password: str, now: datetime
) -> list[Account]:
    """The secretariat, a reader, and the chairs; chair and vice-chair of WG2 are the ones shown."""
    secretariat = _person("secretariat", "Nadja Kessel", password, now)
    people.give_role(secretariat, consultation, Role.SECRETARIAT)
    reader = _person("reader", "Ruben Aerts", password, now)
    people.give_role(reader, consultation, Role.READER)
    shown = [("Secretariat", secretariat), ("Reader", reader)]
    for code, office, name, mailbox in OFFICES:
        person = _person(mailbox, name, password, now)
        people.appoint(person, groups[code], office)
        shown += [(f"{office.capitalize()} of {code}", person)]
    return [Account(role, person.email, person.name) for role, person in shown]


def _person(mailbox: str, name: str, password: str, now: datetime) -> Person:
    return people.add_person(f"{mailbox}@{HOST}", name, password, now=now)


def _stakeholders(consultation: Consultation) -> dict[str, Stakeholder]:
    """The 96 of the data; an individual has no organisation."""
    found: dict[str, Stakeholder] = {}
    for line in _lines("stakeholders.jsonl"):
        alone = line["category"] == "individual"
        organisation = (
            None
            if alone
            else Organisation(
                name=line["organisation"],
                category=line["category"],
                country=line["country"],
                size=line["size"],
                register_number=line["register_number"] or "",
            )
        )
        found[line["id"]] = Stakeholder(
            consultation=consultation,
            organisation=organisation,
            reference=line["id"],
            name=line["organisation"] if alone else "",
            category=line["category"],
            country=line["country"],
            publication=Publication(line["publication"]),
        )
    session.add_all(found.values())
    session.flush()
    return found


def _lines(name: str) -> list[dict[str, Any]]:
    text = (FOLDER / name).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _answers(
    round_: Round,
    questions: dict[str, OpenQuestion],
    stakeholders: dict[str, Stakeholder],
    now: datetime,
) -> None:
    """What was written, one submission a stakeholder, received over the days the round was open."""
    written: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in _lines("answers.jsonl"):
        written[line["stakeholder"]].append(line)
    span = (now - round_.opens_at) / (len(written) + 1)
    for number, (reference, lines) in zip(count(1), sorted(written.items()), strict=False):
        received = round_.opens_at + number * span
        submission = Submission(
            round=round_,
            stakeholder=stakeholders[reference],
            source=Source.IMPORT,
            started_at=received,
            salt=new_salt(),
        )
        session.add(submission)
        session.flush()
        versions = [
            _version(submission, questions[line["question"]], line, received) for line in lines
        ]
        submission.submitted_at = received
        submission.content_hash = receipt_hash(submission, versions)
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
        choices=[],
        language=line["language"],
        saved_at=received,
    )
    session.add(version)
    return version


def _seats(
    consultation: Consultation, answered: Stakeholder, password: str, now: datetime
) -> list[Account]:
    """Two sign-ins for stakeholders: one who has still to answer, one who has submitted."""
    writer = _person("stakeholder", "Ylva Marchetti", password, now)
    organisation = Organisation(
        name="Kettlewick Cooperative",
        category="small or medium enterprise",
        country="Belgium",
        size="small",
    )
    session.add(
        Stakeholder(
            consultation=consultation,
            organisation=organisation,
            person=writer,
            reference="S097",
            category=organisation.category,
            country=organisation.country,
            publication=Publication.NAMED,
        )
    )
    sender = _person("submitted", "Jonas Albrecht", password, now)
    answered.person = sender
    session.flush()
    return [
        Account("Stakeholder, still to answer", writer.email, writer.name),
        Account("Stakeholder, has submitted", sender.email, sender.name),
    ]
