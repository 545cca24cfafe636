"""From answers to rows: what is read, what is kept, and what a second reading may change."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import SignedOff
from consultation.models import (
    Analysis,
    Answer,
    Campaign,
    CampaignCopy,
    Point,
    Position,
    Quote,
    Reading,
    SignOff,
    Theme,
)
from consultation.operations.desk.points import move_point
from consultation.operations.desk.putting import place_seen
from consultation.operations.desk.quotes import quote_point, quote_seen
from consultation.operations.desk.themes import merge_themes, rename_theme
from consultation.operations.grouping import analysis
from consultation.queries.contributions.accounts import PointState
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.desk.themes import themes_in_order
from tests import factories
from tests.conftest import NOW
from tests.ledgers import point_state
from tests.operations.fabricated import Cut, analysis_of, one_theme_a_word, sentences

# Begins of sentences are groups: A with A, B with B; “Dear” is filler.
TEXTS = (
    "Audit it. Be quick.",
    "Audit them. Dear chair.",
    "Be quick now. Audit all.",
    "",
)


@pytest.fixture
def desk(world):
    """A question of the world to which four wrote, one of them nothing."""
    session.add_all(
        factories.answer(
            world.other_question, text, by=factories.stakeholder(consultation=world.consultation)
        )
        for text in TEXTS
    )
    session.commit()
    return replace(world, question=world.other_question)


def analyse(desk, cut: Callable[[str], list[Cut]] = one_theme_a_word, **given) -> Analysis:
    with transaction():
        gathered = analysis.gather(desk.question)
        result = analysis_of([text.text for text in gathered.texts], cut, **given)
        return analysis.keep(gathered, result, now=NOW)


def everything_apart(text: str) -> list[Cut]:
    """Each sentence, in no group."""
    return [Cut(start, end) for start, end in sentences(text)]


def all_in_one(text: str) -> list[Cut]:
    return [Cut(start, end, 1) for start, end in sentences(text)]


def titles(desk) -> list[str]:
    return [line.title for line in themes_in_order(desk.question)]


def theme(desk, title: str) -> Theme:
    of_question = select(Theme).where(Theme.question == desk.question)
    return session.scalars(of_question.where(Theme.title == title)).one()


def point(desk, text: str) -> Point:
    found = session.scalars(select(Point).join(Point.answer).where(
        Answer.question == desk.question
    ))  # fmt: skip
    return next(each for each in found if each.text.strip() == text)


def test_what_counts_is_gathered_and_nothing_else(desk):
    answers = session.scalars(select(Answer).where(Answer.question == desk.question)).all()
    answers[0].submission.withdrawn_at = NOW
    answers[1].submission.is_late = True
    session.commit()
    gathered = analysis.gather(desk.question)
    assert [text.text for text in gathered.texts] == list(TEXTS[2:])
    assert gathered.answers == tuple((a.id, a.version_id) for a in answers[2:])


def test_authors_are_organisations_or_people_and_no_position_is_none(world):
    alone = factories.stakeholder(consultation=world.consultation, organisation=None)
    given = factories.answer(world.question, "No.", by=alone, position=Position.NONE)
    session.add(given)
    session.commit()
    mine, theirs = analysis.gather(world.question).texts
    owner = world.submission.stakeholder
    assert (mine.author, mine.position) == (f"organisation {owner.organisation_id}", "support")
    assert (theirs.author, theirs.position) == (f"stakeholder {alone.id}", None)


def test_every_answer_is_read_once_and_a_blank_one_says_so(desk):
    first = analyse(desk)
    second = analyse(desk)
    readings = session.scalars(select(Reading).order_by(Reading.answer_id)).all()
    assert [reading.left_out for reading in readings] == [None, None, None, "blank"]
    assert {reading.analysis_id for reading in readings} == {second.id} != {first.id}
    assert [reading.version_id for reading in readings] == [r.answer.version_id for r in readings]


def test_themes_hold_their_points_and_suggest_quotes(desk):
    analyse(desk)
    lines = themes_in_order(desk.question)
    assert [(line.title, line.counts.points) for line in lines] == [
        ("Theme 65", 3),
        ("Theme 66", 2),
    ]
    assert [q.text for q in lines[0].quotes] == ["Audit it.", "Audit them."]
    assert {q.marked_by for line in lines for q in line.quotes} == {None}
    assert point_state(point(desk, "Dear chair.")) is PointState.FILLER


def test_the_same_reading_again_keeps_every_row(desk):
    def rows():
        return [
            session.scalars(select(each.id).order_by(each.id)).all() for each in (Theme, Point)
        ], themes_in_order(desk.question)

    analyse(desk)
    before = rows()
    analyse(desk)
    assert rows() == before


def test_the_machines_own_themes_follow_the_newest_reading(desk):
    analyse(desk)
    row = theme(desk, "Theme 65").id
    analyse(desk, all_in_one, title="Audit quickly")
    assert titles(desk) == ["Audit quickly"]
    # Most of its points were the first theme's: it is that theme.
    assert theme(desk, "Audit quickly").id == row
    assert session.scalars(select(Theme).where(Theme.question == desk.question)).all() == [
        theme(desk, "Audit quickly")
    ]


def test_a_renamed_theme_keeps_title_and_points_and_may_gain_some(desk):
    analyse(desk, lambda text: [c for c in one_theme_a_word(text) if "Audit all" not in text])
    with transaction():
        mine = theme(desk, "Theme 65")
        rename_theme(mine, "Audit everything", seen=mine.version, by=desk.chair, now=NOW)
    analyse(desk)
    line = next(line for line in themes_in_order(desk.question) if line.theme_id == mine.id)
    assert (line.title, line.counts.points) == ("Audit everything", 3)
    analyse(desk, everything_apart)
    line = next(line for line in themes_in_order(desk.question) if line.theme_id == mine.id)
    assert (line.title, line.counts.points) == ("Audit everything", 3)


def test_a_title_that_a_person_gave_is_not_given_to_another_theme(desk):
    analyse(desk)
    with transaction():
        mine = theme(desk, "Theme 65")
        rename_theme(mine, "Be quick", seen=mine.version, by=desk.chair, now=NOW)
    analyse(desk, title="Be quick")
    assert titles(desk) == ["Be quick", "Be quick (word66)"]


def test_a_moved_point_stays_where_it_was_put(desk):
    analyse(desk)
    with transaction():
        moved = point(desk, "Be quick.")
        move_point(moved, theme(desk, "Theme 65"), seen=place_seen(moved), by=desk.chair, now=NOW)
    home = moved.placement.theme_id
    for cut in (one_theme_a_word, all_in_one, everything_apart, lambda text: []):
        analyse(desk, cut)
        kept = session.get_one(Point, moved.id)
        assert (kept.placement.theme_id, kept.placement.placed_by) == (home, desk.chair)


@pytest.mark.parametrize("marked", [True, False])
def test_a_persons_word_on_a_quote_stays(desk, marked):
    analyse(desk)
    chosen = point(desk, "Audit it.").id
    with transaction():
        quoted = session.get_one(Point, chosen)
        quote_point(quoted, marked=marked, seen=quote_seen(quoted), by=desk.chair, now=NOW)
    for cut in (all_in_one, everything_apart):
        analyse(desk, cut)
        quote = session.scalars(select(Quote).where(Quote.point_id == chosen)).one()
        assert (quote.rejected, quote.marked_by) == (not marked, desk.chair)


def test_a_theme_that_took_another_in_stays_even_when_it_was_emptied_again(desk):
    analyse(desk)
    with transaction():
        gone, into = theme(desk, "Theme 66"), theme(desk, "Theme 65")
        merge_themes(gone, into, into_seen=into.version, seen=gone.version, by=desk.chair, now=NOW)
    for text in ("Be quick.", "Be quick now."):
        with transaction():
            taken = point(desk, text)
            move_point(taken, None, seen=place_seen(taken), by=desk.chair, now=NOW)
    analyse(desk, everything_apart)
    assert session.get_one(Theme, gone.id).merged_into is into
    assert into.is_current


def test_what_is_filler_on_a_second_look_leaves_a_theme_that_people_kept(desk):
    analyse(desk)
    with transaction():
        mine = theme(desk, "Theme 66")
        rename_theme(mine, "Be quick", seen=mine.version, by=desk.chair, now=NOW)

    def stricter(text: str) -> list[Cut]:
        return [
            replace(cut, filler=cut.filler or text[cut.start : cut.end].strip() == "Be quick.")
            for cut in one_theme_a_word(text)
        ]

    analyse(desk, stricter)
    assert point_state(point(desk, "Be quick.")) is PointState.FILLER
    assert point(desk, "Be quick.").placement is None
    assert question_ledger(desk.question).faults == ()


def test_an_answer_that_was_withdrawn_leaves_nothing_of_the_machines(desk):
    analyse(desk)
    answer = point(desk, "Audit it.").answer
    answer.submission.withdrawn_at = NOW
    session.commit()
    analyse(desk)
    assert session.scalars(select(Point).where(Point.answer_id == answer.id)).all() == []
    assert session.scalars(select(Reading).where(Reading.answer_id == answer.id)).all() == []
    assert question_ledger(desk.question).faults == ()


def test_a_signed_question_is_left_as_it_was_signed(desk):
    analyse(desk)
    before = themes_in_order(desk.question)
    with transaction():
        session.add(
            SignOff(question_id=desk.question.id, chair=desk.chair, signed_at=NOW, state_hash="0")
        )
    with pytest.raises(SignedOff):
        analyse(desk, all_in_one)
    assert themes_in_order(desk.question) == before


COPY = "We run a small workshop and the new record would cost us two weeks of work every year."


@pytest.fixture
def texts(world):
    """What is really read: a campaign, near answers, and two that say nothing."""
    given = [
        COPY, COPY, COPY + " Our town would lose us.",
        "Independent auditors should check the record once a year.",
        "The record should be checked by independent auditors every year.",
        "Auditors must be independent of the firm whose record they check.",
        "Publish every incident within two days.",
        "Every serious incident should be published within two days.",
        "Incidents must be public two days after they were found.",
        "", "+++",
    ]  # fmt: skip
    session.add_all(
        factories.answer(
            world.other_question, text, by=factories.stakeholder(consultation=world.consultation)
        )
        for text in given
    )
    session.commit()
    return replace(world, question=world.other_question)


def test_a_real_reading_is_kept_word_for_word_and_reads_the_same_again(texts):
    def read():
        with transaction():
            analysis.analyse_question(texts.question, now=NOW)
        found = session.scalars(select(Point).join(Point.answer).where(
            Answer.question == texts.question
        ).order_by(Point.id)).all()  # fmt: skip
        return (
            [(p.id, p.text, p.language, p.kind, place_seen(p)) for p in found],
            themes_in_order(texts.question),
        )

    points, themes = read()
    assert len(themes) >= 2
    assert len({line.title for line in themes}) == len(themes)
    _check_campaign()
    left_out = session.scalars(select(Reading.left_out).where(Reading.left_out.is_not(None))).all()
    assert sorted(left_out) == ["blank", "no letters in it"]
    assert question_ledger(texts.question).faults == ()
    assert read() == (points, themes)


def _check_campaign() -> None:
    (campaign,) = session.scalars(select(Campaign))
    assert campaign.template.strip() == COPY
    assert len(campaign.copies) == 3
    additions = [
        copy.answer.text[start:end].strip()
        for copy in session.scalars(select(CampaignCopy))
        for start, end in copy.additions
    ]
    assert additions == ["Our town would lose us"]
