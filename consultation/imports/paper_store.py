"""Where papers lie: in the data folder, each stakeholder's under the hash of what is in them."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from consultation.exports.files import write_whole
from consultation.queries.contributions.papers import PaperFile

LONGEST_NAME = 120
_DIGEST = re.compile("[0-9a-f]{64}")
_UNFINISHED = re.compile(r"\.[0-9a-f]{60}\.")
"""As `whole_file` calls it until all is written."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def keep(folder: Path, stakeholder_id: int, raw: bytes) -> str:
    """Put a paper on the disk, whole or not at all, before any row names it; its SHA-256."""
    digest = hashlib.sha256(raw).hexdigest()
    path = path_of(folder, stakeholder_id, digest)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, raw)
    return digest


def path_of(folder: Path, stakeholder_id: int, digest: str) -> Path:
    """Where a paper lies."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError("no SHA-256")
    return folder.resolve() / "papers" / str(stakeholder_id) / digest


def forget(folder: Path, stakeholder_id: int, digest: str) -> None:
    """Take a paper from the disk, once no row names it."""
    path_of(folder, stakeholder_id, digest).unlink(missing_ok=True)


def lying(folder: Path, before: datetime) -> list[PaperFile]:
    """The papers that lie there untouched since a moment; what is no paper is none of ours."""
    return [
        PaperFile(int(path.parent.name), path.name)
        for path in _files(folder, before)
        if _DIGEST.fullmatch(path.name)
    ]


def forget_unfinished(folder: Path, before: datetime) -> int:
    """Take what was begun to be written and never got its name; how many such there were."""
    begun = [path for path in _files(folder, before) if _UNFINISHED.match(path.name)]
    for path in begun:
        path.unlink(missing_ok=True)
    return len(begun)


def _files(folder: Path, before: datetime) -> Iterator[Path]:
    for path in (folder.resolve() / "papers").glob("*/*"):
        try:
            is_old = path.stat().st_mtime < before.timestamp()
        except FileNotFoundError:
            # Somebody removed it since the folder was read.
            continue
        if is_old and path.parent.name.isdecimal() and path.is_file():
            yield path


def tidy_name(name: str) -> str:
    r"""A file's name as it can be shown and sent: no folders, no signs nobody sees, not too long.

    >>> tidy_name("../../etc/pass\r\nwd.pdf"), tidy_name("C:\\papers\\our \u202efdp.exe")
    ('passwd.pdf', 'our fdp.exe')
    """
    last = re.split(r"[/\\]", name)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in _UNSEEN)
    clean = " ".join(seen.split()).strip(". ") or "paper"
    suffix = PurePosixPath(clean).suffix[:12]
    return clean if len(clean) <= LONGEST_NAME else clean[: LONGEST_NAME - len(suffix)] + suffix
