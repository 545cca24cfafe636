"""Which slides a pack has: one message each, and in the notes what a speaker may be asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from consultation.exports.document.blocks import Bar, Cell
from consultation.exports.document.theme import (
    QUOTE_SHOWN,
    attribution,
    marked,
    outcome,
    unquotable,
)
from consultation.exports.text import (
    counts_sentence,
    cut,
    excerpt,
    is_decided,
    numbered,
    one_line,
    pack_figures,
    sign_state,
    states_positions,
    tallies,
)
from consultation.operations.plenary.pack import GroupPart, Pack, QuestionPart
from consultation.operations.plenary.speaking import spoken
from consultation.queries.counts import QuoteLine, ThemeLine
from consultation.queries.plenary.across_groups import ReferredLine
from consultation.wording import noun

TITLE_LIMIT, CELL_LIMIT, LINE_LIMIT = 130, 108, 300
"""Characters that fit a slide's title, a cell of its table and a paragraph of its text."""

QUOTES_SPOKEN, QUOTE_LIMIT = 2, 240
"""Quotes that stand on the slide of a theme, and their characters; its notes have all."""

THEMES_SHOWN, ROWS_SHOWN = 5, 7


@dataclass(frozen=True)
class Grid:
    """A slide's table: titles, rows, and the shares of its width."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[int, ...]


@dataclass(frozen=True)
class Slide:
    """One message: its title, a table, a bar and text below it, and the notes of the speaker."""

    title: str
    lines: tuple[str, ...] = ()
    grid: Grid | None = None
    bar: Bar = ()
    notes: tuple[str, ...] = ()
    opens: bool = False


def deck_of(pack: Pack) -> list[Slide]:
    """The slides in the order of the pack; what is cut on one stands whole in its notes."""
    return [
        _opening(pack),
        *(slide for group in pack.groups for slide in _group(group)),
        *_across(pack.across.referred),
    ]


def _opening(pack: Pack) -> Slide:
    facts = " · ".join(fact for fact in (pack.host, pack.round, pack.draft) if fact)
    return Slide(
        title=cut(pack.consultation, TITLE_LIMIT),
        lines=(
            "Plenary pack",
            cut(facts, CELL_LIMIT),
            counts_sentence(pack.counts),
            sign_state(pack),
        ),
        notes=(
            pack.consultation,
            facts,
            *(f"{label}: {count:,}" for label, count in pack_figures(pack)),
            "No figure here is a vote.",
        ),
        opens=True,
    )


def _group(group: GroupPart) -> Iterator[Slide]:
    """Key figures of a working group, then each of its questions that was answered."""
    minutes = {time.question: time.minutes for time in group.speaking.times}
    parts = [part for part in group.questions if part.counts.answers]
    title = f"{group.code} {group.name}"
    pages = [parts[at : at + ROWS_SHOWN] for at in range(0, len(parts), ROWS_SHOWN)] or [[]]
    for number, page in enumerate(pages, 1):
        more = f" ({number} of {len(pages)})" if len(pages) > 1 else ""
        silent = len(group.questions) - len(parts)
        yield Slide(
            title=cut(title, TITLE_LIMIT - len(more)) + more,
            lines=_group_lines(group, silent),
            grid=_key_figures(page, minutes) if page else None,
            notes=(one_line(title), *_speaking_notes(group)),
        )
    for part in parts:
        yield from _question(part)


def _group_lines(group: GroupPart, silent: int) -> tuple[str, ...]:
    verb = "has" if silent == 1 else "have"
    return (
        *([cut(", ".join(group.chairs), CELL_LIMIT)] if group.chairs else []),
        *([f"{noun(silent, 'question')} {verb} no answers."] if silent else []),
        *([f"{noun(group.speaking.minutes, 'minute')} in all."] if group.speaking.minutes else []),
    )


def _key_figures(parts: Sequence[QuestionPart], minutes: dict[str, int]) -> Grid:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{part.number}  {cut(part.text, CELL_LIMIT - 24)}", part.counts.answers,
            part.counts.organisations, part.counts.points, len(part.themes),
            "signed" if part.signature else "not signed", minutes.get(part.number, 0),
        )
        for part in parts
    )  # fmt: skip
    header = ("Question", "Answers", "Organisations", "Points", "Themes", "State", "Minutes")
    return Grid(header, rows, (46, 9, 15, 8, 9, 12, 9))


def _speaking_notes(group: GroupPart) -> Iterator[str]:
    speaking = group.speaking
    yield from (f"{m.question}: {m.text} ({m.source})" for m in speaking.messages)
    yield from (f"Open in {line.question}: {line.what}" for line in speaking.open)


def _question(part: QuestionPart) -> Iterator[Slide]:
    by_size = sorted(numbered(part.themes), key=lambda each: -each[1].counts.answers)
    shown = by_size[:THEMES_SHOWN]
    stated = states_positions(part.by_position)
    yield Slide(
        title=cut(f"{part.number}  {part.text}", TITLE_LIMIT),
        lines=(
            *([f"Positions: {tallies(part.by_position)}"] if stated else []),
            _chairs_position(part),
        ),
        grid=_themes(shown) if shown else _choices(part.choices),
        bar=part.by_position if stated else (),
        notes=(
            f"{part.number}  {part.text}",
            f"Received: {counts_sentence(part.counts)}.",
            *([f"Choices: {tallies(part.choices)}"] if part.choices else []),
            *_left_out(len(by_size) - len(shown)),
            *(note for number, theme in shown for note in _theme_notes(number, theme)),
        ),
    )
    for number, theme in numbered(part.themes):
        if is_decided(theme):
            yield _decided(part, number, theme)


def _left_out(more: int) -> list[str]:
    verb = "stands" if more == 1 else "stand"
    return [f"{noun(more, 'smaller theme')} {verb} in the document."] if more > 0 else []


def _chairs_position(part: QuestionPart) -> str:
    if part.signature is None:
        return "Not signed: the chairs have not taken a position yet."
    said = spoken(part.summary, composed=part.summary_composed) or "signed without a summary."
    by = "Composed by rule" if part.summary_composed else part.signature.chair
    return cut(f"{by}: {said}", LINE_LIMIT)


def _themes(themes: Sequence[tuple[str, ThemeLine]]) -> Grid:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"{number}. {cut(theme.title, CELL_LIMIT)}", theme.counts.answers,
            theme.counts.organisations, theme.counts.points,
            str(theme.outcome) if is_decided(theme) else "none yet",
        )
        for number, theme in themes
    )  # fmt: skip
    header = ("Theme", "Answers", "Organisations", "Points", "Outcome")
    return Grid(header, rows, (46, 10, 14, 8, 22))


def _choices(pairs: Sequence[tuple[str, int]]) -> Grid | None:
    """What was ticked most, in the question's own order; the notes have all of it."""
    if not pairs:
        return None
    most = sorted(pairs, key=lambda pair: -pair[1])[:ROWS_SHOWN]
    rows = tuple(
        (cut(choice, CELL_LIMIT), count) for choice, count in pairs if (choice, count) in most
    )
    return Grid(("Choice", "Answers"), rows, (88, 12))


