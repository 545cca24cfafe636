"""Compiling an edition: every format of the pack and the data behind it, and their manifest."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from consultation import exports
from consultation.exports.data import Tell, write_data, write_tables
from consultation.models import Edition, Round
from consultation.operations.pack import Pack, compile_pack
from consultation.queries.editions import log_position
from consultation.queries.word_templates import looks_of, word_template

MANIFEST = "manifest.json"

Write = Callable[[BinaryIO], object]


def room_of(data: Path, edition_id: int) -> Path:
    """Where the files of an edition lie."""
    return data.resolve() / "editions" / str(edition_id)


def write_edition(edition: Edition, data: Path, tell: Tell) -> tuple[dict[str, Any], str]:
    """Write the files of an edition as the transaction sees the round, each whole or not at all.

    What an attempt that died has left there goes first. The moment of compiling is that of asking,
    so that another attempt writes the same. Returns the manifest, which also lies beside the files,
    and its SHA-256.
    """
    room = room_of(data, edition.id)
    if room.exists():
        shutil.rmtree(room)
    room.mkdir(mode=0o700, parents=True)
    tell(0, 0, "compiling the pack")
    pack = compile_pack(edition.round, now=edition.asked_at)
    writers = dict(_writers(pack, edition.round, tell))
    for at, (name, write) in enumerate(writers.items()):
        tell(at, len(writers), f"writing {name}")
        with exports.whole_file(room / name) as file:
            write(file)
    manifest = _manifest(edition, pack, {name: _told(room / name) for name in writers})
    raw = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    exports.write_whole(room / MANIFEST, raw)
    return manifest, hashlib.sha256(raw).hexdigest()


def forget(data: Path, edition_id: int) -> None:
    """Take the files of an edition from the disk, where they are."""
    room = room_of(data, edition_id)
    if room.exists():
        shutil.rmtree(room)


def _writers(pack: Pack, round_: Round, tell: Tell) -> Iterator[tuple[str, Write]]:
    for extension, form in exports.formats_with(looks_of(round_.consultation)).items():
        yield exports.file_name(pack, extension), partial(render_into, form, pack)
    yield "data.json", lambda file: write_data(round_, file, tell)
    yield "data.csv.zip", lambda file: write_tables(round_, file, tell)


def render_into(form: exports.Format, pack: Pack, file: BinaryIO) -> None:
    file.write(form.render(pack))


def _manifest(edition: Edition, pack: Pack, files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    entry, digest = log_position()
    template = word_template(edition.round.consultation)
    questions = [question for group in pack.groups for question in group.questions]
    themes = [theme for question in questions for theme in question.themes]
    return {
        "format": "plenary-manifest-1",
        "consultation": pack.consultation,
        "round": pack.round,
        "draft": pack.draft,
        "edition": edition.number,
        "compiled_at": pack.compiled_at.isoformat(),
        "log": {"entry": entry, "hash": digest},
        "counts": asdict(pack.counts)
        | {
            "questions": len(questions),
            "signed": len(questions) - len(pack.unsigned),
            "themes": len(themes),
            "quotes": sum(len(theme.quotes) for theme in themes),
        },
        "unsigned": list(pack.unsigned),
        "word_template": {"name": template.name, "sha256": template.sha256} if template else None,
        "files": files,
    }


def _told(path: Path) -> dict[str, Any]:
    """What the manifest says of a file: its SHA-256 and how many octets it has."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "octets": path.stat().st_size}
