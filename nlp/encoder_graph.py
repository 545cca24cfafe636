"""A sentence encoder's graph: loaded, checked, and asked for the row of one text."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.encoder_files import Encoder, EncoderError

Row = NDArray[np.float32]

_INPUTS = ("input_ids", "attention_mask", "token_type_ids")
_OF_SENTENCES = ("sentence_embedding", "e")  # the bundled graph calls it e
_OF_PIECES = ("last_hidden_state", "token_embeddings")
_CHARACTERS_PER_PIECE = 16  # more are read by no tokeniser of words
_PROBE = "The measure is clear, and 12 of 30 small firms asked for it: la mesure est claire."


@dataclass(frozen=True)
class Graph:
    """A loaded encoder: one text in, one row of length 1 and `dimensions` out.

    `identity` tells encoders apart that may give another row for a text: by their files, and by
    what this machine and its libraries make of one text.
    """

    encoder: Encoder
    session: Any
    tokenizer: Any
    output: str
    dimensions: int = 0
    identity: bytes = b""

    def read_of(self, text: str) -> str:
        """The part of a text that is read; the rest would be cut off as word pieces.

        Half a character (a lone surrogate) is no text, and is read as a question mark.
        """
        part = text[: self.encoder.pieces * _CHARACTERS_PER_PIECE]
        return part.encode("utf-8", "replace").decode()

    def key(self, text: str) -> bytes:
        """What a row depends on, hashed: this encoder and the text."""
        return hashlib.sha256(self.identity + text.encode()).digest()

    def row(self, text: str) -> Row:
        """The row of one text, read by itself.

        A quantised graph scales all it is given together, so that with others in its batch a text
        would get a row that depends on them.
        """
        ids = self.tokenizer.encode(text).ids
        if not ids:
            return np.zeros(self.dimensions, dtype=np.float32)
        values = np.asarray(self._run(ids), dtype=np.float32)[0]
        if self.output in _OF_PIECES:
            values = values.mean(axis=0) if self.encoder.pooling == "mean" else values[0]
        length = np.linalg.norm(values)
        return np.asarray(values / (length or 1.0), dtype=np.float32)

    def _run(self, ids: Sequence[int]) -> Any:
        given = np.array([ids], dtype=np.int64)
        values = (given, np.ones_like(given), np.zeros_like(given))
        inputs = dict(zip(_INPUTS, values, strict=True))
        named = [each.name for each in self.session.get_inputs()]
        (found,) = self.session.run([self.output], {name: inputs[name] for name in named})
        return found


@cache
def load(encoder: Encoder) -> Graph:
    """The encoder, ready to read. Raises EncoderError where its files are not what they should."""
    session = _session(encoder)
    graph = Graph(encoder, session, _tokenizer(encoder), _output(encoder, session))
    try:
        # The longest text too: a graph may have fewer places for pieces than its folder says.
        _, probe = (graph.row(graph.read_of(_PROBE * n)) for n in (encoder.pieces, 1))
    except Exception as error:
        raise EncoderError(f"{_of(encoder)} cannot read a text: {_first_line(error)}") from error
    if probe.ndim != 1 or not probe.size or not np.isfinite(probe).all():
        raise EncoderError(f"{_of(encoder)} gives {graph.output} that is no row for a text.")
    identity = hashlib.sha256(encoder.digest().encode() + probe.tobytes()).digest()
    return replace(graph, dimensions=len(probe), identity=identity)


def _of(encoder: Encoder) -> str:
    return f"The encoder {encoder.graph}"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _session(encoder: Encoder) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread per text: the sum then never depends on how many cores the machine has.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what it has to say is in the exception
    try:
        session = onnxruntime.InferenceSession(
            str(encoder.graph), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        raise EncoderError(f"{_of(encoder)} is no graph that can be loaded.") from error
    unknown = [each.name for each in session.get_inputs() if each.name not in _INPUTS]
    if unknown:
        raise EncoderError(
            f"{_of(encoder)} asks for {', '.join(unknown)}; it can be given {', '.join(_INPUTS)}."
        )
    return session


def _tokenizer(encoder: Encoder) -> Any:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(encoder.tokenizer))
    except Exception as error:
        raise EncoderError(f"The encoder's file {encoder.tokenizer} is no tokeniser.") from error
    tokenizer.enable_truncation(encoder.pieces)
    tokenizer.no_padding()
    return tokenizer


def _output(encoder: Encoder, session: Any) -> str:
    given = [each.name for each in session.get_outputs()]
    known = (*_OF_SENTENCES, *_OF_PIECES)
    output = next((name for name in known if name in given), None)
    if output in _OF_PIECES and encoder.has_dense_layer:
        raise EncoderError(
            f"{_of(encoder)} gives {output}, but its folder has a dense layer after the pooling: "
            "export it with sentence_embedding."
        )
    if output is None:
        raise EncoderError(
            f"{_of(encoder)} gives {', '.join(given)}; it must give one of {', '.join(known)}."
        )
    return output
