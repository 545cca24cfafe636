"""A first text on a question, composed from the data by rule; all its figures are fields.

For each theme: who and how many, what they ask, the outcome, why, and what stays open.
"""

from collections.abc import Iterator, Sequence

from consultation.models import OpenQuestion, OutcomeKind, Position
from consultation.queries.counts import QuoteLine, ThemeLine
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.grouping.minority import minority_of

_STAYS_OPEN = {
    OutcomeKind.NOT_EXAMINED: "What becomes of it is not decided.",
    OutcomeKind.REFERRED: "It was referred, and the answer is still to come.",
    OutcomeKind.DEFERRED: "It was put off, and is to be taken up again.",
    OutcomeKind.IN_PART: "A part of what they ask is not adopted.",
}


def composed_text(question: OpenQuestion) -> str:
    """The text in Markdown; the same data give the same text."""
    themes = themes_in_order(question)
    parts = [*_about_all(question, themes)]
    for theme in themes:
        parts += _about(theme)
    return "\n\n".join([*parts, *_in_no_theme(question)]) + "\n"


def _about_all(question: OpenQuestion, themes: Sequence[ThemeLine]) -> Iterator[str]:
    counts = question_counts(question).counts
    if themes:
        yield "What was said most: {{question: said most}}."
    elif counts.answers:
        yield "No themes have been made yet, so nothing can be told by theme."
    else:
        yield "Nobody answered this question."
        return
    yield "### In figures"
    yield (
        f"{_counted('question', 'answer', counts.answers)} from "
        f"{_counted('question', 'organisation', counts.organisations)}, with "
        f"{_counted('question', 'point', counts.points)} in "
        f"{_counted('question', 'theme', len(themes))}."
    )
    if counts.answers:
        yield (
            "Positions: {{question: positions}}. "
            "Kinds of stakeholder, by answers: {{question: kinds}}."
        )


def _about(theme: ThemeLine) -> Iterator[str]:
    of = f"theme {theme.theme_id}"
    yield f"{'####' if theme.parent_id else '###'} {_field(of, 'title')}"
    yield (
        f"**Who and how many:** {_counted(of, 'answer', theme.counts.answers)} from "
        f"{_counted(of, 'organisation', theme.counts.organisations)}, with "
        f"{_counted(of, 'point', theme.counts.points)}. "
        f"Kinds of stakeholder, by answers: {_field(of, 'kinds')}. "
        f"Positions: {_field(of, 'positions')}."
    )
    said = _both_sides(theme.quotable)
    yield "**What they ask,** in their words:" if said else "**What they ask:** no point is quoted."
    for quote in said:
        point = f"point {quote.point_id}"
        yield f"> {_field(point, 'words')}"
        yield f"— {_field(point, 'author')} ({_field(point, 'position')})"
    yield f"**Outcome:** {_field(of, 'outcome')}."
    if theme.outcome is not None:
        yield f"**Why:** {_field(of, 'reason')}"
    yield f"**What stays open:** {' '.join(_open(theme)) or 'nothing that the data show.'}"


def _both_sides(quotes: Sequence[QuoteLine]) -> list[QuoteLine]:
    """The first quote, and the first by somebody of another position, if there is one."""
    other = [quote for quote in quotes if quote.position != quotes[0].position]
    return [*quotes[:1], *(other or list(quotes[1:]))[:1]]


def _open(theme: ThemeLine) -> Iterator[str]:
    outcome = OutcomeKind(theme.outcome or OutcomeKind.NOT_EXAMINED)
    if outcome in _STAYS_OPEN:
        yield _STAYS_OPEN[outcome]
    stated = dict(theme.by_position)
    if Position.OPPOSE in stated and stated.keys() & {Position.SUPPORT, Position.CHANGES}:
        of = f"theme {theme.theme_id}"
        yield (
            f"They do not agree: {_field(of, Position.SUPPORT)} in support, "
            f"{_field(of, Position.CHANGES)} with changes, {_field(of, Position.OPPOSE)} opposed."
        )


def _in_no_theme(question: OpenQuestion) -> Iterator[str]:
    unplaced, listed = unplaced_points(question), minority_of(question)
    minority = len(listed)
    if unplaced:
        verb = "is" if unplaced == 1 else "are"
        yield f"{_counted('question', 'unplaced point', unplaced)} {verb} in no theme."
    if minority:
        verb = "is" if minority == 1 else "are"
        yield f"{_counted('question', 'minority point', minority)} {verb} listed apart."
    for line in listed:
        if line.note:
            point = f"point {line.said.point_id}"
            by = "Somebody whose words are not published"
            if not line.said.is_withheld:
                yield f"> {_field(point, 'words')}"
                by = f"— {_field(point, 'author')}"
            yield f"{by}. Why it was taken from where it was found: {_field(point, 'note')}"


def _counted(of: str, noun: str, count: int) -> str:
    """A field with its noun; when the count changes, the text is stale and its noun is read."""
    return f"{_field(of, f'{noun}s')} {noun if count == 1 else f'{noun}s'}"


def _field(of: str, what: str) -> str:
    return f"{{{{{of}: {what}}}}}"
