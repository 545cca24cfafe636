"""The parts that a theme could be split into, proposed by the machine when a chair asks."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from consultation.db import at_once, session
from consultation.errors import RuleError, StaleEdit
from consultation.models import Fit, Subtheme, Theme
from consultation.operations.desk.themes import ensure_current, open_question_for_edit
from consultation.operations.grouping.vectors import ReadOnlyMemory
from consultation.queries.desk.themes import current_themes
from consultation.queries.grouping.passages import Passage, passages_of

READ_AT_MOST = 3_000
"""Points of a theme that one page reads."""


@dataclass(frozen=True)
class Proposal:
    """The parts of a theme, each a title and the numbers of its points; `read` is what was read."""

    read: tuple[Passage, ...]
    parts: tuple[tuple[str, tuple[int, ...]], ...]


def parts_of(theme: Theme) -> Proposal:
    """Look for the parts of a theme as it is now; reading takes seconds and writes nothing.

    There are none where the points hang together or are too few. Raises RuleError where there are
    more than `READ_AT_MOST` points, or where the sentence encoder of the settings cannot be used,
    and SignedOff under a signature.
    """
    import nlp  # Here because it takes seconds, once a process.

    theme.question.ensure_editable()
    read = _passages(theme)
    if len(read) > READ_AT_MOST:
        raise RuleError(
            f"A theme of more than {READ_AT_MOST:,} points is split by the next analysis: its "
            "parts are the sub-themes."
        )
    try:
        parts = nlp.split(
            [each.text for each in read],
            question=theme.question.text,
            languages=[each.language for each in read],
            taken=[each.title for each in current_themes(theme.question)],
            memory=ReadOnlyMemory(theme.question.id),
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error
    return Proposal(
        read, tuple((each.title, tuple(read[n].point_id for n in each.points)) for each in parts)
    )


def keep_parts(theme: Theme, found: Proposal) -> None:
    """Put parts in the place of a theme's sub-themes, if they are still what was read.

    They are a suggestion: no point moves until a person makes a part a theme of its own. Raises
    StaleEdit where a point came, went or was cut meanwhile.
    """
    open_question_for_edit(theme.question)
    ensure_current(theme)
    if _passages(theme) != found.read:
        raise StaleEdit("The points of this theme changed meanwhile. Propose its parts again.")
    _drop_parts(theme, [each.point_id for each in found.read])
    for title, points in found.parts:
        part = Subtheme(theme_id=theme.id, title=title)
        session.add(part)
        session.flush()
        _put(part, points)


def _passages(theme: Theme) -> tuple[Passage, ...]:
    return tuple(each for each in passages_of(theme.question) if each.theme_id == theme.id)


def _drop_parts(theme: Theme, points: list[int]) -> None:
    """Drop a theme's sub-themes; its points leave theirs, also those of a theme merged into it."""
    of_theme = select(Subtheme.id).where(Subtheme.theme_id == theme.id)
    session.execute(update(Fit).where(Fit.subtheme_id.in_(of_theme)).values(subtheme_id=None))
    for some in at_once(points):
        session.execute(update(Fit).where(Fit.point_id.in_(some)).values(subtheme_id=None))
    session.execute(delete(Subtheme).where(Subtheme.theme_id == theme.id))


def _put(part: Subtheme, points: tuple[int, ...]) -> None:
    """Put points into a part; one that no analysis has read has no fit yet."""
    for some in at_once(points):
        known = set(session.scalars(select(Fit.point_id).where(Fit.point_id.in_(some))))
        session.execute(update(Fit).where(Fit.point_id.in_(some)).values(subtheme_id=part.id))
        new = [{"point_id": point, "subtheme_id": part.id} for point in some if point not in known]
        if new:
            session.execute(insert(Fit), new)
