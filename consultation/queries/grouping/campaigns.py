"""Campaigns with their three counts (submissions, distinct texts, organisations), and twins."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from consultation.db import session
from consultation.models import Answer, Campaign, CampaignCopy, OpenQuestion, Source, Submission
from consultation.models.answer import UNPUBLISHED
from consultation.queries.contributions.submissions import counts
from consultation.queries.counts import CampaignLine, CopyLine


def campaigns_of(question: OpenQuestion, *, reviewed: bool = False) -> list[CampaignLine]:
    """A question's campaigns, the one with most submissions first.

    Who reviews reads every word; what leaves is without what is withheld.
    """
    campaigns = session.scalars(
        select(Campaign)
        .where(Campaign.question == question)
        .options(
            selectinload(Campaign.copies)
            .joinedload(CampaignCopy.answer)
            .joinedload(Answer.submission)
            .joinedload(Submission.stakeholder)
        )
        .order_by(Campaign.id)
    )
    lines = [line for each in campaigns if (line := _line(each, reviewed=reviewed)).copies]
    return sorted(lines, key=lambda line: (-line.submissions, line.campaign_id))


def _told(campaign: Campaign, copies: Sequence[CampaignCopy]) -> str:
    """What the copies share, as it may leave: what stands in none that may be read does not."""
    readable = [copy.answer.text for copy in copies if not copy.answer.is_withheld]
    shared = folded(campaign.template)
    if len(readable) == len(copies) or any(shared in folded(text) for text in readable):
        return campaign.template
    return UNPUBLISHED


def _line(campaign: Campaign, *, reviewed: bool) -> CampaignLine:
    copies = [c for c in campaign.copies if c.answer.submission.is_counted]
    sent = {copy.answer.submission for copy in copies}
    organisations = {c.answer.submission.stakeholder.organisation_id for c in copies}
    return CampaignLine(
        campaign_id=campaign.id,
        template=campaign.template if reviewed else _told(campaign, copies),
        submissions=len({s.id for s in sent if s.source is not Source.MEETING}),
        distinct_texts=len({folded(c.answer.text) for c in copies}),
        organisations=len(organisations - {None}),
        copies=tuple(_copy(c, reviewed=reviewed) for c in copies),
    )


def _copy(copy: CampaignCopy, *, reviewed: bool) -> CopyLine:
    text, whole = copy.answer.text, reviewed or not copy.answer.is_withheld
    return CopyLine(
        answer=copy.answer.label,
        author=copy.answer.author,
        source=copy.answer.source,
        similarity=copy.similarity,
        additions=tuple(text[start:end] if whole else UNPUBLISHED for start, end in copy.additions),
    )


def twins_in(question: OpenQuestion) -> dict[int, str]:
    """Campaign answers after each campaign's first: the earlier identical one's name, or ''.

    Answers that do not count are nobody's twins, so that a campaign whose first was withdrawn still
    speaks.
    """
    copies = session.scalars(
        select(CampaignCopy)
        .join(CampaignCopy.answer)
        .join(Answer.submission)
        .where(Answer.question == question, counts())
        .options(joinedload(CampaignCopy.answer))
        .order_by(CampaignCopy.similarity.desc(), CampaignCopy.answer_id)
    )
    first_with: dict[tuple[int, str], str] = {}
    campaigns: set[int] = set()
    twins: dict[int, str] = {}
    for copy in copies:
        text = (copy.campaign_id, folded(copy.answer.text))
        if copy.campaign_id in campaigns:
            twins[copy.answer_id] = first_with.get(text, "")
        campaigns.add(copy.campaign_id)
        first_with.setdefault(text, copy.answer.label)
    return twins


def folded(text: str) -> str:
    """A text without case, spaces and punctuation: what makes two texts identical.

    >>> folded("Delete measure 4, now!") == folded("delete  Measure 4 now")
    True
    """
    return "".join(character for character in text.casefold() if character.isalnum())
