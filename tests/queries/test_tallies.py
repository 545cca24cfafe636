"""What a filter leaves of a question: recounted by hand from the rows, in every figure at once."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consultation.db import begin_write, session
from consultation.models import (
    Answer,
    Fit,
    Organisation,
    Placement,
    Point,
    Position,
    Publication,
    Subtheme,
)
from consultation.queries.counts import Counts
from consultation.queries.desk.filters import APART, FIELDS, IN_CAMPAIGN, UNSAID, Filter
from consultation.queries.desk.points import unplaced_points
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.tallies import Tally
from consultation.queries.desk.themes import themes_in_order
from consultation.wording import folded
from tests import factories
from tests.queries.random_worlds import CATEGORIES, Entry, MadeRound, make, rounds
from tests.shown import points_under, points_unplaced

COUNTRIES = ("France", "Åland", "")
SIZES = ("micro", "")
LANGUAGES = ("en", "fr", None)
KINDS = ("reason", "request", None)

filters = st.builds(
    Filter,
    words=st.sampled_from(["", "", "four", "TEXT has", "zymurgy"]),
    category=st.sampled_from(["", "", *CATEGORIES]),
    country=st.sampled_from(["", "", "France", "Åland", UNSAID]),
    size=st.sampled_from(["", "", "micro", UNSAID]),
    language=st.sampled_from(["", "", "en", UNSAID]),
    position=st.sampled_from(["", "", *map(str, Position)]),
    campaign=st.sampled_from(["", "", IN_CAMPAIGN, APART]),
    kind=st.sampled_from(["", "", "reason", UNSAID]),
)


@given(told=rounds, narrowed=filters)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_figure_is_of_what_the_filter_leaves(database, told, narrowed):
    begin_write()
    try:
        made = make(told)
        _vary(made)
        for number, question in enumerate(made.questions):
            tally = Tally(question, narrowed)
            whole = Recount(told, made, number, Filter())
            left = Recount(told, made, number, narrowed)
            assert tally.counts.counts == left.counts(left.points, left.answers)
            assert dict(tally.counts.by_category) == left.shares("category", left.answers)
            assert dict(tally.counts.by_position) == left.shares("position", left.answers)
            assert tally.unplaced == len(left.under(None))
            assert {line.theme_id: line.counts for line in tally.themes} == {
                theme.id: left.counts(left.under(theme.id)) for theme in made.themes[number]
            }
            for line in tally.themes:
                inside = {point.answer for point in left.under(line.theme_id)}
                assert dict(line.by_category) == left.shares("category", inside)
                assert dict(line.by_position) == left.shares("position", inside)
            _check_lists(made, number, narrowed, left)
            _check_choices(told, made, number, narrowed, tally)
            assert Tally(question).counts == question_counts(question)
            assert Tally(question).unplaced == unplaced_points(question) == len(whole.under(None))
            assert [replace(line, quotes=()) for line in themes_in_order(question)] == (
                Tally(question).themes
            )
    finally:
        session.rollback()


def _vary(made: MadeRound) -> None:
    """Countries, sizes, choices of publication, languages and kinds, by turns."""
    for number, answer in enumerate(made.answers):
        by = answer.submission.stakeholder
        by.country = COUNTRIES[number % 3]
        by.publication = list(Publication)[-1 - number % 4 % 3]
        by.name = "Ana Lopes" if number % 5 else ""
        if by.organisation:
            by.organisation.size = SIZES[by.organisation_id % 2]
    for number, point in enumerate(made.points):
        point.language = LANGUAGES[number % 3]
        point.kind = KINDS[number % 4 % 3]
    session.flush()
    session.expire_all()


class Recount:
    """The same, of rows and their own properties, one by one."""

    def __init__(self, told: list[Entry], made: MadeRound, number: int, narrowed: Filter) -> None:
        given_ = [
            answer
            for entry, answer in zip(told, made.answers, strict=True)
            if entry.counts and entry.question == number
        ]
        asked = [answer for answer in given_ if self._is_asked(answer, narrowed)]
        about_points = bool(narrowed.words or narrowed.language or narrowed.kind)
        self.points = [
            point
            for point in made.points
            if point.answer in asked
            and not (about_points and (point.filler or not self._says(point, narrowed)))
        ]
        speaking = {point.answer for point in self.points}
        self.answers = [a for a in asked if not about_points or a in speaking]

    @staticmethod
    def value(row: Answer | Point, name: str) -> str:
        """What an answer or a point has in a field of the filter."""
        if isinstance(row, Point):
            return getattr(row, name) or UNSAID
        by = row.submission.stakeholder
        match name:
            case "country":
                return row.country or UNSAID
            case "size":
                nameless = by.is_nameless_as(row.choice) or by.organisation is None
                return UNSAID if nameless else by.organisation.size or UNSAID
            case "campaign":
                return IN_CAMPAIGN if row.campaign_copy else APART
            case "category":
                return by.category
        return str(row.position)

    def _is_asked(self, answer: Answer, narrowed: Filter) -> bool:
        names = ("category", "country", "size", "position", "campaign")
        asked = narrowed.asked
        return all(self.value(answer, n) == asked[n] for n in names if n in asked)

    def _says(self, point: Point, narrowed: Filter) -> bool:
        asked = narrowed.asked
        return all(
            self.value(point, n) == asked[n] for n in ("language", "kind") if n in asked
        ) and all(word in folded(point.text) for word in folded(narrowed.words).split())

    def under(self, theme_id: int | None) -> list[Point]:
        """The points of a theme, or the unplaced."""
        return [
            point
            for point in self.points
            if not point.filler
            and (point.placement.theme_id if point.placement else None) == theme_id
            and not (point.placement and point.placement.discarded_because)
        ]

    def counts(self, points, answers=None) -> Counts:
        behind = {point.answer for point in points} if answers is None else set(answers)
        bodies = {answer.submission.stakeholder.organisation_id for answer in behind}
        said = sum(answer.submission.stakeholder.meeting_id is not None for answer in behind)
        return Counts(len(points), len(behind), len(behind) - said, len(bodies - {None}), said)

    def shares(self, name: str, answers) -> Counter:
        return Counter(self.value(answer, name) for answer in answers)


def _check_lists(made: MadeRound, number: int, narrowed: Filter, left: Recount) -> None:
    for theme in made.themes[number]:
        listed = {point.point_id for point in points_under(theme, narrowed)}
        assert listed == {point.id for point in left.under(theme.id)}
    listed = {point.point_id for point in points_unplaced(made.questions[number], narrowed)}
    assert listed == {point.id for point in left.under(None)}


def _check_choices(told, made: MadeRound, number: int, narrowed: Filter, tally: Tally) -> None:
    """The number beside a choice is what choosing it leaves, and the choices leave all there is."""
    question = made.questions[number]
    for each in tally.offered:
        wider = replace(narrowed, **{each.name: ""})
        for value, count in each.values:
            chosen = Tally(question, replace(narrowed, **{each.name: value}))
            assert chosen.counts.counts.answers == count > 0
        left = (Tally(question, replace(wider, **{each.name: value})) for value, _ in each.values)
        assert sum(map(_placed, left)) == _placed(Tally(question, wider))
        if each.name in {"category", "country", "size", "position", "campaign"}:
            assert sum(c for _, c in each.values) == len(Recount(told, made, number, wider).answers)


def _placed(tally: Tally) -> int:
    return sum(line.counts.points for line in tally.themes)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("energie", True), ("ÉNERGIE", True), ("l'energie propre", True), ("propre energie", True),
        ("énergies", False), ("100%", True), ("100_", False), ("\\", False), ("'", True),
        ("ξεν", True), ("ΞΈΝ", True), ("soso", False),
    ],
)  # fmt: skip
def test_words_are_found_whatever_their_case_and_accents(world, typed, found):
    by = factories.stakeholder(consultation=world.consultation)
    answer = factories.answer(world.question, "So. L'Énergie propre à 100% ξένος. So.", by=by)
    session.add(Placement(point=factories.point(answer, 4, 33), theme=world.second_theme))
    session.commit()
    line = next(t for t in Tally(world.question, Filter(words=typed)).themes
                if t.theme_id == world.second_theme.id)  # fmt: skip
    assert line.counts.points == found


@pytest.mark.parametrize("choice", list(Publication))
@pytest.mark.parametrize("alone", [False, True])
def test_nobody_who_is_not_named_is_found_by_country_or_size(world, choice, alone):
    body = None if alone else Organisation(name="Quist Foundry", category="industry", size="micro")
    by = factories.stakeholder(
        consultation=world.consultation, organisation=body, country="San Marino",
        publication=choice, name="Wilhelmina Quist",
    )  # fmt: skip
    answer = factories.answer(world.question, "Keep it.", by=by)
    session.add(factories.point(answer))
    session.commit()
    shows = bool(answer.country)
    offered = {each.name: dict(each.values) for each in Tally(world.question).offered}
    assert ("San Marino" in offered["country"]) is shows
    assert ("micro" in offered.get("size", {})) is (shows and not alone)
    for narrowed, is_known in (
        (Filter(country="San Marino"), shows),
        (Filter(size="micro"), shows and not alone),
    ):
        assert Tally(world.question, narrowed).counts.counts.answers == is_known
        assert len(points_unplaced(world.question, narrowed)) == is_known


OTHERS = {"words", "part", "unread", "reader"}
"""Fields in which no one of several values is chosen."""


def test_fields_that_would_narrow_nothing_are_not_offered(world):
    assert [each.name for each in Tally(world.question).offered] == []
    asked = Tally(world.question, Filter(position="oppose")).offered
    assert [(each.name, each.values) for each in asked] == [("position", (("support", 1),))]
    assert set(FIELDS) == {f for f in Filter.__dataclass_fields__ if f not in OTHERS}


def test_sub_themes_hold_what_is_left_of_their_theme(world):
    part = Subtheme(theme=world.theme, title="At once")
    session.add(part)
    for text, theme in (
        ("Soon.", world.theme),
        ("Now.", world.theme),
        ("Moved.", world.second_theme),
    ):
        by = factories.stakeholder(consultation=world.consultation)
        point = factories.point(factories.answer(world.question, text, by=by))
        session.add_all(
            [
                Placement(point=point, theme=theme),
                Fit(point=point, theme=world.theme, score=0.5, subtheme=part),
            ]
        )
    session.commit()
    for words, size in (("", 2), ("now", 1), ("tea", 0)):
        parts = Tally(world.question, Filter(words=words)).parts.get(world.theme.id, [])
        assert [(p.title, p.points) for p in parts] == [("At once", size)] * bool(size)


def test_a_value_that_nobody_has_leaves_nothing(world):
    for name in FIELDS:
        tally = Tally(world.question, Filter(**{name: "zymurgy"}))
        assert (tally.counts.counts.answers, tally.unplaced) == (0, 0)
    assert session.scalars(select(Point)).all()
