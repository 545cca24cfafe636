"""Passages → rows whose cosine says how alike two arguments are: words, letters and meaning, fused.

Lexical blocks are TF-IDF (Spärck Jones 1972) of stemmed words and of character n-grams within
words, reduced by truncated SVD (latent semantic analysis, Deerwester et al. 1990). The semantic
block comes from the sentence encoder. Each block is centred on the question, because what every
answer shares says nothing, and the joined rows are drawn toward their nearest neighbours.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from nlp.encoder import Memory, encode, reads
from nlp.language import stemmer, stop_words

Rows = NDArray[np.float64]

_WORD = re.compile(r"[^\W_][\w'’-]*")
_READ_AT_MOST = 3_000  # characters of a passage
_LONGEST_WORD = 40
_DIMENSIONS = 100
_RARE_FROM = 8  # passages from which a word that only one of them uses is left out
# The encoder reads an argument whole, after its question, and clause by clause: either reading
# alone groups worse (ArgKP: adjusted mutual information .38 and .39 against .40).
_CLAUSE = re.compile(r"(?<=[,;:.])\s+|\s+(?:because|and|but|so|since|which)\s+")
_FEWEST_IN_CLAUSE = 3  # words
_QUESTION_READ = 300  # characters of the question read before each text
_CLAUSES_UP_TO = 20_000  # texts beyond which reading clause by clause takes too long
_NEIGHBOURS, _ROUNDS = 8, 4
SAMPLE = 4_000  # rows beyond which neighbours and groups are sought among a sample
_SLICE = 1_000  # rows compared with all others at once, so that memory stays linear


def rows_of(
    texts: Sequence[str],
    languages: Sequence[str],
    *,
    question: str = "",
    seed: int = 0,
    memory: Memory | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Rows:
    """Rows of length 1 (texts by up to 968 dimensions), one for each text.

    The words of the question are left out. Only a language that the encoder reads has a semantic
    block (English, for the bundled one); in the others words and letters (names, loan words,
    numbers) carry a row alone. Each block is centred on its own language too, so that a language
    is never a theme.

    >>> rows_of(["Keep open models.", "Protect open models.", "Tax it."], ["en"] * 3).shape[0]
    3
    """
    if not texts:
        return np.zeros((0, 1))
    counts, vocabulary = _word_counts(texts, languages, question)
    letters = _reduced(counts @ _letter_counts(vocabulary), seed)
    words = _reduced(counts, seed)
    understood = np.array([reads(language) for language in languages])[:, None]
    meanings = [
        _centred(meaning, languages) * understood
        for meaning in _meanings(texts, question, memory, progress)
    ]
    blocks = [*meanings, _centred(letters, languages), _centred(words, languages)]
    return smoothed(_unit(np.hstack(blocks)), seed)


def _meanings(
    texts: Sequence[str],
    question: str,
    memory: Memory | None,
    progress: Callable[[int, int], None] | None,
) -> list[Rows]:
    """What the encoder says of each text after its question, and of its clauses on average."""
    read = [text[:_READ_AT_MOST] for text in texts]
    asked = [f"{question[:_QUESTION_READ]} {text}".lstrip() for text in read]
    clauses = [_clauses(text) for text in read] if len(texts) <= _CLAUSES_UP_TO else []
    read_together = [*asked, *chain(*clauses)]
    rows = encode(read_together, memory=memory, progress=progress).astype(np.float64)
    if not clauses:
        return [rows]
    starts = np.cumsum([len(texts), *map(len, clauses)])[:-1]
    return [rows[: len(texts)], np.add.reduceat(rows, starts, axis=0)]


def _clauses(text: str) -> list[str]:
    parts = [part for part in _CLAUSE.split(text) if len(part.split()) >= _FEWEST_IN_CLAUSE]
    return parts or [text]


def content_words(text: str, language: str, skip: frozenset[str] = frozenset()) -> list[str]:
    """The stems of a text's words, without stop words and without the stems to skip."""
    stem, stops = stemmer(language), stop_words(language)
    words = (word.group().lower() for word in _WORD.finditer(text[:_READ_AT_MOST]))
    stems = (stem(word) for word in words if word not in stops and len(word) <= _LONGEST_WORD)
    return [word for word in stems if word not in skip]


