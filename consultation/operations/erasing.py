"""Erasing what somebody sent: their words are gone from every row, and the account still closes.

Each letter becomes a mask, as with a redaction, but nothing is sealed and the salt goes: so a
receipt can neither be guessed at nor reckoned anew, and who kept its file can still check that.
"""

from datetime import datetime

from sqlalchemy import delete, select

from consultation.db import session
from consultation.errors import RuleError
from consultation.models import (
    AnswerVersion,
    Campaign,
    CampaignCopy,
    Find,
    Note,
    Person,
    Point,
    Redaction,
    SealedField,
    SealedText,
    Stakeholder,
    Subtheme,
    Summary,
    TextVector,
    Theme,
)
from consultation.models.moderation import masked
from consultation.operations.audit import record
from consultation.operations.editions import let_go_of_all_with
from consultation.operations.papers import let_go
from consultation.operations.redacting import seal
from consultation.queries.papers import PaperFile, file_of, of_stakeholder, unneeded
from consultation.queries.submissions import submissions_of

FEWEST = 12
"""Letters of a text from which on it is looked for in what was made of it."""


def erase_words(part: Stakeholder, *, reason: str, by: Person, now: datetime) -> list[PaperFile]:
    """Take every word that a part ever saved or sent out of the rows; it counts all the same.

    Returns the files to be taken from the disk once this is stored. Raises RuleError without a
    reason, which the log keeps.
    """
    if not reason.strip():
        raise RuleError("Write why their words are erased: what they asked, and when.")
    let_go_of_all_with(part, because="Words were erased at their author's wish.", now=now)
    papers = of_stakeholder(part)
    files = [file_of(paper) for paper in papers]
    for paper in papers:
        let_go(paper, now=now)
        paper.name = "erased"
    for submission in submissions_of(part):
        for version in submission.versions:
            _erase(version)
        submission.salt = ""
    session.execute(delete(Note).where(Note.stakeholder_id == part.id))
    record("erase what somebody sent", part, person=by, now=now, reason=reason.strip())
    session.flush()
    return unneeded(files)


def _erase(version: AnswerVersion) -> None:
    text = version.text
    _cover_what_was_made_of_it(version, text)
    seal(version)
    for field in SealedField:
        words = getattr(version, field.value)
        setattr(version, field.value, masked(words, [(0, len(words))]))
    session.flush()
    for model in (SealedText, Find, Redaction):
        session.execute(delete(model).where(model.version_id == version.id))


def _cover_what_was_made_of_it(version: AnswerVersion, text: str) -> None:
    """Titles, templates and summaries that repeat its words, and the vectors of its question."""
    question = version.question_id
    session.execute(delete(TextVector).where(TextVector.question_id == question))
    passages = [p for p in (text, *_passages(version, text)) if len(p) >= FEWEST]
    copies = select(CampaignCopy.campaign_id).where(CampaignCopy.answer.has(version_id=version.id))
    for campaign in session.scalars(select(Campaign).where(Campaign.id.in_(copies))):
        campaign.template = _covered(campaign.template, passages)
    for theme in session.scalars(select(Theme).where(Theme.question_id == question)):
        for titled in (
            theme,
            *session.scalars(select(Subtheme).where(Subtheme.theme_id == theme.id)),
        ):
            own = [titled.title] if len(titled.title) >= FEWEST and titled.title in text else []
            titled.title = _covered(titled.title, [*passages, *own])
    summary = session.scalar(select(Summary).where(Summary.question_id == question))
    if summary is not None:
        summary.text = _covered(summary.text, passages)


def _passages(version: AnswerVersion, text: str) -> list[str]:
    spans = session.execute(
        select(Point.start, Point.end).where(Point.answer.has(version_id=version.id))
    )
    return [text[start:end] for start, end in spans]


def _covered(words: str, passages: list[str]) -> str:
    for passage in passages:
        words = words.replace(passage, masked(passage, [(0, len(passage))]))
    return words
