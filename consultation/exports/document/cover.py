"""The first pages: what the pack is, how far it is signed, its figures and its contents."""

from collections.abc import Iterator

from consultation.exports.document import names
from consultation.exports.document.annexes import LEDGER, METHOD
from consultation.exports.document.blocks import (
    Block,
    Cell,
    Contents,
    Entry,
    Link,
    Role,
    fact,
    heading,
    said,
    table,
)
from consultation.exports.document.cross_group import TITLE as ACROSS
from consultation.exports.text import counts_sentence, cut, moments, pack_figures, sign_state
from consultation.operations.plenary.pack import GroupPart, Pack, QuestionPart

GLANCE = "At a glance"
_ENTRY = 90
"""Characters of a question in the contents: a line and a half."""


def cover(pack: Pack) -> Iterator[Block]:
    """Title, facts and the list of what nobody has signed yet."""
    yield said(pack.consultation, Role.TITLE)
    yield said("Plenary pack", Role.SUBTITLE)
    for label, value in (
        ("Host", pack.host),
        ("Round", pack.round),
        ("Draft", pack.draft),
        *moments(pack).items(),
        ("Received", counts_sentence(pack.counts)),
        ("Coded with", _frame(pack)),
    ):
        if value:
            yield fact(label, value, Role.FACT)
    yield said(sign_state(pack), Role.DRAFT if pack.unsigned else Role.STATE)
    if pack.unsigned:
        yield fact("Not signed yet", "; ".join(pack.unsigned), Role.FACT)
        yield said(
            "What is said of these may still change; please do not quote it as the chairs' view.",
            Role.FACT,
        )


def _frame(pack: Pack) -> str:
    frame = pack.code_frame
    return f"{frame.name}, version {frame.version}" if frame else ""


def glance(pack: Pack) -> Iterator[Block]:
    """The figures of the whole round; each counts something else, none is a vote."""
    yield heading(GLANCE, 1, anchor=names.GLANCE)
    yield table("The round in figures", ["Figure", "Count"], pack_figures(pack), [9, 3])
    yield said(
        "Submissions, organisations and answers are counted apart. No figure here is a vote.",
        Role.NOTE,
    )


def contents(pack: Pack) -> Iterator[Block]:
    """The parts of the document, and every question with its figures and its state."""
    yield heading("Contents", 1)
    yield Contents(tuple(_entries(pack)))
    yield heading("Questions in this pack", 1, new_page=False)
    rows = [
        _row(group, part, names.of_question(at, number))
        for at, group in enumerate(pack.groups, 1)
        for number, part in enumerate(group.questions, 1)
    ]
    if not rows:
        yield said("No questions.", Role.EMPTY)
        return
    header = ["Group", "No.", "Question", "Answers", "Points", "Themes", "Signed"]
    yield table("Questions by group", header, rows, [1.5, 1.2, 6.3, 1.8, 1.5, 1.7, 2.0])


def _entries(pack: Pack) -> Iterator[Entry]:
    yield Entry(GLANCE, 1, names.GLANCE)
    for at, group in enumerate(pack.groups, 1):
        yield Entry(cut(f"{group.code} {group.name}", _ENTRY), 1, names.of_group(at))
        for number, part in enumerate(group.questions, 1):
            words = cut(f"{part.number}  {part.text}", _ENTRY)
            yield Entry(words, 2, names.of_question(at, number))
    yield Entry(ACROSS, 1, names.ACROSS)
    yield Entry(METHOD, 1, names.METHOD)
    yield Entry(LEDGER, 1, names.LEDGER)


def _row(group: GroupPart, part: QuestionPart, target: str) -> list[Cell]:
    signed = part.signature.chair if part.signature else "not signed"
    return [
        group.code,
        Link(part.number, target),
        cut(part.text, 110),
        part.counts.answers,
        part.counts.points,
        len(part.themes),
        signed,
    ]
