"""The factual summary of a round: counts only, told as soon as the round is closed."""

from dataclasses import dataclass
from datetime import datetime

from consultation.errors import NotAllowedYet
from consultation.models import Round
from consultation.queries.contributions.replies import (
    AnsweredLine,
    CampaignCount,
    Replies,
    by_group,
    by_question,
    campaign_counts,
    is_being_read,
    replies,
)


@dataclass(frozen=True)
class FactualSummary:
    """Who replied in a round, in figures: no text, no position, no name."""

    consultation: str
    host: str
    round: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    compiled_at: datetime
    replies: Replies
    by_group: tuple[AnsweredLine, ...]
    by_question: tuple[AnsweredLine, ...]
    campaigns: tuple[CampaignCount, ...]
    is_being_read: bool


def is_summed_up(round_: Round, now: datetime) -> bool:
    """Whether a round is closed, so that its figures can be told to everybody."""
    return now > round_.closes_at


def compile_factual_summary(round_: Round, *, now: datetime) -> FactualSummary:
    """The figures of a round; raises NotAllowedYet until it is closed."""
    if not is_summed_up(round_, now):
        raise NotAllowedYet(
            f"{round_.title} is open until {round_.exactly(round_.closes_at)}. Its figures are "
            "told once it is closed: come back then."
        )
    return FactualSummary(
        consultation=round_.consultation.title,
        host=round_.consultation.host,
        round=round_.title,
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
        time_zone=round_.consultation.time_zone,
        compiled_at=now,
        replies=replies(round_),
        by_group=tuple(by_group(round_)),
        by_question=tuple(by_question(round_)),
        campaigns=tuple(campaign_counts(round_)),
        is_being_read=is_being_read(round_),
    )
