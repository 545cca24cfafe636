"""The open data of a round: what everybody may have once its contributions are published.

Each text stands there as its author let it be published; what is a tick without a word, and what
nobody may be named with, is counted. Nothing ties together what one author wrote in several places,
but the name they chose. The same rows are one JSON and a zip of CSV files.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, BinaryIO

from consultation.errors import NotAllowedYet
from consultation.exports.data.content import Tell
from consultation.exports.data.tables import write_archive
from consultation.exports.json_pieces import json_pieces
from consultation.exports.open_data.columns import TABLES
from consultation.exports.open_data.content import rows_by_table
from consultation.models import Round

__all__ = ["OPEN_DATA_FORMATS", "TABLES", "ensure_published", "open_data_of", "write_open_data"]

OPEN_DATA_FORMATS = {"csv.zip": "application/zip", "json": "application/json"}


def ensure_published(round_: Round, now: datetime) -> None:
    """Raise NotAllowedYet until the contributions of a round are published."""
    if not round_.is_published(now):
        raise NotAllowedYet(
            f"The contributions to {round_.title} are not published. Their data can be had here "
            "once they are."
        )


def _unheard(_done: int, _total: int, _what: str) -> None:
    """Who asks for a file in a request is not told how far it is."""


def open_data_of(round_: Round, tell: Tell = _unheard) -> dict[str, Any]:
    """The open data as plain values; each table is an iterator, so that none is held whole."""
    return {
        "format": "plenary-open-data-1",
        "consultation": round_.consultation.title,
        "host": round_.consultation.host,
        "round": round_.title,
        **rows_by_table(round_, tell),
    }


def write_open_data(round_: Round, extension: str, out: BinaryIO, tell: Tell = _unheard) -> None:
    """Write the data in one of `OPEN_DATA_FORMATS`, as they are read, telling how far it is."""
    if extension == "json":
        out.writelines(piece.encode() for piece in json_pieces(open_data_of(round_, tell)))
        out.write(b"\n")
    else:
        write_archive(TABLES, _rows(round_, tell), out)


def _rows(round_: Round, tell: Tell) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, rows in rows_by_table(round_, tell).items():
        for row in rows:
            yield name, row
