"""What becomes of a question whose answers changed: it is read again, or waits under a signature.

Where its outcome is public the signature must go on standing: what was told does not vanish because
something came in, but because a chair reopens it and says why.
"""

from collections.abc import Iterable
from datetime import datetime

from consultation.errors import NotAllowedYet
from consultation.models import OpenQuestion
from consultation.operations import jobs
from consultation.queries.plenary.signing import stands


def have_read(questions: Iterable[OpenQuestion], now: datetime) -> None:
    """Ask for questions to be read again, but for the signed ones: there it waits, unread.

    Raises NotAllowedYet where that would leave a public outcome without the signature under it.
    """
    for question in sorted(questions, key=lambda question: question.id):
        if question.sign_off is None:
            jobs.ask_for_analysis(question, asked_by=None, now=now)
        else:
            _ensure_told_as_signed(question)


def _ensure_told_as_signed(question: OpenQuestion) -> None:
    """What is signed is told once outcomes are published, and this must leave it as it is."""
    signature, since = question.sign_off, question.round.outcomes_published_at
    if signature is None or since is None or stands(question):
        return
    raise NotAllowedYet(
        f"{question.number} is signed off, and its outcome is public since "
        f"{question.round.exactly(since)}: it was decided on what counted then. Ask "
        f"{signature.chair.name} to reopen it with the reason, then do this again. Until it is "
        "signed anew, its outcome is not told."
    )
