"""The pack says what the ledger, the pages and the signatures say, and nothing else."""

import pytest
from hypothesis import HealthCheck, given, settings

from consultation.db import begin_write, session, transaction
from consultation.exports import FORMATS
from consultation.models import Appointment, Office, OutcomeKind
from consultation.operations.desk.quotes import quote_point, quote_seen
from consultation.operations.desk.themes import rename_theme
from consultation.operations.plenary.outcomes import decide, decide_point
from consultation.operations.plenary.pack import Pack, compile_pack
from consultation.operations.plenary.signing import sign_off
from consultation.operations.plenary.summaries import write_summary
from consultation.queries.contributions.ledger import round_ledger
from consultation.queries.desk.question_figures import question_counts
from consultation.queries.desk.themes import themes_in_order
from consultation.queries.plenary.own_outcomes import own_outcomes_of
from consultation.queries.plenary.signing import state_hash
from tests import factories
from tests.conftest import NOW
from tests.queries.random_worlds import make, rounds


@given(told=rounds)
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_every_figure_of_the_pack_agrees_with_the_ledger(database, told):
    begin_write()
    try:
        made = make(told)
        account, pack = round_ledger(made.round), compile_pack(made.round, now=NOW)
        parts = [part for group in pack.groups for part in group.questions]
        _check_totals(account, pack, parts)
        for part, (_, ledger) in zip(parts, account.questions, strict=True):
            _check_part(part, ledger)
    finally:
        session.rollback()


def _check_totals(account, pack: Pack, parts) -> None:
    assert pack.ledger == account.submissions
    assert pack.counts.answers == sum(part.counts.answers for part in parts)
    assert pack.counts.points == sum(part.counts.points for part in parts)
    lines = {line.what: line.count for line in pack.ledger}
    assert pack.counts.submissions == lines["received in time"]


def _check_part(part, ledger) -> None:
    assert (part.ledger_answers, part.ledger_points) == (ledger.answers, ledger.points)
    answers = {line.what: line.count for line in ledger.answers}
    points = {line.what: line.count for line in ledger.points}
    aside = {"late", "withdrawn"}
    assert part.counts.answers == sum(c for what, c in answers.items() if what not in aside)
    assert part.counts.points == sum(c for what, c in points.items() if what not in aside)
    assert part.unplaced == points["unplaced"]
    assert sum(theme.counts.points for theme in part.themes) == points["grouped under a theme"]
    assert sum(count for _, count in part.by_position) == part.counts.answers
    assert sum(count for _, count in part.by_category) == part.counts.answers
    for campaign in part.campaigns:
        assert campaign.submissions <= len(campaign.copies) >= campaign.distinct_texts


@pytest.fixture
def signed(world):
    """The world with its first question worked on, summarised and signed."""
    with transaction():
        rename_theme(
            world.theme, "Record it all", seen=world.theme.version, by=world.vice_chair, now=NOW
        )
    with transaction():
        decide(
            world.theme, OutcomeKind.CLARIFIED, reason="See recital 3.",
            seen=world.theme.version, by=world.chair, now=NOW,
        )  # fmt: skip
        quote_point(world.point, marked=True, seen=quote_seen(world.point), by=world.chair, now=NOW)
        write_summary(world.question, text="**Most** agree.", seen=0, author=world.chair, now=NOW)
    with transaction():
        sign_off(world.question, chair=world.chair, seen=state_hash(world.question), now=NOW)
    return world


