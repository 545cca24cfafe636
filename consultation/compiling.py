"""Compiling an edition: every format of a pack with the data behind it, or of a synopsis report."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

from consultation import exports
from consultation.exports.data import Tell, write_data, write_tables
from consultation.exports.document import Document
from consultation.exports.document.synopsis import state_of, synopsis_document
from consultation.exports.document.synopsis.use import figures
from consultation.exports.reports import REPORT_FORMATS, ReportFormat, report_name
from consultation.models import Edition, EditionKind, Round
from consultation.operations.plenary.pack import Pack, compile_pack
from consultation.operations.plenary.synopsis import RoundPart, Synopsis, compile_synopsis
from consultation.queries.consultations.word_templates import looks_of, word_template
from consultation.queries.plenary.editions import log_position

MANIFEST = "manifest.json"

Write = Callable[[BinaryIO], object]


@dataclass(frozen=True)
class Work:
    """What an edition is made of: who writes each file, and what its manifest says beside these."""

    writers: dict[str, Write]
    manifest: dict[str, Any]


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
    tell(0, 0, f"compiling the {edition.kind}")
    work = _COMPILED[edition.kind](edition, tell)
    for at, (name, write) in enumerate(work.writers.items()):
        tell(at, len(work.writers), f"writing {name}")
        with exports.whole_file(room / name) as file:
            write(file)
    files = {name: _told(room / name) for name in work.writers}
    manifest = work.manifest | {"files": files}
    raw = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    exports.write_whole(room / MANIFEST, raw)
    return manifest, hashlib.sha256(raw).hexdigest()


def forget(data: Path, edition_id: int) -> None:
    """Take the files of an edition from the disk, where they are."""
    room = room_of(data, edition_id)
    if room.exists():
        shutil.rmtree(room)


def _pack(edition: Edition, tell: Tell) -> Work:
    pack = compile_pack(edition.round, now=edition.asked_at)
    return Work(dict(_writers(pack, edition.round, tell)), _manifest(edition, pack))


def _writers(pack: Pack, round_: Round, tell: Tell) -> Iterator[tuple[str, Write]]:
    for extension, form in exports.formats_with(looks_of(round_.consultation)).items():
        yield exports.file_name(pack, extension), partial(render_into, form, pack)
    yield "data.json", lambda file: write_data(round_, file, tell)
    yield "data.csv.zip", lambda file: write_tables(round_, file, tell)


def render_into(form: exports.Format, pack: Pack, file: BinaryIO) -> None:
    file.write(form.render(pack))


def _manifest(edition: Edition, pack: Pack) -> dict[str, Any]:
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
        "log": _log(),
        "counts": asdict(pack.counts)
        | {
            "questions": len(questions),
            "signed": len(questions) - len(pack.unsigned),
            "themes": len(themes),
            "quotes": sum(len(theme.quotes) for theme in themes),
        },
        "unsigned": list(pack.unsigned),
        "word_template": {"name": template.name, "sha256": template.sha256} if template else None,
    }


def _log() -> dict[str, Any]:
    entry, digest = log_position()
    return {"entry": entry, "hash": digest}


def _synopsis(edition: Edition, _tell: Tell) -> Work:
    consultation = edition.round.consultation
    report = compile_synopsis(consultation, now=edition.asked_at)
    document = synopsis_document(report)
    writers: dict[str, Write] = {
        report_name(
            consultation.title,
            "synopsis-report",
            made_at=edition.asked_at,
            zone=consultation.zone,
            ext=extension,
        ): partial(_write_document, form, document)
        for extension, form in REPORT_FORMATS.items()
    }
    return Work(writers, _told_of(edition, report))


def _write_document(form: ReportFormat, document: Document, file: BinaryIO) -> None:
    file.write(form.write(document))


def _told_of(edition: Edition, report: Synopsis) -> dict[str, Any]:
    """What the page of the report shows of it, without compiling it again."""
    return {
        "format": "plenary-synopsis-manifest-1",
        "consultation": report.consultation,
        "edition": edition.number,
        "compiled_at": report.compiled_at.isoformat(),
        "log": _log(),
        "state": state_of(report),
        "unsigned": list(report.unsigned),
        "unpublished": list(report.unpublished),
        "rounds": [_round(part) for part in report.rounds],
        "used": [list(line) for line in figures(report)],
        "meetings": len(report.meetings),
        "official_answers": len(report.official),
    }


def _round(part: RoundPart) -> dict[str, Any]:
    return {
        "title": part.title,
        "submissions": part.replies.submissions,
        "organisations": part.replies.organisations,
        "answers": part.replies.answers,
        "questions": len(part.questions),
        "signed": len(part.questions) - len(part.unsigned),
    }


_COMPILED = {EditionKind.PACK: _pack, EditionKind.SYNOPSIS: _synopsis}
"""Who compiles what."""


def _told(path: Path) -> dict[str, Any]:
    """What the manifest says of a file: its SHA-256 and how many octets it has."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"sha256": digest, "octets": path.stat().st_size}
