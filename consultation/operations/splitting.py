"""The parts that a theme could be split into, proposed by the machine when a chair asks."""

from sqlalchemy import insert, select, update

from consultation.db import at_once, session
from consultation.errors import RuleError
from consultation.models import Fit, Subtheme, Theme
from consultation.operations.themes import ensure_current, open_question_for_edit
from consultation.operations.vectors import ReadOnlyMemory
from consultation.queries.passages import passages_of
from consultation.queries.themes import current_themes

READ_AT_MOST = 3_000
"""Points of a theme that one page reads."""


def propose_parts(theme: Theme) -> int:
    """Look for the parts of a theme as it is now; they take the place of its sub-themes.

    They are a suggestion: no point moves until a person makes a part a theme of its own. Gives the
    number of parts, 0 where the points hang together or are too few; then nothing is changed.
    Raises RuleError where there are more than `READ_AT_MOST` points, or where the sentence encoder
    of the settings cannot be used, and SignedOff under a signature.
    """
    import nlp  # Here because it takes seconds, once a process.

    theme.question.ensure_editable()
    own = [each for each in passages_of(theme.question) if each.theme_id == theme.id]
    if len(own) > READ_AT_MOST:
        raise RuleError(
            f"A theme of more than {READ_AT_MOST:,} points is split by the next analysis: its "
            "parts are the sub-themes."
        )
    try:
        parts = nlp.split(
            [each.text for each in own],
            question=theme.question.text,
            languages=[each.language for each in own],
            taken=[each.title for each in current_themes(theme.question)],
            memory=ReadOnlyMemory(theme.question.id),
        )
    except nlp.EncoderError as error:
        raise RuleError(str(error)) from error
    open_question_for_edit(theme.question)  # Only now: finding the parts holds nobody up.
    ensure_current(theme)
    if parts:
        _leave_parts([each.point_id for each in own])
    for part in parts:
        row = Subtheme(theme_id=theme.id, title=part.title)
        session.add(row)
        session.flush()
        _put(row, [own[number].point_id for number in part.points])
    return len(parts)


def _leave_parts(points: list[int]) -> None:
    """Take points out of their sub-themes, whose rows the next analysis drops.

    Until then undoing a cut may put a point back into one.
    """
    for some in at_once(points):
        session.execute(update(Fit).where(Fit.point_id.in_(some)).values(subtheme_id=None))


def _put(part: Subtheme, points: list[int]) -> None:
    """Put points into a part; one that no analysis has read has no fit yet."""
    for some in at_once(points):
        known = set(session.scalars(select(Fit.point_id).where(Fit.point_id.in_(some))))
        session.execute(update(Fit).where(Fit.point_id.in_(some)).values(subtheme_id=part.id))
        new = [{"point_id": point, "subtheme_id": part.id} for point in some if point not in known]
        if new:
            session.execute(insert(Fit), new)
