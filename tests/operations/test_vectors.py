"""The memory of vectors: the same bytes, short transactions, nothing kept that no longer serves."""

import numpy as np
import pytest
from sqlalchemy import func, select

import nlp
from consultation import jobs
from consultation.db import session, transaction
from consultation.errors import RuleError
from consultation.models import (
    Answer,
    Job,
    JobState,
    OpenQuestion,
    Placement,
    Point,
    TextVector,
    Theme,
)
from consultation.operations import jobs as job_rows
from consultation.operations.grouping import analysis
from consultation.operations.grouping.vectors import READ_NOW, ReadOnlyMemory, VectorMemory
from tests import factories
from tests.conftest import NOW
from tests.operations.at_once import at_once


def rows(count: int, first: int = 0) -> dict[bytes, np.ndarray]:
    """Made-up vectors by made-up digests."""
    chance = np.random.default_rng(0)
    return {
        number.to_bytes(32, "big"): chance.normal(size=8).astype(np.float32)
        for number in range(first, first + count)
    }


def as_bytes(found) -> dict[bytes, bytes]:
    return {digest: row.tobytes() for digest, row in found.items()}


def kept(question_id: int) -> int:
    return session.scalar(
        select(func.count()).select_from(TextVector).where(TextVector.question_id == question_id)
    )


@pytest.fixture
def question_id(world) -> int:
    return world.question.id


def test_what_was_remembered_is_recalled_byte_for_byte_however_many_there_are(question_id):
    known = rows(1_203)
    memory = VectorMemory(question_id)
    memory.remember(known)
    asked = [*known, b"never seen"]
    assert as_bytes(memory.recall(asked)) == as_bytes(known)
    assert VectorMemory(question_id).recall([]) == {}


def test_no_step_leaves_a_transaction_open(question_id):
    memory = VectorMemory(question_id)
    for step in (
        lambda: memory.remember(rows(2)),
        lambda: memory.recall(list(rows(2))),
        memory.forget_the_rest,
    ):
        session.rollback()
        step()
        assert not session().in_transaction()


def test_a_question_recalls_only_its_own(world):
    VectorMemory(world.question.id).remember(rows(3))
    assert VectorMemory(world.other_question.id).recall(list(rows(3))) == {}


def test_two_workers_may_remember_the_same(question_id):
    at_once(lambda _number: VectorMemory(question_id).remember(rows(40)), times=3)
    assert kept(question_id) == 40
    assert as_bytes(VectorMemory(question_id).recall(list(rows(40)))) == as_bytes(rows(40))


def test_what_an_analysis_did_not_ask_for_is_forgotten_and_nothing_of_other_questions(world):
    ours, theirs = world.question.id, world.other_question.id
    VectorMemory(ours).remember(rows(700))
    VectorMemory(theirs).remember(rows(3))
    memory = VectorMemory(ours)
    memory.recall([*rows(2), *rows(5, first=900)])
    memory.remember(rows(5, first=900))
    memory.forget_the_rest()
    left = set(session.scalars(select(TextVector.digest).where(TextVector.question_id == ours)))
    assert left == {*rows(2), *rows(5, first=900)}
    assert kept(theirs) == 3


# Through the worker, with the real encoder.


@pytest.fixture
def answered(world, now) -> int:
    """A question with answers on two subjects, by its id."""
    texts = [
        f"{claim} We saw it in region {number}."
        for claim in ("The training data must be published.", "Small firms need more time.")
        for number in range(4)
    ]
    session.add_all(
        factories.answer(
            world.other_question, text, by=factories.stakeholder(consultation=world.consultation)
        )
        for text in texts
    )
    session.commit()
    return world.other_question.id


def run_analysis(question_id: int) -> Job:
    with transaction():
        question = session.get_one(OpenQuestion, question_id)
        job_id = job_rows.ask_for_analysis(question, asked_by=None, now=NOW).id
    assert jobs.run_next()
    return session.get_one(Job, job_id)


def found(question_id: int) -> list[tuple]:
    """The themes with their points."""
    return session.execute(
        select(Theme.title, Theme.cohesion, Point.answer_id, Point.start, Point.end)
        .join(Placement, Placement.theme_id == Theme.id)
        .join(Point)
        .where(Theme.question_id == question_id)
        .order_by(Point.id)
    ).all()


def ids(question_id: int) -> set[int]:
    known = select(TextVector.id).where(TextVector.question_id == question_id)
    return set(session.scalars(known))


def test_a_second_analysis_reads_no_text_again_and_finds_the_same(answered):
    assert run_analysis(answered).state is JobState.DONE
    first, read = found(answered), ids(answered)
    assert first
    assert read
    assert run_analysis(answered).state is JobState.DONE
    assert (found(answered), ids(answered)) == (first, read)


def test_what_only_a_withdrawn_answer_said_is_forgotten_with_the_next_analysis(answered):
    run_analysis(answered)
    read = ids(answered)
    with transaction():
        gone = session.scalars(select(Answer).where(Answer.question_id == answered)).first()
        gone.submission.withdrawn_at = NOW
    run_analysis(answered)
    assert ids(answered) < read


def test_an_encoder_that_cannot_be_used_fails_the_job_with_its_sentence(
    answered, monkeypatch, tmp_path
):
    monkeypatch.setenv("PLENARY_ENCODER", str(tmp_path / "nowhere"))
    job = run_analysis(answered)
    assert job.state is JobState.FAILED
    assert job.message == f"The encoder's folder {tmp_path / 'nowhere'} is not there."
    with pytest.raises(RuleError):
        analysis.read(analysis.gather(session.get_one(OpenQuestion, answered)))


def test_the_methods_account_names_the_encoder():
    assert analysis.settings()["encoder"] == "all-MiniLM-L6-v2 (int8)"


def test_a_page_lets_few_texts_be_read_and_the_others_go_by_their_words(world):
    texts = [f"Measure {n} costs small firms {n} hours." for n in range(READ_NOW + 20)]
    memory = ReadOnlyMemory(world.question.id)
    keys = [bytes([n]) * 32 for n in range(READ_NOW + 20)]
    assert len(memory.recall(keys)) == 20
    placed = nlp.place(texts, [None] * len(texts), {0: 1, 1: 2}, memory=memory)
    assert len(placed) == len(texts)
    assert session.scalars(select(TextVector)).all() == []
