"""Rows for tests: plain functions with defaults, overridden by name; in memory until added.

`World` is a small consultation with everybody in it, for tests that need people and pages.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from consultation import db, models
from consultation.db import session, transaction
from consultation.models import Office, Position, Publication, QuestionKind, Role
from consultation.operations.consultations.texts_in_force import put_in_force
from consultation.operations.contributions.receipts import new_salt
from tests.client import PASSWORD
from tests.conftest import NOW, QUICK
from tests.recorded import Recorded, are_empty

_numbers = count(1)


@cache
def password_hash() -> str:
    """One hash for all."""
    return QUICK.hash(PASSWORD)


def consultation(**given: Any) -> models.Consultation:
    defaults = {
        "title": "A code of conduct",
        "host": "The Forum",
        "time_zone": "Europe/Brussels",
        "is_public": False,
    }
    return models.Consultation(**defaults | given)


def round_(**given: Any) -> models.Round:
    defaults = {
        "number": 1,
        "title": "Round 1",
        "opens_at": NOW - timedelta(days=7),
        "closes_at": NOW + timedelta(days=7),
    }
    if "consultation" not in given:
        defaults["consultation"] = consultation()
    return models.Round(**defaults | given)


def draft(**given: Any) -> models.Draft:
    defaults: dict[str, Any] = {"title": "Draft 1", "published_at": NOW - timedelta(days=7)}
    if "round" not in given:
        defaults["round"] = round_()
    return models.Draft(**defaults | given)


def provision(**given: Any) -> models.Provision:
    number = next(_numbers)
    defaults = {
        "key": f"p{number}",
        "number": str(number),
        "kind": "measure",
        "title": "Keep the record",
        "text": "The record is *complete* at release.",
        "rank": number,
    }
    return models.Provision(**defaults | given)


def working_group(**given: Any) -> models.WorkingGroup:
    defaults = {"code": f"WG{next(_numbers)}", "name": "Records"}
    return models.WorkingGroup(**defaults | given)


def question(**given: Any) -> models.OpenQuestion:
    number = next(_numbers)
    defaults = {
        "number": f"Q{number:02d}",
        "rank": number,
        "kind": QuestionKind.TEXT,
        "text": "Which changes are material?",
        "options": [],
    }
    return models.OpenQuestion(**defaults | given)


def person(**given: Any) -> models.Person:
    number = next(_numbers)
    defaults = {
        "email": f"person{number}@example.org",
        "name": f"Person {number}",
        "password_hash": password_hash(),
        "session_key": f"key{number}",
        "created_at": NOW,
    }
    return models.Person(**defaults | given)


def privacy_notice(consultation: models.Consultation, text: str) -> models.PrivacyNotice | None:
    """Put a privacy notice in force in a consultation that is kept."""
    return put_in_force(models.PrivacyNotice, consultation, text, now=NOW)


def organisation(**given: Any) -> models.Organisation:
    defaults = {
        "name": f"Organisation {next(_numbers)}",
        "category": "civil society",
        "country": "France",
    }
    return models.Organisation(**defaults | given)


def stakeholder(**given: Any) -> models.Stakeholder:
    defaults: dict[str, Any] = {
        "reference": f"S{next(_numbers)}",
        "category": "civil society",
        "country": "France",
        "publication": Publication.NAMED,
    }
    if "organisation" not in given:
        defaults["organisation"] = organisation()
    return models.Stakeholder(**defaults | given)


def meeting(**given: Any) -> models.Meeting:
    defaults = {
        "kind": models.MeetingKind.WORKSHOP,
        "title": "Records in practice",
        "held_at": NOW - timedelta(days=3),
        "attendance": {"civil society": 12, "industry": 9},
        "minutes": "We spoke about the *record*.",
    }
    return models.Meeting(**defaults | given)


def observation(of: models.Answer, **given: Any) -> models.Observation:
    defaults = {"number": 1, "text": "We shall say it in the next draft.", "written_at": NOW}
    return models.Observation(answer=of, **defaults | given)


def submission(**given: Any) -> models.Submission:
    """A submission that was received."""
    defaults = {
        "started_at": NOW - timedelta(days=2),
        "submitted_at": NOW - timedelta(days=1),
        "salt": new_salt(),
    }
    sent = models.Submission(**defaults | given)
    if sent.submitted_at is not None and "receipts" not in given:
        sent.receipts = [receipt(received_at=sent.submitted_at)]
    return sent


def receipt(**given: Any) -> models.Receipt:
    defaults = {
        "ordinal": 1,
        "act": models.Act.SENT,
        "received_at": NOW - timedelta(days=1),
        "content_hash": f"{next(_numbers):064x}",
        "version_ids": [],
    }
    return models.Receipt(**defaults | given)


def answer(
    to: models.OpenQuestion,
    text: str,
    *,
    by: models.Stakeholder,
    position: Position = Position.NONE,
    **given: Any,
) -> models.Answer:
    """A submitted answer, in a submission of its own."""
    sent = given.pop("submission", None) or submission(round=to.round, stakeholder=by)
    version = models.AnswerVersion(
        submission=sent,
        question=to,
        number=1,
        text=text,
        position=position,
        choices=given.pop("choices", []),
        saved_at=NOW - timedelta(days=2),
    )
    return models.Answer(submission=sent, question=to, version=version, **given)


def point(of: models.Answer, start: int = 0, end: int | None = None, **given: Any) -> models.Point:
    """A point that spans the whole answer unless told otherwise."""
    span = {"start": start, "end": len(of.text) if end is None else end}
    return models.Point(answer=of, language="en", **span | given)


@dataclass(frozen=True)
class World:
    """A consultation with two working groups and everybody who plays a part, committed.

    Group A has the question with two themes; group B has a question too, so that its people can
    be shown to have no business in A.
    """

    consultation: models.Consultation
    round: models.Round
    draft: models.Draft
    group: models.WorkingGroup
    other_group: models.WorkingGroup
    question: models.OpenQuestion
    other_question: models.OpenQuestion
    theme: models.Theme
    second_theme: models.Theme
    point: models.Point
    unplaced: models.Point
    submission: models.Submission
    job: models.Job
    secretariat: models.Person
    reader: models.Person
    chair: models.Person
    vice_chair: models.Person
    other_chair: models.Person
    owner: models.Person
    stakeholder: models.Person
    outsider: models.Person


def world(now: datetime = NOW) -> World:
    """Make and commit a World; in an empty database it is the first of the process once more."""
    with transaction():
        made = None if _first and _first[0].write() else new_world()
    return made or World(**_first[0].named())


_first: list[Recorded] = []


def new_world() -> World:
    """Put a World together; the first that stands alone in its database is kept."""
    stands_alone = not _first and are_empty(db.Base.metadata.sorted_tables)
    made = _world()
    session.add_all(vars(made).values())
    session.flush()
    if stands_alone:
        _first.append(Recorded(vars(made)))
    return made


def _world() -> World:
    c = consultation(title="The Code")
    r = round_(consultation=c)
    d = draft(round=r)
    a, b = (
        working_group(consultation=c, code=code, name=name)
        for code, name in (("WGA", "Records"), ("WGB", "Safety"))
    )
    p = provision(draft=d, working_group=a)
    q = question(draft=d, working_group=a, number="Q01", provisions=[p])
    other = question(draft=d, working_group=b, number="Q02", text="What is a serious event?")
    people = {
        role: person(
            email=f"{role.replace('_', '-')}@example.org", name=role.replace("_", " ").title()
        )
        for role in (
            "secretariat",
            "reader",
            "chair",
            "vice_chair",
            "other_chair",
            "owner",
            "stakeholder",
            "outsider",
        )
    }
    session.add_all(
        [
            models.Membership(consultation=c, person=people["secretariat"], role=Role.SECRETARIAT),
            models.Membership(consultation=c, person=people["reader"], role=Role.READER),
            models.Appointment(working_group=a, person=people["chair"], office=Office.CHAIR),
            models.Appointment(
                working_group=a, person=people["vice_chair"], office=Office.VICE_CHAIR
            ),
            models.Appointment(working_group=b, person=people["other_chair"], office=Office.CHAIR),
            stakeholder(consultation=c, person=people["stakeholder"]),
        ]
    )
    owner = stakeholder(
        consultation=c, person=people["owner"], organisation=organisation(name="Kettle Works")
    )
    sent = submission(round=r, stakeholder=owner)
    text = "Every change must be recorded. Small repairs need no new version. We like tea."
    given = answer(q, text, by=owner, submission=sent, position=Position.SUPPORT)
    first, second, third = point(given, 0, 30), point(given, 31, 65), point(given, 66, 78)
    themes = [
        models.Theme(question=q, title=title)
        for title in ("Record every change", "Leave small repairs out")
    ]
    session.add_all(
        [
            models.Placement(point=first, theme=themes[0]),
            models.Placement(point=second, theme=themes[1]),
            models.Quote(point=first),
        ]
    )
    job = models.Job(
        question=q, state=models.JobState.DONE, asked_at=NOW, finished_at=NOW, message="2 themes"
    )
    return World(c, r, d, a, b, q, other, *themes, first, third, sent, job, **people)


def matter(world: World, **given: Any) -> models.Matter:
    """A referral of the world's point to the other group, by its chair."""
    defaults = {
        "question": world.question,
        "kind": models.MatterKind.REFERRAL,
        "answer": world.point.answer,
        "point": world.point,
        "text": "Is this not about safety?",
        "raised_by": world.chair,
        "raised_at": NOW,
        "group": world.other_group,
        "state": models.MatterState.OPEN,
    }
    return models.Matter(**defaults | given)


