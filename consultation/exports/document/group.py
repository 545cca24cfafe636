"""What the document says of one working group: first the page for speaking, then each question."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document import names
from consultation.exports.document.blocks import Block, Role, fact, heading, said
from consultation.exports.document.campaign import campaign_blocks
from consultation.exports.document.codes import code_blocks
from consultation.exports.document.minority import minority_blocks
from consultation.exports.document.own_outcomes import own_outcome_blocks
from consultation.exports.document.question import account_blocks, question_blocks
from consultation.exports.document.speaking import speaking_blocks
from consultation.operations.plenary.pack import GroupPart, Pack
from consultation.wording import noun


def group_blocks(pack: Pack, group: GroupPart, at: int) -> Iterator[Block]:
    """A working group, `at` its place in the pack, and its questions."""
    yield heading(f"{group.code} {group.name}", 1, anchor=names.of_group(at))
    if group.chairs:
        yield fact("Chairs", ", ".join(group.chairs))
    yield said(f"{noun(len(group.questions), 'question')}.", Role.LINE)
    yield from speaking_blocks(group.speaking, group.code)
    zone = ZoneInfo(pack.time_zone)
    for number, part in enumerate(group.questions, 1):
        # The page for speaking stands alone: a chair takes it along.
        starts_page = number == 1 and bool(group.speaking.times)
        anchor = names.of_question(at, number)
        yield from question_blocks(part, zone, anchor, new_page=starts_page)
        yield from code_blocks(part.codes, part.number, pack.code_frame)
        yield from own_outcome_blocks(part.own_outcomes)
        yield from minority_blocks(part.minority)
        yield from campaign_blocks(part.campaigns)
        yield from account_blocks(part)
