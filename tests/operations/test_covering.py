"""Redacted words are covered in all that was made of a text, and no signature ends by it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from consultation import models
from consultation.db import session, transaction
from consultation.models import AnswerVersion, AuditEntry, Redaction, SealedField
from consultation.operations.audit import first_broken_entry, record
from consultation.operations.desk.themes import rename_theme
from consultation.operations.desk.undoing import undo
from consultation.operations.plenary import signing
from consultation.operations.plenary.outcomes import decide as decide_outcome
from consultation.operations.privacy.covering import Cover
from consultation.operations.privacy.erasing import erase_words
from consultation.operations.privacy.redacting import decide, lift, span_of
from consultation.queries.accounts.own_data import data_file
from consultation.queries.audit import entries, line_of
from consultation.queries.desk.steps import next_to_undo
from consultation.queries.plenary.results import results
from consultation.queries.plenary.signing import stands, state_hash
from tests import factories
from tests.conftest import NOW
from tests.factories import World

WORDS = "Ask Eva Roth about analysis. Write to eva@example.org soon."


@pytest.fixture
def world(database) -> World:
    made = factories.world()
    with transaction():
        session.add_all(vars(made).values())
    return made


def redact(version: AnswerVersion, world: World, words: str) -> None:
    span = span_of(version, SealedField.TEXT, words)
    decide(version, span, stays=False, reason="By rule.", by=world.secretariat, now=NOW)


@pytest.fixture
def version(world) -> AnswerVersion:
    """An answer with a theme, its machine's title shortened, a step, a reason and a signature."""
    with transaction():
        by = factories.stakeholder(consultation=world.consultation)
        answer = factories.answer(world.question, WORDS, by=by)
        point = factories.point(answer, 0, 28)
        session.add_all([answer, point, factories.point(answer, 29, 59)])
        session.flush()
        theme = models.Theme(
            question=world.question, title="Ask Eva R…", terms=["eva", "roth", "analysis"]
        )
        session.add_all([theme, models.Placement(point=point, theme=theme)])
        session.flush()
        session.add_all([
            models.Summary(
                question_id=world.question.id,
                written_by=world.chair,
                written_at=NOW,
                text="They say:\n\n> Write to eva@example\\.org soon.\n",
                figures={},
                composed=False,
            ),
            models.Outcome(
                theme_id=theme.id, kind=models.OutcomeKind.ADOPTED, reason="As Eva Roth says.",
                decided_by=world.chair, decided_at=NOW,
            ),
            models.Step(
                question=world.question, person=world.chair, at=NOW, what="rename “Ask Eva Roth”",
                subject="theme", subject_id=theme.id,
                before={"theme": {str(theme.id): {"title": "Ask Eva Roth"}}}, after={},
            ),
        ])  # fmt: skip
        world.theme.title, world.theme.titled_by_id = "Analysis by Evas", world.chair.id
        session.flush()
        session.expire_all()
        signing.sign_off(
            world.question, chair=world.chair, seen=state_hash(world.question), now=NOW
        )
        world.round.published_at = world.round.closes_at + timedelta(hours=1)
        world.round.outcomes_published_at = world.round.published_at
    return answer.version


def everything(world: World) -> str:
    """All that is kept about the question, but what is sealed."""
    session.expire_all()
    question = session.get_one(models.OpenQuestion, world.question.id)
    themes = session.scalars(select(models.Theme).order_by(models.Theme.id)).all()
    steps = session.scalars(select(models.Step)).all()
    reasons = session.scalars(select(models.Outcome.reason).order_by(models.Outcome.id)).all()
    signatures = session.scalars(select(models.SignOff.state)).all()
    return repr([
        [(theme.title, theme.terms) for theme in themes],
        [(step.what, step.before, step.after) for step in steps],
        reasons, signatures, question.summary and question.summary.text,
    ])  # fmt: skip


def test_what_is_redacted_is_nowhere_and_the_public_outcome_stays_told(world, version):
    before = everything(world)
    with transaction():
        redact(version, world, "Eva Roth")
        redact(version, world, "eva@example.org")
    after = everything(world)
    for words in ("Eva R", "Roth", "roth", "'eva'", "eva@", "example\\\\.org"):
        assert words in before or words == "example\\\\.org"
        assert words not in after
    assert "Analysis by Evas" in after
    assert "'analysis'" in after
    assert stands(world.question)
    told = results(world.round, world.round.closes_at + timedelta(days=1))[0]
    assert told.signature is not None
    assert told.summary is not None
    assert "█" in told.summary.text
    assert session.scalars(
        select(AuditEntry).where(AuditEntry.action == "cover words under a signature")
    ).all()


def test_what_is_lifted_is_given_back_everywhere_and_the_signature_still_stands(world, version):
    before = everything(world)
    with transaction():
        redact(version, world, "Eva Roth")
        redact(version, world, "eva@example.org")
    with transaction():
        for decision in session.scalars(select(Redaction)).all():
            lift(decision, because="It is public.", by=world.secretariat, now=NOW)
    assert everything(world) == before
    assert stands(world.question)


