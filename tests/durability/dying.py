"""Workers that are killed while they write an edition: a line asks for one, one says how it ended.

A process of one thread forks them: what a test process has beside its own thread would not live on
in a fork, and whoever waits for it there waits for ever.
"""

import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select

from consultation import clock, compiling, db, exports, jobs
from consultation.config import Settings
from consultation.models import Round
from consultation.operations.plenary.pack import compile_pack
from tests.engines import Engines

POINTS = ("before", "in the middle", "at the end")
"""Where in the writing of a file a worker is killed."""


class HalfWritten:
    """A file whose first write stops halfway, and the process with it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, raw: bytes) -> int:
        self._file.write(raw[: len(raw) // 2])
        self._file.flush()
        return die()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def die() -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


def dying(whole_file: Callable[..., Any], at: int, point: str) -> Callable[..., Any]:
    """Writes files as ever up to one, and there the process is killed."""
    count = itertools.count()

    @contextmanager
    def until_killed(path: Path) -> Iterator[Any]:
        is_last = next(count) == at
        if is_last and point == "before":
            die()
        with whole_file(path) as file:
            yield HalfWritten(file) if is_last and point == "in the middle" else file
            if is_last:
                die()

    return until_killed


def rendered_once(folder: Path) -> Callable[..., None]:
    """Renders a format as ever, but for one that a worker before has rendered there already.

    A worker is killed while it writes a file: what stands in the file costs more, and is the same.
    """

    def render_into(form: exports.Format, pack: Any, file: Any) -> None:
        path = folder / form.mimetype.replace("/", " ")
        if not path.exists():
            path.write_bytes(form.render(pack))
        file.write(path.read_bytes())

    return render_into


def killed_worker(settings: Settings, at: int, point: str, rendered: Path) -> int:
    """How a worker ended that was killed: a process with a connection of its own."""
    child = os.fork()
    if child == 0:
        db.connect(settings.url)
        compiling.render_into = rendered_once(rendered)
        exports.whole_file = dying(exports.whole_file, at, point)
        jobs.run_next(data=settings.data)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def warmed_up(settings: Settings) -> None:
    """Have read a pack once, so that no worker has to compile what it asks of the database."""
    db.create_engine = Engines().create
    engine = db.connect(settings.url)
    compile_pack(db.session.scalars(select(Round)).one(), now=clock.now())
    db.session.remove()
    engine.dispose()


if __name__ == "__main__":
    warmed_up(Settings())
    with tempfile.TemporaryDirectory() as folder:
        for line in sys.stdin:
            number, place = line.rstrip("\n").split("\t")
            print(killed_worker(Settings(), int(number), place, Path(folder)), flush=True)
