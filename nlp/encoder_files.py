"""A folder with a sentence encoder → which graph is in it, how it is read, or what it lacks."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).parent / "models" / "all-MiniLM-L6-v2"
_GRAPHS = ("model_int8.onnx", "onnx/model.onnx", "onnx/model_*.onnx", "model.onnx")
_PIECES = 256
_MOST_PIECES = 512  # attention costs the square of them
_POOLINGS = ("mean", "cls")
# What a sentence-transformers checkout calls its ways of pooling, as far as they differ from ours.
_CALLED = {"mean_tokens": "mean", "cls_token": "cls"}


class EncoderError(ValueError):
    """An encoder that cannot be used; the message says of which folder, and what it lacks."""


@dataclass(frozen=True)
class Encoder:
    """A sentence encoder as its folder describes it.

    `languages` are those it reads, None for all; `pieces` is how many word pieces of a text it
    reads; `pooling` says how one row is made where the graph gives a row for each piece: their
    "mean", or the first ("cls").
    """

    name: str
    folder: Path
    graph: Path
    languages: frozenset[str] | None
    pieces: int
    pooling: str

    @property
    def tokenizer(self) -> Path:
        return self.folder / "tokenizer.json"

    @property
    def has_dense_layer(self) -> bool:
        """Whether rows pass a layer after the pooling: a graph may end before it."""
        return any(self.folder.glob("*_Dense"))

    def digest(self) -> str:
        """SHA-256 of the graph with its weights, of the tokeniser, and of how they are read."""
        return _digest(self)


def encoder_in(folder: Path) -> Encoder:
    """The encoder in a folder: laid out as the bundled one, or a sentence-transformers checkout.

    Of several graphs `model_int8.onnx` comes first, then `onnx/model.onnx`, then the first of
    `onnx/model_*.onnx` by name. Only the bundled encoder is known to read a single language.

    Raises EncoderError with what is missing or cannot be read.

    >>> encoder_in(BUNDLED).pieces, encoder_in(BUNDLED).languages
    (256, frozenset({'en'}))
    """
    if not folder.is_dir():
        raise EncoderError(f"The encoder's folder {folder} is not there.")
    graph = next((path for name in _GRAPHS for path in sorted(folder.glob(name))), None)
    if graph is None:
        raise EncoderError(
            f"The encoder's folder {folder} has no graph: it needs model_int8.onnx, "
            "onnx/model.onnx or onnx/model_*.onnx."
        )
    if not (folder / "tokenizer.json").is_file():
        raise EncoderError(f"The encoder's folder {folder} has no tokenizer.json.")
    bundled = folder.resolve() == BUNDLED.resolve()
    return Encoder(
        name="all-MiniLM-L6-v2 (int8)" if bundled else _name(folder, graph),
        folder=folder,
        graph=graph,
        languages=frozenset({"en"}) if bundled else None,
        pieces=_pieces(folder),
        pooling=_pooling(folder),
    )


def _name(folder: Path, graph: Path) -> str:
    return f"{folder.resolve().name} ({graph.relative_to(folder).as_posix()})"


def _pieces(folder: Path) -> int:
    said = _settings(folder / "sentence_bert_config.json").get("max_seq_length")
    if said is None:
        most = _settings(folder / "tokenizer_config.json").get("model_max_length", _PIECES)
        said = min(most, _PIECES)
    if not isinstance(said, int) or said < 1:
        raise EncoderError(
            f"The encoder's folder {folder} reads texts of {said!r} word pieces: "
            "max_seq_length must be a whole number from 1."
        )
    return min(said, _MOST_PIECES)


def _pooling(folder: Path) -> str:
    settings = _settings(folder / "1_Pooling" / "config.json")
    flags = [
        name.removeprefix("pooling_mode_")
        for name, value in settings.items()
        if name.startswith("pooling_mode_") and value is True
    ]
    said = settings.get("pooling_mode", flags or ["mean"])
    names = [_CALLED.get(name, name) for name in ([said] if isinstance(said, str) else said)]
    if len(names) != 1 or names[0] not in _POOLINGS:
        raise EncoderError(
            f"The encoder's folder {folder} pools by {' and '.join(names)}; "
            "mean or cls can be used."
        )
    return str(names[0])


def _settings(path: Path) -> dict[str, Any]:
    """A file of settings, empty where there is none."""
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise EncoderError(f"The encoder's file {path} cannot be read as JSON.") from error
    if not isinstance(found, dict):
        raise EncoderError(f"The encoder's file {path} holds no settings.")
    return found


@cache
def _digest(encoder: Encoder) -> str:
    found = hashlib.sha256(f"{encoder.pooling} {encoder.pieces}".encode())
    for path in _weights(encoder):
        with path.open("rb") as file:
            found.update(hashlib.file_digest(file, "sha256").digest())
    return found.hexdigest()


def _weights(encoder: Encoder) -> Iterator[Path]:
    """The graph, the files beside it that hold weights too large for it, and the tokeniser."""
    yield from sorted(encoder.graph.parent.glob(f"{encoder.graph.name}*"))
    yield encoder.tokenizer
