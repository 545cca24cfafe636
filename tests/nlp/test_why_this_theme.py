"""What an analysis says about its own themes and points, so that a chair knows where to look."""

import random

import numpy as np
import pytest

import nlp
from nlp.clusters import group
from nlp.neighbours import smoothed
from nlp.quality import cohesion, stability
from tests.benchmarks.corpora import demonstration_answers
from tests.benchmarks.sizes import Kept


@pytest.fixture(scope="module")
def result():
    _, answers = next(iter(demonstration_answers()))
    texts = [
        nlp.Text(str(number), " ".join(point["text"] for point in answer["points"]))
        for number, answer in enumerate(answers)
    ]
    return nlp.analyse(texts)


def test_each_placed_point_has_a_score_and_the_theme_it_might_have_been_in(result):
    for number, theme in enumerate(result.themes):
        for point in theme.points:
            fit = result.fits[point]
            assert fit is not None
            assert fit.score is not None
            assert -1.0 <= fit.runner_up_score <= 1.0
            assert fit.runner_up in set(range(len(result.themes))) - {number}


def test_an_unplaced_point_names_the_theme_it_is_nearest_to(result):
    for point in result.unplaced:
        fit = result.fits[point]
        assert fit is not None
        assert fit.score is None
        assert fit.runner_up in range(len(result.themes))


def test_filler_has_no_fit(result):
    assert [fit is None for fit in result.fits] == [point.filler for point in result.points]


def test_each_theme_says_how_stable_it_is_and_which_is_nearest(result):
    for number, theme in enumerate(result.themes):
        assert 0.0 <= theme.stability <= 1.0
        assert theme.nearest in set(range(len(result.themes))) - {number}


def test_the_themes_of_a_text_are_those_of_its_points(result):
    theme_of = {point: number for number, own in enumerate(result.themes) for point in own.points}
    for text in range(len(result.by_text)):
        own = {
            theme_of[number]
            for number, point in enumerate(result.points)
            if point.text == text and number in theme_of
        }
        assert set(result.themes_of(text)) == own
        assert len(result.themes_of(text)) == len(own)


def test_groups_far_apart_are_stable_and_a_cut_through_one_cloud_is_not():
    chance = np.random.default_rng(0)
    apart = np.repeat(np.eye(3), 40, axis=0) + chance.normal(0, 0.05, (120, 3))
    cloud = np.array([1.0, 0.0, 0.0]) + chance.normal(0, 0.05, (120, 3))
    labels = np.repeat([0, 1, 2], 40)
    assert stability(_unit(apart), labels).min() > 0.95
    assert stability(_unit(cloud), labels).max() < 0.6


def test_groups_that_are_found_in_nothing_do_not_come_back_and_are_not_alike():
    """Drawn together all at once, even such rows would seem to be of a few minds."""
    rows = _unit(np.random.default_rng(0).normal(size=(300, 60)))
    labels = group(smoothed(rows), themes=8).labels
    assert stability(rows, labels).mean() < 0.4
    assert cohesion(rows, labels).max() < 0.4


def test_what_is_said_to_be_stable_comes_back_when_a_fifth_of_the_answers_is_left_out():
    question, answers = list(demonstration_answers())[4]
    memory = Kept()
    texts = [
        nlp.Text(f"{number}.{place}", point["text"], answer["language"])
        for number, answer in enumerate(answers)
        for place, point in enumerate(answer["points"])
    ]
    whole = nlp.analyse(texts, question=question, memory=memory)
    shares = []
    for seed in range(4):
        some = random.Random(seed).sample(texts, round(0.8 * len(texts)))
        again = _texts_of_themes(nlp.analyse(some, question=question, memory=memory), some)
        names = {text.id for text in some}
        shares += [
            max(len(own & names & other) / len(own & names | other) for other in again)
            for own in _texts_of_themes(whole, texts)
        ]
    said = np.mean([theme.stability for theme in whole.themes])
    assert said == pytest.approx(np.mean(shares), abs=0.1)


def _texts_of_themes(result, texts):
    return [{texts[result.points[p].text].id for p in theme.points} for theme in result.themes]


def test_points_that_say_nothing_of_their_own_are_as_alike_as_can_be():
    assert cohesion(np.zeros((3, 4), np.float32), np.array([0, 0, 1])).tolist() == [1.0, 1.0]


def _unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_words_and_letters_alone_group_without_the_encoder(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("the encoder was asked")

    monkeypatch.setattr("nlp.vectors.encode", refuse)
    subjects = ("bridges", "libraries")
    texts = [
        nlp.Text(subject, f"We want more {subject} near the old harbour, {number}.")
        for subject in subjects
        for number in range(10)
    ]
    found = nlp.analyse(texts, options=nlp.Options(encoder=False, themes=2))
    spoken = [{texts[found.points[point].text].id for point in own.points} for own in found.themes]
    assert sorted(map(sorted, spoken)) == [["bridges"], ["libraries"]]


def test_subthemes_part_a_large_theme_and_their_titles_are_their_own(result):
    sizes = [len(result.themes[part.parent].points) for part in result.subthemes]
    assert min(sizes, default=24) >= 24
    question, answers = next(iter(demonstration_answers()))
    texts = [
        nlp.Text(str(number), " ".join(point["text"] for point in answer["points"]))
        for number, answer in enumerate(answers)
    ]
    coarse = nlp.analyse(texts, question=question, options=nlp.Options(themes=3))
    assert coarse.subthemes
    for number, theme in enumerate(coarse.themes):
        parts = [part for part in coarse.subthemes if part.parent == number]
        inside = [point for part in parts for point in part.points]
        assert len(inside) == len(set(inside))
        assert set(inside) <= set(theme.points)
        assert len(parts) != 1
    titles = [theme.title for theme in (*coarse.themes, *coarse.subthemes)]
    assert len({title.casefold() for title in titles}) == len(titles)
    for part in coarse.subthemes:
        assert part.stability is None
        assert part.nearest is not None
        assert coarse.subthemes[part.nearest].parent == part.parent
