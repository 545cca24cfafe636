"""The comment table of a whole round: what everybody said, with observations from the outcomes."""

from collections.abc import Iterator, Mapping, Sequence

from consultation.models import Answer, OpenQuestion, Round
from consultation.queries.changed import Names, called, names_of
from consultation.queries.comment_table import TableRow
from consultation.queries.counts import ThemeLine
from consultation.queries.places import Place, place_name
from consultation.queries.points import PlainPoint, points_by_answer
from consultation.queries.signing import stands
from consultation.queries.submissions import questions_in, submitted_answers
from consultation.queries.themes import bare_lines

UNEXAMINED = "Not yet examined"
UNSIGNED = "Not signed yet: "
"""What comes before an observation under which no signature stands."""


def observed_rows(round_: Round) -> list[TableRow]:
    """A row for each answer that counts and says anything, in the draft's order.

    Authors are named as they chose. The observation is what was decided on each of its points by
    itself, or else on the point's theme, each decision once.
    """
    return [row for question in questions_in(round_) for row in _rows(question)]


def _rows(question: OpenQuestion) -> Iterator[TableRow]:
    points = points_by_answer(question)
    themes = {line.theme_id: line for line in bare_lines(question)}
    names = names_of(question, (key for own in points.values() for p in own for key in p.changes))
    mark = "" if stands(question) else UNSIGNED
    place: Place = question.comments_on or (question.draft if question.on_whole_draft else question)
    for answer in submitted_answers(question):
        if not answer.version.is_blank:
            decided = _decided(points[answer.id], themes, names)
            observation = "\n".join(f"{mark}{each}" for each in decided) or UNEXAMINED
            yield _row(answer, place, observation)


def _row(answer: Answer, place: Place, observation: str) -> TableRow:
    version = answer.version
    ticked = "; ".join(version.choices)
    return TableRow(
        body=", ".join(filter(None, (answer.author, answer.source))),
        clause=place_name(place),
        paragraph=version.passage["exact"] if version.passage else "",
        remark=str(version.remark or ""),
        comment="\n".join(filter(None, (answer.in_public(answer.text), ticked))),
        proposed=answer.in_public(version.proposed),
        observations=observation,
        row_id=answer.label,
    )


def _decided(
    points: Sequence[PlainPoint], themes: Mapping[int, ThemeLine], names: Names
) -> list[str]:
    """What was decided on the points of an answer, in their order and without repeating it."""
    told = []
    for point in points:
        if point.outcome is not None:
            changed = called(point.changes, names)
            told.append(_said(str(point.outcome), point.outcome_reason, changed))
        elif (theme := themes.get(point.theme_id or 0)) is not None and theme.outcome:
            told.append(_said(theme.outcome, theme.outcome_reason, theme.changes))
    return list(dict.fromkeys(told))


def _said(outcome: str, reason: str | None, changes: Sequence[str]) -> str:
    where = f" ({', '.join(changes)})" if changes else ""
    return f"{outcome.capitalize()}{where}{f': {reason}' if reason else '.'}"
