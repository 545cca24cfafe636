"""trust.md 49: a file of many answers is written while they are read, and never held whole.

How much memory 100,000 take is measured by `./plenary bench exports`.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import event, select

from consultation import exports
from consultation.db import begin_read, session
from consultation.exports.data import render_data, write_data, write_tables
from consultation.exports.open_data import write_open_data
from consultation.models import Round
from tests.benchmarks.exports import fill

ANSWERS = 1_500
"""More than what is read at once."""

Write = Callable[[Round, BinaryIO], object]


def _unheard(_done: int, _total: int, _what: str) -> None: ...


STREAMED: dict[str, Write] = {
    "data.json": lambda of, out: write_data(of, out, _unheard),
    "data.csv.zip": lambda of, out: write_tables(of, out, _unheard),
    "open-data.json": lambda of, out: write_open_data(of, "json", out),
    "open-data.csv.zip": lambda of, out: write_open_data(of, "csv.zip", out),
}
HELD: Write = lambda of, out: out.write(render_data(of))  # noqa: E731 – one of a kind with those


def on_the_disk(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def written_when_the_last_was_read(write: Write, path: Path) -> float:
    """How much was on the disk when the last query was made, as a part of the whole file."""
    at_last = 0

    def look(*_of_the_statement: object) -> None:
        nonlocal at_last
        at_last = on_the_disk(path.parent)

    begin_read()
    round_ = session.scalars(select(Round)).one()
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", look)
    try:
        with exports.whole_file(path) as file:
            write(round_, file)
    finally:
        event.remove(engine, "before_cursor_execute", look)
        session.remove()
    return at_last / path.stat().st_size


def test_no_export_of_many_answers_is_held_whole(database, tmp_path, monkeypatch):
    fill(ANSWERS)
    parts = {}
    for name, write in (STREAMED | {"held.json": HELD}).items():
        folder = tmp_path / f"of {name}"
        folder.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        parts[name] = written_when_the_last_was_read(write, folder / name)
    # What is held would be seen.
    assert parts.pop("held.json") == 0
    assert all(part > 0.5 for part in parts.values()), parts
