"""How far two agree on where points belong: kappa and F1, with their sources."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import sqrt

NORMAL = 1.959964
"""Half the width of a 95 % interval, in standard errors."""

_WORDS = (
    (0.0, "worse than slight"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "almost perfect"),
)


@dataclass(frozen=True)
class Agreement:
    """Two who placed the same `n` points; `kappa` is None where both saw one theme alone."""

    n: int
    same: int
    kappa: float | None
    low: float | None
    high: float | None
    macro: float
    weighted: float
    by_theme: tuple[tuple[Hashable, int, float], ...]

    @property
    def words(self) -> str:
        """What a kappa is called by Landis and Koch (1977), who set the steps by convention."""
        if self.kappa is None:
            return ""
        return next(words for most, words in _WORDS if self.kappa <= most or most == 1.0)


def agreement(one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    """Compare two placements of the same points; raises ValueError for none.

    F1 is 2·both / (one + other) of a theme: the same whoever is held for right. `by_theme` has
    each theme with how many points either put there; `macro` is the mean over themes, `weighted`
    that by how many points `one` put there.

    >>> found = agreement("aaaabbbbcc", "aaabbbbbca")
    >>> found.same, round(found.kappa, 3), round(found.macro, 3)
    (8, 0.677, 0.769)
    """
    if not one:
        raise ValueError("nothing was placed")
    first, second, both = Counter(one), Counter(other), Counter(zip(one, other, strict=True))
    themes = sorted(
        {*first, *second}, key=lambda theme: (-first[theme] - second[theme], str(theme))
    )
    f1 = {t: 2 * both[t, t] / (first[t] + second[t]) for t in themes}
    kappa, error = _kappa(first, second, both, len(one))
    return Agreement(
        n=len(one),
        same=sum(both[theme, theme] for theme in themes),
        kappa=kappa,
        low=None if kappa is None else max(-1.0, kappa - NORMAL * error),
        high=None if kappa is None else min(1.0, kappa + NORMAL * error),
        macro=sum(f1.values()) / len(f1),
        weighted=sum(f1[theme] * first[theme] for theme in themes) / len(one),
        by_theme=tuple((t, first[t] + second[t] - both[t, t], f1[t]) for t in themes),
    )


def _kappa(
    first: Counter[Hashable],
    second: Counter[Hashable],
    both: Counter[tuple[Hashable, Hashable]],
    n: int,
) -> tuple[float | None, float]:
    """Cohen's kappa (1960) and its standard error (Fleiss, Cohen and Everitt 1969)."""
    expected = sum(first[t] * second[t] for t in first) / n**2
    if expected == 1:
        return None, 0.0
    seen = sum(count for (a, b), count in both.items() if a == b) / n
    kappa = (seen - expected) / (1 - expected)
    spread = 0.0
    for (a, b), count in both.items():
        by_chance = (1 - kappa) * (second[a] + first[b]) / n
        spread += count / n * ((1 - by_chance) ** 2 if a == b else by_chance**2)
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
    return kappa, sqrt(max(0.0, variance))
