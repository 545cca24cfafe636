"""The bundled sentence encoder: texts → rows whose cosine says how alike their meaning is.

all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020) as int8 ONNX: English, 384
dimensions, at most 256 word pieces. See its PROVENANCE.md.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float32]

FOLDER = Path(__file__).parent / "models" / "all-MiniLM-L6-v2"
DIMENSIONS = 384
_PIECES = 256
_CHARACTERS = 4_000  # 256 pieces never reach further; longer input only costs time
_BATCH = 32
_THREADS = 2


@cache
def _session() -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread per batch: the sum then never depends on how many cores the machine has.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(
        str(FOLDER / "model_int8.onnx"), options, providers=["CPUExecutionProvider"]
    )


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(_PIECES)
    tokenizer.no_padding()
    return tokenizer


def encode(texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None) -> Rows:
    """Rows of length 1, (texts by 384), one for each text; `progress(done, total)` after a batch.

    The int8 graph scales a batch as a whole, so batches are made from the sorted distinct texts:
    the same set of texts gives the same rows in whatever order it comes.

    >>> cat, kitten, tax = encode(["A cat sleeps.", "A kitten is asleep.", "Taxes must rise."])
    >>> bool(cat @ kitten > cat @ tax)
    True
    """
    distinct = sorted({text[:_CHARACTERS] for text in texts})
    pieces = _tokenizer().encode_batch(distinct) if distinct else []
    order = sorted(range(len(distinct)), key=lambda row: (len(pieces[row].ids), row))
    batches = [order[first : first + _BATCH] for first in range(0, len(order), _BATCH)]
    rows = np.zeros((len(distinct), DIMENSIONS), dtype=np.float32)
    with ThreadPoolExecutor(_THREADS) as pool:
        encoded = pool.map(lambda batch: _encode_batch([pieces[row].ids for row in batch]), batches)
        for done, (batch, values) in enumerate(zip(batches, encoded, strict=True), start=1):
            rows[batch] = values
            if progress:
                progress(min(done * _BATCH, len(distinct)), len(distinct))
    index = {text: row for row, text in enumerate(distinct)}
    return rows[[index[text[:_CHARACTERS]] for text in texts]]


def _encode_batch(ids: Sequence[Sequence[int]]) -> Rows:
    longest = max(map(len, ids))
    inputs = np.zeros((len(ids), longest), dtype=np.int64)
    mask = np.zeros_like(inputs)
    for row, pieces in enumerate(ids):
        inputs[row, : len(pieces)] = pieces
        mask[row, : len(pieces)] = 1
    (rows,) = _session().run(["e"], {"input_ids": inputs, "attention_mask": mask})
    return np.asarray(rows, dtype=np.float32)
