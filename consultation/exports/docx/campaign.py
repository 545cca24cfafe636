"""Campaigns: what many sent alike, counted three ways, and what each added."""

from collections.abc import Sequence

from docx.document import Document

from consultation.exports.docx.blocks import Cell, add_fact, add_heading, add_table, add_text
from consultation.exports.text import excerpt
from consultation.queries.counts import CampaignLine, CopyLine
from consultation.wording import noun

CAMPAIGNS_SHOWN = 10
PAIR = 2
"""Submissions up to which a campaign is counted here and shown in the workbook alone."""

COPIES_SHOWN = 10
TEMPLATE_SHOWN = 700
ADDITION_SHOWN = 400


def write_campaigns(document: Document, campaigns: Sequence[CampaignLine]) -> None:
    """The first campaigns of a question; what is not shown is counted, never left unsaid."""
    if not campaigns:
        return
    add_heading(document, "Campaigns", 3)
    larger = [campaign for campaign in campaigns if campaign.submissions > PAIR]
    for number, campaign in enumerate(larger[:CAMPAIGNS_SHOWN], 1):
        _write_campaign(document, campaign, number)
    rest = len(larger) - CAMPAIGNS_SHOWN
    if rest > 0:
        text = f"… and {noun(rest, 'more campaign', 'more campaigns')} in the data export."
        add_text(document, text, "Plenary After Table")
    pairs = len(campaigns) - len(larger)
    if pairs:
        verb = "is" if pairs == 1 else "are"
        text = f"{noun(pairs, 'campaign')} of no more than two submissions {verb} in the workbook."
        add_text(document, text, "Plenary After Table")


def _write_campaign(document: Document, campaign: CampaignLine, number: int) -> None:
    add_heading(document, f"Campaign {number}", 4)
    counts = (
        f"{noun(campaign.submissions, 'submission')}, "
        f"{noun(campaign.distinct_texts, 'distinct text')}, "
        f"{noun(campaign.organisations, 'organisation')}"
    )
    add_fact(document, "Counted three ways", counts, keep=True)
    add_fact(document, "Shared text", f"{len(campaign.template):,} characters", keep=True)
    add_text(document, excerpt(campaign.template, TEMPLATE_SHOWN), "Plenary Template")
    added = [copy for copy in campaign.copies if copy.additions]
    plain = len(campaign.copies) - len(added)
    if added:
        rows = [_addition(copy) for copy in added[:COPIES_SHOWN]]
        title = f"What they added, campaign {number}"
        header = ["Author", "Answer", "Added in their own words"]
        add_table(document, title, header, rows, [3.6, 2.6, 9.8])
    add_text(document, _rest(plain, len(added) - COPIES_SHOWN), "Plenary After Table")


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
