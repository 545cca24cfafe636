"""Passages → rows whose cosine says how alike two arguments are: words, letters and meaning, fused.

The lexical blocks count words and letters; the semantic blocks come from the sentence encoder.
Each block is centred on the question, because what every answer shares says nothing, and the
joined rows are drawn toward their nearest neighbours.
"""

import math
import re
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from nlp.encoder import Memory, encode, reads
from nlp.lexical import Counts

Rows = NDArray[np.float32]

_READ_AT_MOST = 3_000  # characters of a passage
# The encoder reads an argument whole, after its question, and clause by clause: either reading
# alone groups worse (the demonstration: adjusted mutual information .36 and .35 against .41).
_CLAUSE = re.compile(r"(?<=[,;:.])\s+|\s+(?:because|and|but|so|since|which)\s+")
_FEWEST_IN_CLAUSE = 3  # words
_QUESTION_READ = 300  # characters of the question read before each text
_CLAUSES_UP_TO = 20_000  # texts beyond which reading clause by clause takes too long
_LEXICAL = 1.3  # the weight of words and of letters beside either reading of the encoder
_FEW_WORDS = 6.0  # a text of so many content words has half of that weight, squared
_FEWEST_NEIGHBOURS, _NEIGHBOURS, _ROUNDS = 8, 0.75, 4
_BESIDE = 0.3  # what the points around a point weigh where it is read beside them
SAMPLE = 2_000  # rows beyond which neighbours and groups are sought among a sample
_SLICE = 2_000  # rows compared with all others at once, so that memory stays linear


