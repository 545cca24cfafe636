"""Points → the themes that exist already, learning from what people accepted, moved and merged."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.encoder import Memory
from nlp.language import language_of
from nlp.vectors import Rows, rows_of

CONFIDENT = 0.4
"""The share of a theme below which a point waits."""

_GUESS = 0.15  # what the machine's own grouping weighs beside a person's decision
_SMOOTH = 0.2  # the ridge: how readily the learner believes a single point
_SHARPNESS = 4.0  # makes shares of scores; chosen so that of shares of .7 seven in ten are right
_NOWHERE = 0.15  # the score that a theme must pass to be likelier than none
_NONE = -1  # the last column: none of the themes


@dataclass(frozen=True)
class Placement:
    """Where a point belongs: a theme, or None while nothing is certain.

    `confidence` is the likeliest theme's share, 0 to 1; below `CONFIDENT` the point waits, with
    `likeliest` as what could be suggested and `runner_up` after it. A point that a person placed,
    or took out of every theme, has confidence 1, and so have its copies.
    """

    theme: int | None
    confidence: float
    likeliest: int | None
    runner_up: int | None


_UNKNOWN = Placement(None, 0.0, None, None)


def place(
    points: Sequence[str],
    themes: Sequence[int | None],
    decisions: Mapping[int, int | None],
    *,
    titles: Mapping[int, str] | None = None,
    question: str = "",
    languages: Sequence[str | None] | None = None,
    memory: Memory | None = None,
    seed: int = 0,
) -> tuple[Placement, ...]:
    """Place each point in one of the themes, or in none, as people would.

    `themes[i]` is where the machine has put point i (None: nowhere yet, as with a new answer), any
    whole number. `decisions[i]` is where a person has put it (None: in no theme), which always
    holds: accepting, moving, merging and splitting are all this. `titles` are people's own words
    for a theme; each is read as one more point of it. Where all that people decided about copies
    of a text is one theme, or none, its other copies go there too, whatever the machine guessed. A
    memory spares the encoder.

    Raises ValueError where the lists differ in length or a decision is about no point.

    >>> points = ["Ban face recognition.", "Lower the fees.", "Do ban face recognition.",
    ...           "Please lower the fees.", "Hello."]
    >>> placed = place(points, [None] * 5, {0: 7, 1: 9})
    >>> [placement.theme for placement in placed]
    [7, 9, 7, 9, None]
    """
    _check(len(points), themes, decisions)
    if languages is not None and len(languages) != len(points):
        raise ValueError(f"There are {len(points)} points but {len(languages)} languages.")
    if not points:
        return ()
    named = sorted((titles or {}).items())
    spoken = [
        own or language_of(text, None)
        for text, own in zip(points, languages or [None] * len(points), strict=True)
    ]
    usual = max(sorted(set(spoken)), key=spoken.count)
    read = [
        *zip(points, spoken, strict=True),
        *((title, language_of(title, usual)) for _, title in named),
    ]
    copies = _copies(points, decisions)
    guesses = [None if point in copies else theme for point, theme in enumerate(themes)]
    placed = place_rows(
        _rows(read, question, memory, seed),
        guesses + [None] * len(named),
        {**decisions, **{len(points) + i: theme for i, (theme, _) in enumerate(named)}},
    )
    return tuple(
        _told(copies[point]) if point in copies else placed[point] for point in range(len(points))
    )


def _rows(read: Sequence[tuple[str, str]], question: str, memory: Memory | None, seed: int) -> Rows:
    """The rows of passages with their languages; copies share one."""
    distinct = {passage: row for row, passage in enumerate(sorted(set(read)))}
    texts, languages = zip(*distinct, strict=True)
    with threadpool_limits(limits=1):
        rows = rows_of(texts, languages, question=question, memory=memory, seed=seed)
    return rows[[distinct[passage] for passage in read]]


def _check(count: int, themes: Sequence[int | None], decisions: Mapping[int, int | None]) -> None:
    if len(themes) != count:
        raise ValueError(f"There are {count} points but {len(themes)} themes.")
    if stray := sorted(point for point in decisions if not 0 <= point < count):
        raise ValueError(f"A decision is about point {stray[0]}, but there are {count} points.")


def _copies(points: Sequence[str], decisions: Mapping[int, int | None]) -> dict[int, int | None]:
    """Where the undecided copies of a text belong that people put in one place only."""
    decided: dict[str, set[int | None]] = defaultdict(set)
    for point, theme in decisions.items():
        decided[points[point]].add(theme)
    return {
        point: next(iter(decided[text]))
        for point, text in enumerate(points)
        if point not in decisions and len(decided.get(text, ())) == 1
    }


def place_rows(
    rows: Rows, themes: Sequence[int | None], decisions: Mapping[int, int | None]
) -> tuple[Placement, ...]:
    """Like `place`, from rows of length 1: milliseconds for some hundreds of points.

    Regularised least squares (Rifkin, Yeo and Poggio 2003) from rows to themes, where a decision
    weighs 1 and the machine's own guess `_GUESS`; the solution is closed, so learning anew from all
    decisions is as quick as a step (20 ms for 300 points, 150 ms for 3,000), and their order does
    not matter. Right of the points nobody had looked at, waiting or not, after 20 % and 40 % were
    put right:

    | learner                                 | 15 ArgKP motions | demonstration |
    |-----------------------------------------|------------------|---------------|
    | none: the machine's groups              | .721 / .728      | .639 / .636   |
    | nearest middle of a theme               | .665 / .649      | .583 / .604   |
    | 15 nearest neighbours, votes by cosine  | .717 / .726      | .564 / .587   |
    | all neighbours, by cosine to the 8th    | .725 / .734      | .631 / .640   |
    | label spreading over 10 neighbours      | .722 / .729      | .604 / .606   |
    | SGD, logistic loss, partial_fit         | .724 / .736      | .620 / .630   |
    | linear support vectors                  | .731 / .741      | .630 / .651   |
    | logistic regression (50 ms)             | .730 / .744      | .636 / .654   |
    | least squares (this)                    | .730 / .745      | .639 / .657   |
    | least squares, themes have titles       | .736 / .752      | .677 / .694   |
    """
    _check(len(rows), themes, decisions)
    columns = sorted({theme for theme in (*themes, *decisions.values()) if theme is not None})
    weights = _weights(themes, decisions, columns)
    known = weights.sum(axis=1)
    rows = np.asarray(rows, dtype=np.float64)
    if not columns or not known.any():
        return tuple(_told(None) if i in decisions else _UNKNOWN for i in range(len(themes)))
    taught = known > 0
    shares = weights[taught] / known[taught, None]
    with threadpool_limits(limits=1):
        learner = Ridge(_SMOOTH, fit_intercept=False, solver="cholesky")
        learner.fit(rows[taught], shares, sample_weight=known[taught])
        scores = rows @ learner.coef_.reshape(len(columns) + 1, -1).T
    scores[:, _NONE] = np.maximum(scores[:, _NONE], _NOWHERE)
    likely = np.exp(_SHARPNESS * np.round(scores, 6))
    likely /= likely.sum(axis=1, keepdims=True)
    return tuple(
        _told(decisions[i]) if i in decisions else _likeliest(own, columns)
        for i, own in enumerate(likely)
    )


def _weights(
    themes: Sequence[int | None], decisions: Mapping[int, int | None], columns: Sequence[int]
) -> NDArray[np.float64]:
    """What speaks for each theme, point by point; the last column is for none."""
    number: dict[int | None, int] = {theme: column for column, theme in enumerate(columns)}
    number[None] = _NONE
    weights = np.zeros((len(themes), len(columns) + 1))
    for point, theme in enumerate(themes):
        if point in decisions:
            weights[point, number[decisions[point]]] = 1.0
        elif theme is not None:
            weights[point, number[theme]] = _GUESS
    return weights


def _told(theme: int | None) -> Placement:
    return Placement(theme, 1.0, theme, None)


def _likeliest(likely: NDArray[np.float64], columns: Sequence[int]) -> Placement:
    shares = np.round(likely[:_NONE], 4)
    best, *others = np.argsort(-shares, kind="stable").tolist()
    confidence = float(shares[best])
    certain = confidence >= CONFIDENT and confidence >= likely[_NONE]
    runner_up = columns[others[0]] if others else None
    return Placement(columns[best] if certain else None, confidence, columns[best], runner_up)
