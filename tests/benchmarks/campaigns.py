"""Campaigns found and missed: twins, families of letters, and alarms where there are none."""

import json
from collections import defaultdict
from collections.abc import Hashable, Sequence
from itertools import combinations

from nlp.campaigns import find_campaigns
from tests.benchmarks.corpora import rows

QUIET = ("austin_community_survey", "regsgov_snap_work")
"""Corpora without a campaign in them."""

Pairs = set[tuple[int, int]]


def found_campaigns() -> dict[str, float]:
    """Recall of identical twins; precision, recall and F1 on pairs of a family of letters."""
    letters = rows("regsgov_campaigns")
    by_question: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in letters:
        by_question[row["question"]].append(row)
    twins = hits = shared = predicted = families = 0
    for own in by_question.values():
        groups = [
            [member.text for member in c.members] for c in find_campaigns([r["text"] for r in own])
        ]
        guessed = _pairs_in(groups)
        alike = _pairs([json.loads(row["extra"]).get("exact") for row in own])
        family = _pairs([row["label"] or None for row in own])
        twins, hits = twins + len(alike), hits + len(alike & guessed)
        families, predicted = families + len(family), predicted + len(guessed)
        shared += len(family & guessed)
    precision, recall = shared / max(predicted, 1), shared / max(families, 1)
    return {
        "twins recall": hits / max(twins, 1),
        "family precision": precision,
        "family recall": recall,
        "family F1": 2 * precision * recall / max(precision + recall, 1e-9),
    }


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
