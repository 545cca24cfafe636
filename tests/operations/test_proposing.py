"""What became of provisions, proposed from words: the machine's proposals, a person's decisions."""

from datetime import timedelta

import pytest

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError
from consultation.operations.drafts import drafts, taking
from consultation.operations.drafts.lineage import decide_origins, lineage_of
from consultation.operations.drafts.proposing import (
    COMPARED,
    Proposal,
    Said,
    comparable,
    pairs_of,
    proposals,
)
from consultation.operations.drafts.taking import Taken, foresee, take_draft
from consultation.queries.drafts.comparison import changes
from tests import factories
from tests.behind import behind_the_databases_back
from tests.conftest import NOW

LONG = "The record is complete at release and names who made the model"
OTHER = "Tests are run by people with access skill and enough time for it"


def said(number, text, title="") -> Said:
    return Said("measure", number, title, text)


@pytest.mark.parametrize(
    ("olds", "news", "expected"),
    [
        ([said("1", LONG)], [said("4", LONG)], {(0, 0)}),
        ([said("1", LONG), said("2", OTHER)], [said("1", OTHER), said("2", LONG)],
         {(0, 1), (1, 0)}),
        ([said("1", f"{LONG}. {OTHER}")], [said("1", LONG), said("2", OTHER)], {(0, 0), (0, 1)}),
        ([said("1", LONG), said("2", OTHER)], [said("1", f"{LONG}. {OTHER}")], {(0, 0), (1, 0)}),
        ([said("1", LONG)], [said("1", OTHER)], {(0, None), (None, 0)}),
        ([said("1", LONG, "Record")], [said("1", OTHER, "Record")], {(0, 0)}),
        ([], [said("1", LONG)], {(None, 0)}),
    ],
    ids=["renumbered", "changed places", "split", "merged", "nothing alike", "title", "first"],
)  # fmt: skip
def test_words_tell_what_became_of_a_provision(olds, news, expected):
    assert {(p.old, p.new) for p in proposals(olds, news)} == expected


def test_the_same_words_are_wholly_alike():
    assert proposals([said("1", LONG)], [said("1", LONG)]) == [Proposal(0, 0, 1.0)]


@pytest.mark.parametrize("title", ["", "Scope"])
def test_of_two_long_drafts_only_what_is_alike_is_compared(title):
    boilerplate = "The provider shall keep the record of the model in a safe place"
    olds = [said(str(n), f"{boilerplate} named w{n} and w{n + 1} for w{n + 2}", title)
            for n in range(400)]  # fmt: skip
    news = [*reversed(olds)]
    found = {(p.old, p.new, p.likeness) for p in proposals(olds, news)}
    assert found == {(n, 399 - n, 1.0) for n in range(400)}
    pairs = [pairs_of(each) for each in olds]
    compared = comparable(olds, news, pairs, [*reversed(pairs)])
    assert len(compared) <= 3 * COMPARED * 400 < 400 * 400


def test_what_was_foreseen_before_anything_was_held_is_proposed(world, monkeypatch):
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    round_ = factories.round_(consultation=world.consultation, number=2, **later)
    session.add(round_)
    session.flush()
    (first,) = world.draft.provisions
    file = [Taken(0, "measure", "1", first.title, first.text)]
    foreseen = foresee(round_, file)
    monkeypatch.setattr(taking, "proposals", lambda *_: pytest.fail("compared while it is held"))
    draft = take_draft(
        round_, "Draft 2", file, group_id=None, foreseen=foreseen, by=world.secretariat, now=NOW
    )
    assert [(row.old, row.likeness) for row in lineage_of(draft)] == [(first, 1.0)]


@pytest.fixture
def imported(world):
    (first,) = world.draft.provisions
    with behind_the_databases_back():
        first.text = LONG
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    round_ = factories.round_(consultation=world.consultation, number=2, **later)
    session.add(round_)
    session.flush()
    taken = [
        Taken(0, "commitment", "1", "All", "General words here."),
        Taken(1, "measure", "1.1", first.title, LONG),
        Taken(1, "measure", "1.2", "New", OTHER),
    ]
    return take_draft(
        round_, "Draft 2", taken, group_id=world.group.id, by=world.secretariat, now=NOW
    )


def test_what_is_imported_takes_over_the_key_of_what_it_was(world, imported):
    (old,) = world.draft.provisions
    _, same, new = imported.provisions
    assert same.key == old.key
    assert new.key == "1.2"
    assert same.parent.number == "1"
    assert all(row.is_proposed for row in lineage_of(imported))


def test_a_draft_with_open_proposals_is_not_published_before_a_person_decides(world, imported):
    with pytest.raises(RuleError, match="3 proposals wait"):
        drafts.publish_draft(imported, by=world.secretariat, now=NOW)
    chapter, same, new = imported.provisions
    by = {"by": world.secretariat, "now": NOW}
    decide_origins(chapter, [], "", **by)
    decide_origins(same, world.draft.provisions, "", **by)
    decide_origins(new, [], "", **by)
    drafts.publish_draft(imported, **by)
    assert not any(change.is_proposed for change in changes(world.draft, imported))


def test_a_key_follows_what_a_person_decides(world, imported):
    (old,) = world.draft.provisions
    _, same, new = imported.provisions
    by = {"by": world.secretariat, "now": NOW}
    decide_origins(same, [], "", **by)
    decide_origins(new, [old], "It was rewritten.", **by)
    assert (new.key, same.key != old.key) == (old.key, True)
    (change,) = [c for c in changes(world.draft, imported) if c.olds]
    assert (change.news[0].key, change.notes) == (old.key, ("It was rewritten.",))


def test_a_draft_with_provisions_is_not_imported_over(world, imported):
    with pytest.raises(NotAllowedYet, match="has provisions already"):
        take_draft(
            imported.round, "Again", [Taken(0, "measure", "1", "", "x")],
            group_id=None, by=world.secretariat, now=NOW,
        )  # fmt: skip
