"""Time and memory of an analysis and of the next, by number of points, a process for each."""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from math import log

from nlp.sentences import sentences
from tests.benchmarks.corpora import ROOT, demonstration_answers

ENCODED = (1_000, 10_000, 100_000)
LEXICAL = (1_000, 10_000, 100_000)
MILLION = 1_000_000
_READABLE = range(6, 31)  # words in a sentence that made-up answers are cut from


def measured(size: int, *, encoder: bool) -> dict[str, float]:
    """Seconds and peak mebibytes for `size` made-up answers of one point each.

    `again` are the seconds of a second analysis with one answer in a hundred more, which remembers
    what the encoder made of the texts; it is left out beyond 10,000.
    """
    command = [sys.executable, "-m", "tests.benchmarks.sizes", str(size), str(int(encoder))]
    out = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    return json.loads(out)


def growth(lines: Sequence[dict[str, float]]) -> float | None:
    """The power of the size that time grows with, from 10,000 points to the largest size."""
    large = [line for line in lines if line["points"] >= 9_000]
    if len(large) < 2:
        return None
    first, last = large[0], large[-1]
    return log(last["seconds"] / first["seconds"]) / log(last["points"] / first["points"])


def made_up(size: int) -> list[str]:
    """Answers of one sentence: the head of one of the demonstration's, the tail of another."""
    chance = random.Random(0)
    found = [
        point["text"][start:end].split()
        for _, answers in demonstration_answers()
        for answer in answers
        if answer["language"] == "en"
        for point in answer["points"]
        for start, end in sentences(point["text"], 0, len(point["text"]), "en")
    ]
    words = [sentence for sentence in found if len(sentence) in _READABLE]
    pairs = ((chance.choice(words), chance.choice(words)) for _ in range(size))
    return [" ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]]) for head, tail in pairs]


class Kept(dict):
    """A memory as large as it gets."""

    def recall(self, keys):
        return {key: self[key] for key in keys if key in self}

    remember = dict.update


def _main(size: int, encoder: bool) -> dict[str, float]:
    import nlp

    texts = [nlp.Text(str(n), text, "en") for n, text in enumerate(made_up(size + size // 100))]
    options, memory, begun = nlp.Options(encoder=encoder), Kept(), time.perf_counter()
    found = nlp.analyse(texts[:size], options=options, memory=memory)
    done = time.perf_counter()
    line = {"points": len(found.points), "encoder": encoder, "seconds": done - begun}
    if size <= 10_000:
        nlp.analyse(texts, options=options, memory=memory)
        line["again"] = time.perf_counter() - done
    return line | {"mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    print(json.dumps(_main(int(sys.argv[1]), sys.argv[2] == "1")))
