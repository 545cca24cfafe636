"""Campaigns with their three counts: submissions, distinct texts, organisations."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from consultation.db import session
from consultation.models import Answer, Campaign, CampaignCopy, OpenQuestion, Submission
from consultation.queries.accounts import folded
from consultation.queries.counts import CampaignLine, CopyLine


def campaigns_of(question: OpenQuestion) -> list[CampaignLine]:
    """A question's campaigns, the one with most submissions first."""
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
    lines = [line for line in map(_line, campaigns) if line.submissions]
    return sorted(lines, key=lambda line: (-line.submissions, line.campaign_id))


def _line(campaign: Campaign) -> CampaignLine:
    copies = [c for c in campaign.copies if c.answer.submission.is_counted]
    organisations = {c.answer.submission.stakeholder.organisation_id for c in copies}
    return CampaignLine(
        campaign_id=campaign.id,
        template=campaign.template,
        submissions=len({c.answer.submission_id for c in copies}),
        distinct_texts=len({folded(c.answer.text) for c in copies}),
        organisations=len(organisations - {None}),
        copies=tuple(_copy(c) for c in copies),
    )


def _copy(copy: CampaignCopy) -> CopyLine:
    text = copy.answer.text
    return CopyLine(
        answer_id=copy.answer_id,
        answer=copy.answer.label,
        author=copy.answer.author,
        similarity=copy.similarity,
        additions=tuple(text[start:end] for start, end in copy.additions),
    )
