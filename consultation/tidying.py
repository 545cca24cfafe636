"""What nobody needs any more goes from this machine's disk: papers, and files of editions."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import structlog

from consultation import clock, compiling, db
from consultation.db import session
from consultation.imports import paper_store
from consultation.operations.contributions.papers import forget_files
from consultation.queries.contributions.papers import PaperFile, known_owners, listed_files
from consultation.queries.plenary.editions import let_go_editions

log = structlog.get_logger()

SETTLED_AFTER = timedelta(days=1)
"""A paper lies on the disk before its row is stored: so long at most, by far."""


def forget_editions(data: Path) -> None:
    """Take the files of editions that are kept no longer."""
    db.begin_read()
    for number in let_go_editions():
        compiling.forget(data, number)
    session.rollback()


def forget_papers(files: Iterable[PaperFile], data: Path) -> int:
    """Take those files that no paper needs, in the transaction that is open; how many are gone.

    What made them unneeded is stored already: one that the disk does not let go is told in the log,
    stops nothing, and is left to the next sweep.
    """
    gone = 0

    def forget(stakeholder_id: int, digest: str) -> None:
        nonlocal gone
        try:
            paper_store.forget(data, stakeholder_id, digest)
            gone += 1
        except OSError as error:
            log.error("paper_not_removed", stakeholder=stakeholder_id, error=str(error))

    forget_files(files, forget)
    return gone


def sweep_papers(data: Path) -> int:
    """Take the papers that no row needs and that lie there all the same; how many are gone.

    So does one whose removal failed, or that was written by a request which then came to nothing.
    What belongs to nobody whom the database knows is left: it may be another database's, or newer
    than one that was restored.
    """
    before = clock.now() - SETTLED_AFTER
    db.begin_read()
    owners, listed = known_owners(), listed_files()
    session.rollback()
    gone = 0
    for file in paper_store.lying(data, before):
        if file.stakeholder_id in owners and file not in listed:
            with db.transaction():
                gone += forget_papers([file], data)
    session.remove()
    gone += paper_store.forget_unfinished(data, before)
    if gone:
        log.info("papers_swept", files=gone)
    return gone
