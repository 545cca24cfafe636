"""Passages → rows whose cosine says how alike two arguments are: words, letters and meaning, fused.

The lexical blocks count words and letters; the semantic blocks come from the sentence encoder.
Each block is centred on the question, because what every answer shares says nothing, and the
joined rows are drawn toward their nearest neighbours.
"""

import re
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np

from nlp.encoder import Memory, encode, reads
from nlp.kinship import beside, kinship
from nlp.lexical import Counts
from nlp.neighbours import Rows, sample, smoothed, unit

_READ_AT_MOST = 3_000  # characters of a passage
# The encoder reads an argument whole, after its question, and clause by clause: either reading
# alone groups worse (the demonstration: adjusted mutual information .36 and .35 against .41).
_CLAUSE = re.compile(r"(?<=[,;:.])\s+|\s+(?:because|and|but|so|since|which)\s+")
_FEWEST_IN_CLAUSE = 3  # words
_QUESTION_READ = 300  # characters of the question read before each text
_CLAUSES_UP_TO = 20_000  # texts beyond which reading clause by clause takes too long
_LEXICAL = 1.3  # the weight of words and of letters beside either reading of the encoder
_FEW_WORDS = 6.0  # a text of so many content words has half of that weight, squared
_OF_ONE_MIND = 0.25  # kinship from which the words of whole answers tell what goes with what


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
    sources: Sequence[int] = (),
) -> Rows:
    """Rows of length 1 (texts by dimensions) that say what each text says by itself.

    Where `sources` tells which answer each text is a passage of, and the passages of an answer are
    of one mind (`kinship`), a row says what its text says beside the others of its answer.

    The words of the question are left out. Only a language that the encoder reads has semantic
    blocks; in the others words and letters (names, loan words, numbers) carry a row alone, centred
    on their own language so that a language is never a theme. `encoder=False` leaves the encoder
    out; a memory changes the time alone.
    """
    if not texts:
        return np.zeros((0, 1), np.float32)
    counts = Counts(texts, languages, question)
    meanings = _meanings(texts, languages, question, memory, progress) if encoder else []
    frame = sample(len(texts), seed)
    fitted, worth = counts.passages(frame), _worth(counts)

    def fused(*lexical: Rows) -> Rows:
        blocks = [_centred(block, languages) * worth for block in lexical]
        return _turned(unit(np.hstack([*blocks, *meanings])))

    kin = 0.0
    if len(set(sources)) < len(sources):
        # Words and meanings tell it; letters would take as long as all the rest.
        kin = kinship(fused(counts.words(fitted, seed)), sources, seed)
        if kin >= _OF_ONE_MIND:
            fitted = counts.wholes(frame, sources)
    rows = fused(counts.letters(fitted, seed), counts.words(fitted, seed))
    return beside(rows, sources, kin)


def _worth(counts: Counts) -> Rows:
    """What words and letters weigh beside either reading of the encoder (texts by 1)."""
    said = counts.content()
    return np.asarray(_LEXICAL * np.sqrt(said / (said + _FEW_WORDS)), np.float32)[:, None]


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
    centred = unit(rows)
    centred = centred - centred.mean(axis=0, dtype=np.float64).astype(np.float32)
    names = np.array(languages)
    for language in sorted(set(languages)):
        own = names == language
        centred[own] -= centred[own].sum(axis=0) / (own.sum() + 1)
    return unit(centred)
