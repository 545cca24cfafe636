"""Passages → what their words and their letters say: two blocks of rows from one count of words.

Words are stemmed, without stop words and without the question's own; letters are the character
n-grams within all other words, as they are written, so that compounds, inflections and misspelt
words still resemble each other. Both are weighted by TF-IDF (Spärck Jones 1972) with damped counts
and reduced by truncated SVD (latent semantic analysis, Deerwester et al. 1990).
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from nlp.language import stemmer, stop_words

Block = NDArray[np.float32]

_WORD = re.compile(r"[^\W_][\w'’-]*")
# French and Italian write an article and its noun as one word: l'article, dell'articolo, qu'il.
_ELISION = re.compile(
    r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|all|dell|dall|nell|sull|un|quest|quell)['’]"
    r"(?=\w)"
)
_READ_AT_MOST = 3_000  # characters of a passage
_LONGEST_WORD = 40
_LETTERS = (3, 5)  # the shortest and the longest run of letters counted
_DIMENSIONS = 100
_RARE_FROM = 8  # passages from which a word that only one of them uses is left out
_EXACT = 800  # passages up to which the reduction is exact; beyond, that takes longer
_ITERATIONS = 3  # of the randomised search
_NOTHING = 1e-9  # the share of the largest variance that is none
_SLICE = 20_000  # passages weighted and reduced at once, so that memory stays bounded


def words_of(text: str) -> list[str]:
    """The words of a text's first 3,000 characters, lower case, in order.

    >>> words_of("L'article 5 s'applique: don't delete it.")
    ['article', '5', 'applique', "don't", 'delete', 'it']
    """
    words = map(str.lower, _WORD.findall(text[:_READ_AT_MOST]))
    whole = (_ELISION.sub("", word) if "'" in word or "’" in word else word for word in words)
    return [word for word in whole if len(word) <= _LONGEST_WORD]


def content_words(text: str, language: str, skip: frozenset[str] = frozenset()) -> list[str]:
    """The stems of a text's words, without stop words and without the stems to skip."""
    stem, stops = stemmer(language), stop_words(language)
    stems = (stem(word) for word in words_of(text) if word not in stops)
    return [word for word in stems if word not in skip]


