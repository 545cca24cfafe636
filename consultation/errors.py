"""Refusals, worded for the person who reads them; the web turns each into its status."""

from collections.abc import Sequence
from typing import Any


class RuleError(Exception):
    """A rule says no. The message is the sentence on the page: why, and what to do."""

    status = 409


class TextRefused(RuleError):
    """A text that cannot be stored as it is."""

    status = 422


class TextTooLong(RuleError):
    """A text over the limit."""

    status = 413

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"The text has {length:,} characters; up to {limit:,} can be taken. "
            "Shorten it or split it over several answers. Your text is below."
        )


class RoundClosed(RuleError):
    """The round is not open: too early or too late."""


class WouldBeLate(RoundClosed):
    """The deadline passed while the form was open, and late is what nobody was asked about."""


class NothingToSubmit(RuleError):
    """A submission without a single answer, or without a change since the last receipt."""


class NothingToWithdraw(RuleError):
    """A withdrawal of what was never received, or was withdrawn already."""


class StaleEdit(RuleError):
    """Somebody else changed it since the editor looked."""


class Removed(RuleError):
    """Somebody else removed it since whoever acts on it read it."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else removed what this was about meanwhile, so nothing was changed. Go back "
            "and load the page again: it shows what is there now."
        )


class StaleAnswer(StaleEdit):
    """Another window or another person saved this answer since; `newest` is what they saved."""

    def __init__(self, newest: Any) -> None:
        super().__init__(
            "This answer was saved somewhere else since you opened it. Nothing was overwritten: "
            "both texts are below. Bring them together, then save."
        )
        self.newest = newest


class SignedOff(RuleError):
    """A signed question cannot be edited."""


class DraftPublished(RuleError):
    """An edit of a draft that people have answered to."""


class TooManyTries(RuleError):
    """A limit that is reached; `seconds` until the next try."""

    status = 429

    def __init__(self, sentence: str, *, seconds: int) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class SessionEnded(RuleError):
    """A form that was sent by somebody who is not signed in, or not any more."""

    status = 401


class SealBroken(RuleError):
    """A sealed secret that does not open: another secret key, another person, or changed."""

    def __init__(self) -> None:
        super().__init__(
            "The codes of your app cannot be checked any more: what is kept for them does not open "
            "with the secret key of this site. Write a recovery code, then turn the second factor "
            "off and on again; or ask whoever runs this site to turn it off."
        )


class NotAllowedYet(RuleError):
    """A step that another step must come before."""


class NoteOwed(RuleError):
    """Minority points, `heard`, would be taken from where they are, and nobody says why."""

    status = 422

    def __init__(self, sentence: str, heard: Sequence[Any]) -> None:
        super().__init__(sentence)
        self.heard = heard


class OrganisationTakesPart(NotAllowedYet):
    """A second part for an organisation by somebody who does not say that they mean one."""


class NoticeUnread(NotAllowedYet):
    """Joining without having agreed to the privacy notice in force, which `consultation` has."""

    def __init__(self, consultation: Any) -> None:
        super().__init__(f"Read the privacy notice of “{consultation.title}” first.")
        self.consultation = consultation


class ImportRefused(RuleError):
    """A file that cannot be taken as a table of answers."""

    status = 422


class UnknownFilter(RuleError):
    """A list asked for by something that it cannot be asked for by."""

    status = 400
