"""Campaigns found and missed: twins, families of letters, and alarms where there are none."""

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations

from nlp.campaigns import find_campaigns
from tests.benchmarks.corpora import rows

QUIET = ("austin_community_survey", "regsgov_snap_work")
"""Corpora without a campaign in them."""

Pairs = set[tuple[int, int]]


def found_campaigns() -> dict[str, float]:
    """Recall of identical twins; precision, recall and F1 on pairs of a family of letters.

    Families are the machine's at the source, which links letters in chains: nearly half of the
    pairs of a chain have less than a twentieth of their words in common. So the main figures
    leave out, as neither hit nor miss, pairs of a chain that share under a tenth of their runs of
    three words; the figures on whole chains are given too.
    """
    by_question: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("regsgov_campaigns"):
        by_question[row["question"]].append(row)
    counts: Counter[str] = Counter()
    for own in by_question.values():
        counts.update(_counted(own))
    near = _measures(counts["near hits"], counts["near hits"] + counts["wrong"], counts["near"])
    chained = _measures(counts["hits"], counts["hits"] + counts["wrong"], counts["chained"])
    return {
        "twins recall": counts["twin hits"] / max(counts["twins"], 1),
        **{f"family {name}": value for name, value in near.items()},
        **{f"chain {name}": value for name, value in chained.items()},
    }


def _counted(own: Sequence[dict[str, str]]) -> dict[str, int]:
    groups = [
        [member.text for member in campaign.members]
        for campaign in find_campaigns([row["text"] for row in own])
    ]
    found = _pairs_in(groups)
    twins = _pairs([json.loads(row["extra"]).get("exact") for row in own])
    chained = _pairs([row["label"] or None for row in own])
    runs = [_runs_of_three(row["text"]) for row in own]
    near = {
        (one, other)
        for one, other in chained
        if 10 * len(runs[one] & runs[other]) >= len(runs[one] | runs[other])
    }
    return {
        "twins": len(twins),
        "twin hits": len(twins & found),
        "near": len(near),
        "near hits": len(near & found),
        "chained": len(chained),
        "hits": len(chained & found),
        "wrong": len(found - chained),
    }


def _measures(hits: int, found: int, sought: int) -> dict[str, float]:
    precision, recall = hits / max(found, 1), hits / max(sought, 1)
    return {
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


def _runs_of_three(text: str) -> frozenset[tuple[str, ...]]:
    words = text.casefold().split()
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def false_alarms() -> dict[str, float]:
    """Members of campaigns per 1,000 texts where there is no campaign."""
    return {
        folder: 1000 * sum(len(c.members) for c in find_campaigns(texts)) / len(texts)
        for folder in QUIET
        for texts in [[row["text"] for row in rows(folder)]]
    }


def _pairs(keys: Sequence[Hashable]) -> Pairs:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key is not None:
            groups[key].append(number)
    return _pairs_in(list(groups.values()))


def _pairs_in(groups: Sequence[Sequence[int]]) -> Pairs:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
