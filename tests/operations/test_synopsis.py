"""The synopsis report tells what is signed and published, names as chosen, and every use once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consultation.db import begin_read, session, transaction
from consultation.exports.document.synopsis import state_of, synopsis_document
from consultation.exports.document.synopsis.use import figures
from consultation.exports.reports import REPORT_FORMATS
from consultation.models import Consultation, Outcome, OutcomeKind, Publication, Round
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.operations.plenary.synopsis import Synopsis, compile_synopsis
from consultation.operations.plenary.using import USE_OF, Use
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.exports.test_reports import ensure_the_same_in_every_format
from tests.factories import World

SAID = "Every change must be recorded"


@pytest.fixture
def world(database) -> World:
    """The first theme is adopted in part; a meeting is published, another is not."""
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
        session.add(
            Outcome(
                theme_id=made.theme.id, kind=OutcomeKind.IN_PART, reason="Once a year.",
                provision_keys=[made.question.provisions[0].key], decided_by=made.chair,
                decided_at=NOW,
            )
        )  # fmt: skip
        meetings = (
            factories.meeting(round=made.round, title="Open to all", published_at=NOW),
            factories.meeting(round=made.round, title="Behind doors"),
        )
        session.add_all(meetings)
    return made


def sign(world: World) -> None:
    with transaction():
        question, chair = session.merge(world.question), session.merge(world.chair)
        write_summary(question, text="", seen=0, author=chair, now=NOW)
        sign_off(question, chair=chair, seen=state_hash(question), now=NOW)


def publish(world: World) -> None:
    with transaction():
        round_ = session.merge(world.round)
        round_.closes_at, round_.published_at = NOW - timedelta(minutes=1), NOW


def told(world: World) -> Synopsis:
    begin_read()
    return compile_synopsis(session.get_one(Consultation, world.consultation.id), now=NOW)


def words(report: Synopsis) -> str:
    return REPORT_FORMATS["html"].write(synopsis_document(report)).decode()


def test_every_outcome_has_its_use():
    assert set(USE_OF) == set(OutcomeKind)
    assert {use for kind, use in USE_OF.items() if kind.startswith("not adopted")} == {Use.NOT}


def test_of_what_is_not_signed_only_counts_are_told(world):
    report = told(world)
    assert report.unsigned
    assert report.used == ()
    page = words(report)
    for secret in ("Once a year", "Leave small repairs out", SAID):
        assert secret not in page
    assert "Draft – 2 of 2 questions are not signed" in page


def test_a_signed_theme_is_told_with_its_outcome_and_reason_once(world):
    sign(world)
    report = told(world)
    (line,) = [line for line in report.used if line.outcome == OutcomeKind.IN_PART]
    assert (line.use, line.reason, len(line.changes)) == (Use.IN_PART, "Once a year.", 1)
    assert sum(themes for _, themes, _ in figures(report)) == 2
    assert state_of(report) == "Draft – 1 of 2 questions is not signed"
    assert words(report).count("Once a year.") == 1


def test_nobody_is_named_or_quoted_before_the_contributions_are_published(world):
    sign(world)
    page = words(told(world))
    assert SAID not in page
    assert "Kettle Works" not in page


def test_names_stand_there_as_each_chose(world):
    sign(world)
    publish(world)
    page = words(told(world))
    assert SAID in page
    assert "Kettle Works" in page
    with transaction():
        session.merge(world.submission).publication = Publication.ANONYMOUS
    report = told(world)
    assert (report.rounds[0].contributors, report.rounds[0].nameless) == ((), 1)
    assert "Kettle Works" not in words(report)


def test_only_published_meetings_are_activities(world):
    page = words(told(world))
    assert "Open to all" in page
    assert "Behind doors" not in page


def test_a_round_that_has_not_begun_is_left_out(world):
    with transaction():
        opens = NOW + timedelta(days=30)
        session.add(
            factories.round_(
                consultation=session.merge(world.consultation), number=2, title="Round 2",
                opens_at=opens, closes_at=opens + timedelta(days=9),
            )
        )  # fmt: skip
    assert [part.title for part in told(world).rounds] == [
        session.get_one(Round, world.round.id).title
    ]


def test_the_report_has_the_same_figures_in_every_format(world):
    """trust.md 47."""
    sign(world)
    publish(world)
    ensure_the_same_in_every_format(synopsis_document(told(world)))


def test_the_same_report_gives_the_same_bytes(world):
    sign(world)
    report = told(world)
    for form in REPORT_FORMATS.values():
        assert form.write(synopsis_document(report)) == form.write(
            synopsis_document(replace(report))
        )
