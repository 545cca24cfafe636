"""`./plenary bench …`: a table on the screen, the same figures as JSON in a file."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table

from tests.benchmarks import agreement, campaigns, desk, exports, learning, pages, sizes
from tests.benchmarks.corpora import CORPORA

console = Console(highlight=False)


@click.group()
def bench() -> None:
    """Measurements; figures are medians of runs that take turns."""


@bench.command()
@click.option("--corpus", "only", multiple=True, type=click.Choice(list(CORPORA)))
@click.option("--repeats", default=3, show_default=True, help="Runs of each method.")
@click.option("--sizes/--no-sizes", "sized", default=True, help="Measure time and memory too.")
@click.option("--million", is_flag=True, help="Also a million points by their words alone.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="JSON file.")
def analysis(
    only: tuple[str, ...], repeats: int, sized: bool, million: bool, output: Path | None
) -> None:
    """Themes against people's, what corrections teach, campaigns found and missed, time, memory."""
    found: dict[str, Any] = {
        "agreement": _agreement(only or tuple(CORPORA), repeats),
        "learning": _learning([name for name in only or CORPORA if name in learning.NAMED]),
    }
    if not only:
        found["whole answers"] = dict(
            zip(("mutual_information", "rand"), agreement.whole_answers(), strict=True)
        )
        found["campaigns"] = _or_missing(campaigns.found_campaigns)
        found["false alarms per 1,000"] = _or_missing(campaigns.false_alarms)
        console.print({name: found[name] for name in list(found)[2:]})
    if sized and not only:
        found["sizes"] = [
            *_sizes(sizes.ENCODED, encoder=True),
            *_sizes((*sizes.LEXICAL, *[sizes.MILLION] * million), encoder=False),
        ]
    if output:
        output.write_text(json.dumps(found, indent=1), "utf-8")


@bench.command(name="pages")
@click.option("--repeats", default=100, show_default=True, help="Requests of each page.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="JSON file.")
def pages_command(repeats: int, output: Path | None) -> None:
    """The draft's pages against a bare Flask page of the same text with one SELECT."""
    with tempfile.TemporaryDirectory() as folder:
        bare, lines = pages.measured(Path(folder), repeats)
    table = Table("page", "as", "ms", "× bare", box=None)
    table.add_row("bare, one SELECT", "", f"{bare:.2f}", "1.00")
    for line in lines:
        table.add_row(line.page, line.visitor, f"{line.milliseconds:.2f}", f"{line.ratio:.2f}")
    console.print(table)
    if output:
        found = {"bare": bare, "target": pages.TARGET, "pages": [asdict(line) for line in lines]}
        output.write_text(json.dumps(found, indent=1), "utf-8")


@bench.command(name="desk")
@click.option("--repeats", default=9, show_default=True, help="Requests of each page.")
@click.option("--database-url", default="", help="An empty PostgreSQL database.  [default: SQLite]")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="JSON file.")
def desk_command(repeats: int, database_url: str, output: Path | None) -> None:
    """The desk of a question of hundreds of answers and of 20,000 points, opened and filtered."""
    table = Table("question", "points", "desk", "ms", "at most", "× bare", box=None)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for bare, lines in desk.measured(Path(folder), repeats, database_url):
            table.add_row(lines[0].question, "", "bare, one SELECT", f"{bare:.2f}", "", "1.00")
            for line in lines:
                figures = (f"{line.milliseconds:.0f}", f"{line.most:.0f}", f"{line.ratio:.0f}")
                table.add_row("", f"{line.points:,}", line.visit, *figures)
            found.append({"bare": bare, "desk": [asdict(line) for line in lines]})
    console.print(table)
    if output:
        output.write_text(json.dumps(found, indent=1), "utf-8")


@bench.command(name="exports")
@click.option("--answers", "given", multiple=True, type=int, help="How many, instead of these.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="JSON file.")
def exports_command(given: tuple[int, ...], output: Path | None) -> None:
    """Data and open data of 10,000 and of 100,000 answers: seconds and memory of each format."""
    table = Table(
        "answers", "export", "format", "s", "at most", "MiB", "at most", "MB written", box=None
    )
    with tempfile.TemporaryDirectory() as folder:
        lines = list(exports.measured(Path(folder), given or exports.SIZES))
    for line in lines:
        table.add_row(
            f"{line.answers:,}", line.what, line.format,
            f"{line.seconds:.1f}", str(exports.SECONDS_AT_MOST),
            f"{line.mebibytes:.0f}", str(exports.MEBIBYTES_AT_MOST), f"{line.megabytes:.1f}",
        )  # fmt: skip
    console.print(table)
    if output:
        output.write_text(json.dumps([asdict(line) for line in lines], indent=1), "utf-8")


def _agreement(names: tuple[str, ...], repeats: int) -> list[dict[str, Any]]:
    table = Table("corpus", "method", "AMI", "ARI", "themes", "seconds", box=None)
    lines = []
    for name in names:
        questions = _or_missing(lambda name=name: list(CORPORA[name]()))
        for line in agreement.agreements(name, questions, repeats) if questions else ():
            lines.append(asdict(line))
            figures = (line.mutual_information, line.rand, line.groups, line.seconds)
            table.add_row(line.corpus, line.method, *(f"{figure:.3f}" for figure in figures))
    console.print(table)
    return lines


def _learning(names: Sequence[str]) -> list[dict[str, Any]]:
    """The points that nobody has looked at, by the share of those that a chair has put right."""
    headings = ("put right", "right", "AMI", "ARI", "if sure", "waits", "ms")
    lines = []
    for name in names:
        questions = _or_missing(lambda name=name: list(CORPORA[name]()))
        table = Table(
            Column("learner", no_wrap=True),
            *headings,
            title=f"{name}: points nobody looked at",
            box=None,
        )
        for line in learning.curve(name, questions) if questions else ():
            lines.append(asdict(line))
            _, learner, corrected, *figures = asdict(line).values()
            table.add_row(learner, f"{corrected:.0%}", *(f"{figure:.3f}" for figure in figures))
        console.print(table)
    return lines


def _sizes(numbers: Sequence[int], *, encoder: bool) -> list[dict[str, float]]:
    title = "with the encoder" if encoder else "words and letters alone"
    table = Table("points", "seconds", "again", "MiB", title=title, box=None)
    lines = [sizes.measured(number, encoder=encoder) for number in numbers]
    for line in lines:
        figures = (line["points"], line["seconds"], line.get("again"), line["mebibytes"])
        table.add_row(*("" if figure is None else f"{figure:,.1f}" for figure in figures))
    console.print(table)
    if (power := sizes.growth(lines)) is not None:
        console.print(f"time grows with the number of points to the power of {power:.2f}")
    return lines


def _or_missing(measure: Any) -> Any:
    try:
        return measure()
    except FileNotFoundError as missing:
        console.print(f"Left out: {missing.filename} is not on this machine.")
        return None


if __name__ == "__main__":
    bench(prog_name="plenary bench")