def test_covering_makes_no_signature_stand_that_stood_no_more(world, version):
    with transaction():
        session.get_one(models.Theme, world.theme.id).title = "Renamed meanwhile"
    assert not stands(world.question)
    with transaction():
        redact(version, world, "Eva Roth")
    assert not stands(world.question)
    assert "Roth" not in everything(world)


@pytest.mark.parametrize(("told", "by_machine", "expected"), [
    ("Analysis by Ana", True, "Analysis by ███"),
    ("Analysis by Ana", False, "Analysis by Ana"),
    ("> Please ask Ana about it.", False, "> Please ask ███ about it."),
    ("Banana", True, "Banana"),
])  # fmt: skip
def test_whole_words_go_and_short_ones_of_a_person_only_where_they_are_quoted(
    told, by_machine, expected
):
    cover = Cover("Please ask Ana about it.", 11, 14)
    spans = cover.spans_in(told, by_machine=by_machine)
    assert models.moderation.masked(told, spans) == expected


def test_what_is_erased_is_in_no_title_term_step_or_signature_and_the_outcome_stays(world, version):
    part = version.submission.stakeholder
    before = everything(world)
    with transaction():
        erase_words(part, reason="They asked.", by=world.secretariat, now=NOW)
    after = everything(world)
    for words in ("Ask Eva", "'roth'", "eva@"):
        assert words in before
        assert words not in after
    assert stands(world.question)


def renamed_after_what_they_said(world: World) -> None:
    """A theme has a title that repeats an author's words, and then another."""
    signing.reopen(world.question, reason="To rename.", by=world.chair, now=NOW)
    for title in ("Ask Eva Roth about analysis", "Analysis"):
        rename_theme(world.theme, title, seen=world.theme.version, by=world.chair, now=NOW)


def log_as_read() -> str:
    session.expire_all()
    rows = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return repr([(line.before, line.after, line.reason) for line in map(line_of, rows)])


@pytest.mark.parametrize("how", ["redacted", "erased"])
def test_former_titles_in_the_log_are_read_covered_and_the_chain_still_holds(world, version, how):
    with transaction():
        renamed_after_what_they_said(world)
        assert log_as_read().count("Eva Roth") == 2
        if how == "redacted":
            redact(version, world, "Eva Roth")
        else:
            part = version.submission.stakeholder
            erase_words(part, reason="They asked.", by=world.secretariat, now=NOW)
    assert "Eva Roth" not in log_as_read()
    assert " ███ ████ " in log_as_read()
    assert "Eva Roth" not in repr(entries(world.question))
    assert "Ask Eva Roth about" not in data_file(world.chair, files={}, now=NOW)
    assert first_broken_entry() is None


@pytest.mark.parametrize("how", ["undo", "a new act"])
def test_a_title_made_of_erased_words_goes_from_whatever_an_act_tells(world, version, how):
    """Also where the act of undoing repeats what was undone, and where no list names the act."""
    title = WORDS[:18]
    with transaction():
        signing.reopen(world.question, reason="To decide.", by=world.chair, now=NOW)
        world.theme.title, world.theme.titled_by_id = title, None
        if how == "undo":
            session.execute(delete(models.Step))
            decide_outcome(
                world.theme, models.OutcomeKind.ADOPTED, reason="", seen=world.theme.version,
                by=world.chair, now=NOW,
            )  # fmt: skip
            decided = next_to_undo(world.question)
            undo(world.question, seen=decided.id, by=world.chair, now=NOW)
        else:
            told = {"which theme": {"it was": [f"the one on “{title}”"]}}
            record(
                "look", world.question, person=world.chair, now=NOW, after=told,
                question=world.question,
            )  # fmt: skip
        assert title in log_as_read()
        part = version.submission.stakeholder
        erase_words(part, reason="They asked.", by=world.secretariat, now=NOW)
    assert title not in log_as_read()
    assert first_broken_entry() is None


def test_short_words_stay_in_the_log_where_nobody_quotes_them(world, version):
    """A surname of three letters is covered in a title of the machine, and not in every reason."""
    with transaction():
        for before, reason in (
            ({"title": "Ask Eva first"}, ""),
            ({}, "Eva, as I said, is late."),
            ({"text": "Many ask Eva."}, ""),
        ):
            record(
                "look", world.question, person=world.chair, now=NOW, before=before, reason=reason,
                question=world.question,
            )  # fmt: skip
        redact(version, world, "Eva")
    assert "Ask ███ first" in log_as_read()
    assert "Eva, as I said, is late." in log_as_read()
    assert "Many ask Eva." in log_as_read()


def test_what_is_lifted_is_read_in_the_log_again(world, version):
    with transaction():
        renamed_after_what_they_said(world)
        before = log_as_read()
        redact(version, world, "Eva Roth")
        lift(
            session.scalars(select(Redaction)).one(),
            because="It is public.", by=world.secretariat, now=NOW,
        )  # fmt: skip
    assert log_as_read().startswith(before[:-1])
    assert session.scalars(select(models.LogCover)).all() == []
