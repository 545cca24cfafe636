"""What was coded in a question, as the plenary pack has it: the same figures as on the page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consultation.models import Code, Consultation, OpenQuestion
from consultation.queries.coding.code_counts import CodeCount, FacetCoding, codings, uses_in
from consultation.queries.coding.codes import frame_of
from consultation.queries.counts import QuoteLine, ThemeLine
from consultation.queries.desk.points import points_in_context

FITS_NONE, NOT_CODED = "Fits no code", "Not coded"


@dataclass(frozen=True)
class FrameLine:
    """The code frame that stands behind what is coded."""

    name: str
    version: int


@dataclass(frozen=True)
class CodedLine:
    """What a code has in a question; without a key: what fits no code, and what is not coded.

    `out_of_use` is the version that retired or split it.
    """

    facet: str
    key: str
    label: str
    out_of_use: int | None
    themes: int
    points: int
    answers: int
    organisations: int


@dataclass(frozen=True)
class ThemeCodeLine:
    """What a code has of a theme's points, or of the unplaced ones (no number, no title).

    `is_own` where the theme itself is coded so.
    """

    theme_id: int | None
    theme: str
    facet: str
    key: str
    label: str
    is_own: bool
    points: int
    answers: int


@dataclass(frozen=True)
class PointCodeLine:
    """A code of a point that the pack lists; `is_own` where it is not that of its theme."""

    point_id: int
    answer: str
    text: str
    facet: str
    key: str
    label: str
    is_own: bool


@dataclass(frozen=True)
class UnfitLine:
    """A theme, or a point of an answer, that fits no code, and which code is missing."""

    facet: str
    theme: str
    answer: str
    text: str
    missing: str


@dataclass(frozen=True)
class CodesPart:
    """All that was coded in a question; everything is empty where nothing was."""

    counts: tuple[CodedLine, ...] = ()
    by_theme: tuple[ThemeCodeLine, ...] = ()
    points: tuple[PointCodeLine, ...] = ()
    fits_none: tuple[UnfitLine, ...] = ()


def frame_line(consultation: Consultation) -> FrameLine | None:
    """Name and version of a consultation's frame as it is."""
    frame = frame_of(consultation)
    return FrameLine(frame.name, frame.version) if frame else None


def codes_part(
    question: OpenQuestion, themes: Sequence[ThemeLine], listed: Sequence[QuoteLine]
) -> CodesPart:
    """What was coded, by code, by theme and of the points that are `listed`."""
    facets = codings(question.consultation, question)
    if not any(coding.codes for coding in facets.values()):
        return CodesPart()
    once = {said.point_id: said for said in listed}
    return CodesPart(
        tuple(line for coding in facets.values() for line in _counts(coding)),
        tuple(line for coding in facets.values() for line in _by_theme(coding, themes)),
        tuple(line for coding in facets.values() for line in _of_points(coding, once)),
        tuple(_unfit(question, list(facets), {line.theme_id: line.title for line in themes})),
    )


def _counts(coding: FacetCoding) -> Iterator[CodedLine]:
    for count in coding.counts():
        yield _line(count, *named(count.code))
    yield _line(coding.not_coded(), "", NOT_CODED)


def named(code: Code | None) -> tuple[str, str]:
    """Key and label of a code; of none, that none fits."""
    return (code.key, code.label) if code else ("", FITS_NONE)


def _line(count: CodeCount, key: str, label: str) -> CodedLine:
    out_of_use = count.code.retired_in if count.code else None
    return CodedLine(
        count.facet, key, label, out_of_use,
        count.themes, count.points, count.answers, count.organisations,
    )  # fmt: skip


def _by_theme(coding: FacetCoding, themes: Sequence[ThemeLine]) -> Iterator[ThemeCodeLine]:
    titles: list[tuple[int | None, str]] = [(theme.theme_id, theme.title) for theme in themes]
    for theme_id, title in [*titles, (None, "")]:
        here = [point for point in coding.points if point.theme_id == theme_id]
        for number, code in coding.codes.items():
            held = [point for point in here if number in coding.codes_of(point)]
            is_own = theme_id is not None and number in coding.of_theme.get(theme_id, ())
            if held or is_own:
                answers = len({point.answer_id for point in held})
                yield ThemeCodeLine(
                    theme_id, title, coding.facet, *named(code), is_own, len(held), answers
                )


def _of_points(coding: FacetCoding, listed: Mapping[int, QuoteLine]) -> Iterator[PointCodeLine]:
    for point in coding.points:
        said = listed.get(point.point_id)
        if said is None:
            continue
        is_own = point.point_id in coding.own
        held = coding.codes_of(point)
        for number in (number for number in coding.codes if number in held):
            yield PointCodeLine(
                said.point_id, said.answer, said.text, coding.facet,
                *named(coding.codes[number]), is_own,
            )  # fmt: skip


def _unfit(
    question: OpenQuestion, facets: Sequence[str], titles: Mapping[int, str]
) -> Iterator[UnfitLine]:
    uses = [use for use in uses_in(question.consultation, question) if use.code_id is None]
    uses.sort(key=lambda use: facets.index(use.facet))
    numbers = [use.point_id for use in uses if use.point_id]
    words = {point.point_id: point for point in points_in_context(question, numbers)}
    for use in uses:
        point = words.get(use.point_id or 0)
        if use.theme_id is not None:
            title = titles.get(use.theme_id, f"Theme {use.theme_id}")
            yield UnfitLine(use.facet, title, "", "", use.proposal)
        elif point is not None:
            yield UnfitLine(use.facet, "", point.answer, point.point_text, use.proposal)
