"""What the pack says of one working group and of each of its questions."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from docx.document import Document

from consultation.exports.docx.blocks import Cell, add_fact, add_heading, add_table, add_text
from consultation.exports.docx.campaign import write_campaigns
from consultation.exports.docx.markdown import write_markdown
from consultation.exports.docx.theme import write_theme
from consultation.exports.text import counts_sentence, cut, is_decided, one_line
from consultation.operations.pack import GroupPart, QuestionPart
from consultation.queries.counts import ThemeLine
from consultation.rendering import moment, noun

HEADING_LIMIT = 180
"""Characters of a question that its heading carries; a longer one follows whole."""

HASH_SHOWN = 12


def write_group(document: Document, group: GroupPart, zone: ZoneInfo, names: Iterator[str]) -> None:
    """A working group and its questions; `names` gives each question its bookmark."""
    add_heading(document, f"{group.code} {group.name}", 1)
    if group.chairs:
        add_fact(document, "Chairs", ", ".join(group.chairs))
    add_text(document, f"{noun(len(group.questions), 'question')}.", "Plenary Line")
    for question in group.questions:
        _write_question(document, question, zone, next(names))


def _write_question(document: Document, part: QuestionPart, zone: ZoneInfo, name: str) -> None:
    add_heading(document, f"{part.number}  {cut(part.text, HEADING_LIMIT)}", 2, anchor=name)
    if len(one_line(part.text)) > HEADING_LIMIT or "\n" in part.text:
        add_text(document, part.text)
    about = "; ".join(part.provisions) or "no provision in particular"
    add_fact(document, "About", about, keep=True)
    add_fact(document, "Received", f"{counts_sentence(part.counts)}.", keep=True)
    _write_signature(document, part, zone)
    if part.counts.answers:
        _write_who(document, part)
    _write_summary(document, part)
    _write_themes(document, part)
    write_campaigns(document, part.campaigns)
    _write_account(document, part)


def _write_signature(document: Document, part: QuestionPart, zone: ZoneInfo) -> None:
    if part.signature is None:
        add_text(document, "Not signed yet.", "Plenary Unsigned")
        return
    signed = part.signature
    when = f"{moment(signed.signed_at, zone)} ({zone.key.replace('_', ' ')} time)"
    mark = signed.state_hash[:HASH_SHOWN]
    text = f"Signed by {signed.chair} on {when}; signed state {mark}."
    add_text(document, text, "Plenary Decided")


def _write_who(document: Document, part: QuestionPart) -> None:
    """Positions, kinds of stakeholder and what was ticked: one table each, where there is any."""
    add_heading(document, "Who answered", 3)
    for caption, label, pairs in (
        ("Positions", "Position", part.by_position),
        ("Kinds of stakeholder", "Kind", part.by_category),
        ("Choices", "Choice", part.choices),
    ):
        if pairs:
            rows: list[list[Cell]] = [[name, count] for name, count in pairs]
            title = f"{caption}, {part.number}"
            add_table(document, title, [label, "Answers"], rows, [9, 2.5])


def _write_summary(document: Document, part: QuestionPart) -> None:
    add_heading(document, "Chairs' summary", 3)
    if not part.summary.strip():
        add_text(document, "No summary yet.", "Plenary Empty")
        return
    write_markdown(document, part.summary, below=3)
    if part.summary_by:
        add_text(document, f"Summary by {part.summary_by}.", "Plenary After Table")


def _write_themes(document: Document, part: QuestionPart) -> None:
    """The themes in a table to see them together, then each with its quotes."""
    add_heading(document, "Themes", 3)
    if part.themes:
        rows: list[list[Cell]] = [
            [at, theme.title, theme.counts.answers, theme.counts.organisations, _became(theme)]
            for at, theme in enumerate(part.themes, 1)
        ]
        header = ["No.", "Theme", "Answers", "Organisations", "Outcome"]
        title = f"Themes, {part.number}"
        add_table(document, title, header, rows, [1.0, 7.5, 1.8, 2.7, 3.0])
    else:
        add_text(document, "No themes yet.", "Plenary Empty")
    if part.unplaced:
        verb = "is" if part.unplaced == 1 else "are"
        text = f"{noun(part.unplaced, 'point')} {verb} not placed under any theme."
    else:
        text = "Every point is placed or accounted for."
    add_text(document, text, "Plenary After Table")
    for at, theme in enumerate(part.themes, 1):
        write_theme(document, theme, at)


def _became(theme: ThemeLine) -> str:
    """What was decided on a theme, for a table."""
    return str(theme.outcome) if is_decided(theme) else "none yet"


def _write_account(document: Document, part: QuestionPart) -> None:
    """The question's ledger: every answer once, every point once."""
    rows: list[list[Cell]] = [["answers", line.what, line.count] for line in part.ledger_answers]
    rows += [["points", line.what, line.count] for line in part.ledger_points]
    if rows:
        add_heading(document, f"Account of answers and points, {part.number}", 3)
        header = ["Of the", "What became of them", "Count"]
        add_table(document, f"Ledger, {part.number}", header, rows, [2.5, 7.5, 2.5])
