"""The data of a round: everything behind its pack, as JSON and as tables."""

import io
from typing import BinaryIO

from consultation.exports.data.content import Tell, data_of
from consultation.exports.data.tables import write_tables
from consultation.exports.json_pieces import json_pieces
from consultation.models import Round

__all__ = ["Tell", "render_data", "write_data", "write_tables"]


def write_data(round_: Round, out: BinaryIO, tell: Tell) -> None:
    """The round as UTF-8 JSON, indented, written as it is read and never held whole."""
    out.writelines(piece.encode() for piece in json_pieces(data_of(round_, tell)))
    out.write(b"\n")


def render_data(round_: Round) -> bytes:
    """The same as bytes."""
    out = io.BytesIO()
    write_data(round_, out, lambda *_: None)
    return out.getvalue()
