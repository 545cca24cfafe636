"""The words by which tables state a position or a choice of publication, and ours for no words."""

from consultation.models import Position, Publication

POSITIONS = {
    Position.SUPPORT: (
        "support", "supports", "supporting", "in support", "agree", "agrees", "strongly agree",
        "strongly support", "for", "pro", "in favour", "in favor", "favour", "favor",
    ),
    Position.CHANGES: (
        "support with changes", "support with amendments", "support with reservations",
        "agree with changes", "agree with reservations", "partly agree", "partially agree",
        "partly support", "partially support", "somewhat agree", "mixed",
    ),
    Position.OPPOSE: (
        "oppose", "opposes", "opposing", "opposed", "disagree", "disagrees", "strongly disagree",
        "strongly oppose", "against", "con", "contra",
    ),
    Position.NONE: (
        "", "no position", "none", "neutral", "no opinion", "neither agree nor disagree",
        "don't know", "undecided", "n/a", "na", "-",
    ),
}  # fmt: skip

PUBLICATIONS = {
    Publication.NAMED: ("named", "public", "published", "with name"),
    Publication.ORGANISATION: ("organisation only", "organization only", "organisation"),
    Publication.PSEUDONYM: ("pseudonym", "pseudonymous", "under a pseudonym"),
    Publication.ANONYMOUS: ("anonymous", "anonymised", "anonymized"),
    Publication.WITHHELD: ("not published", "not at all", "confidential"),
}

INDIVIDUALS = frozenset(
    {
        "citizen", "eu citizen", "non-eu citizen", "individual", "private individual",
        "private person", "person", "member of the public",
    }
)  # fmt: skip
"""Categories of people who speak for themselves: no organisation is made of the name beside."""

MERGED = "↔"
"""Stands before the text of the cell that a cell is merged with."""

_POSITION_OF = {word: position for position, words in POSITIONS.items() for word in words}
_PUBLICATION_OF = {word: choice for choice, words in PUBLICATIONS.items() for word in words}


def position_of(word: str) -> Position | None:
    """The position a word states, nothing said being none; None for a word not known.

    >>> position_of("Strongly_agree"), position_of("perhaps")
    (<Position.SUPPORT: 'support'>, None)
    """
    return _POSITION_OF.get(_plain(word))


def publication_of(word: str) -> Publication | None:
    """The choice a word states; None for a word not known."""
    return _PUBLICATION_OF.get(_plain(word))


def is_individual(category: str) -> bool:
    """Whether stakeholders of this category speak for themselves."""
    return _plain(category) in INDIVIDUALS


def _plain(word: str) -> str:
    return " ".join(word.replace("_", " ").replace("’", "'").casefold().split())


def no_text_in(what: str) -> str:
    """What to say of a cell without a text: it holds a formula or an error, or is merged.

    >>> no_text_in("#REF!")
    'This cell holds the error “#REF!”, not a text; put the text itself there.'
    """
    shown = what if len(what) <= 60 else f"{what[:60]}…"
    if what.startswith(MERGED):
        return (
            f"This cell is merged with one before it, where “{shown.removeprefix(MERGED)}” stands; "
            "take the cells apart and put the text where it belongs."
        )
    if what.startswith("#"):
        return f"This cell holds the error “{shown}”, not a text; put the text itself there."
    return (
        f"This cell holds a formula (“{shown}”) that no spreadsheet program has worked out; put "
        "the text itself there."
    )
