"""Where papers lie: in the data folder, each stakeholder's under the hash of what is in them."""

import hashlib
import re
import unicodedata
from pathlib import Path, PurePosixPath

from consultation.exports.files import write_whole

LONGEST_NAME = 120
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
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise ValueError("no SHA-256")
    return folder.resolve() / "papers" / str(stakeholder_id) / digest


def forget(folder: Path, stakeholder_id: int, digest: str) -> None:
    """Take a paper from the disk, once no row names it."""
    path_of(folder, stakeholder_id, digest).unlink(missing_ok=True)


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
