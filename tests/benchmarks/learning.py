"""How much better points are placed once people have corrected some: the learning curve.

A chair is played by the labels. She reads the machine's themes, merges those that are mostly about
one thing, and gives each its people's name; then she looks at points drawn by lot, and puts each
where it belongs, in a theme of her own where the machine has none. All figures are of the points
that she has not looked at: nothing is measured on what was learnt from.
"""

import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

import nlp
from nlp.language import language_of
from nlp.learner import place_rows
from nlp.vectors import rows_of
from tests.benchmarks.agreement import NOWHERE, plenary, score
from tests.benchmarks.corpora import DEMONSTRATION, Question

SHARES = (0.0, 0.05, 0.1, 0.2, 0.4)
SEEDS = 5
NAMED = ("argkp", "demonstration")
"""Corpora whose labels have titles, as a chair would give them."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Means over the questions and draws of a corpus, at one share of corrected points.

    `accuracy`, `mutual_information` and `rand` are of every point's likeliest theme, whether it
    waits or not. Of the points that are confident enough to be placed, `precision` are right;
    `waiting` is the share of the others. `milliseconds` is the median time to learn and place.
    """

    corpus: str
    learner: str
    corrected: float
    accuracy: float
    mutual_information: float
    rand: float
    precision: float
    waiting: float
    milliseconds: float


@dataclass(frozen=True)
class _Read:
    """A question as the machine leaves it and as people have labelled it; themes are numbers.

    `found` are the machine's own groups, `guesses` what each is mostly about. `rows` are those of
    the texts, `titled` those of the texts and of every theme's title.
    """

    labels: list[int | None]
    found: list[int]
    guesses: list[int | None]
    rows: NDArray[np.float64]
    titled: NDArray[np.float64]


@dataclass(frozen=True)
class _Placed:
    """What a learner says: for each point a placement, and the group that it is scored in."""

    placements: Sequence[nlp.Placement]
    groups: Sequence[int | None]
    milliseconds: float = 0.0


def curve(corpus: str, questions: Sequence[Question]) -> Iterator[Step]:
    """Every learner at every share of corrected points."""
    titles = _titles_of_the_demonstration()
    read = [_read(question, titles) for question in questions]
    for share in SHARES:
        for learner, learn in LEARNERS.items():
            figures = [
                _figures(question, held, learn(question, decided))
                for question in read
                for seed in range(SEEDS)
                for decided, held in [_drawn(question, share, seed)]
            ]
            *rates, times = zip(*figures, strict=True)
            accuracy, information, rand, precision, waiting = map(mean, rates)
            yield Step(
                corpus=corpus,
                learner=learner,
                corrected=share,
                accuracy=accuracy,
                mutual_information=information,
                rand=rand,
                precision=precision,
                waiting=waiting,
                milliseconds=median(times),
            )


def _titles_of_the_demonstration() -> dict[str, str]:
    themes = json.loads((DEMONSTRATION / "themes.json").read_text("utf-8"))
    return {theme["key"]: theme["title"] for theme in themes}


def _read(question: Question, named: Mapping[str, str]) -> _Read:
    names = sorted({answer.label for answer in question.answers} - {""})
    number = {name: theme for theme, name in enumerate(names)}
    labels = [number.get(answer.label) for answer in question.answers]
    found = plenary(question)
    texts = [answer.text for answer in question.answers]
    languages = [language_of(answer.text, answer.language) for answer in question.answers]
    titles = [named.get(name, name) for name in names]
    return _Read(
        labels,
        found,
        _guesses(labels, found, len(names)),
        rows_of(texts, languages, question=question.text),
        rows_of(
            texts + titles,
            languages + [language_of(title, None) for title in titles],
            question=question.text,
        ),
    )


def _guesses(labels: Sequence[int | None], found: Sequence[int], other: int) -> list[int | None]:
    """The chair's reading of each group: what most of it is about, or something else."""
    inside: dict[int, Counter[int]] = defaultdict(Counter)
    for label, group in zip(labels, found, strict=True):
        if label is not None:
            inside[group][label] += 1
    about = {
        group: min(counts, key=lambda label: (-counts[label], label))
        for group, counts in inside.items()
    }
    return [None if group == NOWHERE else about.get(group, other) for group in found]


def _drawn(question: _Read, share: float, seed: int) -> tuple[dict[int, int], list[int]]:
    """Points that the chair has put where they belong, and the labelled others."""
    labelled = [point for point, label in enumerate(question.labels) if label is not None]
    random.Random(seed).shuffle(labelled)
    count = round(share * len(labelled))
    return {point: question.labels[point] for point in labelled[:count]}, labelled[count:]


def _machine(question: _Read, decided: Mapping[int, int]) -> _Placed:
    return _Placed([_as_it_is(theme) for theme in question.guesses], question.found)


def _merged(question: _Read, decided: Mapping[int, int]) -> _Placed:
    return _Placed([_as_it_is(theme) for theme in question.guesses], question.guesses)


def _as_it_is(theme: int | None) -> nlp.Placement:
    return nlp.Placement(theme, 1.0, theme, None)


def _learned(question: _Read, decided: Mapping[int, int]) -> _Placed:
    return _timed(question.rows, question.guesses, decided)


def _with_titles(question: _Read, decided: Mapping[int, int]) -> _Placed:
    """The chair has named the themes that she has: those of the groups and those she made."""
    count = len(question.labels)
    known = sorted(
        {*question.guesses, *decided.values()} & set(range(len(question.titled) - count))
    )
    chosen = [*range(count), *(count + theme for theme in known)]
    guesses = [*question.guesses, *([None] * len(known))]
    named = {count + place: theme for place, theme in enumerate(known)}
    return _timed(question.titled[chosen], guesses, {**decided, **named})


def _timed(
    rows: NDArray[np.float64], guesses: Sequence[int | None], decided: Mapping[int, int]
) -> _Placed:
    begun = time.perf_counter()
    placed = place_rows(rows, guesses, decided)
    seconds = time.perf_counter() - begun
    return _Placed(placed, [placement.likeliest for placement in placed], 1000 * seconds)


LEARNERS: dict[str, Callable[[_Read, Mapping[int, int]], _Placed]] = {
    "machine": _machine,
    "machine, merged": _merged,
    "learning": _learned,
    "learning, titles": _with_titles,
}


def _figures(question: _Read, held: Sequence[int], found: _Placed) -> tuple[float, ...]:
    labels = [question.labels[point] for point in held]
    placements = [found.placements[point] for point in held]
    right = [
        placement.likeliest == label for placement, label in zip(placements, labels, strict=True)
    ]
    sure = [
        correct
        for correct, placement in zip(right, placements, strict=True)
        if placement.theme is not None
    ]
    groups = [found.groups[point] for point in held]
    information, rand = score(
        [f"theme {label}" for label in labels],
        [NOWHERE if group is None else group for group in groups],
    )
    precision = mean(sure) if sure else 1.0
    waiting = 1 - len(sure) / len(held)
    return mean(right), information, rand, precision, waiting, found.milliseconds
