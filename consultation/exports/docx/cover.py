"""The first pages: what the pack is, how far it is signed, its figures and its contents."""

from collections.abc import Iterator
from itertools import count

from docx.document import Document

from consultation.exports.docx.blocks import Cell, Link, add_fact, add_heading, add_table, add_text
from consultation.exports.text import (
    counts_sentence,
    cut,
    is_decided,
    moments,
    questions,
    sign_state,
)
from consultation.operations.pack import GroupPart, Pack, QuestionPart


def write_cover(document: Document, pack: Pack) -> None:
    """Title, facts and the list of what nobody has signed yet."""
    add_text(document, pack.consultation, "Title")
    add_text(document, "Plenary pack", "Subtitle")
    for label, value in (
        ("Host", pack.host),
        ("Round", pack.round),
        ("Draft", pack.draft),
        *moments(pack).items(),
        ("Received", counts_sentence(pack.counts)),
        ("Coded with", _frame(pack)),
    ):
        if value:
            add_fact(document, label, value, "Plenary Fact")
    add_text(document, sign_state(pack), "Plenary State")
    if pack.unsigned:
        add_fact(document, "Not signed yet", "; ".join(pack.unsigned), "Plenary Fact")
        add_text(
            document,
            "What is said of these may still change; please do not quote it as the chairs' view.",
            "Plenary Fact",
        )


def _frame(pack: Pack) -> str:
    frame = pack.code_frame
    return f"{frame.name}, version {frame.version}" if frame else ""


def write_glance(document: Document, pack: Pack) -> None:
    """The figures of the whole round; each counts something else, none is a vote."""
    add_heading(document, "At a glance", 1)
    rows: list[list[Cell]] = [[label, figure] for label, figure in figures(pack)]
    add_table(document, "The round in figures", ["Figure", "Count"], rows, [9, 3])
    add_text(
        document,
        "Submissions, organisations and answers are counted apart. No figure here is a vote.",
        "Plenary After Table",
    )


def figures(pack: Pack) -> list[tuple[str, int]]:
    """What can be counted in a pack, with its label."""
    parts = questions(pack)
    themes = [theme for part in parts for theme in part.themes]
    campaigns = [campaign for part in parts for campaign in part.campaigns]
    return [
        ("Submissions", pack.counts.submissions),
        ("Organisations", pack.counts.organisations),
        ("Answers", pack.counts.answers),
        ("Of these, said in meetings", pack.counts.from_meetings),
        ("Points made in them", pack.counts.points),
        ("Working groups", len(pack.groups)),
        ("Questions", len(parts)),
        ("Questions signed by a chair", sum(part.signature is not None for part in parts)),
        ("Themes", len(themes)),
        ("Themes suggested by the machine", sum(not theme.proposed_by for theme in themes)),
        ("Themes with an outcome", sum(is_decided(theme) for theme in themes)),
        ("Campaigns", len(campaigns)),
        ("Answers that are copies in a campaign", sum(len(c.copies) for c in campaigns)),
        ("Points not placed under a theme", sum(part.unplaced for part in parts)),
    ]


def write_contents(document: Document, pack: Pack) -> None:
    """Every question with its figures and its state; the number leads to its pages."""
    add_heading(document, "Questions in this pack", 1, new_page=False)
    names = anchors()
    rows = [_entry(group, part, next(names)) for group in pack.groups for part in group.questions]
    if not rows:
        add_text(document, "No questions.", "Plenary Empty")
        return
    header = ["Group", "No.", "Question", "Answers", "Points", "Themes", "Signed"]
    add_table(document, "Questions by group", header, rows, [1.5, 1.2, 6.3, 1.8, 1.5, 1.7, 2.0])


def anchors() -> Iterator[str]:
    """The questions' bookmarks, in the order of the pack."""
    return (f"q{number}" for number in count(1))


def _entry(group: GroupPart, part: QuestionPart, target: str) -> list[Cell]:
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
