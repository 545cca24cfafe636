"""What the points of one answer have in common, and what each is read beside."""

import random

import numpy as np
import pytest

from nlp import quality
from nlp.clusters import cut
from nlp.kinship import beside, kinship
from nlp.vectors import plain_rows

TOPICS = (
    "tram rail station platform timetable carriage",
    "school pupil teacher lesson classroom homework",
    "river flood dam bank levee sluice",
    "bread oven baker flour dough crust",
    "forest timber oak felling sapling ranger",
)
ANSWERS = 40


def points() -> list[str]:
    """Two points of every answer, one after the other, in words of one topic."""
    chance = random.Random(0)
    topics = [TOPICS[answer % len(TOPICS)].split() for answer in range(ANSWERS)]
    return [" ".join(chance.sample(topic, 3)) for topic in topics for _ in range(2)]


OF_ONE_MIND = [row // 2 for row in range(2 * ANSWERS)]
OF_MANY = random.Random(1).sample(OF_ONE_MIND, len(OF_ONE_MIND))


def rows_of_points(sources=()):
    return plain_rows(points(), ["en"] * (2 * ANSWERS), encoder=False, sources=sources)


def test_a_point_is_read_beside_the_others_of_an_answer_that_argues_one_thing():
    alone, read = rows_of_points(), rows_of_points(OF_ONE_MIND)
    cosines = [(rows[::2] * rows[1::2]).sum(axis=1).mean() for rows in (alone, read)]
    assert cosines[1] > cosines[0] + 0.1


def test_a_point_stands_alone_where_answers_argue_many_things():
    assert (rows_of_points(OF_MANY) == rows_of_points()).all()


@pytest.mark.parametrize("texts", [0, 7])
def test_a_few_answers_prove_nothing(texts):
    sources = [row // 2 for row in range(2 * texts)] + list(range(100, 120))
    rows = np.repeat(np.eye(len(sources), dtype=np.float32)[::2], 2, axis=0)[: len(sources)]
    assert kinship(rows, sources) == 0.0


def test_the_numbers_of_the_answers_tell_nothing():
    renumbered = [1_000 - 7 * source for source in OF_ONE_MIND]
    rows = rows_of_points()
    assert kinship(rows, OF_ONE_MIND) == pytest.approx(kinship(rows, renumbered), abs=1e-3)


def test_a_point_that_is_all_of_its_answer_stays_as_it_is():
    rows = np.eye(3, dtype=np.float32)
    read = beside(rows, [0, 0, 1], 0.5)
    assert read[2].tolist() == [0.0, 0.0, 1.0]
    assert read[0] == pytest.approx(np.array([2.0, 1.0, 0.0]) / np.sqrt(5))


def test_whether_a_theme_comes_back_is_asked_of_whole_answers(monkeypatch):
    drawn = []
    monkeypatch.setattr(
        quality, "cut", lambda rows, wanted: drawn.append(rows) or cut(rows, wanted)
    )
    rows = np.repeat(np.eye(10, dtype=np.float32), 4, axis=0)
    labels, sources = np.arange(40) // 20, np.arange(40) // 4
    quality.stability(rows, labels, sources=sources.tolist())
    sizes = [np.unique(part.argmax(axis=1), return_counts=True)[1].tolist() for part in drawn]
    assert sizes == [[4] * 8] * 8
