"""What the pack says of one working group and of each of its questions."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from docx.document import Document

from consultation.exports.docx.blocks import Cell, add_fact, add_heading, add_table, add_text
from consultation.exports.docx.campaign import write_campaigns
from consultation.exports.docx.codes import write_codes
from consultation.exports.docx.markdown import write_markdown
from consultation.exports.docx.minority import write_minority
from consultation.exports.docx.own_outcomes import write_own_outcomes
from consultation.exports.docx.reopenings import write_reopenings
from consultation.exports.docx.theme import write_theme
from consultation.exports.text import (
    counts_sentence,
    cut,
    is_decided,
    numbered,
    one_line,
    states_positions,
)
from consultation.operations.pack import GroupPart, QuestionPart
from consultation.queries.coded_lines import FrameLine
from consultation.queries.counts import LedgerLine, ThemeLine
from consultation.rendering import moment
from consultation.wording import noun

HEADING_LIMIT = 180
"""Characters of a question that its heading carries; a longer one follows whole."""

HASH_SHOWN = 12


def write_group(
    document: Document,
    group: GroupPart,
    zone: ZoneInfo,
    names: Iterator[str],
    frame: FrameLine | None,
) -> None:
    """A working group and its questions; `names` gives each question its bookmark.

    `frame` is the code frame with which they are coded.
    """
    add_heading(document, f"{group.code} {group.name}", 1)
    if group.chairs:
        add_fact(document, "Chairs", ", ".join(group.chairs))
    add_text(document, f"{noun(len(group.questions), 'question')}.", "Plenary Line")
    for question in group.questions:
        _write_question(document, question, zone, next(names))
        write_codes(document, question.codes, question.number, frame)
        write_own_outcomes(document, question.own_outcomes)
        write_minority(document, question.minority)
        write_campaigns(document, question.campaigns)
        _write_account(document, question)


def _write_question(document: Document, part: QuestionPart, zone: ZoneInfo, name: str) -> None:
    add_heading(document, f"{part.number}  {cut(part.text, HEADING_LIMIT)}", 2, anchor=name)
    if len(one_line(part.text)) > HEADING_LIMIT or "\n" in part.text:
        add_text(document, part.text)
    about = "; ".join(part.provisions) or "no provision in particular"
    add_fact(document, "About", about, keep=True)
    received = f"{counts_sentence(part.counts)}." if part.counts.answers else "no answers."
    add_fact(document, "Received", received, keep=True)
    _write_signature(document, part, zone)
    write_reopenings(document, part, zone)
    if part.counts.answers:
        _write_who(document, part)
    if part.counts.answers or part.summary.strip():
        _write_summary(document, part)
    if part.counts.answers or part.themes:
        _write_themes(document, part)


def _write_signature(document: Document, part: QuestionPart, zone: ZoneInfo) -> None:
    text, style = "Not signed yet.", "Plenary Unsigned"
    if part.signature is not None:
        signed = part.signature
        when = f"{moment(signed.signed_at, zone)} ({zone.key.replace('_', ' ')} time)"
        mark = signed.state_hash[:HASH_SHOWN]
        text = f"Signed by {signed.chair} on {when}; signed state {mark}."
        style = "Plenary Decided"
    elif part.outdated is not None:
        text = (
            f"Not signed as it stands: {part.outdated.chair} signed an earlier state on "
            f"{moment(part.outdated.signed_at, zone)}; what counts changed after it."
        )
    paragraph = add_text(document, text, style)
    # Where nothing more is said of a question, the next one may begin on another page.
    paragraph.paragraph_format.keep_with_next = bool(part.counts.answers or part.reopenings)


def _write_who(document: Document, part: QuestionPart) -> None:
    """Positions, kinds of stakeholder and what was ticked: one table each, where there is any."""
    add_heading(document, "Who answered", 3)
    stated = states_positions(part.by_position)
    if not stated:
        add_text(document, "Nobody stated a position.", "Plenary Line")
    for caption, label, pairs in (
        ("Positions", "Position", part.by_position if stated else ()),
        ("Kinds of stakeholder", "Kind", part.by_category),
        ("Choices", "Choice", part.choices),
    ):
        if pairs:
            rows: list[list[Cell]] = [[name, count] for name, count in pairs]
            title = f"{caption}, {part.number}"
            add_table(document, title, [label, "Answers"], rows, [9, 2.5], together=True)


def _write_summary(document: Document, part: QuestionPart) -> None:
    add_heading(document, "Chairs' summary", 3)
    if not part.summary.strip():
        add_text(document, "No summary yet.", "Plenary Empty")
        return
    write_markdown(document, part.summary, below=3)
    if part.summary_composed:
        by = "Composed from the data by rule; nobody has edited it."
    else:
        by = f"Summary by {part.summary_by}."
    if part.summary_by:
        add_text(document, by, "Plenary After Table")
    for doubt in part.summary_doubts:
        add_text(document, f"Not in step with the data: {doubt}", "Plenary Unsigned")


def _write_themes(document: Document, part: QuestionPart) -> None:
    """The themes in a table to see them together, then each with its quotes."""
    add_heading(document, "Themes", 3)
    if part.themes:
        rows: list[list[Cell]] = [
            [
                number, theme.title, theme.counts.points, theme.counts.answers,
                theme.counts.organisations, _became(theme),
            ]
            for number, theme in numbered(part.themes)
        ]  # fmt: skip
        header = ["No.", "Theme", "Points", "Answers", "Organisations", "Outcome"]
        title = f"Themes, {part.number}"
        add_table(document, title, header, rows, [1.0, 6.1, 1.5, 1.8, 3.1, 2.5])
    else:
        add_text(document, "No themes yet.", "Plenary Empty")
    if part.unplaced:
        verb = "is" if part.unplaced == 1 else "are"
        text = f"{noun(part.unplaced, 'point')} {verb} not placed under any theme."
        add_text(document, text, "Plenary After Table")
    elif part.counts.points:
        add_text(document, "Every point is placed or accounted for.", "Plenary After Table")
    for number, theme in numbered(part.themes):
        write_theme(document, theme, number)


def _became(theme: ThemeLine) -> str:
    """What was decided on a theme, for a table."""
    return str(theme.outcome) if is_decided(theme) else "none yet"


def _write_account(document: Document, part: QuestionPart) -> None:
    """The question's ledger: every answer once, every point once; empty lines are left out."""
    rows = [*_account("answers", part.ledger_answers), *_account("points", part.ledger_points)]
    if not rows:
        return
    add_heading(document, f"Account of answers and points, {part.number}", 3)
    header = ["Of the", "What became of them", "Count"]
    add_table(document, f"Ledger, {part.number}", header, rows, [2.5, 7.5, 2.5], together=True)
    text = "Lines that count nothing are left out here; the workbook has them all."
    add_text(document, text, "Plenary After Table")


def _account(of: str, lines: Sequence[LedgerLine]) -> list[list[Cell]]:
    """The lines that count something, and what they come to."""
    rows: list[list[Cell]] = [[of, line.what, line.count] for line in lines if line.count]
    return [*rows, [of, "in all", sum(line.count for line in lines)]] if rows else []
