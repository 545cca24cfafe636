"""What crosses the working groups: what was referred, and questions about the same provision."""

from collections import Counter
from dataclasses import asdict

from sqlalchemy import event

from consultation.db import session, transaction
from consultation.models import MatterKind, OpenQuestion, OutcomeKind, Publication, Round, Theme
from consultation.operations.desk.matters import Addressee, raise_matter
from consultation.operations.plenary.outcomes import decide, decide_point
from consultation.operations.plenary.pack import compile_pack
from tests.conftest import NOW


def across(world):
    return compile_pack(session.get_one(Round, world.round.id), now=NOW).across


def test_a_theme_and_a_point_that_an_outcome_refers_stand_with_the_reason(world):
    with transaction():
        decide(
            world.theme, OutcomeKind.REFERRED, reason="To the copyright group.",
            seen=world.theme.version, by=world.chair, now=NOW,
        )  # fmt: skip
        decide_point(
            world.point, OutcomeKind.REFERRED, reason="To the safety group.",
            seen="as its theme", by=world.chair, now=NOW,
        )  # fmt: skip
    theme, point = across(world).referred
    assert (theme.theme_id, theme.said, theme.reason) == (
        world.theme.id, None, "To the copyright group.",
    )  # fmt: skip
    assert (point.said.text, point.reason) == (world.point.text, "To the safety group.")
    assert {line.state for line in (theme, point)} == {"referred"}
    assert (theme.question, theme.group) == ("Q01", "WGA")


def test_a_referral_among_reviewers_says_where_it_went_and_never_in_which_words(world):
    with transaction():
        for about in (world.theme, world.point):
            raise_matter(
                about, MatterKind.REFERRAL, "Between us: is it yours?",
                to=Addressee(body="The copyright board", owner_name="Mo"),
                by=world.chair, now=NOW,
            )  # fmt: skip
        raise_matter(world.theme, MatterKind.MEMO, "A memo.", by=world.chair, now=NOW)
    theme, point = across(world).referred
    assert (theme.theme, theme.said) == (world.theme.title, None)
    assert point.said.text == world.point.text
    for line in (theme, point):
        assert (line.to, line.state, line.reason) == ("The copyright board", "open", "")
        assert "Between us" not in str(asdict(line))
        assert "Mo" not in str(asdict(line))


def test_a_point_that_counts_no_more_is_no_longer_listed(world):
    with transaction():
        raise_matter(
            world.point, MatterKind.REFERRAL, "Yours?", to=Addressee(body="The board"),
            by=world.chair, now=NOW,
        )  # fmt: skip
        session.merge(world.submission).withdrawn_at = NOW
    assert across(world).referred == ()


def test_themes_of_two_questions_about_one_provision_stand_side_by_side(world):
    assert across(world).shared == ()
    with transaction():
        other = session.get_one(OpenQuestion, world.other_question.id)
        question = session.get_one(OpenQuestion, world.question.id)
        other.provisions.extend(question.provisions)
        session.add(Theme(question=other, title="Serious is what cannot be undone"))
    lines = across(world).shared
    assert {(line.group, line.question) for line in lines} == {("WGA", "Q01"), ("WGB", "Q02")}
    assert len({line.provision for line in lines}) == 1


def test_what_is_withheld_in_a_question_is_looked_up_once_for_all_that_is_told_of_it(world):
    """Themes, minority points, outcomes of points and each referral are titled by one telling."""
    with transaction():
        session.merge(world.submission).publication = Publication.WITHHELD
        theme = session.merge(world.theme)
        theme.titled_by_id = theme.proposed_by_id = None
        for body in ("The copyright board", "The safety board"):
            raise_matter(
                theme, MatterKind.REFERRAL, "Yours?", to=Addressee(body=body),
                by=world.chair, now=NOW,
            )  # fmt: skip
    round_ = session.get_one(Round, world.round.id)
    asked = Counter()

    def note(_connection, _cursor, statement, parameters, *_):
        if "substr" in statement.casefold():
            asked[statement, str(parameters)] += 1

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        told = compile_pack(round_, now=NOW).across.referred
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert {line.theme for line in told} == {f"Theme {world.theme.id}"}
    assert set(asked.values()) == {1}
