"""The reasons of an analysis: kept whole, made anew by the next, and no decision of anybody."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from consultation.db import session, transaction
from consultation.models import (
    Answer,
    Fit,
    MinorityPoint,
    Point,
    Position,
    Recurrence,
    Subtheme,
    Theme,
)
from consultation.operations.desk.points import discard_point, move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.themes import merge_themes
from consultation.operations.grouping import analysis
from consultation.queries.plenary.signing import state_hash
from nlp.minority import Author, minority_points
from tests import factories
from tests.conftest import NOW
from tests.operations.fabricated import Cut, analysis_of, one_theme_a_word, sentences

# Begins of sentences are groups: A with A, B with B, C with C; what begins with X is in none.
TEXTS = (
    "Audit it. Be quick.",
    "Audit them. Dear chair.",
    "Be quick now. Audit all.",
    "Check it all. X alone says so.",
)


@pytest.fixture
def desk(world):
    """A question of the world to which four wrote."""
    write(world, *TEXTS)
    return replace(world, question=world.other_question)


def write(world, *texts: str, **given) -> None:
    session.add_all(
        factories.answer(
            world.other_question,
            text,
            by=factories.stakeholder(consultation=world.consultation),
            **given,
        )
        for text in texts
    )
    session.commit()


def some_nowhere(text: str) -> list[Cut]:
    return [
        replace(cut, group=None) if text[cut.start : cut.end].strip().startswith("X") else cut
        for cut in one_theme_a_word(text)
    ]


def read(desk, cut=some_nowhere):
    with transaction():
        gathered = analysis.gather(desk.question)
        result = analysis_of([text.text for text in gathered.texts], cut)
        analysis.keep(gathered, result, now=NOW)
    return gathered, result


def point(desk, text: str) -> Point:
    of_question = select(Point).join(Point.answer).where(Answer.question == desk.question)
    return next(each for each in session.scalars(of_question) if each.text.strip() == text)


def theme(desk, title: str) -> Theme:
    of_question = select(Theme).where(Theme.question == desk.question)
    return session.scalars(of_question.where(Theme.title == title)).one()


def titled(row: Theme | Subtheme | None) -> str | None:
    return row.title if row is not None else None


def fits(desk) -> dict[str, tuple]:
    return {
        fit.point.text.strip(): (
            titled(fit.theme), fit.score, titled(fit.subtheme), titled(fit.runner_up),
            fit.runner_up_score,
        )
        for fit in session.scalars(select(Fit))
    }  # fmt: skip


def test_the_kind_of_the_stakeholder_is_read_with_the_text(desk):
    assert {text.kind for text in analysis.gather(desk.question).texts} == {"civil society"}


def test_every_point_but_filler_has_its_fit_its_sub_theme_and_its_runner_up(desk):
    read(desk)
    assert fits(desk) == {
        "Audit it.": ("Theme 65", 0.6, "Theme 65, part one", "Theme 66", 0.5),
        "Audit them.": ("Theme 65", 0.6, "Theme 65, part two", "Theme 66", 0.5),
        "Audit all.": ("Theme 65", 0.6, "Theme 65, part two", "Theme 66", 0.5),
        "Be quick.": ("Theme 66", 0.6, "Theme 66, part one", "Theme 67", 0.5),
        "Be quick now.": ("Theme 66", 0.6, "Theme 66, part two", "Theme 67", 0.5),
        "Check it all.": ("Theme 67", 0.6, None, "Theme 65", 0.5),
        "X alone says so.": (None, None, None, "Theme 65", 0.3),
    }


def test_every_theme_says_how_well_it_comes_back_and_what_is_next_to_it(desk):
    read(desk)
    assert [
        (each.theme.title, each.stability, titled(each.nearest))
        for each in session.scalars(select(Recurrence).order_by(Recurrence.theme_id))
    ] == [
        ("Theme 65", 0.75, "Theme 66"),
        ("Theme 66", 0.75, "Theme 67"),
        ("Theme 67", 0.75, "Theme 65"),
    ]


def test_a_sub_theme_is_no_theme_of_the_question(desk):
    read(desk)
    of_question = select(func.count(Theme.id)).where(Theme.question == desk.question)
    assert session.scalar(of_question) == 3
    assert session.scalar(select(func.count(Subtheme.id))) == 4


def test_the_next_analysis_leaves_nothing_of_the_reasons_of_the_last(desk):
    read(desk)
    first = fits(desk)
    read(desk, lambda text: [Cut(*span, 1) for span in sentences(text)])
    assert {fit[0] for fit in fits(desk).values()} == {"Theme 1"}
    assert {fit[3] for fit in fits(desk).values()} == {None}
    read(desk, lambda text: [])
    for gone in (Fit, Subtheme, Recurrence, MinorityPoint):
        assert session.scalar(select(func.count(gone.id))) == 0
    read(desk)
    assert fits(desk) == first


def test_groups_that_people_made_one_theme_are_one_and_do_not_run_up_against_it(desk):
    read(desk)
    with transaction():
        gone, into = theme(desk, "Theme 66"), theme(desk, "Theme 65")
        merge_themes(gone, into, into_seen=into.version, seen=gone.version, by=desk.chair, now=NOW)
    read(desk)
    now = fits(desk)
    assert now["Be quick."][:2] == ("Theme 65", 0.6)
    assert (now["Audit it."][3:], now["Be quick."][3:]) == ((None, None), ("Theme 67", 0.5))
    rows = session.scalars(select(Recurrence).where(Recurrence.theme == into)).all()
    assert [titled(row.nearest) for row in rows] == [None]


def test_what_a_person_moved_keeps_no_score_under_the_theme_it_left(desk):
    read(desk)
    with transaction():
        moved = point(desk, "Be quick.")
        move_point(moved, theme(desk, "Theme 65"), seen=place_seen(moved), by=desk.chair, now=NOW)
    read(desk)
    assert fits(desk)["Be quick."][0] == "Theme 66"
    assert point(desk, "Be quick.").placement.theme.title == "Theme 65"


def test_a_signature_knows_nothing_of_the_reasons(desk):
    read(desk)
    before = state_hash(desk.question)
    with transaction():
        session.scalars(select(Recurrence)).first().stability = 0.1
        session.scalars(select(Fit)).first().score = 0.1
    assert state_hash(desk.question) == before


@pytest.fixture
def dispute(desk):
    """Eight support what one opposes, in a theme of them all; one alone has a theme to himself."""
    write(desk, *["Audit it."] * 8, position=Position.SUPPORT)
    write(desk, "Audit nobody.", position=Position.OPPOSE)
    return desk


def minority(desk) -> list[tuple[str, str, str | None]]:
    return [
        (each.reason, each.point.text, titled(each.theme))
        for each in session.scalars(select(MinorityPoint).order_by(MinorityPoint.rank))
    ]


def test_minority_points_are_those_of_the_analysis_while_nobody_decided_anything(dispute):
    gathered, result = read(dispute)
    found = minority_points(
        result.points,
        result.themes,
        result.unplaced,
        [Author(text.author, text.kind, text.position) for text in gathered.texts],
    )
    texts = [text.text for text in gathered.texts]
    assert minority(dispute) == [
        (
            each.reason,
            texts[(p := result.points[each.point]).text][p.start : p.end],
            None if each.theme is None else result.themes[each.theme].title,
        )
        for each in found
    ]
    assert minority(dispute)[0] == (
        "The only author who opposes, against 8 others.", "Audit nobody.", "Theme 65",
    )  # fmt: skip


def test_minority_points_are_true_of_the_themes_as_people_keep_them(dispute):
    read(dispute)
    alone = "A theme that only one author speaks to."
    write(dispute, "Be quick, all.", "Be quick, both.", "Be quick, please.", "Be quick and fair.")
    read(dispute)
    assert (alone, "Check it all.", "Theme 67") in minority(dispute)
    with transaction():
        gone, into = theme(dispute, "Theme 67"), theme(dispute, "Theme 66")
        merge_themes(
            gone,
            into,
            into_seen=into.version,
            note="Few say it.",
            seen=gone.version,
            by=dispute.chair,
            now=NOW,
        )
    read(dispute)
    assert alone not in {reason for reason, _, _ in minority(dispute)}


def test_a_discarded_point_is_no_minority_point(dispute):
    read(dispute)
    with transaction():
        gone = point(dispute, "Audit nobody.")
        discard_point(gone, reason="Off topic.", seen=place_seen(gone), by=dispute.chair, now=NOW)
    read(dispute)
    assert "Audit nobody." not in {text for _, text, _ in minority(dispute)}
