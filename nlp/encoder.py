"""The sentence encoder: texts → rows whose cosine says how alike their meaning is.

Bundled is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as int8 ONNX: English,
384 dimensions, at most 256 word pieces; see its PROVENANCE.md. The environment variable
`PLENARY_ENCODER` names the folder of another one, which is taken to read every language.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlp.encoder_files import BUNDLED, Encoder, encoder_in
from nlp.encoder_graph import Row, load

Rows = NDArray[np.float32]

_THREADS = 2
_STEP = 64  # texts between two notes of progress; a memory is told as often


class Memory(Protocol):
    """Rows of texts read before, by key: a hash of the encoder and of the whole text."""

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, Row]:
        """The rows that are known among those asked for."""

    def remember(self, rows: Mapping[bytes, Row]) -> None:
        """Keep rows that were not known; called now and then while texts are read."""


def chosen() -> Encoder:
    """The encoder that `PLENARY_ENCODER` names, or the bundled one.

    Raises EncoderError with what its folder lacks.
    """
    return _encoder_in(os.environ.get("PLENARY_ENCODER") or str(BUNDLED))


@cache
def _encoder_in(folder: str) -> Encoder:
    return encoder_in(Path(folder))


def encoder_name() -> str:
    """What the chosen encoder is called, for an account of the method.

    >>> encoder_name()
    'all-MiniLM-L6-v2 (int8)'
    """
    return chosen().name


def reads(language: str) -> bool:
    """Whether the chosen encoder reads texts in a language (ISO 639-1)."""
    languages = chosen().languages
    return languages is None or language in languages


def encode(
    texts: Sequence[str],
    *,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rows:
    """Rows of length 1 (texts by the encoder's dimensions), one for each text.

    A row depends on its text alone, so a memory changes nothing but the time. `progress(done,
    total)` counts the texts that have to be read: each distinct one once, and none remembered.

    Raises EncoderError where the chosen encoder cannot be used.

    >>> cat, kitten, tax = encode(["A cat sleeps.", "A kitten is asleep.", "Taxes must rise."])
    >>> bool(cat @ kitten > cat @ tax)
    True
    """
    graph = load(chosen())
    keys = {text: graph.key(graph.read_of(text)) for text in texts}
    rows = dict(memory.recall(sorted(set(keys.values())))) if memory is not None else {}
    unread = {key: graph.read_of(text) for text, key in keys.items() if key not in rows}
    # Texts of about one length go together, so that neither thread waits long for the other.
    order = sorted(unread, key=lambda key: (len(unread[key]), key))
    with ThreadPoolExecutor(_THREADS) as pool:
        for first in range(0, len(order), _STEP):
            step = order[first : first + _STEP]
            read = pool.map(graph.row, [unread[key] for key in step])
            fresh = dict(zip(step, read, strict=True))
            rows |= fresh
            if memory is not None:
                memory.remember(fresh)
            if progress:
                progress(first + len(step), len(order))
    found = np.zeros((len(texts), graph.dimensions), dtype=np.float32)
    for number, text in enumerate(texts):
        found[number] = rows[keys[text]]
    return found
