"""Themes with everything that is said about them."""

from dataclasses import astuple

import pytest

from consultation import models
from consultation.db import session
from consultation.models import Position, QuestionKind
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import theme_line, themes_in_order
from tests import factories
from tests.behind import behind_the_databases_back


def add(world, text="Record it.", *, theme=None, quote=None, **given):
    """An answer of one point; quoted by nobody (None), the machine ("") or a person."""
    by = given.pop("by", None) or factories.stakeholder(
        consultation=world.consultation, category=given.pop("category", "industry")
    )
    answer = factories.answer(world.question, text, by=by, **given)
    point = factories.point(answer)
    session.add_all([point, models.Placement(point=point, theme=theme or world.theme)])
    if quote is not None:
        session.add(models.Quote(point=point, marked_by=quote or None))
    session.commit()
    return answer


def test_a_theme_says_what_how_many_who_and_in_whose_words(world):
    add(world, position=Position.OPPOSE, quote="")
    add(world, position=Position.OPPOSE, quote=world.chair)
    line = theme_line(world.theme)
    assert astuple(line.counts) == (3, 3, 3, 3, 0)
    assert line.by_category == (("industry", 2), ("civil society", 1))
    assert line.by_position == (("support", 1), ("oppose", 2))
    # Those that a person marked come first, then the suggested ones in their order.
    assert [(q.text, q.marked_by) for q in line.quotes] == [
        ("Record it.", "Chair"), ("Every change must be recorded.", None), ("Record it.", None),
    ]  # fmt: skip
    assert all(q.text == _answer_text(q)[q.start : q.end] for q in line.quotes)


def _answer_text(quote) -> str:
    return session.get_one(models.Point, quote.point_id).answer.text


def test_one_organisation_with_two_answers_is_counted_once(world):
    body = factories.organisation()
    for _ in range(2):
        by = factories.stakeholder(consultation=world.consultation, organisation=body)
        add(world, theme=world.second_theme, by=by)
    assert astuple(theme_line(world.second_theme).counts) == (3, 3, 3, 2, 0)


def test_two_points_of_one_answer_are_one_answer(world):
    answer = add(world, "Record it. Record it again.")
    second = factories.point(answer, 0, 10)
    session.add_all([second, models.Placement(point=second, theme=world.theme)])
    session.commit()
    assert astuple(theme_line(world.theme).counts) == (3, 2, 2, 2, 0)


def test_somebody_without_an_organisation_is_no_organisation(world):
    alone = factories.stakeholder(consultation=world.consultation, organisation=None)
    add(world, by=alone)
    assert astuple(theme_line(world.theme).counts) == (2, 2, 2, 1, 0)


def test_a_theme_without_points_is_shown_with_none(world):
    empty = models.Theme(question=world.question, title="Nobody said this")
    session.add(empty)
    session.commit()
    assert themes_in_order(world.question)[-1].title == "Nobody said this"
    assert astuple(theme_line(empty).counts) == (0, 0, 0, 0, 0)
    assert theme_line(empty).by_category == ()


@pytest.mark.parametrize(
    ("kind", "ticks", "shown"),
    [
        (QuestionKind.TEXT, [[]], ()),
        (
            QuestionKind.CHOICE,
            [["yearly"], ["weekly", "yearly"], []],
            (("weekly", 1), ("yearly", 2), ("never", 0)),
        ),
        (
            QuestionKind.CHOICE,
            [["a choice that was taken out"]],
            (("weekly", 0), ("yearly", 0), ("never", 0), ("a choice that was taken out", 1)),
        ),
    ],
)
def test_ticks_are_counted_in_the_order_of_the_choices(world, kind, ticks, shown):
    with behind_the_databases_back():
        world.question.kind = kind
        if kind is QuestionKind.CHOICE:
            world.question.options = ["weekly", "yearly", "never"]
    for choices in ticks:
        add(world, choices=choices)
    assert question_counts(world.question).choices == shown
