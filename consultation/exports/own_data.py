"""All that is kept about one person, in one archive: the rows, and the papers as they were sent."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from consultation.imports import paper_store
from consultation.models import Paper, Person
from consultation.queries.accounts import own_data


def render_own_data(person: Person, folder: Path, *, now: datetime) -> IO[bytes]:
    """A ZIP with `my-data.json` and the files that it names; on the disk, for it may be large."""
    found = list(_files(own_data.papers_about(person), folder))
    hashes = {name: paper.sha256 for name, paper, _ in found}
    made = tempfile.TemporaryFile()  # noqa: SIM115 – closed by whoever sends it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", own_data.data_file(person, files=hashes, now=now))
        for name, _, path in found:
            archive.write(path, name)
    made.seek(0)
    return made


def _files(papers: Iterable[Paper], folder: Path) -> Iterator[tuple[str, Paper, Path]]:
    """What the archive calls a file, whose it is, and where it lies; those that are there."""
    for paper in papers:
        path = paper_store.path_of(folder, paper.submission.stakeholder_id, paper.sha256)
        if path.exists():
            yield f"papers/{paper.id} {paper.name}", paper, path
