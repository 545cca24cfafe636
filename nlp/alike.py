"""How alike passages are to one of them, or to a phrase that somebody typed."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from nlp.encoder import Memory
from nlp.encoder_files import EncoderError
from nlp.language import language_of
from nlp.vectors import plain_rows


def alike(
    passages: Sequence[str],
    phrase: str,
    *,
    question: str = "",
    languages: Sequence[str] | None = None,
    memory: Memory | None = None,
    seed: int = 0,
) -> tuple[float, ...]:
    """For each passage the cosine of what it says with what the phrase says, by words and meaning.

    Without a usable encoder words and letters decide alone. A memory spares the encoder.

    >>> fees, tea = alike(["Lower the fees.", "Serve tea at noon."], "The fees are too high.")
    >>> fees > tea
    True
    """
    if not passages:
        return ()
    spoken = list(languages or [language_of(text, None) for text in passages])
    usual = max(sorted(set(spoken)), key=spoken.count)
    texts = [*passages, phrase]
    spoken.append(language_of(phrase, usual))
    with threadpool_limits(limits=1):
        try:
            rows = plain_rows(texts, spoken, question=question, memory=memory, seed=seed)
        except EncoderError:
            rows = plain_rows(texts, spoken, question=question, encoder=False, seed=seed)
    return tuple(np.round(rows[:-1] @ rows[-1], 4).tolist())