def question_stems(question: str, languages: Sequence[str]) -> frozenset[str]:
    """The stems of the question's words, by the stemmer of every language answered in."""
    return frozenset(
        stem for language in sorted(set(languages)) for stem in content_words(question, language)
    )


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a block is fitted to: counts of words, row by row, and how often each row counts."""

    counts: sparse.csr_matrix
    times: NDArray[np.intp]


class Counts:
    """How often each text uses each word: counted once, read as words and as letters."""

    def __init__(self, texts: Sequence[str], languages: Sequence[str], question: str) -> None:
        column: dict[tuple[str, str], int] = {}
        counts: list[int] = []
        columns: list[int] = []
        ends = [0]
        for text, language in zip(texts, languages, strict=True):
            bag = Counter(words_of(text))
            counts.extend(bag.values())
            columns.extend(column.setdefault((language, word), len(column)) for word in bag)
            ends.append(len(counts))
        shape = (len(texts), len(column))
        found = sparse.csr_matrix((counts, columns, ends), shape=shape, dtype=np.float32)
        # In alphabetical order a column means the same in whatever order the texts come.
        order = sorted(column)
        self._found = found[:, [column[key] for key in order]]
        self._vocabulary = order
        self._asked = question

    def passages(self, frame: NDArray[np.intp]) -> Fitted:
        """What the texts of `frame` use, for a block to be fitted to."""
        return Fitted(self._found[frame], np.ones(len(frame), np.intp))

    def wholes(self, frame: NDArray[np.intp], sources: Sequence[int]) -> Fitted:
        """What the answers use that the texts of `frame` are of; `sources[k]` is that of text k."""
        count = len(sources)
        within = sparse.csr_matrix((np.ones(count, np.float32), (sources, np.arange(count))))
        answers, times = np.unique(np.asarray(sources)[frame], return_counts=True)
        return Fitted(within[answers] @ self._found, times)

    def letters(self, fitted: Fitted, seed: int) -> Block:
        """The block of letters (texts by at most 100), fitted to `passages` or `wholes`."""
        asked = set(words_of(self._asked))
        words = [word if word not in asked else "" for _, word in self._vocabulary]
        if not any(words):
            return np.zeros((self._found.shape[0], 1), np.float32)
        # scikit-learn's `char_wb`, counted once for each distinct word and not for each text.
        vectorizer = CountVectorizer(analyzer="char_wb", ngram_range=_LETTERS, lowercase=False)
        features = vectorizer.fit_transform(words).astype(np.float32)
        return _reduced(self._found, features, fitted, seed)

    def words(self, fitted: Fitted, seed: int) -> Block:
        """The block of words (texts by at most 100), fitted to `passages` or `wholes`."""
        stems = self._stems()
        names = sorted(set(stems) - {""})
        number = {stem: position for position, stem in enumerate(names)}
        rows = [row for row, stem in enumerate(stems) if stem]
        columns = [number[stem] for stem in stems if stem]
        shape = (len(stems), len(names))
        ones = np.ones(len(rows), np.float32)
        features = sparse.csr_matrix((ones, (rows, columns)), shape=shape)
        return _reduced(self._found, features, fitted, seed)

    def content(self) -> NDArray[np.float32]:
        """How many words with a meaning of their own each text has (texts,)."""
        kept = np.array([bool(stem) for stem in self._stems()], dtype=np.float32)
        return np.asarray(self._found @ kept)

    def _stems(self) -> list[str]:
        skip = question_stems(self._asked, [language for language, _ in self._vocabulary])
        stems = []
        for language, word in self._vocabulary:
            stem = "" if word in stop_words(language) else stemmer(language)(word)
            stems.append("" if stem in skip else stem)
        return stems


def _reduced(
    counts: sparse.csr_matrix, features: sparse.csr_matrix, fitted: Fitted, seed: int
) -> Block:
    """TF-IDF of the counted words' features, reduced by an SVD fitted to some of the counts."""
    own = (fitted.counts @ features).tocsr()
    used = (own > 0).T @ fitted.times > (fitted.times.sum() >= _RARE_FROM)
    features, own = features.tocsc()[:, used].tocsr(), own[:, used]
    rank = min(_DIMENSIONS, min(own.shape) - 1)
    if rank < 1:
        return np.asarray((counts @ features).toarray(), dtype=np.float32)[:, :1]
    every = np.repeat(np.arange(own.shape[0]), fitted.times)
    weights = TfidfTransformer(sublinear_tf=True).fit(own[every])
    # A row that counts n times has the axes of one that is √n times as long.
    often = sparse.diags(np.sqrt(fitted.times).astype(np.float32))
    axes = _axes((often @ weights.transform(own)).tocsr(), rank, seed)
    slices = [
        weights.transform(counts[first : first + _SLICE] @ features) @ axes
        for first in range(0, counts.shape[0], _SLICE)
    ]
    return np.vstack([rows.astype(np.float32) for rows in slices])


def _axes(weighted: sparse.csr_matrix, rank: int, seed: int) -> NDArray[np.floating]:
    """The first right singular vectors (features by at most `rank`).

    Exact, from the eigenvectors of the texts' own products, where the texts are few; else by a
    seeded randomised search (Halko, Martinsson and Tropp 2011).
    """
    if weighted.shape[0] > _EXACT:
        reducer = TruncatedSVD(rank, n_iter=_ITERATIONS, random_state=seed)
        return np.asarray(reducer.fit(weighted).components_.T)
    values, left = np.linalg.eigh((weighted @ weighted.T).toarray().astype(np.float64))
    values, left = values[-rank:], left[:, -rank:]
    real = values > _NOTHING * values[-1]
    return np.asarray(weighted.T @ (left[:, real] / np.sqrt(values[real])))
