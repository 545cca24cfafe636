"""What the demonstration's stakeholders ticked: made from `demo/ticks.yaml`, the same each time.

The data say how each camp of categories leans; who answers and what each ticks is drawn by a hash
of the question and the stakeholder, so that it is no more even than it is in life.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import Any

from consultation.models import OpenQuestion


def ticks(
    source: Mapping[str, Any],
    asked: Sequence[OpenQuestion],
    stakeholders: Sequence[Mapping[str, Any]],
) -> Iterator[dict[str, Any]]:
    """An answer as a line of `answers.jsonl` is one, with `choices`; few have words as well."""
    camp_of = {kind: camp for camp, kinds in source["camps"].items() for kind in kinds}
    for question in asked:
        leaning = source["questions"].get(question.number)
        if leaning is None:
            continue
        for who in stakeholders:
            words = leaning.get("words", {}).get(who["id"])
            drawn = (question.number, who["id"])
            if words is None and _chance(*drawn, "answers") >= source["shares"][who["category"]]:
                continue
            weights = leaning[camp_of[who["category"]]]
            draw = _several if question.takes_several else _one
            yield {
                "question": question.number,
                "stakeholder": who["id"],
                "language": who["writes_in"],
                "position": "no position",
                "choices": draw(question.choices, weights, drawn),
                "points": [{"text": words, "theme": None}] if words else [],
            }


def _one(options: Sequence[str], weights: Sequence[int], drawn: tuple[str, str]) -> list[str]:
    """One option, each as likely as its weight."""
    at = _chance(*drawn) * sum(weights)
    reached = zip(options, accumulate(weights), strict=True)
    return [next(option for option, upto in reached if at < upto)]


def _several(options: Sequence[str], weights: Sequence[int], drawn: tuple[str, str]) -> list[str]:
    """The options that as many in a hundred tick as their weight says; at least the likeliest."""
    pairs = list(zip(options, weights, strict=True))
    ticked = [option for option, weight in pairs if _chance(*drawn, option) * 100 < weight]
    return ticked or [max(pairs, key=lambda pair: pair[1])[0]]


def _chance(*of: str) -> float:
    """A number from 0 to 1 that is always the same for the same."""
    return int.from_bytes(sha256(" ".join(of).encode()).digest()[:6], "big") / 2**48
