"""The limited child: a file on its standard input → what was read, as JSON on its output.

It is run by its folder's name, `reader paper|table|draft`, so that nothing above it is imported.
Before the first byte is read it gives up everything that reading does not need: memory, time,
files, sockets, other programs.
"""

import json
import resource
import sys
from dataclasses import asdict
from itertools import chain
from typing import Any

from .akoma import is_akoma_ntoso, read_akoma
from .blocks import CELL, PARAGRAPH, NotTaken, Reading, Refused, ensure_readable
from .docx import read_docx
from .draft_docx import read_draft_docx
from .kinds import Kind, kind_of
from .odt import read_odt
from .outline import Outline, Piece, Run
from .pdf import read_pdf
from .tables import sheets_in
from .words import read_markdown, read_text

MEMORY = 1_000_000_000
SECONDS = 20
FILES = 32
READERS = {
    Kind.PDF: read_pdf,
    Kind.DOCX: read_docx,
    Kind.ODT: read_odt,
    Kind.MARKDOWN: read_markdown,
    Kind.TEXT: read_text,
}
TABLES = {Kind.XLSX, Kind.ODS, Kind.DOCX}
TAKEN = {
    "paper": "Papers are taken as PDF, DOCX, ODT, plain text or Markdown.",
    "table": "The table is taken as XLSX, ODS, CSV or DOCX.",
    "draft": "Drafts are taken as DOCX, Markdown with headings, or Akoma Ntoso XML.",
}
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork", "os.system")


def limit() -> None:
    """Give up what reading does not need; what asks for it all the same dies."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"reading a paper needs no {event}")


def read(raw: bytes, what: str) -> dict[str, Any]:
    """What was read, or the sentence that says why not; see `consultation.imports.papers`."""
    try:
        if what == "draft":
            return _draft(raw)
        kind = kind_of(raw)
        return _table(raw, kind) if what == "table" else _paper(raw, kind)
    except NotTaken as refused:
        return {"refused": f"{refused} {TAKEN[what]}"}
    except Refused as refused:
        return {"refused": str(refused)}
    except (MemoryError, RecursionError):
        return {"refused": "needs more memory to be read than a paper does. Save it as plain text."}


def _paper(raw: bytes, kind: Kind) -> dict[str, Any]:
    if kind not in READERS:
        raise NotTaken("is a table.")
    reading: Reading = READERS[kind](raw)
    if not reading.blocks:
        raise Refused("has no text in it. Choose the right file, or save it again.")
    ensure_readable(chain((b.text for b in reading.blocks), reading.left_out), least=PARAGRAPH)
    return asdict(reading)


def _draft(raw: bytes) -> dict[str, Any]:
    outline = read_akoma(raw) if is_akoma_ntoso(raw) else _outline(raw, kind_of(raw))
    if not outline.pieces:
        raise Refused("has no text in it. Choose the right file, or save it again.")
    runs = chain.from_iterable(chain(piece.line, *piece.cells) for piece in outline.pieces)
    ensure_readable(chain((run.text for run in runs), outline.left_out), least=PARAGRAPH)
    return asdict(outline)


def _outline(raw: bytes, kind: Kind) -> Outline:
    if kind is Kind.DOCX:
        return read_draft_docx(raw)
    if kind is not Kind.MARKDOWN:
        raise NotTaken("is none of these.")
    blocks = read_markdown(raw).blocks
    pieces = (
        Piece(place, (Run(block.text),), level=block.level, is_markdown=not block.level)
        for place, block in enumerate(blocks, 1)
    )
    return Outline(kind, tuple(pieces))


def _table(raw: bytes, kind: Kind) -> dict[str, Any]:
    if kind in (Kind.PDF, Kind.ODT):
        raise NotTaken("is a paper, not a table.")
    sheets = sheets_in(raw, kind) if kind in TABLES else None
    ensure_readable(chain.from_iterable(sheet.texts for sheet in sheets or ()), least=CELL)
    return {"kind": kind, "sheets": sheets and [asdict(sheet) for sheet in sheets]}


if __name__ == "__main__":
    limit()
    json.dump(read(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
