"""Texts that people have grouped by hand, question by question.

Labels are read here and nowhere else: the analysis never sees them.
"""

import csv
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent.parent
DEMONSTRATION = ROOT / "consultation" / "demo"
DATA = ROOT.parent / "shared" / "data"
NHS_ROWS = 3_000

csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Labelled:
    """A text, its language where it is known, and the one group people put it in ("" for none)."""

    text: str
    label: str
    language: str | None = None


@dataclass(frozen=True)
class Question:
    """A question and its texts."""

    text: str
    answers: tuple[Labelled, ...]


def rows(folder: str, name: str = "data.csv") -> list[dict[str, str]]:
    """A table of the shared data; FileNotFoundError where it is not on this machine."""
    with (DATA / folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _by_question(
    found: list[dict[str, str]], label: Callable[[dict[str, str]], str]
) -> Iterator[Question]:
    grouped: dict[str, list[Labelled]] = defaultdict(list)
    for row in found:
        grouped[row["question"]].append(Labelled(row["text"], label(row), row["language"] or None))
    yield from (Question(text, tuple(answers)) for text, answers in grouped.items())


def argkp() -> Iterator[Question]:
    """Arguments on 15 motions, by the key point that crowd workers matched to each."""
    yield from _by_question(rows("ibm_argkp"), lambda row: row["label"])


def nhs() -> Iterator[Question]:
    """Patients' remarks, by hand-coded sub-category, all in one question."""
    found = rows("nhs_patient_feedback", "phase1.csv")
    chosen = random.Random(0).sample(found, NHS_ROWS)
    for row in chosen:
        row["question"] = ""
    yield from _by_question(chosen, lambda row: json.loads(row["extra"])["subcategory"])


def french_bill() -> Iterator[Question]:
    """Proposals on a bill, by the section that their author filed them under."""
    found = rows("fr_republique_numerique")
    for row in found:
        row["question"] = ""
    yield from _by_question(found, lambda row: row["label"])


def demonstration() -> Iterator[Question]:
    """The demonstration's own points as texts, by the themes a careful reader would name."""
    for question, answers in demonstration_answers():
        points = (
            Labelled(point["text"], point["theme"] or "", answer["language"])
            for answer in answers
            for point in answer["points"]
        )
        yield Question(question, tuple(points))


def demonstration_answers() -> Iterator[tuple[str, list[dict]]]:
    """Each answered question of the demonstration, with its answers as the data has them."""
    source = yaml.safe_load((DEMONSTRATION / "consultation.yaml").read_text("utf-8"))
    texts = {entry["id"]: entry["text"] for entry in source["consultation"]["questions"]}
    grouped: dict[str, list[dict]] = defaultdict(list)
    for line in (DEMONSTRATION / "answers.jsonl").read_text("utf-8").splitlines():
        answer = json.loads(line)
        grouped[answer["question"]].append(answer)
    for number, answers in grouped.items():
        if sum(bool(point["theme"]) for answer in answers for point in answer["points"]) > 30:
            yield texts[number], answers


CORPORA: dict[str, Callable[[], Iterator[Question]]] = {
    "argkp": argkp,
    "nhs": nhs,
    "french bill": french_bill,
    "demonstration": demonstration,
}