FILE = "the-code.json"
"""The one file of a made-up edition."""


def edition(world: World, number: int = 1, **given: Any) -> models.Edition:
    """An edition whose manifest tells of one file; the file is wherever a test puts it."""
    counts = {"answers": 1, "questions": 2, "signed": 0, "themes": 2, "quotes": 1}
    manifest = {
        "files": {FILE: {"sha256": "0" * 64, "octets": 2}},
        "log": {"entry": 0, "hash": ""},
        "counts": counts,
        "unsigned": ["Q01", "Q02"],
    }
    defaults = {"round": world.round, "asked_by": world.secretariat, "asked_at": NOW}
    return models.Edition(**defaults | {"number": number, "manifest": manifest} | given)


def synopsis(world: World, number: int = 1, **given: Any) -> models.Edition:
    """A synopsis report whose manifest tells of one file; the file is wherever a test puts it."""
    figures = {"submissions": 1, "organisations": 1, "answers": 1, "questions": 2, "signed": 0}
    manifest = {
        "files": {FILE: {"sha256": "0" * 64, "octets": 2}},
        "log": {"entry": 0, "hash": ""},
        "compiled_at": NOW.isoformat(),
        "state": "Draft – 2 of 2 questions are not signed",
        "unsigned": ["Round 1 Q01", "Round 1 Q02"],
        "unpublished": ["Round 1"],
        "rounds": [{"title": "Round 1"} | figures],
        "used": [["followed", 0, 0]],
        "meetings": 0,
        "official_answers": 0,
    }
    kind = models.EditionKind.SYNOPSIS
    return edition(world, number, **{"kind": kind, "manifest": manifest} | given)


