"""What kind of point a passage makes: a proposal, a concern, a question or evidence, and why."""

from enum import StrEnum

from nlp.cues import cue


class Kind(StrEnum):
    """What a point does; a plain statement is none of these."""

    PROPOSAL = "proposal"
    CONCERN = "concern"
    QUESTION = "question"
    EVIDENCE = "evidence"


CLAIMS = (Kind.PROPOSAL, Kind.CONCERN)
"""The kinds that ask for something or warn of it."""

# Level counts go to the first: who proposes something has mostly named the trouble too.
_BY_CUES = (Kind.PROPOSAL, Kind.EVIDENCE, Kind.CONCERN)
_MOST_CUES = 6
_MARKS = ("?", "？", "؟")
_GREEK_MARKS = (*_MARKS, ";", "\u037e")  # a Greek question ends with what looks like a semicolon


def kind_of(passage: str, language: str = "en") -> tuple[Kind | None, tuple[str, ...]]:
    """The kind of a passage and the words that decided it, in order, without repeats.

    A passage that ends with a question mark is a question. Otherwise the kind with most different
    cue words (`cues.toml`) wins; a plain statement has none.

    >>> kind_of("The supervisor should publish it, or firms must guess.")
    (<Kind.PROPOSAL: 'proposal'>, ('should', 'must'))
    >>> kind_of("Who pays?"), kind_of("Weights are numbers.")
    ((<Kind.QUESTION: 'question'>, ('?',)), (None, ()))
    """
    if passage.rstrip("\"'”’») ").endswith(_GREEK_MARKS if language == "el" else _MARKS):
        return Kind.QUESTION, ("?",)
    found = {
        kind: tuple(dict.fromkeys(word.lower() for word in cue(kind, language).findall(passage)))
        for kind in _BY_CUES
    }
    best = max(_BY_CUES, key=lambda kind: len(found[kind]))
    return (best, found[best][:_MOST_CUES]) if found[best] else (None, ())
