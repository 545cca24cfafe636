"""Data and open data of many answers, written by the commands: seconds and memory.

One question of made-up answers, five points each, under thirty themes. Each command is a process
of its own; its peak is what the system counts of it, code and libraries included.
"""

import itertools
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from consultation import clock, db, schema
from consultation.config import ROOT, Settings
from consultation.db import session
from consultation.models import (
    Answer,
    AnswerVersion,
    Placement,
    Point,
    Stakeholder,
    Submission,
    Theme,
)
from tests import factories

SIZES = (10_000, 100_000)
FORMATS = ("json", "csv.zip")
WHAT = ("data", "open-data")
"""The commands; what the second writes, everybody may have."""
SECONDS_AT_MOST, MEBIBYTES_AT_MOST = 120, 300


@dataclass(frozen=True)
class Written:
    """One export: of how many answers, what, in which format, how long, how much memory at most."""

    answers: int
    what: str
    format: str
    seconds: float
    mebibytes: float
    megabytes: float


def measured(folder: Path, sizes: Sequence[int] = SIZES) -> Iterator[Written]:
    """Each format of each export of each size."""
    for answers in sizes:
        data = folder / str(answers)
        data.mkdir()
        engine = db.connect(Settings(data=data).url)
        schema.ensure_current(engine)
        fill(answers)
        engine.dispose()
        for what, form in itertools.product(WHAT, FORMATS):
            yield _written(answers, what, form, data)


def fill(answers: int) -> None:
    """So many answers as rows, each of a stakeholder of its own, its points where they stand."""
    sentence = "The record of every change is kept for ten years and shown to whoever asks. "
    text, themes = sentence * 5, 30
    now = clock.now()
    with db.transaction():
        world = factories.world(now)
        session.add_all([world.question, world.round])
        # What everybody may have is only that of a round that is closed.
        world.round.opens_at = now - timedelta(days=7)
        world.round.closes_at = world.round.published_at = now - timedelta(minutes=1)
        titles = [Theme(question=world.question, title=f"Theme {n}") for n in range(themes)]
        session.add_all(titles)
        session.flush()
        theme_ids = [theme.id for theme in titles]
        first = 1_000
        numbers = range(first, first + answers)
        shared = {
            "consultation_id": world.consultation.id,
            "category": "industry",
            "publication": "named",
            "country": "Belgium",
        }
        for model, rows in (
            (
                Stakeholder,
                ({"id": n, "reference": f"S{n}", "name": f"Body {n}", **shared} for n in numbers),
            ),
            (
                Submission,
                (
                    {
                        "id": n,
                        "round_id": world.round.id,
                        "stakeholder_id": n,
                        "source": "import",
                        "started_at": now,
                        "submitted_at": now,
                        "salt": "0" * 32,
                        "is_late": False,
                    }
                    for n in numbers
                ),
            ),
            (
                AnswerVersion,
                (
                    {
                        "id": n,
                        "submission_id": n,
                        "question_id": world.question.id,
                        "number": 1,
                        "entry": 1,
                        "text": text,
                        "position": "support",
                        "choices": [],
                        "saved_at": now,
                    }
                    for n in numbers
                ),
            ),
            (
                Answer,
                (
                    {
                        "id": n,
                        "submission_id": n,
                        "question_id": world.question.id,
                        "entry": 1,
                        "version_id": n,
                    }
                    for n in numbers
                ),
            ),
            (
                Point,
                (
                    {
                        "id": n * 5 + k,
                        "answer_id": n,
                        "start": k * len(sentence),
                        "end": (k + 1) * len(sentence) - 1,
                        "language": "en",
                        "references": [],
                        "cues": [],
                        "filler": False,
                    }
                    for n in numbers
                    for k in range(5)
                ),
            ),
            (
                Placement,
                (
                    {"point_id": n * 5 + k, "theme_id": theme_ids[(n + k) % themes]}
                    for n in numbers
                    for k in range(5)
                ),
            ),
        ):
            for some in _batched(rows):
                session.execute(insert(model), some)
    session.remove()


def _batched(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while some := list(itertools.islice(rows, 5_000)):
        yield some


def _written(answers: int, what: str, form: str, data: Path) -> Written:
    output = data / f"{what}.{form}"
    command = [sys.executable, "-m", "consultation", "export", what, "--format", form]
    command += ["--data", str(data), "--output", str(output)]
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
    assert process.returncode == 0
    seconds = time.monotonic() - begun
    return Written(answers, what, form, seconds, peak / 1024, output.stat().st_size / 1e6)


def _peak(pid: int) -> int:
    """KiB that a process had at most; what its parent had would be in the figure of `wait4`."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
