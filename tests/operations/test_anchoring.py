"""Comments on words go to the next draft only where the very words stand; the rest wait."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import NotAllowedYet, StaleEdit
from consultation.models import Anchor, Draft, Provision
from consultation.operations.drafts import drafts, editing
from consultation.operations.drafts.anchoring import carry_passages, settle, standing_in
from consultation.passages import passage
from consultation.plain import plain
from consultation.queries.contributions.own_changes import own_changes
from consultation.queries.drafts.anchors import anchors_of
from tests import factories
from tests.behind import behind_the_databases_back
from tests.conftest import NOW

TEXT = "The record is kept. It is kept for years. The *record* is read."


@pytest.fixture
def said(world) -> Provision:
    (provision,) = world.draft.provisions
    with behind_the_databases_back():
        provision.text = TEXT
    return provision


def comment(world, provision, exact, start=None):
    standing = factories.question(
        draft=provision.draft, working_group=world.group, comments_on=provision,
        provisions=[provision],
    )  # fmt: skip
    answer = factories.answer(
        standing, f"On {exact}", by=world.submission.stakeholder, submission=world.submission
    )
    answer.version.passage = passage(plain(provision.text), exact, start=start)
    session.add(answer)
    session.flush()
    return answer


def next_draft(world, text) -> Draft:
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    round_ = factories.round_(consultation=world.consultation, number=2, **later)
    session.add(round_)
    session.flush()
    draft = drafts.begin_from_last(
        round_, "Draft 2", with_questions=False, by=world.secretariat, now=NOW
    )
    (provision,) = draft.provisions
    words = editing.Words("measure", provision.number, provision.title, text, world.group.id)
    if text != provision.text:
        editing.edit_provision(provision, words, seen=1, by=world.secretariat, now=NOW)
    return draft


def publish(world, draft) -> Anchor:
    drafts.publish_draft(draft, by=world.secretariat, now=NOW)
    return session.scalars(select(Anchor)).one()


def test_a_comment_goes_where_its_very_words_stand(world, said):
    comment(world, said, "kept for years")
    draft = next_draft(world, f"New words first. {TEXT}")
    anchor = publish(world, draft)
    assert anchor.provision == draft.provisions[0]
    assert anchor.passage["exact"] == "kept for years"
    assert anchor.passage["start"] == plain(draft.provisions[0].text).index("kept for years")
    assert anchor.decided_by is None


def test_words_that_stand_twice_are_told_apart_by_what_stands_around(world, said):
    second = plain(TEXT).rindex("kept")
    comment(world, said, "kept", start=second)
    anchor = publish(world, next_draft(world, TEXT))
    assert anchor.passage["start"] == second


def test_words_that_stand_twice_with_other_words_around_wait(world, said):
    comment(world, said, "kept", start=plain(TEXT).rindex("kept"))
    draft = next_draft(world, "One is kept, and another is kept.")
    assert publish(world, draft).waits
    assert len(anchors_of(draft).waiting) == 1


def test_words_that_stand_only_in_another_provision_wait_and_are_hinted_at(world, said):
    comment(world, said, "kept for years")
    draft = next_draft(world, "Quite different.")
    other = editing.add_provision(
        draft, editing.Words("measure", "77", "Else", "It is kept for years.", world.group.id),
        by=world.secretariat, now=NOW,
    )  # fmt: skip
    anchor = publish(world, draft)
    assert anchor.waits
    assert standing_in(anchor, draft.provisions) == [other]


def test_a_person_says_where_it_belongs_and_a_second_one_is_told(world, said):
    comment(world, said, "kept for years")
    draft = next_draft(world, "Quite different.")
    anchor = publish(world, draft)
    settle(anchor, draft.provisions[0], seen=1, by=world.chair, now=NOW)
    session.flush()
    assert (anchor.waits, anchor.decided_by, anchor.passage) == (False, world.chair, None)
    with pytest.raises(StaleEdit, match="Chair has said meanwhile that it belongs to Measure"):
        settle(anchor, None, seen=1, by=world.secretariat, now=NOW)


def test_what_a_person_says_is_gone_waits_no_more(world, said):
    comment(world, said, "kept for years")
    anchor = publish(world, next_draft(world, "Quite different."))
    settle(anchor, None, seen=1, by=world.chair, now=NOW)
    assert (anchor.provision, anchor.waits) == (None, False)


def test_looking_again_leaves_what_was_found_or_said(world, said):
    comment(world, said, "kept for years")
    draft = next_draft(world, TEXT)
    publish(world, draft)
    assert carry_passages(draft) == 0


def test_a_stakeholder_sees_what_changed_where_they_wrote(world, said):
    answer = comment(world, said, "kept for years")
    draft = next_draft(world, f"{TEXT} More.")
    publish(world, draft)
    found = own_changes(draft, world.submission.stakeholder_id)
    (line,) = [line for line in found.lines if line.answer == answer]
    assert line.changes[0].became == ("reworded",)
    assert line.anchor.provision == draft.provisions[0]
    assert found.changed == len(found.lines)


@pytest.mark.parametrize("how", ["replaced", "withdrawn"])
def test_a_comment_that_was_taken_back_is_on_no_list_and_nobody_places_it(world, said, how):
    answer = comment(world, said, "kept for years")
    draft = next_draft(world, "Quite different.")
    anchor = publish(world, draft)
    assert anchors_of(draft).waiting == (anchor,)
    if how == "replaced":
        answer.replaced_at = NOW
    else:
        world.submission.withdrawn_at = NOW
    session.flush()
    assert anchors_of(draft).waiting == ()
    with pytest.raises(NotAllowedYet, match="took this comment back"):
        settle(anchor, draft.provisions[0], seen=1, by=world.chair, now=NOW)


def test_who_chairs_a_whole_group_sees_the_comments_for_which_its_strands_answer(world, said):
    strand = factories.working_group(consultation=world.consultation, parent=world.group)
    session.add(strand)
    answer = comment(world, said, "kept for years")
    with behind_the_databases_back():
        answer.question.working_group = strand
    draft = next_draft(world, TEXT)
    publish(world, draft)
    assert [each.answer for each in anchors_of(draft, world.chair).settled] == [answer]
    assert anchors_of(draft, world.other_chair).settled == ()
