"""What versions said when they were received, where words in them were redacted since.

Read for two things alone: a receipt's hash, and what is given to the author. Whoever else wants to
read it does so by `operations.privacy.redacting.unseal`, which the log keeps.
"""

from collections.abc import Iterable

from sqlalchemy import select

from consultation.db import at_once, session
from consultation.models import AnswerVersion, SealedText
from consultation.models.moderation import MASK

Words = dict[str, str]


def words_received(versions: Iterable[AnswerVersion]) -> dict[int, Words]:
    """By version: its text, the wording it proposes and its annex, as they were received.

    Only words with a mask in them can have been others: of the rest nothing is read.
    """
    found = {v.id: {"text": v.text, "proposed": v.proposed, "annex": v.annex} for v in versions}
    covered = [number for number, words in found.items() if MASK in "".join(words.values())]
    for numbers in at_once([number for number in covered if number is not None]):
        for sealed in session.scalars(select(SealedText).where(SealedText.version_id.in_(numbers))):
            found[sealed.version_id] = {
                "text": sealed.text,
                "proposed": sealed.proposed,
                "annex": sealed.annex,
            }
    return found
