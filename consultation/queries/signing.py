"""Whether what a signature stands under is still as it was: asked wherever one is shown."""

import hashlib
import json

from consultation.models import OpenQuestion
from consultation.queries.signed_state import State, former_state, signed_state


def canonical(state: State) -> str:
    """A state as the one text that is hashed, and kept with a signature."""
    return json.dumps(state, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 of a state's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def state_hash(question: OpenQuestion) -> str:
    """What marks a question as it is now."""
    return hash_of(canonical(signed_state(question)))


def stands(question: OpenQuestion, now: State | None = None) -> bool:
    """Whether a signature is in force and what it stands under is as it was.

    `now` is the question's state, where that was worked out already.
    """
    signature = question.sign_off
    if signature is None:
        return False
    state = now or signed_state(question) if signature.is_kept else former_state(question)
    return signature.state_hash == hash_of(canonical(state))
