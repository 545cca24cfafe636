"""What the document says of one question: who answered, what the chairs say, and its themes."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from consultation.exports.document import names
from consultation.exports.document.blocks import (
    Bar,
    Block,
    Cell,
    Chart,
    Role,
    fact,
    heading,
    said,
    table,
)
from consultation.exports.document.markdown import markdown_blocks
from consultation.exports.document.reopenings import reopening_blocks
from consultation.exports.document.theme import theme_blocks
from consultation.exports.text import (
    counts_sentence,
    cut,
    is_decided,
    numbered,
    one_line,
    states_positions,
    tallies,
)
from consultation.models.answer import Position
from consultation.operations.plenary.pack import QuestionPart
from consultation.queries.counts import LedgerLine, ThemeLine
from consultation.rendering import moment
from consultation.wording import noun

HEADING_LIMIT = 180
"""Characters of a question that its heading carries; a longer one follows whole."""

HASH_SHOWN = 12

COMPOSED = (
    "Composed from the data by rule; nobody has edited it. "
    "What it says of each theme stands with the theme."
)


def question_blocks(
    part: QuestionPart, zone: ZoneInfo, anchor: str, *, new_page: bool
) -> Iterator[Block]:
    """A question, its signature, its figures, its summary and its themes with their quotes."""
    title = f"{part.number}  {cut(part.text, HEADING_LIMIT)}"
    yield heading(title, 2, anchor=anchor, new_page=new_page)
    if len(one_line(part.text)) > HEADING_LIMIT or "\n" in part.text:
        yield said(part.text)
    about = "; ".join(part.provisions) or "no provision in particular"
    yield fact("About", about, keep=True)
    received = f"{counts_sentence(part.counts)}." if part.counts.answers else "no answers."
    yield fact("Received", received, keep=True)
    yield _signature(part, zone)
    yield from reopening_blocks(part, zone)
    if part.counts.answers:
        yield from _who(part)
    if part.counts.answers or (part.summary.strip() and not part.summary_composed):
        yield from _summary(part)
    if part.counts.points or part.themes:
        yield from _themes(part, anchor)


def _signature(part: QuestionPart, zone: ZoneInfo) -> Block:
    text, role = "Not signed yet.", Role.UNSIGNED
    if part.signature is not None:
        signed = part.signature
        when = f"{moment(signed.signed_at, zone)} ({zone.key.replace('_', ' ')} time)"
        mark = signed.state_hash[:HASH_SHOWN]
        text = f"Signed by {signed.chair} on {when}; signed state {mark}."
        role = Role.DECIDED
    elif part.outdated is not None:
        text = (
            f"Not signed as it stands: {part.outdated.chair} signed an earlier state on "
            f"{moment(part.outdated.signed_at, zone)}; what counts changed after it."
        )
    # Where nothing more is said of a question, the next one may begin on another page.
    return said(text, role, keep=bool(part.counts.answers or part.reopenings))


def _who(part: QuestionPart) -> Iterator[Block]:
    """Positions, kinds of stakeholder and what was ticked: one table each, where there is any."""
    yield heading("Who answered", 3)
    stated = states_positions(part.by_position)
    if not stated:
        yield said("Nobody stated a position.", Role.LINE, keep=True)
    for caption, label, pairs, kinds in (
        ("Positions", "Position", part.by_position if stated else (), True),
        ("Kinds of stakeholder", "Kind", part.by_category, False),
        ("Choices", "Choice", part.choices, False),
    ):
        if pairs:
            rows = table(
                f"{caption}, {part.number}", [label, "Answers"], pairs, [6.5, 2.2], together=True
            )
            bars = tuple(((name if kinds else "", count),) for name, count in pairs)
            yield Chart(rows, bars, f"{caption}: {tallies(pairs)}", width=7.3)


def _summary(part: QuestionPart) -> Iterator[Block]:
    yield heading("Chairs' summary", 3)
    if not part.summary.strip():
        yield said("No summary yet.", Role.EMPTY)
        return
    yield from markdown_blocks(part.summary, below=3)
    by = COMPOSED if part.summary_composed else f"Summary by {part.summary_by}."
    if part.summary_by:
        yield said(by, Role.NOTE)
    for doubt in part.summary_doubts:
        yield said(f"Not in step with the data: {doubt}", Role.UNSIGNED)


def _themes(part: QuestionPart, anchor: str) -> Iterator[Block]:
    """The themes in a table to see them together, then each with its quotes."""
    yield heading("Themes", 3)
    if part.themes:
        rows: list[list[Cell]] = [
            [
                number, theme.title, theme.counts.points, theme.counts.answers,
                theme.counts.organisations, _became(theme),
            ]
            for number, theme in numbered(part.themes)
        ]  # fmt: skip
        header = ["No.", "Theme", "Points", "Answers", "Organisations", "Outcome"]
        yield table(f"Themes, {part.number}", header, rows, [1.0, 6.1, 1.5, 1.8, 3.1, 2.5])
    else:
        yield said("No themes yet.", Role.EMPTY)
    if part.unplaced:
        verb = "is" if part.unplaced == 1 else "are"
        text = f"{noun(part.unplaced, 'point')} {verb} not placed under any theme."
        yield said(text, Role.NOTE)
    elif part.counts.points:
        yield said("Every point is placed or accounted for.", Role.NOTE)
    yield from _balance(part)
    for number, theme in numbered(part.themes):
        yield from theme_blocks(theme, number, names.of_theme(anchor, number))


def _became(theme: ThemeLine) -> str:
    """What was decided on a theme, for a table."""
    return str(theme.outcome) if is_decided(theme) else "none yet"


def _balance(part: QuestionPart) -> Iterator[Block]:
    """Who supports and who opposes, theme beside theme, where anybody stated a position."""
    themes = [
        (number, theme) for number, theme in numbered(part.themes)
        if states_positions(theme.by_position)
    ]  # fmt: skip
    if not themes:
        return
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for number, theme in themes:
        own = dict(theme.by_position)
        bar = tuple((position, own.get(position, 0)) for position in Position)
        rows.append((f"Theme {number}", *(count for _, count in bar)))
        bars.append(bar)
    header = ["Theme", *(position.capitalize() for position in Position)]
    caption = f"Positions by theme, {part.number}"
    told = "; ".join(f"theme {number}: {tallies(theme.by_position)}" for number, theme in themes)
    widths = [2.2, 1.8, 2.6, 1.8, 2.4]
    yield Chart(table(caption, header, rows, widths), tuple(bars), f"{caption}: {told}", width=5.2)


def account_blocks(part: QuestionPart) -> Iterator[Block]:
    """The question's ledger: every answer once, every point once; empty lines are left out."""
    rows = [*_account("answers", part.ledger_answers), *_account("points", part.ledger_points)]
    if not rows:
        return
    yield heading(f"Account of answers and points, {part.number}", 3)
    header = ["Of the", "What became of them", "Count"]
    yield table(f"Ledger, {part.number}", header, rows, [2.5, 7.5, 2.5], together=True)
    text = "Lines that count nothing are left out here; the workbook has them all."
    yield said(text, Role.NOTE)


def _account(of: str, lines: Sequence[LedgerLine]) -> list[list[Cell]]:
    """The lines that count something, and what they come to."""
    rows: list[list[Cell]] = [[of, line.what, line.count] for line in lines if line.count]
    return [*rows, [of, "in all", sum(line.count for line in lines)]] if rows else []
