"""What the address of a list asks for: words and numbers, each such as every page can show."""

from flask import request

from consultation.boundary import LARGEST_NUMBER, clean_text
from consultation.errors import UnknownFilter

MOST = 500
"""Characters of one parameter."""
MOST_WORDS = 20


def asked_text(name: str) -> str:
    """Words to search for; raises UnknownFilter for more than a list is searched for at once."""
    asked = request.args.get(name, "")
    if len(asked) > MOST:
        raise UnknownFilter(f"Up to {MOST} characters can be searched for at once. Take fewer.")
    words = clean_text(asked)
    if len(words.split()) > MOST_WORDS:
        raise UnknownFilter(f"Up to {MOST_WORDS} words can be searched for at once. Take fewer.")
    return words


def asked_number(name: str) -> int | None:
    """A number from one; raises UnknownFilter for anything else."""
    wanted = asked_text(name)
    if not wanted:
        return None
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) <= LARGEST_NUMBER:
        raise UnknownFilter(f"“{wanted[:60]}” is no number of a {name}. Follow a link on the page.")
    return int(wanted)
