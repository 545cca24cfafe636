"""Who replied, in tables: what the factual summary and the synopsis report have in common."""

from collections.abc import Iterator, Sequence

from consultation.exports.document.blocks import Block, Chart, Role, said, table
from consultation.exports.text import cut
from consultation.queries.contributions.replies import AnsweredLine, CampaignCount, Pairs, Replies
from consultation.queries.counts import FEWEST

_QUESTION = 110
_SHORT = 8
"""Rows of a table that moves to the next page whole; longer ones would leave pages empty."""
NO_VOTES = (
    "A submission is all that one stakeholder sent in the round, in time and not withdrawn. "
    "Submissions, organisations and answers are counted apart, and none of these counts is a "
    "vote. What was said in meetings is not in them."
)
TOGETHER = (
    f"Countries and sizes with fewer than {FEWEST} submissions are counted together, so that "
    "nobody who chose not to be named is found by them. Who is not registered is a line of its own."
)


def figures(replies: Replies) -> list[tuple[str, int]]:
    """The three counts that everything else is a part of."""
    return [
        ("Submissions", replies.submissions),
        ("Organisations", replies.organisations),
        ("Answers", replies.answers),
    ]


def who_replied(replies: Replies, of: str) -> Iterator[Block]:
    """A table for each of the cuts, each with its bars; `of` ends the captions."""
    if not replies.submissions:
        yield said("Nobody has replied.", Role.EMPTY)
        return
    for caption, label, pairs in cuts(replies):
        rows = table(
            f"{caption}, {of}",
            [label, "Submissions"],
            pairs,
            [6.8, 3.0],
            together=len(pairs) <= _SHORT,
        )
        told = ", ".join(f"{name} {count:,}" for name, count in pairs)
        yield Chart(rows, tuple((("", n),) for _, n in pairs), f"{caption}: {told}", width=5.9)
    yield said(TOGETHER, Role.NOTE)


def cuts(replies: Replies) -> tuple[tuple[str, str, Pairs], ...]:
    """The four ways in which submissions are counted: caption, label, counts."""
    return (
        ("By kind of stakeholder", "Kind", replies.by_category),
        ("By country", "Country", replies.by_country),
        ("By size of organisation", "Size", replies.by_size),
        ("By register status", "Status", replies.by_register),
    )


def answered(caption: str, label: str, lines: Sequence[AnsweredLine]) -> Block:
    """How much was answered in each group, or to each question."""
    rows = [
        (line.name, cut(line.text, _QUESTION), line.answers, line.submissions, line.organisations)
        for line in lines
    ]
    header = [
        "No." if label == "Question" else "Code",
        label,
        "Answers",
        "Submissions",
        "Organisations",
    ]
    return table(caption, header, rows, [1.6, 6.6, 1.9, 2.8, 3.1])


def campaigns(counted: Sequence[CampaignCount], of: str) -> Iterator[Block]:
    """How many campaigns there were, and their three counts."""
    if not counted:
        yield said("No campaign was found: no near-identical texts from several.", Role.EMPTY)
        return
    header = ["Question", "Submissions", "Distinct texts", "Organisations"]
    rows = [(c.question, c.submissions, c.distinct_texts, c.organisations) for c in counted]
    told = "Each line is one campaign, counted in every figure above too."
    yield said(told, Role.NOTE, keep=True)
    yield table(f"Campaigns, {of}", header, rows, [3.5, 3.0, 3.0, 3.2])
