"""Time and memory of one analysis by the number of its texts, each in a process of its own."""

import json
import random
import resource
import subprocess
import sys
import time

from tests.benchmarks.corpora import ROOT, demonstration_answers

SIZES = (1_000, 4_000, 16_000)


def measured(size: int) -> dict[str, float]:
    """Seconds and peak mebibytes for `size` made-up answers of about two sentences."""
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


if __name__ == "__main__":
    import nlp

    texts = [nlp.Text(str(n), text, "en") for n, text in enumerate(made_up(int(sys.argv[1])))]
    begun = time.perf_counter()
    found = nlp.analyse(texts)
    print(
        json.dumps(
            {
                "texts": len(texts),
                "points": len(found.points),
                "seconds": time.perf_counter() - begun,
                "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )
