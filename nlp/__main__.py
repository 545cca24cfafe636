"""python -m nlp answers.csv: the themes of a table of answers, without the web application."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from nlp.analysis import Analysis, Options, Text, analyse
from nlp.encoder_files import EncoderError

_SHEETS = {".xlsx", ".xls", ".xlsb", ".ods"}
_CELL = 2**31 - 1

_JSON = """\b
The JSON is a list with an object for each question; all is counted from 0:

\b
question   its wording
texts      the answers' names; the number of an answer is its place here
points     what each says: text, start, end, quote, language, kind, cues,
           references, filler
campaigns  letters sent by several: template, members with similarity and
           additions
themes     largest first: title, terms, points, quotes, cohesion, stability,
           nearest theme
subthemes  the same, of large themes; parent is the number of the theme
by_text    for each answer its themes, nearest to the whole answer first
fits       for each point its score, the runner-up theme and that one's
           score; null for filler
minority   points that size would hide: point, reason, theme
unplaced   the points that fit no theme
left_out   the answers without a point, and why
"""

Row = Mapping[str, str]


class Refusal(click.ClickException):
    """Input that cannot be read: one sentence, exit code 2."""

    exit_code = 2


def read_table(path: Path, encoding: str) -> list[dict[str, str]]:
    """The rows of a CSV file or of the first sheet of a workbook, every cell as text."""
    cells = _sheet(path) if path.suffix.lower() in _SHEETS else _separated(path, encoding)
    header, *rows = cells or [[]]
    if not any(name.strip() for name in header):
        raise Refusal(f"{path.name} is not a table: its first row names no column.")
    return [dict(zip(header, [*row, *[""] * len(header)], strict=False)) for row in rows]


def _separated(path: Path, encoding: str) -> list[list[str]]:
    try:
        text = path.read_bytes().decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise Refusal(
            f"{path.name} is not in {encoding}: save it as UTF-8, or name its encoding, "
            "for example --encoding latin-1."
        ) from error
    if "\0" in text:
        raise Refusal(f"{path.name} is not a table of text; give a CSV or XLSX file.")
    separator = max(",;\t", key=text.partition("\n")[0].count)
    csv.field_size_limit(_CELL)
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]


def _sheet(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, IndexError) as error:
        raise Refusal(f"{path.name} cannot be read as a workbook.") from error
    return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def by_question(rows: Sequence[Row], columns: Mapping[str, str | None]) -> dict[str, list[Text]]:
    """The texts of each question, in the table's order; one nameless question without a column."""
    found: dict[str, list[Text]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        cell = {name: row[column].strip() for name, column in columns.items() if column}
        found[cell.get("question", "")].append(
            Text(
                cell.get("id") or str(number),
                row[str(columns["text"])],
                language=cell.get("language") or None,
                author=cell.get("author") or None,
                position=cell.get("position") or None,
                kind=cell.get("kind") or None,
            )
        )
    return dict(found)


def as_json(question: str, texts: Sequence[Text], result: Analysis) -> dict[str, Any]:
    """One question's result, with the words of every point, theme and quote beside its index."""
    return {
        "question": question,
        "texts": [text.id for text in texts],
        "points": [
            asdict(point) | {"quote": texts[point.text].text[point.start : point.end]}
            for point in result.points
        ],
        "campaigns": [asdict(campaign) for campaign in result.campaigns],
        "themes": [asdict(theme) for theme in result.themes],
        "subthemes": [asdict(part) for part in result.subthemes],
        "by_text": result.by_text,
        "fits": [fit and asdict(fit) for fit in result.fits],
        "minority": [asdict(each) for each in result.minority],
        "unplaced": result.unplaced,
        "left_out": [
            {"text": texts[number].id, "reason": reason} for number, reason in result.left_out
        ],
    }


def _check_columns(path: Path, rows: Sequence[Row], columns: Mapping[str, str | None]) -> None:
    if not rows:
        raise Refusal(f"{path.name} has no rows below its header.")
    for column in columns.values():
        if column and column not in rows[0]:
            names = ", ".join(f"“{name}”" for name in rows[0] if name)
            raise Refusal(f"{path.name} has no column “{column}”; its columns are {names}.")


def _analysed(questions: Mapping[str, Sequence[Text]], options: Options) -> list[dict[str, Any]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        found = []
        for number, (question, texts) in enumerate(questions.items(), start=1):
            task = bar.add_task("starting")

            def tell(done: int, total: int, stage: str, task: Any = task, at: int = number) -> None:
                label = f"question {at} of {len(questions)}: {stage}"
                bar.update(task, completed=done, total=total, description=label)

            result = analyse(texts, question=question, options=options, progress=tell)
            found.append(as_json(question, texts, result))
        return found


@click.command(name="python -m nlp", epilog=_JSON)
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--text", default="text", show_default=True, help="Column with the answers.")
@click.option("--id", "id_", help="Column that names each answer; without it, the row number.")
@click.option("--question", help="Column with the question, to read each question by itself.")
@click.option("--author", help="Column with the author or organisation.")
@click.option("--position", help="Column with the author's position.")
@click.option("--kind", help="Column with the author's kind: industry, civil society, …")
@click.option("--language", help="Column with the declared language (en, de, …).")
@click.option("--themes", type=click.IntRange(min=1), help="About how many themes a question.")
@click.option("--seed", default=0, show_default=True, help="Seed of the analysis.")
@click.option("--encoding", default="utf-8-sig", show_default=True, help="Encoding of a CSV file.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def main(
    table: Path,
    output: Path,
    encoding: str,
    themes: int | None,
    seed: int,
    id_: str | None,
    **names: str | None,
) -> None:
    """Find the themes of a TABLE of answers (CSV or XLSX) and write them as JSON."""
    columns = names | {"id": id_}
    rows = read_table(table, encoding)
    _check_columns(table, rows, columns)
    try:
        found = _analysed(by_question(rows, columns), Options(themes=themes, seed=seed))
    except EncoderError as error:
        raise Refusal(str(error)) from error
    written = json.dumps(found, ensure_ascii=False, indent=1)
    try:
        output.write_text(written + "\n", encoding="utf-8")
    except OSError as error:
        raise Refusal(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"{len(found)} questions read; the themes are in {output}.", err=True)


if __name__ == "__main__":
    main()