def word_template(consultation: models.Consultation) -> models.WordTemplate:
    """What the consultation's Word files look like; nothing opens it here."""
    return models.WordTemplate(
        consultation=consultation, name="house.docx", sha256="0" * 64, content=b"kept"
    )


def compiling(edition: models.Edition, **given: Any) -> models.Job:
    """The job of an edition."""
    defaults = {"edition": edition, "asked_at": NOW, "state": models.JobState.DONE}
    return models.Job(**defaults | given)


def paper(world: World, **given: Any) -> models.Paper:
    """The owner's paper, of two sections; its file is wherever a test puts it."""
    blocks = [("Measure 99", 1, 1), ("Keep it.", 0, 1), ("The rest", 1, 2), ("Too long.", 0, 2)]
    defaults = {
        "submission": world.submission,
        "name": "statement.pdf",
        "kind": models.PaperKind.PDF,
        "sha256": "0" * 64,
        "size": 10,
        "added_at": NOW,
        "blocks": [{"text": text, "level": level, "page": page} for text, level, page in blocks],
        "left_out": ["page numbers (on 2 pages)"],
    }
    return models.Paper(**defaults | given)


def comment_on_all(world: World) -> models.AnswerVersion:
    """The owner's comment on the draft as a whole, saved after the submission."""
    standing = question(
        draft=world.draft,
        working_group=world.group,
        number="C",
        text="Comments on the draft as a whole",
        on_whole_draft=True,
    )
    return models.AnswerVersion(
        submission=world.submission, question=standing, number=1, text="It is long.", saved_at=NOW
    )


def comment(world: World) -> models.AnswerVersion:
    """The owner's comment on the question's provision, saved after the submission."""
    (provision,) = world.question.provisions
    standing = question(
        draft=world.draft,
        working_group=world.group,
        number=f"C {provision.number}",
        text="Comments on the record",
        comments_on=provision,
        provisions=[provision],
    )
    return models.AnswerVersion(
        submission=world.submission,
        question=standing,
        number=1,
        text="Say by when.",
        remark=models.Remark.SUBSTANTIVE,
        passage={"exact": "complete", "prefix": "The record is ", "suffix": " at", "start": 14},
        proposed="complete within a week",
        saved_at=NOW,
    )


def removal(of: models.Answer, world: World) -> models.Removal:
    """An answer that two persons took out of the public view."""
    return models.Removal(
        answer=of,
        reason="By rule 1.",
        proposed_by_id=world.secretariat.id,
        proposed_at=NOW,
        decided_by_id=world.chair.id,
        decided_at=NOW,
    )
