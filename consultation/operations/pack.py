"""The plenary pack: everything the plenary receives on a round, as frozen data."""

from dataclasses import dataclass
from datetime import datetime

from consultation.queries.counts import CampaignLine, Counts, LedgerLine, ThemeLine


@dataclass(frozen=True)
class Signature:
    """Who signed which state, when."""

    chair: str
    signed_at: datetime
    state_hash: str


@dataclass(frozen=True)
class QuestionPart:
    """What the pack says of one question."""

    number: str
    text: str
    kind: str
    provisions: tuple[str, ...]
    counts: Counts
    by_position: tuple[tuple[str, int], ...]
    by_category: tuple[tuple[str, int], ...]
    choices: tuple[tuple[str, int], ...]
    themes: tuple[ThemeLine, ...]
    campaigns: tuple[CampaignLine, ...]
    unplaced: int
    summary: str
    summary_by: str | None
    signature: Signature | None
    ledger_answers: tuple[LedgerLine, ...]
    ledger_points: tuple[LedgerLine, ...]


@dataclass(frozen=True)
class GroupPart:
    """One working group's questions, in the order of the draft."""

    code: str
    name: str
    chairs: tuple[str, ...]
    questions: tuple[QuestionPart, ...]


@dataclass(frozen=True)
class Pack:
    """The whole pack; `ledger` accounts for the round's submissions."""

    consultation: str
    host: str
    round: str
    draft: str
    opens_at: datetime
    closes_at: datetime
    time_zone: str
    compiled_at: datetime
    counts: Counts
    groups: tuple[GroupPart, ...]
    ledger: tuple[LedgerLine, ...]
    unsigned: tuple[str, ...]
    method: tuple[str, ...]
