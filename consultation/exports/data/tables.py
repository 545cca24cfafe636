"""The data of a round as tables: CSV files and their dictionary in one archive.

Each row is what the JSON says, under the same names; a value that is a list has a line for each.
"""

import csv
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from consultation.cells import guarded
from consultation.exports.data.columns import TABLES, Table
from consultation.exports.data.content import Tell, data_of
from consultation.exports.packing import steady_entry
from consultation.models import Round

Row = Mapping[str, Any]


def write_tables(round_: Round, out: BinaryIO, tell: Tell, *, separator: str = ",") -> None:
    """A zip of UTF-8 files with their mark; each is written to the disk before it is packed."""
    write_archive(TABLES, _rows(data_of(round_, tell)), out, separator=separator)


def write_archive(
    tables: Sequence[Table], rows: Iterable[tuple[str, Row]], out: BinaryIO, *, separator: str = ","
) -> None:
    """A zip of these tables, each row under the name of its own; no row is held."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        _write(tables, rows, folder, separator)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.iterdir()):
                with path.open("rb") as file, archive.open(steady_entry(path.name), "w") as entry:
                    shutil.copyfileobj(file, entry)


def _write(
    tables: Sequence[Table], rows: Iterable[tuple[str, Row]], folder: Path, separator: str
) -> None:
    with ExitStack() as open_files:
        writers = {}
        for table in tables:
            path = folder / f"{table.name}.csv"
            file = open_files.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            writers[table.name] = csv.writer(file, quoting=csv.QUOTE_ALL, delimiter=separator)
            writers[table.name].writerow(table.columns)
        for name, row in rows:
            columns = next(table.columns for table in tables if table.name == name)
            writers[name].writerow([_cell(row.get(column)) for column in columns])


def _rows(data: Row) -> Iterator[tuple[str, Row]]:
    """Every row of every table, in the order of the data."""
    for table in TABLES:
        for column, meaning in table.columns.items():
            yield "dictionary", {"table": table.name, "column": column, "meaning": meaning}
    for code in (data["code_frame"] or {}).get("codes", ()):
        yield "code_frame", code | {"version": data["code_frame"]["version"]}
    yield from _account("", "submissions", data["submissions"])
    for question in data["questions"]:
        yield from _of_question(question)


def _of_question(question: Row) -> Iterator[tuple[str, Row]]:
    number = {"question": question["number"]}
    yield "questions", question
    yield from _account(question["number"], "answers", question["ledger"]["answers"])
    yield from _account(question["number"], "points", question["ledger"]["points"])
    for reopening in question["reopened"]:
        changes = [f"{each['about']}: {each['what']}" for each in reopening["changes"]]
        yield "reopened", number | reopening | {"changes": changes}
    for at, campaign in enumerate(question["campaigns"], 1):
        yield from _of_campaign(number | {"campaign": at}, campaign)
    for theme in question["themes"]:
        yield from _of_theme(number | {"theme": theme["title"]}, theme)
    for point in question["minority_points"]:
        yield "minority_points", number | point
    for answer in question["answers"]:
        yield from _of_answer(number, answer)


def _of_campaign(here: Row, campaign: Row) -> Iterator[tuple[str, Row]]:
    yield "campaigns", {**here, **campaign}
    for copy in campaign["copies"]:
        yield "campaign_copies", {**here, **copy}


def _of_answer(number: Row, answer: Row) -> Iterator[tuple[str, Row]]:
    yield "answers", {**number, **answer}
    for point in answer.get("points", ()):
        start, end = point["start"], point["end"]
        here = {**number, "answer": answer["id"], "start": start, "end": end}
        yield "points", {**here, **point, "text": answer["text"][start:end]}
        yield from _codes(here, point)


def _of_theme(here: Row, theme: Row) -> Iterator[tuple[str, Row]]:
    yield "themes", {**here, **theme}
    for by in ("category", "position"):
        for value, answers in theme[f"by_{by}"].items():
            yield "theme_counts", {**here, "by": by, "value": value, "answers": answers}
    for quote in theme["quotes"]:
        yield "quotes", {**here, **quote}
    yield from _codes(here, theme)


def _codes(here: Row, subject: Row) -> Iterator[tuple[str, Row]]:
    for code in subject["codes"]:
        yield "codes", {**here, **code, "refused": False}
    for code in subject["codes_refused"]:
        yield "codes", {**here, **code, "refused": True}


def _account(question: str, of: str, lines: Mapping[str, int]) -> Iterator[tuple[str, Row]]:
    for state, count in lines.items():
        yield "ledger", {"question": question, "of": of, "state": state, "count": count}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return guarded("\n".join(map(str, value)))
    return guarded(value) if isinstance(value, str) else str(value)
