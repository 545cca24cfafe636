"""Random rounds: answers in every state there is, with points in every place, told and made.

An `Entry` says in plain words what is put into the database; what the queries then count is held
against a recount of the entries by hand.
"""

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import strategies as st

from consultation import models
from consultation.db import session
from consultation.models import Position, Source
from tests import factories
from tests.conftest import NOW

CATEGORIES = ("civil society", "industry")
THEMES = 2
PLACES = ("nowhere", "taken out", "discarded", "theme 0", "theme 1")


@dataclass(frozen=True)
class Entry:
    """One answer in a submission of its own."""

    question: int
    sent: str
    reading: str
    points: tuple[tuple[bool, str], ...]
    text: int
    campaign: int | None
    organisation: int | None
    category: str
    position: Position
    in_a_meeting: bool

    @property
    def body(self) -> int | None:
        """Which organisation it is of; what is said in a meeting is of none."""
        return None if self.in_a_meeting else self.organisation

    @property
    def counts(self) -> bool:
        return self.sent == "in time"

    @property
    def is_read(self) -> bool:
        return self.reading in {"read", "an older version"}


entries = st.builds(
    Entry,
    question=st.integers(0, 1),
    sent=st.sampled_from(["in time"] * 4 + ["late", "withdrawn", "late and withdrawn"]),
    reading=st.sampled_from(
        ["read"] * 5 + ["never", "an older version", "blank", "no letters in it"]
    ),
    points=st.lists(
        st.tuples(st.sampled_from([False, False, True]), st.sampled_from(PLACES)), max_size=4
    ).map(tuple),
    text=st.integers(0, 2),
    campaign=st.sampled_from([None, None, 0, 1]),
    organisation=st.none() | st.integers(0, 2),
    category=st.sampled_from(CATEGORIES),
    position=st.sampled_from(list(Position)),
    in_a_meeting=st.sampled_from([False, False, False, True]),
)
rounds = st.lists(entries, max_size=12)


@dataclass(frozen=True)
class MadeRound:
    """The rows; `answers` and `points` stand in the order of the entries."""

    round: models.Round
    questions: list[models.OpenQuestion]
    themes: list[list[models.Theme]]
    answers: list[models.Answer]
    points: list[models.Point]


def make(told: list[Entry]) -> MadeRound:
    """The round that the entries tell of, and a draft of an answer that nobody sent."""
    round_ = factories.round_()
    draft = factories.draft(round=round_)
    chair = factories.person()
    group = factories.working_group(consultation=round_.consultation)
    questions = [factories.question(draft=draft, working_group=group) for _ in range(2)]
    session.add_all([round_, draft, chair, *questions])
    session.flush()
    analyses = [models.Analysis(question=q, finished_at=NOW, settings={}) for q in questions]
    themes = [[models.Theme(question=q, title=f"T{n}") for n in range(THEMES)] for q in questions]
    session.add_all([*analyses, *themes[0], *themes[1]])
    session.flush()
    bodies = [factories.organisation() for _ in range(3)]
    meeting = factories.meeting(round=round_)
    answers = [_answer(entry, questions[entry.question], bodies, meeting) for entry in told]
    session.add_all(answers)
    _add_campaigns(told, answers, questions)
    session.flush()
    points = []
    for entry, answer in zip(told, answers, strict=True):
        _add_reading(entry, answer, analyses[entry.question])
        points += _add_points(entry, answer, themes[entry.question], chair)
    _add_unsent(round_, questions[0])
    session.flush()
    session.expire_all()
    return MadeRound(round_, questions, themes, answers, points)


def _answer(
    entry: Entry,
    question: models.OpenQuestion,
    bodies: list[models.Organisation],
    meeting: models.Meeting,
) -> models.Answer:
    by = factories.stakeholder(
        consultation=question.consultation,
        organisation=None if entry.body is None else bodies[entry.body],
        category=entry.category,
        meeting=meeting if entry.in_a_meeting else None,
    )
    sent = factories.submission(
        round=question.round,
        stakeholder=by,
        source=Source.MEETING if entry.in_a_meeting else Source.WEB,
        is_late="late" in entry.sent,
        withdrawn_at=NOW if "withdrawn" in entry.sent else None,
    )
    text = f"Text {entry.text} has sentences. Four of them. Each is a point. Or may be."
    return factories.answer(question, text, by=by, position=entry.position, submission=sent)


def _add_campaigns(
    told: list[Entry], answers: list[models.Answer], questions: list[models.OpenQuestion]
) -> None:
    campaigns = {
        (number, campaign): models.Campaign(question=question, template=f"Campaign {campaign}")
        for number, question in enumerate(questions)
        for campaign in range(2)
    }
    session.add_all(campaigns.values())
    for entry, answer in zip(told, answers, strict=True):
        if entry.campaign is not None and entry.is_read:
            campaigns[entry.question, entry.campaign].copies.append(
                models.CampaignCopy(answer=answer, similarity=1 - entry.text / 4)
            )


def _add_reading(entry: Entry, answer: models.Answer, by: models.Analysis) -> None:
    if entry.reading == "never":
        return
    read = answer.version_id
    if entry.reading == "an older version":
        newer = models.AnswerVersion(
            submission=answer.submission, question=answer.question, number=2, text=answer.text,
            position=entry.position, choices=[], saved_at=NOW,
        )  # fmt: skip
        session.add(newer)
        session.flush()
        answer.version = newer
    left_out = None if entry.is_read else entry.reading
    session.add(
        models.Reading(answer=answer, version_id=read, analysis_id=by.id, left_out=left_out)
    )


def _add_points(
    entry: Entry, answer: models.Answer, themes: list[models.Theme], chair: models.Person
) -> list[models.Point]:
    made = []
    for number, (filler, place) in enumerate(entry.points if entry.is_read else ()):
        point = factories.point(answer, 10 * number, 10 * number + 9, filler=filler)
        made.append(point)
        session.add(point)
        if not filler and place != "nowhere":
            theme = themes[int(place[-1])] if place.startswith("theme") else None
            session.add(
                models.Placement(
                    point=point,
                    theme=theme,
                    placed_by=None if theme else chair,
                    discarded_because="Tea." if place == "discarded" else None,
                )
            )
    return made


def _add_unsent(round_: models.Round, question: models.OpenQuestion) -> None:
    begun = factories.submission(
        round=round_,
        stakeholder=factories.stakeholder(consultation=round_.consultation),
        submitted_at=None,
    )
    session.add(
        models.AnswerVersion(
            submission=begun,
            question=question,
            number=1,
            text="Not sent.",
            choices=[],
            saved_at=NOW - timedelta(hours=1),
        )
    )
