"""Why points and themes are where they are: shown while it holds, and never against a person."""

import json

import pytest

from consultation import models
from consultation.db import session
from consultation.exports.data import render_data
from consultation.queries.counts import FitLine, OtherTheme
from consultation.queries.desk.filters import Filter
from consultation.queries.grouping.fits import fit_lines
from consultation.queries.grouping.minority import minority_of
from consultation.queries.grouping.reasons import why
from tests import factories
from tests.conftest import NOW
from tests.shown import points_under, points_unplaced


def add(world, text="Record it.", *, theme=None, fit=(), **given):
    """A point of an answer of its own; `fit` is (theme, score, runner-up, its score)."""
    by = given.pop("by", None) or factories.stakeholder(consultation=world.consultation)
    point = factories.point(factories.answer(world.question, text, by=by))
    session.add(point)
    if theme is not None:
        session.add(models.Placement(point=point, theme=theme, **given))
    if fit:
        found_in, score, runner_up, second = fit
        session.add(
            models.Fit(
                point=point, theme=found_in, score=score, runner_up=runner_up,
                runner_up_score=second,
            )
        )  # fmt: skip
    session.commit()
    return point


PLACES = {
    "where it was found": (lambda w: {"theme": w.theme}, (0.6, "second", 0.5)),
    "where a person put it": (lambda w: {"theme": w.theme, "placed_by": w.chair}, None),
    "where the machine put it by people's example": (lambda w: {"theme": w.second_theme}, None),
    "taken out by a person": (
        lambda w: {"theme": None, "placed_by": w.chair}, (None, "second", 0.5),
    ),
    "discarded": (
        lambda w: {"theme": None, "placed_by": w.chair, "discarded_because": "Tea."}, None,
    ),
    "waiting beside the theme it was found in": (None, (None, "first", 0.6)),
}  # fmt: skip


@pytest.mark.parametrize(("place", "expected"), PLACES.values(), ids=PLACES)
def test_a_fit_is_said_of_a_point_where_it_was_found_and_not_against_a_person(
    world, place, expected
):
    point = add(world, fit=(world.theme, 0.6, world.second_theme, 0.5))
    if place is not None:
        session.add(models.Placement(point=point, **place(world)))
        session.commit()
    themes = {"first": world.theme, "second": world.second_theme}
    line = None
    if expected is not None:
        score, name, other = expected
        line = FitLine(score, OtherTheme(themes[name].id, themes[name].title, other))
    assert fit_lines(world.question).get(point.id) == line


def test_an_unplaced_point_is_nearest_to_its_runner_up(world):
    point = add(world, fit=(None, None, world.second_theme, 0.3))
    assert fit_lines(world.question)[point.id].runner_up.title == "Leave small repairs out"
    assert fit_lines(world.question)[point.id].score is None


@pytest.mark.parametrize("gone", [{"discarded_at": NOW}, {"merged_into_id": 1}])
def test_a_theme_that_people_took_away_runs_up_no_more(world, gone):
    point = add(world, theme=world.theme, fit=(world.theme, 0.6, world.second_theme, 0.5))
    for name, value in gone.items():
        setattr(world.second_theme, name, value)
    session.commit()
    assert fit_lines(world.question)[point.id] == FitLine(0.6, None)


@pytest.mark.parametrize(("second", "is_close"), [(0.45, False), (0.55, True), (0.62, True)])
def test_a_small_lead_is_close(second, is_close):
    assert FitLine(0.6, OtherTheme(1, "Record it", second)).is_close is is_close
    assert FitLine(None, OtherTheme(1, "Record it", second)).is_close is False


def test_the_least_sure_points_come_first_and_copies_once(world):
    other = world.second_theme
    for text, score, second in (
        ("Sure.", 0.9, 0.1), ("Copy.", 0.6, 0.55), ("Copy.", 0.6, 0.55), ("Doubtful.", 0.5, 0.51),
    ):  # fmt: skip
        add(world, text, theme=world.theme, fit=(world.theme, score, other, second))
    found = why(world.theme).least_sure
    assert [(doubt.point.point_text, doubt.copies) for doubt in found] == [
        ("Doubtful.", 0), ("Copy.", 1), ("Sure.", 0),
    ]  # fmt: skip


def test_unplaced_points_come_by_how_near_they_are_to_a_theme(world):
    add(world, "Far.", fit=(None, None, world.theme, 0.1))
    add(world, "Near.", fit=(None, None, world.second_theme, 0.4))
    assert [p.point_text for p in points_unplaced(world.question)] == [
        "Near.", "Far.", "We like tea.",
    ]  # fmt: skip