def rows_of(
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    question: str = "",
    seed: int = 0,
    encoder: bool = True,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rows:
    """Rows of length 1 (texts by dimensions), one for each text, drawn toward their neighbours.

    >>> rows_of(["Keep open models.", "Protect open models.", "Tax it."], ["en"] * 3).shape[0]
    3
    """
    rows = plain_rows(
        texts,
        languages,
        question=question,
        seed=seed,
        encoder=encoder,
        memory=memory,
        progress=progress,
    )
    return smoothed(rows, seed)


def plain_rows(
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    question: str = "",
    seed: int = 0,
    encoder: bool = True,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rows:
    """Rows of length 1 (texts by dimensions) that say what each text says by itself.

    The words of the question are left out. Only a language that the encoder reads has semantic
    blocks; in the others words and letters (names, loan words, numbers) carry a row alone, centred
    on their own language so that a language is never a theme. `encoder=False` leaves the encoder
    out; a memory changes the time alone.
    """
    if not texts:
        return np.zeros((0, 1), np.float32)
    counts, frame = Counts(texts, languages, question), sample(len(texts), seed)
    lexical = [counts.letters(frame, seed), counts.words(frame, seed)]
    said = counts.content()
    worth = np.float32(_LEXICAL) * np.sqrt(said / (said + np.float32(_FEW_WORDS)))[:, None]
    blocks: list[Rows] = [_centred(block, languages) * worth for block in lexical]
    if encoder:
        blocks += _meanings(texts, languages, question, memory, progress)
    return _turned(_unit(np.hstack(blocks)))


def _turned(rows: Rows) -> Rows:
    """The same rows with the same cosines, in no more dimensions than there are rows."""
    if rows.shape[0] >= rows.shape[1]:
        return rows
    return np.ascontiguousarray(np.asarray(np.linalg.qr(rows.T, mode="r"), np.float32).T)


def _meanings(
    texts: Sequence[str],
    languages: Sequence[str],
    question: str,
    memory: Memory | None,
    progress: Callable[[int, int], None] | None,
) -> list[Rows]:
    """What the encoder says of each text after its question, and of its clauses on average."""
    legible = [reads(language) for language in languages]
    read = [text[:_READ_AT_MOST] for text, can in zip(texts, legible, strict=True) if can]
    if not read:
        return []
    asked = [f"{question[:_QUESTION_READ]} {text}".lstrip() for text in read]
    clauses = [_clauses(text) for text in read] if len(read) <= _CLAUSES_UP_TO else []
    rows = encode([*asked, *chain(*clauses)], memory=memory, progress=progress)
    meanings = [rows[: len(read)]]
    if clauses:
        starts = np.cumsum([len(read), *map(len, clauses)])[:-1]
        meanings.append(np.add.reduceat(rows, starts, axis=0))
    own = [language for language, can in zip(languages, legible, strict=True) if can]
    blocks = []
    for meaning in meanings:
        block = np.zeros((len(texts), meaning.shape[1]), np.float32)
        block[legible] = _centred(meaning, own)
        blocks.append(block)
    return blocks


def _clauses(text: str) -> list[str]:
    parts = [part for part in _CLAUSE.split(text) if len(part.split()) >= _FEWEST_IN_CLAUSE]
    return parts or [text]


def _centred(rows: Rows, languages: Sequence[str]) -> Rows:
    """Rows of length 1 without what all rows share, and without what their language shares.

    One more row is counted than a language has, so that a lone row keeps half of what it says.
    """
    centred = _unit(rows)
    centred = centred - centred.mean(axis=0, dtype=np.float64).astype(np.float32)
    names = np.array(languages)
    for language in sorted(set(languages)):
        own = names == language
        centred[own] -= centred[own].sum(axis=0) / (own.sum() + 1)
    return _unit(centred)


def _unit(rows: NDArray[np.floating]) -> Rows:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(norms > 1e-6, norms, 1.0), dtype=np.float32)


def beside(rows: Rows, order: Sequence[int], texts: Sequence[int]) -> Rows:
    """Each row read beside the rows before and after it in its text, which weigh `_BESIDE`.

    `order` sorts the rows as they stand in their texts; `texts[k]` is the text of row k.
    """
    lines = np.array(order, dtype=np.intp)
    own = np.array(texts)[lines]
    together = own[1:] == own[:-1]
    around = np.zeros_like(rows)
    around[lines[1:][together]] += rows[lines[:-1][together]]
    around[lines[:-1][together]] += rows[lines[1:][together]]
    return _unit(rows + np.float32(_BESIDE) * _unit(around))


def smoothed(rows: Rows, seed: int = 0) -> Rows:
    """Each row drawn toward its nearest neighbours, so that one odd wording does not stray.

    Beyond `SAMPLE` rows the neighbours are sought in a seeded sample, so that time stays in
    proportion to the number of rows.
    """
    frame = sample(len(rows), seed)
    count = neighbours(len(frame))
    if not count:
        return rows
    everyone = len(frame) == len(rows)
    middle = rows[frame]
    near = None if everyone else nearest(rows, middle, count)
    for _ in range(_ROUNDS):
        drawn = nearest(middle, middle, count + 1) @ middle
        rows = rows if near is None else _unit((rows + near @ middle) / 2)
        middle = _unit((middle + drawn) / 2)
    return middle if near is None else rows


def neighbours(count: int) -> int:
    """How many neighbours a row is drawn toward among `count`: about ¾·√n, at most a tenth."""
    return min(max(_FEWEST_NEIGHBOURS, round(_NEIGHBOURS * math.sqrt(count))), count // 10)


def sample(count: int, seed: int, most: int = SAMPLE) -> NDArray[np.intp]:
    """At most `most` of the indexes below `count`, in order; all of them where there are few."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, size=most, replace=False))


def nearest(rows: Rows, others: Rows, count: int) -> sparse.csr_matrix:
    """Weights (rows by others) that make of `others` the mean of each row's nearest `count`.

    Nearest by cosine; those that are as near as the last of them are among them too.
    """
    found = [sparse.csr_matrix((0, len(others)), dtype=np.float32)]
    for first in range(0, len(rows), _SLICE):
        # Rounding keeps the last bit of a sum, which machines disagree on, from deciding a tie.
        alike = np.round(rows[first : first + _SLICE] @ others.T, 5)
        last = max(len(others) - count, 0)
        chosen = alike >= np.partition(alike, last, axis=1)[:, last, None]
        sizes = np.count_nonzero(chosen, axis=1)
        weights = np.repeat(np.float32(1) / sizes.astype(np.float32), sizes)
        ends = np.concatenate([[0], np.cumsum(sizes)])
        found.append(sparse.csr_matrix((weights, np.nonzero(chosen)[1], ends), shape=chosen.shape))
    return sparse.vstack(found, format="csr")
