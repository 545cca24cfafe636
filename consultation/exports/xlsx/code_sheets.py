"""The sheets of what was coded: by code, by theme, of each listed point, and what fits no code."""

from collections.abc import Iterator, Sequence

from consultation.exports.text import questions
from consultation.exports.xlsx.writing import Sheet, Value
from consultation.operations.plenary.pack import Pack

Rows = Iterator[Sequence[Value]]


def code_rows(pack: Pack) -> Rows:
    """Every code of a question with its counts."""
    for part in questions(pack):
        for line in part.codes.counts:
            yield [
                part.number, line.facet, line.key, line.label, line.out_of_use, line.themes,
                line.points, line.answers, line.organisations,
            ]  # fmt: skip


def theme_code_rows(pack: Pack) -> Rows:
    """Every theme with every code that it or a point of it has."""
    for part in questions(pack):
        for line in part.codes.by_theme:
            yield [
                part.number, line.theme_id, line.theme or "unplaced", line.facet, line.key,
                line.label, "yes" if line.is_own else "no", line.points, line.answers,
            ]  # fmt: skip


def point_code_rows(pack: Pack) -> Rows:
    """Every code of a point that the pack lists: quoted, decided on by itself, or of a minority."""
    for part in questions(pack):
        for line in part.codes.points:
            yield [
                part.number, line.point_id, line.answer, line.text, line.facet, line.key,
                line.label, "its own" if line.is_own else "its theme's",
            ]  # fmt: skip


def unfit_rows(pack: Pack) -> Rows:
    """What fits no code, with the code that is missing."""
    for part in questions(pack):
        for line in part.codes.fits_none:
            yield [part.number, line.facet, line.theme, line.answer, line.text, line.missing]


_QUESTION, _THEME_ID, _THEME = ("Question", 10), ("Theme no.", 10), ("Theme", 50)
_CODE = (("Facet", 14), ("Code", 18), ("Label", 44))
_POINTS, _ANSWERS = ("Points", 9), ("Answers", 9)

CODE_SHEETS = (
    Sheet(
        "Codes",
        (_QUESTION, *_CODE, ("Out of use since version", 12), ("Themes", 9), _POINTS, _ANSWERS,
         ("Organisations", 13)),
        code_rows,
    ),
    Sheet(
        "Codes by theme",
        (_QUESTION, _THEME_ID, _THEME, *_CODE, ("Theme coded so", 11), _POINTS, _ANSWERS),
        theme_code_rows,
    ),
    Sheet(
        "Codes of points",
        (_QUESTION, ("Point no.", 10), ("Answer", 17), ("Point", 90), *_CODE, ("Whose code", 12)),
        point_code_rows,
    ),
    Sheet(
        "Fits no code",
        (_QUESTION, ("Facet", 14), _THEME, ("Answer", 17), ("Point", 90), ("Missing code", 44)),
        unfit_rows,
    ),
)  # fmt: skip
