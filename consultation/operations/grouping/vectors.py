"""What the sentence encoder made of a question's texts, kept from one analysis to the next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from consultation.db import session, transaction
from consultation.models import TextVector

_AT_ONCE = 500  # rows a query asks for, or a transaction deletes
READ_NOW = 150
"""Texts that a page lets the encoder read: about a second."""

_NUMBERS = np.dtype("<f4")
_INSERT: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


def kept_vectors(question_id: int, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
    """Those of the vectors that an analysis of the question has kept."""
    known = select(TextVector.digest, TextVector.vector).where(
        TextVector.question_id == question_id
    )
    return {
        digest: np.frombuffer(vector, dtype=_NUMBERS)
        for some in _portions(keys)
        for digest, vector in session.execute(known.where(TextVector.digest.in_(some)))
    }


class ReadOnlyMemory:
    """An `nlp.Memory` for a page: it reads within the request's transaction and keeps nothing.

    Of texts that no analysis has kept (near-copies of a campaign, or all after a change of encoder)
    it leaves `READ_NOW` to be read; of the others it says nothing, so that their words speak alone.
    """

    def __init__(self, question_id: int) -> None:
        self._question_id = question_id

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, NDArray[np.float32]]:
        """The vectors that are kept, and empty ones where too many are not."""
        kept = kept_vectors(self._question_id, keys)
        unread = [key for key in keys if key not in kept]
        return kept | dict.fromkeys(unread[READ_NOW:], np.zeros(1, np.float32))

    def remember(self, rows: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep nothing: reading a page writes nothing."""


class VectorMemory:
    """An `nlp.Memory` in the database, for one analysis of one question, which asks for its all.

    Every step is a short transaction of its own: an analysis takes minutes, and must hold nobody
    up. What a worker that died has read is there for the one that takes its job up.
    """

    def __init__(self, question_id: int) -> None:
        self._question_id = question_id
        self._used: set[bytes] = set()

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, NDArray[np.float32]]:
        """The vectors of those texts that an earlier analysis of the question has read."""
        self._used.update(keys)
        found = kept_vectors(self._question_id, keys)
        session.rollback()
        return found

    def remember(self, rows: Mapping[bytes, NDArray[np.float32]]) -> None:
        """Keep vectors. Another worker, taken for dead, may have kept the same: they are equal."""
        insert = _INSERT[session.get_bind().dialect.name]
        with transaction():
            session.execute(
                insert(TextVector).on_conflict_do_nothing(),
                [
                    {
                        "question_id": self._question_id,
                        "digest": digest,
                        "vector": row.astype(_NUMBERS).tobytes(),
                    }
                    for digest, row in rows.items()
                ],
            )

    def forget_the_rest(self) -> None:
        """Delete what this analysis did not ask for.

        So a vector goes with the last answer that had its text: one that was withdrawn or is
        written anew leaves nothing behind, nor does an encoder that is no longer used.
        """
        kept = session.execute(
            select(TextVector.id, TextVector.digest).where(
                TextVector.question_id == self._question_id
            )
        ).all()
        session.rollback()
        for some in _portions([id_ for id_, digest in kept if digest not in self._used]):
            with transaction():
                session.execute(delete(TextVector).where(TextVector.id.in_(some)))


def _portions(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(things), _AT_ONCE):
        yield things[first : first + _AT_ONCE]