def _theme_notes(number: str, theme: ThemeLine) -> Iterator[str]:
    yield f"Theme {number}. {theme.title} ({counts_sentence(theme.counts)})"
    for quote in theme.quotes:
        yield from _quote_notes(quote)
    if theme.unquotable:
        yield unquotable(theme)


def _quote_notes(quote: QuoteLine) -> tuple[str, str]:
    return f"“{excerpt(quote.text, QUOTE_SHOWN)}”", attribution(quote, marked(quote))


def _decided(part: QuestionPart, number: str, theme: ThemeLine) -> Slide:
    stated = states_positions(theme.by_position)
    return Slide(
        title=cut(f"{part.number}, theme {number}: {theme.title}", TITLE_LIMIT),
        lines=(
            *([f"Positions: {tallies(theme.by_position)}"] if stated else []),
            f"Outcome: {theme.outcome}",
            *([f"Changes: {cut(', '.join(theme.changes), LINE_LIMIT)}"] if theme.changes else []),
            *([f"Reason: {cut(theme.outcome_reason, LINE_LIMIT)}"] if theme.outcome_reason else []),
            counts_sentence(theme.counts),
            *_spoken(theme.quotes),
        ),
        bar=theme.by_position if stated else (),
        notes=(
            *_theme_notes(number, theme),
            f"Outcome: {outcome(theme)}",
        ),
    )


def _spoken(quotes: Sequence[QuoteLine]) -> list[str]:
    """The first quotes that fit a slide whole: word for word, or not at all."""
    fit = [quote for quote in quotes if len(quote.text) <= QUOTE_LIMIT]
    return [f"“{one_line(quote.text)}” — {quote.by}" for quote in fit[:QUOTES_SPOKEN]]


def _across(referred: Sequence[ReferredLine]) -> Iterator[Slide]:
    for at in range(0, len(referred), THEMES_SHOWN):
        lines = referred[at : at + THEMES_SHOWN]
        rows = tuple(_referred(line) for line in lines)
        yield Slide(
            title="Referred to others",
            grid=Grid(("From", "What", "To", "State"), rows, (16, 50, 20, 14)),
            notes=tuple(note for line in lines for note in _referred_notes(line)),
        )


def _referred(line: ReferredLine) -> tuple[Cell, ...]:
    what = f"“{line.said.text}”" if line.said else line.theme
    to = line.to or line.reason
    return cut(f"{line.group}, {line.question}", 24), cut(what, CELL_LIMIT), cut(to, 40), line.state


def _referred_notes(line: ReferredLine) -> Iterator[str]:
    to = f" to {line.to}" if line.to else ""
    why = f". Reason: {line.reason}" if line.reason else ""
    yield f"{line.group}, {line.question}: {line.theme or 'unplaced'}, referred{to}{why}"
    if line.said:
        yield from _quote_notes(line.said)
