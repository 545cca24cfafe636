"""Campaigns: three counts side by side; what each adds; what became of its copies."""

import pytest

from consultation import models
from consultation.db import session, transaction
from consultation.queries.contributions.accounts import AnswerState
from consultation.queries.contributions.ledger import question_ledger
from consultation.queries.grouping.campaigns import campaigns_of
from consultation.queries.plenary.told import Leaving
from tests import factories
from tests.conftest import NOW

TEMPLATE = "Delete measure four now."


@pytest.fixture
def campaign(world):
    """Four copies of which three are identical, from three organisations and one person."""
    bodies = [factories.organisation() for _ in range(3)]
    texts = {
        TEMPLATE: bodies[0],
        "Delete measure 4 now! We are a small firm.": bodies[1],
        "DELETE measure four now": bodies[2],
        TEMPLATE + " ": None,
    }
    copies = []
    for text, body in texts.items():
        by = factories.stakeholder(consultation=world.consultation, organisation=body)
        answer = factories.answer(world.other_question, text, by=by)
        copies.append(
            models.CampaignCopy(
                answer=answer,
                similarity=0.8 if "small" in text else 1.0,
                additions=[[22, 42]] if "small" in text else [],
            )
        )
    made = models.Campaign(question=world.other_question, template=TEMPLATE, copies=copies)
    analysis = models.Analysis(question=world.other_question, finished_at=NOW, settings={})
    session.add_all([made, analysis])
    session.flush()
    for copy in copies:
        session.add_all(
            [
                models.Reading(
                    answer=copy.answer, version_id=copy.answer.version_id, analysis_id=analysis.id
                ),
                factories.point(copy.answer),
            ]
        )
    session.commit()
    return made


def states(world) -> list[tuple[AnswerState, str]]:
    return [(a.state, a.detail) for a in question_ledger(world.other_question).accounts]


def test_a_campaign_is_counted_three_ways(world, campaign):
    (line,) = campaigns_of(world.other_question)
    # Case, spaces and punctuation make no text another.
    assert (line.submissions, line.distinct_texts, line.organisations) == (4, 2, 3)
    assert line.template == TEMPLATE


def test_what_a_copy_adds_is_its_own_words(world, campaign):
    (line,) = campaigns_of(world.other_question)
    added = {copy.similarity: copy.additions for copy in line.copies}
    assert added == {1.0: (), 0.8: ("We are a small firm.",)}


def test_the_first_copy_speaks_and_the_others_say_whose_copy_they_are(world, campaign):
    first = campaign.copies[0].answer.label
    assert states(world) == [
        (AnswerState.UNPLACED, ""),
        (AnswerState.COPY, ""),
        (AnswerState.IDENTICAL, first),
        (AnswerState.IDENTICAL, first),
    ]


@pytest.mark.parametrize("how", ["withdrawn", "late"])
def test_a_campaign_whose_first_copy_does_not_count_still_speaks(world, campaign, how):
    first, _, third, _ = campaign.copies
    if how == "withdrawn":
        first.answer.submission.withdrawn_at = NOW
    else:
        first.answer.submission.is_late = True
    session.commit()
    (line,) = campaigns_of(world.other_question)
    assert (line.submissions, line.organisations, len(line.copies)) == (3, 2, 3)
    assert states(world) == [
        (AnswerState(how), ""),
        (AnswerState.COPY, ""),
        (AnswerState.UNPLACED, ""),
        (AnswerState.IDENTICAL, third.answer.label),
    ]


def test_a_campaign_that_nobody_stands_behind_any_more_is_not_shown(world, campaign):
    for copy in campaign.copies:
        copy.answer.submission.withdrawn_at = NOW
    session.commit()
    assert campaigns_of(world.other_question) == []


def test_the_largest_campaign_comes_first(world, campaign):
    by = factories.stakeholder(consultation=world.consultation)
    small = models.Campaign(
        question=world.other_question,
        template="Keep it.",
        copies=[
            models.CampaignCopy(
                answer=factories.answer(world.other_question, "Keep it.", by=by), similarity=1
            )
        ],
    )
    session.add(small)
    session.commit()
    assert [line.submissions for line in campaigns_of(world.other_question)] == [4, 1]


def test_what_is_withheld_leaves_neither_as_an_addition_nor_as_the_template(world, campaign):
    with transaction():
        for copy in campaign.copies:
            copy.answer.submission.publication = models.Publication.WITHHELD
    (line,) = campaigns_of(world.other_question)
    assert line.template == "[not published]"
    assert {each for copy in line.copies for each in copy.additions} == {"[not published]"}
    (line,) = campaigns_of(world.other_question, reviewed=True)
    assert line.template == TEMPLATE


def test_what_a_copy_that_may_be_read_says_too_is_told_as_the_template(world, campaign):
    with transaction():
        campaign.copies[0].answer.submission.publication = models.Publication.WITHHELD
    (line,) = campaigns_of(world.other_question)
    assert line.template == TEMPLATE


def test_a_title_that_the_machine_made_of_what_is_withheld_does_not_leave(world):
    with transaction():
        world.point.answer.submission.publication = models.Publication.WITHHELD
        world.theme.title, world.theme.titled_by, world.theme.proposed_by = (
            world.point.text,
            None,
            None,
        )
        session.add(world.theme)
    titles = {line.title for line in Leaving(world.question).themes}
    assert world.point.text not in titles
    assert f"Theme {world.theme.id}" in titles
