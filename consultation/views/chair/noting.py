"""Acts that ask for a note where they would take a minority point from where it is heard."""

from collections.abc import Callable

from wtforms import Field

from consultation.errors import NoteOwed


def is_done(note: Field | None, act: Callable[[], object]) -> bool:
    """Do something; False where it owes a note first, which the field then asks for.

    Nothing is changed then, and the page is shown again with all that was typed. Raises NoteOwed
    where the page has no such field, since the point has become a minority point only now.
    """
    try:
        act()
    except NoteOwed as owed:
        if note is None:
            raise
        note.errors = [str(owed)]
        return False
    return True