def test_a_pack_carries_what_the_chairs_wrote_decided_and_signed(signed):
    pack = compile_pack(signed.round, now=NOW)
    (first,) = pack.groups[0].questions
    assert (first.summary, first.summary_by) == ("**Most** agree.", "Chair")
    assert (first.signature.chair, first.signature.signed_at) == ("Chair", NOW)
    assert first.signature.state_hash == state_hash(signed.question)
    assert first.outdated is None
    theme = first.themes[0]
    assert (theme.title, theme.titled_by) == ("Record it all", "Vice Chair")
    assert theme.proposed_by is None
    assert (theme.outcome, theme.outcome_reason, theme.outcome_by) == (
        "clarified", "See recital 3.", "Chair",
    )  # fmt: skip
    assert [(q.text, q.author, q.marked_by) for q in theme.quotes] == [
        ("Every change must be recorded.", "Kettle Works", "Chair")
    ]


def test_a_pack_says_which_questions_are_not_signed(signed):
    pack = compile_pack(signed.round, now=NOW)
    assert pack.unsigned == ("Q02",)
    assert pack.groups[1].questions[0].signature is None


def test_a_signature_that_answers_came_after_is_outdated_and_the_question_unsigned(signed):
    by = factories.stakeholder(consultation=signed.consultation)
    session.add(factories.answer(signed.question, "One more.", by=by))
    session.commit()
    pack = compile_pack(signed.round, now=NOW)
    (first,) = pack.groups[0].questions
    assert (first.signature, first.outdated.chair) == (None, "Chair")
    assert pack.unsigned == ("Q01", "Q02")


def test_groups_stand_by_code_with_their_chairs_and_a_strand_with_its_groups_too(world):
    strand = factories.working_group(
        consultation=world.consultation, parent=world.group, code="WGA1", name="Forms"
    )
    session.add_all(
        [
            factories.question(draft=world.draft, working_group=strand, number="S01"),
            Appointment(working_group=strand, person=world.reader, office=Office.CHAIR),
        ]
    )
    session.commit()
    pack = compile_pack(world.round, now=NOW)
    assert [(group.code, group.chairs) for group in pack.groups] == [
        ("WGA", ("Chair (chair)", "Vice Chair (vice-chair)")),
        ("WGA1", ("Chair (chair)", "Reader (chair)", "Vice Chair (vice-chair)")),
        ("WGB", ("Other Chair (chair)",)),
    ]


def test_a_pack_names_the_round_the_draft_and_the_provisions(world):
    pack = compile_pack(world.round, now=NOW)
    assert (pack.consultation, pack.round, pack.draft) == ("The Code", "Round 1", "Draft 1")
    assert (pack.opens_at, pack.closes_at) == (world.round.opens_at, world.round.closes_at)
    provision = world.question.provisions[0]
    assert pack.groups[0].questions[0].provisions == (
        f"Measure {provision.number}: Keep the record",
    )


def test_the_same_state_gives_the_same_pack(signed):
    first = compile_pack(signed.round, now=NOW)
    session.rollback()
    assert compile_pack(signed.round, now=NOW) == first


def test_the_pack_holds_what_the_pages_show(signed):
    pack = compile_pack(signed.round, now=NOW)
    (first,) = pack.groups[0].questions
    assert first.counts == question_counts(signed.question).counts
    assert list(first.themes) == themes_in_order(signed.question)
    assert list(first.own_outcomes) == own_outcomes_of(signed.question) == []


def test_the_pack_holds_what_was_decided_on_single_points(world):
    with transaction():
        decide_point(
            world.point, OutcomeKind.DEFERRED, reason="Later.", seen="as its theme",
            by=world.chair, now=NOW,
        )  # fmt: skip
    first = compile_pack(world.round, now=NOW).groups[0].questions[0]
    (line,) = first.own_outcomes
    assert (line.said.text, line.outcome, line.reason) == (world.point.text, "deferred", "Later.")
    assert (line.theme, line.decided_by) == (world.theme.title, world.chair.name)


def test_an_empty_round_gives_a_pack_too(database):
    round_ = factories.round_()
    session.add(round_)
    session.commit()
    pack = compile_pack(round_, now=NOW)
    assert (pack.groups, pack.draft, pack.counts.answers) == ((), "", 0)
    for each in FORMATS.values():
        assert each.render(pack)
