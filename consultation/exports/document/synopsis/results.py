"""What was said and decided: per question, then per provision, round by round."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from consultation.exports.document.blocks import Block, Cell, Role, fact, heading, said, table
from consultation.exports.document.markdown import markdown_blocks
from consultation.exports.document.theme import marked, quote_block
from consultation.exports.text import (
    counts_sentence,
    cut,
    is_decided,
    numbered,
    one_line,
    states_positions,
    tallies,
)
from consultation.operations.plenary.synopsis import (
    ProvisionPart,
    QuestionPart,
    SignedPart,
    Synopsis,
)
from consultation.queries.counts import ThemeLine
from consultation.rendering import moment

HEADING_LIMIT = 180
_HEADER = ("No.", "Theme", "Points", "Answers", "Organisations", "Positions", "Outcome")


def blocks(report: Synopsis, zone: ZoneInfo) -> Iterator[Block]:
    """The results of each round."""
    for at, part in enumerate(report.rounds, 1):
        yield heading(f"Results of {part.title}", 1, anchor=f"r{at}")
        yield heading("Per question", 2, anchor=f"r{at}q")
        if not part.questions:
            yield said("This round puts no questions.", Role.EMPTY)
        for question in part.questions:
            if question.signed is not None:
                yield from _question(question, question.signed, part.title, zone)
        yield from _unsigned([q for q in part.questions if q.signed is None], part.title)
        yield heading("Per provision", 2, anchor=f"r{at}p")
        yield from _provisions(part.provisions, part.title)


def _question(
    part: QuestionPart, signed: SignedPart, round_title: str, zone: ZoneInfo
) -> Iterator[Block]:
    yield heading(f"{part.number}  {cut(part.text, HEADING_LIMIT)}", 3)
    if len(one_line(part.text)) > HEADING_LIMIT:
        yield said(part.text)
    yield fact("About", "; ".join(part.about) or "no provision in particular", keep=True)
    if not signed.figures.counts.answers:
        yield fact("Received", "no answers.")
        return
    yield from _signed(signed, f"{part.number}, {round_title}", zone)


def _unsigned(parts: list[QuestionPart], round_title: str) -> Iterator[Block]:
    """The questions under which no signature stands: how much was answered, and nothing else."""
    if not parts:
        return
    yield heading(f"Not signed, {round_title}", 3)
    yield said(
        "No chair has signed these. What was said and decided is told once one has.",
        Role.UNSIGNED,
    )
    rows = [(part.number, cut(part.text, HEADING_LIMIT), part.answered.answers) for part in parts]
    header = ["No.", "Question", "Answers"]
    yield table(f"Not signed, {round_title}", header, rows, [1.8, 11.4, 2.4])


def _signed(part: SignedPart, where: str, zone: ZoneInfo) -> Iterator[Block]:
    figures = part.figures
    yield fact("Received", f"{counts_sentence(figures.counts)}.")
    for label, pairs in (
        ("Kinds of stakeholder", figures.by_category),
        ("Positions", figures.by_position if states_positions(figures.by_position) else ()),
        ("Choices", figures.choices),
    ):
        if pairs:
            yield fact(label, tallies(pairs))
    yield said(f"Signed by {part.chair} on {moment(part.signed_at, zone)}.", Role.DECIDED)
    if part.summary.strip():
        yield from markdown_blocks(part.summary, below=3)
    if part.themes:
        yield from _themes(part, where)
    elif figures.counts.points:
        yield said("No theme was made of what was said.", Role.EMPTY)


def _themes(part: SignedPart, where: str) -> Iterator[Block]:
    themes = numbered(part.themes)
    rows = [_row(number, theme) for number, theme in themes]
    yield table(f"Themes, {where}", _HEADER, rows, [1.0, 4.0, 1.4, 1.8, 3.1, 2.4, 2.3])
    numbers = {theme.theme_id: number for number, theme in themes}
    for theme_id, quote in part.quotes:
        yield quote_block(quote, f"theme {numbers[theme_id]} · {marked(quote)}")


def _row(number: str, theme: ThemeLine) -> tuple[Cell, ...]:
    stated = states_positions(theme.by_position)
    return (
        number,
        theme.title,
        theme.counts.points,
        theme.counts.answers,
        theme.counts.organisations,
        tallies(theme.by_position) if stated else "none stated",
        str(theme.outcome) if is_decided(theme) else "not yet examined",
    )


def _provisions(provisions: tuple[ProvisionPart, ...], round_title: str) -> Iterator[Block]:
    if not provisions:
        yield said("No provision was asked about, and none changes.", Role.EMPTY)
        return
    rows = [
        (each.name, ", ".join(each.questions), "; ".join(each.because), each.became)
        for each in provisions
    ]
    header = ["Provision", "Asked about in", "Changes because of", "In the next draft"]
    yield table(f"Provisions, {round_title}", header, rows, [4.4, 2.6, 5.4, 3.6])
