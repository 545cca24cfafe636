"""The data of many answers, written as JSON and as tables by the command: seconds and memory.

One question of made-up answers, five points each, read in as an import does. Each command is a
process of its own; its peak is what the system counts of it, code and libraries included.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from consultation import db, schema
from consultation.config import ROOT, Settings
from tests.benchmarks.desk import _made, _made_up

SIZES = (10_000, 100_000)
FORMATS = ("json", "csv.zip")
SECONDS_AT_MOST, MEBIBYTES_AT_MOST = 120, 300


@dataclass(frozen=True)
class Written:
    """One export: how many answers, in which format, how long and how much memory at its peak."""

    answers: int
    format: str
    seconds: float
    mebibytes: float
    megabytes: float


def measured(folder: Path) -> Iterator[Written]:
    """Each format of each size."""
    for answers in SIZES:
        data = folder / str(answers)
        data.mkdir()
        engine = db.connect(Settings(data=data).url)
        schema.ensure_current(engine)
        _made(_made_up(answers * 5), f"{answers:,} answers")
        engine.dispose()
        for form in FORMATS:
            yield _written(answers, form, data)


def _written(answers: int, form: str, data: Path) -> Written:
    output = data / f"data.{form}"
    command = [sys.executable, "-m", "consultation", "export", "data", "--format", form]
    begun = time.monotonic()
    process = subprocess.Popen(
        [*command, "--data", str(data), "--output", str(output)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    seconds = time.monotonic() - begun
    return Written(answers, form, seconds, used.ru_maxrss / 1024, output.stat().st_size / 1e6)
