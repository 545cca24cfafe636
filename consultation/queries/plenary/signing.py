"""Whether what a signature stands under is still as it was: asked wherever one is shown."""

import hashlib
import json
from collections.abc import Iterable

from consultation.models import OpenQuestion
from consultation.queries.plenary.signed_state import (
    State,
    former_state,
    signed_state,
    signed_states,
)


def canonical(state: State) -> str:
    """A state as the one text that is hashed, and kept with a signature."""
    return json.dumps(state, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of a state's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def state_hash(question: OpenQuestion) -> str:
    """What marks a question as it is now."""
    return hash_of(canonical(signed_state(question)))


def standing(questions: Iterable[OpenQuestion]) -> set[int]:
    """The numbers of those under which a signature stands, all asked at once."""
    signed = [question for question in questions if question.sign_off is not None]
    kept = [each for each in signed if each.sign_off and each.sign_off.is_kept]
    states = signed_states(kept)
    found = {question.id for question, state in states if stands(question, state)}
    return found | {each.id for each in signed if each not in kept and stands(each)}


def stands(question: OpenQuestion, now: State | None = None) -> bool:
    """Whether a signature is in force and what it stands under is as it was.

    `now` is the question's state, where that was worked out already.
    """
    signature = question.sign_off
    if signature is None:
        return False
    state = now or signed_state(question) if signature.is_kept else former_state(question)
    return signature.state_hash == hash_of(canonical(state))
