"""Papers and offline tables in: read by a limited child process, refused with a sentence.

The child (`reader/`) has little memory, 20 seconds, no network and nothing of ours in it: whatever
a hostile file does to it, it does to nobody else. Where the machine permits no
namespace without a network (`without_network` is empty), its own refusal of sockets is left.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from consultation.boundary import clean_text
from consultation.errors import ImportRefused
from consultation.imports.reader.blocks import (
    CELL,
    PARAGRAPH,
    Merged,
    Refused,
    Sheet,
    Unread,
    ensure_readable,
)
from consultation.imports.reader.outline import Line, Outline, Piece, Run

FILE_LIMIT = 10_000_000
"""Bytes of one paper or one table."""

ANSWER_LIMIT = 100_000_000
"""Bytes that the child may answer: what it may read of a file, each sign as JSON escapes it."""

SECONDS = 40
"""How long the child may take by the clock; its own processor time is limited to half of that."""

# An isolated interpreter knows neither the folder it is started in nor PYTHONPATH.
_START = (
    "import sys, runpy; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('reader', run_name='__main__')"
)
_READERS_FOLDER = Path(__file__).parent
_NO_NETWORK = ("unshare", "--user", "--map-root-user", "--net", "--")


@dataclass(frozen=True)
class PaperBlock:
    """A heading (`level` from 1) or a paragraph (0), and its page (0 where there are none)."""

    text: str
    level: int
    page: int


@dataclass(frozen=True)
class PaperText:
    """What was read of a paper, and what of it was left out."""

    kind: str
    blocks: tuple[PaperBlock, ...]
    left_out: tuple[str, ...]


def read_paper(raw: bytes, *, name: str) -> PaperText:
    """The headings and paragraphs of a PDF, DOCX, ODT, text or Markdown file.

    What it is, its bytes say, not its name. Raises ImportRefused, with what to do, for whatever
    cannot be read whole.
    """
    found = _read_by_child(raw, "paper", name)
    texts = chain((block["text"] for block in found["blocks"]), found["left_out"])
    _ensure_readable(texts, PARAGRAPH, name)
    blocks = tuple(
        PaperBlock(text, int(block["level"]), int(block["page"]))
        for block in found["blocks"]
        if (text := clean_text(block["text"], limit=2 * FILE_LIMIT).strip())
    )
    return PaperText(found["kind"], blocks, tuple(map(clean_text, found["left_out"])))


def read_sheets(raw: bytes, *, name: str) -> list[Sheet] | None:
    """The sheets of an XLSX, ODS or DOCX file; None for a text, which may be a CSV file."""
    found = _read_by_child(raw, "table", name)["sheets"]
    if found is None:
        return None
    sheets = [
        Sheet(
            s["name"],
            s["rows"],
            [Unread(*cell) for cell in s["unread"]],
            s["is_hidden"],
            [Merged(*cells) for cells in s["merged"]],
        )
        for s in found
    ]
    _ensure_readable(chain.from_iterable(sheet.texts for sheet in sheets), CELL, name)
    return sheets


def read_outline(raw: bytes, *, name: str) -> Outline:
    """The pieces of a draft in DOCX, Markdown or Akoma Ntoso, and what of it was left out."""
    found = _read_by_child(raw, "draft", name)
    pieces = tuple(
        Piece(**piece | {"line": _line(piece["line"]), "cells": tuple(map(_line, piece["cells"]))})
        for piece in found["pieces"]
    )
    runs = chain.from_iterable(chain(piece.line, *piece.cells) for piece in pieces)
    _ensure_readable((run.text for run in runs), CELL, name)
    told = (tuple(map(clean_text, found[what])) for what in ("left_out", "changed"))
    return Outline(found["kind"], pieces, *told)


def _line(runs: Iterable[Iterable[Any]]) -> Line:
    return tuple(Run(*run) for run in runs)


def _ensure_readable(texts: Iterable[str], least: int, name: str) -> None:
    """The child has looked already; whoever took it over by a hostile file has not."""
    try:
        ensure_readable(texts, least=least)
    except Refused as refused:
        raise ImportRefused(f"“{name}” {refused}") from refused


def _read_by_child(raw: bytes, what: str, name: str) -> dict[str, Any]:
    if len(raw) > FILE_LIMIT:
        raise ImportRefused(
            f"“{name}” has {len(raw) / 1_000_000:.1f} MB; up to {FILE_LIMIT // 1_000_000} MB "
            "can be taken. Split it, or save it without its pictures."
        )
    command = [*without_network(), sys.executable, "-I", "-c", _START, str(_READERS_FOLDER), what]
    try:
        done = subprocess.run(  # noqa: S603 – no part of the command comes from outside
            command, input=raw, capture_output=True, timeout=SECONDS, check=False, env={}
        )
    except subprocess.TimeoutExpired as error:
        raise _given_up(name) from error
    if done.returncode or len(done.stdout) > ANSWER_LIMIT:
        raise _given_up(name)
    found: dict[str, Any] = json.loads(done.stdout)
    if "refused" in found:
        raise ImportRefused(f"“{name}” {found['refused']}")
    return found


def _given_up(name: str) -> ImportRefused:
    return ImportRefused(
        f"“{name}” could not be read: it is damaged, or it asks for more time or memory than a "
        "paper needs. Save it as plain text and attach that."
    )


@cache
def without_network() -> Sequence[str]:
    """What runs a program without any network; nothing where this machine does not allow it to."""
    if shutil.which(_NO_NETWORK[0]) is None:
        return ()
    tried = subprocess.run([*_NO_NETWORK, "true"], capture_output=True, check=False)  # noqa: S603
    return _NO_NETWORK if tried.returncode == 0 else ()