def test_a_point_that_is_moved_has_left_its_sub_theme(world):
    part = models.Subtheme(theme=world.theme, title="Record it at once")
    empty = models.Subtheme(theme=world.theme, title="Record it twice")
    session.add_all([part, empty])
    for text, theme, subtheme in (
        ("Stays.", world.theme, part), ("Moved.", world.second_theme, part),
        ("Moved too.", world.second_theme, empty),
    ):  # fmt: skip
        add(world, text, theme=theme, fit=(world.theme, 0.6, None, None)).fit.subtheme = subtheme
    session.commit()
    (line,) = why(world.theme).parts
    assert (line.title, line.points) == ("Record it at once", 1)
    assert [p.point_text for p in points_under(world.theme, Filter(part=line.subtheme_id))] == [
        "Stays."
    ]
    assert why(world.second_theme).parts == ()


def test_a_theme_that_was_found_again_says_how_well_and_what_is_next_to_it(world):
    session.add(models.Recurrence(theme=world.theme, stability=0.8, nearest=world.second_theme))
    session.commit()
    found = why(world.theme)
    assert (found.stability, found.nearest) == (0.8, world.second_theme)
    world.second_theme.discarded_at = NOW
    session.commit()
    assert why(world.theme).nearest is None
    assert why(world.second_theme).stability is None


@pytest.fixture
def alone(world):
    """A point of the first theme, listed because nobody else says it."""
    point = add(world, "We alone say so.", theme=world.theme)
    session.add(models.MinorityPoint(point=point, theme=world.theme, reason="Alone.", rank=2))
    session.add(models.MinorityPoint(point=world.unplaced, reason="It fits no theme.", rank=1))
    session.commit()
    return point


def listed(world) -> list[tuple[str, str, str, str]]:
    return [
        (line.reason, line.said.text, line.theme, line.found_in)
        for line in minority_of(world.question)
    ]


NOWHERE = ("It fits no theme.", "We like tea.", "", "")


def test_minority_points_are_listed_word_for_word_with_their_reason_and_theme(world, alone):
    assert listed(world) == [
        NOWHERE, ("Alone.", "We alone say so.", "Record every change", ""),
    ]  # fmt: skip


def test_the_minority_points_of_a_merged_theme_say_where_they_were_found(world, alone):
    world.theme.merged_into = world.second_theme
    alone.placement.theme = world.second_theme
    session.commit()
    assert listed(world)[1:] == [
        ("Alone.", "We alone say so.", "Leave small repairs out", "Record every change")
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda w, p: setattr(p.answer.submission, "withdrawn_at", NOW),
        lambda w, p: setattr(p.answer.submission, "is_late", True),
    ],
    ids=["withdrawn", "late"],
)
def test_a_minority_point_that_does_not_count_is_listed_no_more(world, alone, change):
    change(world, alone)
    session.commit()
    assert listed(world) == [NOWHERE]


@pytest.mark.parametrize(
    ("to_second", "because", "theme", "since"),
    [
        (True, None, "Leave small repairs out", "moved to"),
        (False, None, "", "taken out of all themes"),
        (False, "Off topic.", "", "set aside"),
    ],
)
def test_one_that_is_not_where_it_was_found_is_listed_with_what_became_of_it(
    world, alone, to_second, because, theme, since
):
    alone.placement.theme = world.second_theme if to_second else None
    alone.placement.placed_by, alone.placement.discarded_because = world.chair, because
    session.commit()
    line = minority_of(world.question)[1]
    assert (line.theme, line.since, line.found_in) == (theme, since, "Record every change")


@pytest.mark.parametrize(("because", "since"), [("Off topic.", "set aside"), (None, "moved to")])
def test_so_is_one_that_was_found_in_no_theme(world, alone, because, since):
    session.add(
        models.Placement(
            point=world.unplaced,
            theme=None if because else world.theme,
            placed_by=world.chair,
            discarded_because=because,
        )
    )
    session.commit()
    line = minority_of(world.question)[0]
    assert (line.said.text, line.since, line.found_in) == ("We like tea.", since, "")


def test_the_data_say_how_well_each_point_fits_and_list_the_minority_points(world, alone):
    add(world, "Near.", fit=(None, None, world.second_theme, 0.4))
    session.add(
        models.Fit(
            point=world.point, theme=world.theme, score=0.6, runner_up=world.second_theme,
            runner_up_score=0.5,
        )
    )  # fmt: skip
    session.commit()
    question = json.loads(render_data(world.round))["questions"][0]
    fits = {
        answer["text"][point["start"] : point["end"]]: (
            point["score"], point["runner_up"], point["runner_up_score"],
        )
        for answer in question["answers"]
        for point in answer["points"]
    }  # fmt: skip
    assert fits["Every change must be recorded."] == (0.6, "Leave small repairs out", 0.5)
    assert fits["Near."] == (None, "Leave small repairs out", 0.4)
    assert fits["We like tea."] == (None, None, None)
    assert [
        (each["reason"], each["text"], each["theme"]) for each in question["minority_points"]
    ] == [
        ("It fits no theme.", "We like tea.", None),
        ("Alone.", "We alone say so.", "Record every change"),
    ]