def question_stems(question: str, languages: Sequence[str]) -> frozenset[str]:
    """The stems of the question's words, by the stemmer of every language answered in."""
    return frozenset(
        stem for language in sorted(set(languages)) for stem in content_words(question, language)
    )


def _word_counts(
    texts: Sequence[str], languages: Sequence[str], question: str
) -> tuple[sparse.csr_matrix, list[str]]:
    skip = question_stems(question, languages)
    bags = [
        Counter(content_words(text, language, skip))
        for text, language in zip(texts, languages, strict=True)
    ]
    vocabulary = sorted(set().union(*bags))
    column = {word: number for number, word in enumerate(vocabulary)}
    data = [count for bag in bags for count in bag.values()]
    indices = [column[word] for bag in bags for word in bag]
    ends = np.cumsum([0, *map(len, bags)])
    shape = (len(texts), len(vocabulary))
    return sparse.csr_matrix((data, indices, ends), shape=shape, dtype=np.float64), vocabulary


def _letter_counts(vocabulary: Sequence[str]) -> sparse.csr_matrix:
    """Character n-grams of each distinct word: scikit-learn's `char_wb`, counted once a word."""
    if not vocabulary:
        return sparse.csr_matrix((0, 0))
    vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=(2, 5), lowercase=False)
    return vectorizer.fit_transform(vocabulary)


def _reduced(counts: sparse.csr_matrix, seed: int) -> Rows:
    """TF-IDF with damped counts, reduced to at most `_DIMENSIONS` by a seeded SVD."""
    used = np.asarray((counts > 0).sum(axis=0)).ravel()
    kept = counts[:, used > (counts.shape[0] >= _RARE_FROM)]
    rank = min(_DIMENSIONS, min(kept.shape) - 1)
    if rank < 1:
        return np.asarray(kept.toarray(), dtype=np.float64)[:, :1]
    weighted = TfidfTransformer(sublinear_tf=True).fit_transform(kept)
    reducer = TruncatedSVD(rank, algorithm="randomized", random_state=seed)
    # Rows that are all alike have no variance, of which it would give the shares.
    with np.errstate(invalid="ignore"):
        return np.asarray(reducer.fit_transform(weighted))


def _centred(rows: Rows, languages: Sequence[str]) -> Rows:
    """Rows of length 1 without what all rows share, and without what their language shares.

    One more row is counted than a language has, so that a lone row keeps half of what it says.
    """
    centred = _unit(rows)
    centred = centred - centred.mean(axis=0)
    names = np.array(languages)
    for language in sorted(set(languages)):
        own = names == language
        centred[own] -= centred[own].sum(axis=0) / (own.sum() + 1)
    return _unit(centred)


def _unit(rows: Rows) -> Rows:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(norms > 1e-9, norms, 1.0)


def smoothed(rows: Rows, seed: int = 0) -> Rows:
    """Each row drawn toward its nearest neighbours, so that one odd wording does not stray.

    Beyond `SAMPLE` rows the neighbours are sought in a seeded sample, so that time stays in
    proportion to the number of rows.
    """
    neighbours = min(_NEIGHBOURS, len(rows) // 10)
    frame = sample(len(rows), seed)
    for _ in range(_ROUNDS if neighbours else 0):
        near = nearest(rows, rows[frame], neighbours + 1)
        rows = _unit((rows + rows[frame][near].mean(axis=1)) / 2)
    return rows


def sample(count: int, seed: int) -> NDArray[np.intp]:
    """At most `SAMPLE` of the indexes below `count`, in order; all of them where there are few."""
    if count <= SAMPLE:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, size=SAMPLE, replace=False))


def nearest(rows: Rows, others: Rows, count: int) -> NDArray[np.intp]:
    """For each row the indexes of the `count` others of highest cosine, in no order."""
    found = []
    for first in range(0, len(rows), _SLICE):
        alike = np.round(rows[first : first + _SLICE] @ others.T, 6)
        found.append(np.argpartition(-alike, min(count, len(others)) - 1, axis=1)[:, :count])
    return np.vstack(found) if found else np.zeros((0, count), dtype=np.intp)
