"""Time and memory of an analysis and of the next, by number of texts, a process for each."""

import json
import random
import resource
import subprocess
import sys
import time

from tests.benchmarks.corpora import ROOT, demonstration_answers

SIZES = (1_000, 4_000, 16_000)


def measured(size: int) -> dict[str, float]:
    """Seconds and peak mebibytes for `size` made-up answers of about two sentences.

    `again` are the seconds of a second analysis with one answer in a hundred more, which remembers
    what the encoder made of the texts.
    """
    command = [sys.executable, "-m", "tests.benchmarks.sizes", str(size)]
    out = subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout
    return json.loads(out)


def made_up(size: int) -> list[str]:
    """Answers stitched from the demonstration's sentences, no two alike."""
    chance = random.Random(0)
    points = [
        point["text"]
        for _, answers in demonstration_answers()
        for answer in answers
        if answer["language"] == "en"
        for point in answer["points"]
    ]
    return [f"{chance.choice(points)} {chance.choice(points)} ({number})" for number in range(size)]


class Kept(dict):
    """A memory as large as it gets."""

    def recall(self, keys):
        return {key: self[key] for key in keys if key in self}

    remember = dict.update


if __name__ == "__main__":
    import nlp

    size = int(sys.argv[1])
    texts = [nlp.Text(str(n), text, "en") for n, text in enumerate(made_up(size + size // 100))]
    memory, begun = Kept(), time.perf_counter()
    found = nlp.analyse(texts[:size], memory=memory)
    done = time.perf_counter()
    nlp.analyse(texts, memory=memory)
    print(
        json.dumps(
            {
                "texts": size,
                "points": len(found.points),
                "seconds": done - begun,
                "again": time.perf_counter() - done,
                "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
