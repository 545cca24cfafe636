"""What must always hold, held by the database itself: whoever writes, and with whatever program."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from consultation import models
from consultation.boundary import ANSWER_LIMIT
from consultation.db import session
from tests import factories
from tests.behind import behind_the_databases_back
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("database")

LATER = NOW + timedelta(days=1)


def round_(w, **given):
    return factories.round_(consultation=w.consultation, number=2, **given)


def submission(w, **given):
    by = factories.stakeholder(consultation=w.consultation)
    return factories.submission(**{"round": w.round, "stakeholder": by} | given)


def version(w, **given):
    row = {"number": 2, "text": "More.", "saved_at": NOW}
    return models.AnswerVersion(submission=w.submission, question=w.question, **row | given)


def receipt(w, **given):
    return factories.receipt(**{"submission": w.submission, "ordinal": 2} | given)


def standing(w, **given):
    (provision,) = w.question.provisions
    return factories.question(draft=w.draft, working_group=w.group, comments_on=provision, **given)


def placement(w, **given):
    return models.Placement(point=w.unplaced, **given)


def sign_off(w, **given):
    row = {"question_id": w.question.id, "chair": w.chair, "signed_at": NOW, "state_hash": "0"}
    return models.SignOff(**row | given)


def outcome(w, kind, reason):
    return models.Outcome(
        theme_id=w.theme.id, kind=kind, reason=reason, decided_by=w.chair, decided_at=NOW
    )


REFUSED = {
    "a round that closes before it opens": lambda w: [round_(w, opens_at=LATER, closes_at=NOW)],
    "a round that closes as it opens": lambda w: [round_(w, opens_at=NOW, closes_at=NOW)],
    "two rounds of one number": lambda w: [factories.round_(consultation=w.consultation)],
    "two drafts of one round": lambda w: [factories.draft(round=w.round)],
    "two provisions of one key": lambda w: [
        factories.provision(draft=w.draft, key="same"),
        factories.provision(draft=w.draft, key="same"),
    ],
    "two questions of one number": lambda w: [
        factories.question(draft=w.draft, working_group=w.group, number=w.question.number)
    ],
    "two working groups of one code": lambda w: [
        factories.working_group(consultation=w.consultation, code=w.group.code)
    ],
    "two accounts of one address": lambda w: [factories.person(email=w.chair.email)],
    "two organisations of one name": lambda w: [factories.organisation(name="Kettle Works")],
    "one role twice": lambda w: [
        models.Membership(consultation=w.consultation, person=w.reader, role=models.Role.READER)
    ],
    "chair and vice-chair in one": lambda w: [
        models.Appointment(working_group=w.group, person=w.chair, office=models.Office.VICE_CHAIR)
    ],
    "one person as two stakeholders": lambda w: [
        factories.stakeholder(consultation=w.consultation, person=w.owner)
    ],
    "two submissions of one stakeholder in a round": lambda w: [
        submission(w, stakeholder=w.submission.stakeholder)
    ],
    "a withdrawal of what was never sent": lambda w: [
        submission(w, submitted_at=None, withdrawn_at=NOW)
    ],
    "one receipt number twice": lambda w: [receipt(w, ordinal=1)],
    "one idempotency key twice": lambda w: [
        receipt(w, ordinal=2, idempotency_key="k"),
        receipt(w, ordinal=3, idempotency_key="k"),
    ],
    "two standing questions of one provision": lambda w: [
        standing(w, number="C 1"),
        standing(w, number="C 2"),
    ],
    "a comment before the first": lambda w: [version(w, entry=0, number=9)],
    "late submissions before the deadline": lambda w: [
        factories.round_(consultation=w.consultation, number=9, late_until=NOW)
    ],
    "one version number twice": lambda w: [version(w, number=1)],
    "a text over the limit": lambda w: [version(w, text="x" * (ANSWER_LIMIT + 1))],
    "two answers to one question": lambda w: [
        models.Answer(submission=w.submission, question=w.question, version=version(w))
    ],
    "one version that counts twice": lambda w: [
        models.Answer(
            submission=w.submission, question=w.other_question, version=w.point.answer.version
        )
    ],
    "one span twice": lambda w: [factories.point(w.point.answer, w.point.start, w.point.end)],
    "an empty span": lambda w: [factories.point(w.point.answer, 5, 5)],
    "a span before the text": lambda w: [factories.point(w.point.answer, -1, 5)],
    "a point in two places": lambda w: [
        models.Placement(point_id=w.point.id, theme=w.second_theme)
    ],
    "a place for a point that there is not": lambda w: [
        models.Placement(point_id=999_999, theme=w.theme)
    ],
    "a point that the machine takes away": lambda w: [placement(w)],
    "a point under a theme and discarded": lambda w: [
        placement(w, theme=w.theme, placed_by=w.chair, discarded_because="off topic")
    ],
    "a quote that the machine rejects": lambda w: [models.Quote(point=w.unplaced, rejected=True)],
    "two fits of one point": lambda w: [
        models.Fit(point_id=w.point.id, theme=w.theme, score=0.6),
        models.Fit(point_id=w.point.id, theme=w.theme, score=0.6),
    ],
    "a score under no theme": lambda w: [models.Fit(point_id=w.point.id, score=0.6)],
    "a runner-up without its score": lambda w: [models.Fit(point_id=w.point.id, runner_up=w.theme)],
    "a theme nearest to itself": lambda w: [
        models.Recurrence(theme=w.theme, stability=1, nearest=w.theme)
    ],
    "a stability over one": lambda w: [models.Recurrence(theme=w.theme, stability=1.1)],
    "one minority point twice": lambda w: [
        models.MinorityPoint(point_id=w.point.id, reason="The only author.", rank=rank)
        for rank in (1, 2)
    ],
    "a minority point that is noted on without a word": lambda w: [
        models.MinorityNote(
            point=w.point,
            reason="The only author.",
            found_in="",
            note="",
            noted_by=w.chair,
            noted_at=NOW,
        )
    ],
    "two wordings of an observation with one number": lambda w: [
        factories.observation(w.point.answer, written_by=w.chair) for _ in range(2)
    ],
    "an observation's wording before the first": lambda w: [
        factories.observation(w.point.answer, written_by=w.chair, number=0)
    ],
    "a likeness over one": lambda w: [
        models.Campaign(
            question=w.question,
            template="Delete it.",
            copies=[models.CampaignCopy(answer=w.point.answer, similarity=1.1)],
        )
    ],
    "an outcome without its reason": lambda w: [outcome(w, models.OutcomeKind.DEFERRED, "")],
    "two outcomes of one theme": lambda w: [
        outcome(w, models.OutcomeKind.ADOPTED, ""),
        outcome(w, models.OutcomeKind.ADOPTED, ""),
    ],
    "two signatures in force": lambda w: [sign_off(w), sign_off(w)],
    "a signature reopened for no reason": lambda w: [sign_off(w, reopened_at=NOW)],
    "two waiting jobs of one question": lambda w: [
        models.Job(question=w.question, asked_at=NOW),
        models.Job(question=w.question, asked_at=NOW),
    ],
    "two running jobs of one question": lambda w: [
        models.Job(question=w.question, asked_at=NOW, state=models.JobState.RUNNING),
        models.Job(question=w.question, asked_at=NOW, state=models.JobState.RUNNING),
    ],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED.keys())
def test_the_database_refuses(rows):
    world = factories.world()
    session.add_all(rows(world))
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    # A value that this table forgot would be refused too, and prove nothing.
    assert not str(refusal.value.orig).startswith(("NOT NULL", "null value"))


ACCEPTED = {
    "a text of the limit": lambda w: [version(w, text="🙂" * ANSWER_LIMIT)],
    "a signature after one that was reopened": lambda w: [
        sign_off(w, reopened_at=NOW, reopened_because="A point was overlooked."),
        sign_off(w),
    ],
    "one waiting and one running job": lambda w: [
        models.Job(question=w.question, asked_at=NOW),
        models.Job(question=w.question, asked_at=NOW, state=models.JobState.RUNNING),
    ],
    "an adoption without a reason": lambda w: [outcome(w, models.OutcomeKind.ADOPTED, "")],
    "a point that a person takes away": lambda w: [placement(w, placed_by=w.chair)],
}


@pytest.mark.parametrize("rows", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_the_database_accepts(rows):
    world = factories.world()
    session.add_all(rows(world))
    session.commit()


@pytest.mark.parametrize(
    ("table", "column", "word"),
    [
        ("job", "state", "asleep"),
        ("membership", "role", "admin"),
        ("appointment", "office", "king"),
        ("stakeholder", "publication", "whatever"),
        ("open_question", "kind", "poll"),
        ("submission", "source", "fax"),
    ],
)
def test_the_database_knows_the_words_of_every_choice(table, column, word):
    factories.world()
    with pytest.raises(IntegrityError), behind_the_databases_back():
        session.execute(text(f'UPDATE "{table}" SET "{column}" = :word'), {"word": word})
