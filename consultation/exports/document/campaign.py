"""Campaigns: what many sent alike, counted three ways, and what each added."""

from collections.abc import Iterator, Sequence

from consultation.exports.document.blocks import Block, Cell, Role, fact, heading, said, table
from consultation.exports.text import excerpt
from consultation.queries.counts import CampaignLine, CopyLine
from consultation.wording import noun

CAMPAIGNS_SHOWN = 10
PAIR = 2
"""Submissions up to which a campaign is counted here and shown in the workbook alone."""

COPIES_SHOWN = 10
TEMPLATE_SHOWN = 700
ADDITION_SHOWN = 400


def campaign_blocks(campaigns: Sequence[CampaignLine]) -> Iterator[Block]:
    """The first campaigns of a question; what is not shown is counted, never left unsaid."""
    if not campaigns:
        return
    yield heading("Campaigns", 3)
    larger = [campaign for campaign in campaigns if campaign.submissions > PAIR]
    for number, campaign in enumerate(larger[:CAMPAIGNS_SHOWN], 1):
        yield from _campaign(campaign, number)
    rest = len(larger) - CAMPAIGNS_SHOWN
    if rest > 0:
        text = f"… and {noun(rest, 'more campaign', 'more campaigns')} in the data export."
        yield said(text, Role.NOTE)
    pairs = len(campaigns) - len(larger)
    if pairs:
        verb = "is" if pairs == 1 else "are"
        text = f"{noun(pairs, 'campaign')} of no more than two submissions {verb} in the workbook."
        yield said(text, Role.NOTE)


def _campaign(campaign: CampaignLine, number: int) -> Iterator[Block]:
    yield heading(f"Campaign {number}", 4)
    counts = (
        f"{noun(campaign.submissions, 'submission')}, "
        f"{noun(campaign.distinct_texts, 'distinct text')}, "
        f"{noun(campaign.organisations, 'organisation')}"
    )
    yield fact("Counted three ways", counts, keep=True)
    yield fact("Shared text", f"{len(campaign.template):,} characters", keep=True)
    yield said(excerpt(campaign.template, TEMPLATE_SHOWN), Role.TEMPLATE)
    added = [copy for copy in campaign.copies if copy.additions]
    plain = len(campaign.copies) - len(added)
    if added:
        rows = [_addition(copy) for copy in added[:COPIES_SHOWN]]
        title = f"What they added, campaign {number}"
        header = ["Author", "Answer", "Added in their own words"]
        yield table(title, header, rows, [3.6, 2.6, 9.8])
    yield said(_rest(plain, len(added) - COPIES_SHOWN), Role.NOTE)


def _addition(copy: CopyLine) -> list[Cell]:
    shown = [excerpt(text, ADDITION_SHOWN) for text in copy.additions]
    author = ", ".join(filter(None, (copy.author, copy.source)))
    return [author, copy.answer, "\n[…]\n".join(shown)]


def _rest(plain: int, more: int) -> str:
    """What the table above does not show."""
    said = f"{noun(plain, 'copy adds', 'copies add')} nothing to the shared text."
    if more <= 0:
        return said
    return (
        f"… and {noun(more, 'more copy', 'more copies')} with additions in the data export. {said}"
    )
