"""The demonstration's second draft: every change that its data tells is made, and no other."""

from datetime import timedelta

import pytest
import yaml

from consultation.db import session
from consultation.operations.demonstration import FOLDER, draft
from consultation.operations.demonstration.second_draft import second_draft
from consultation.operations.drafts.drafts import publish_draft
from consultation.operations.drafts.lineage import lineage_of
from consultation.operations.drafts.proposing import proposals
from consultation.operations.drafts.taking import said_of
from consultation.queries.drafts.comparison import changes
from tests import factories
from tests.conftest import NOW

REWORDED = ("1.1", "1.2", "1.3", "1.F", "2.2", "2.4", "3.1", "4.2", "5.2", "5.3")


@pytest.fixture
def source() -> dict:
    return yaml.safe_load((FOLDER / "consultation.yaml").read_text("utf-8"))["consultation"]


@pytest.fixture
def drafts(database, source):
    """Draft 1 as the demonstration makes it, and the second one of a later round."""
    consultation = factories.consultation()
    session.add(consultation)
    groups = draft.working_groups(consultation, source["working_groups"])
    first = draft.draft(consultation, source, NOW)
    provisions = draft.provisions(first, source["provisions"], groups)
    draft.questions(first, source["questions"], groups, provisions, source["taxonomy"])
    by = factories.person()
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=118)}
    round_ = factories.round_(consultation=consultation, number=2, title="Round 2", **later)
    session.add_all([by, round_])
    session.flush()
    second = second_draft(round_, source["draft_2_lineage"], by=by, now=NOW)
    publish_draft(second, by=by, now=NOW)
    return first, second


def test_the_second_draft_says_of_each_provision_what_its_data_says(drafts):
    found = {
        (tuple(o.number for o in change.olds), tuple(n.number for n in change.news)): change
        for change in changes(*drafts)
        if not change.is_kept
    }
    assert {pair: change.became for pair, change in found.items()} == {
        (("1.R",), ()): ("removed",),
        **{((same,), (same,)): ("reworded",) for same in REWORDED},
        (("3.3",), ("3.3", "3.5")): ("split",),
        (("4.3", "4.4"), ("4.3",)): ("merged",),
        (("5.4",), ("6.1",)): ("moved", "renumbered"),
        (("5.5",), ("5.4",)): ("renumbered",),
        ((), ("6",)): ("added",),
    }
    assert found[("1.R",), ()].notes == ("folded into preamble",)
    assert found[("1.1",), ("1.1",)].notes == (
        "eight years becomes ten; what is material is defined",
    )
    assert found[("5.4",), ("6.1",)].notes == ("new chapter on review and reporting channels",)
    assert "ten years" in found[("1.1",), ("1.1",)].new_text


def test_a_provision_that_moves_keeps_its_key(drafts):
    _, second = drafts
    keys = {provision.number: provision.key for provision in second.provisions}
    assert (keys["6.1"], keys["5.4"], keys["3.3"]) == ("5.4", "5.5", "3.3")
    assert len(set(keys.values())) == len(second.provisions)


def test_the_words_alone_tell_what_became_of_each_provision(drafts):
    first, second = (each.provisions for each in drafts)
    found = proposals(*([said_of(p) for p in each] for each in (first, second)))
    read = {
        (
            first[each.old].number if each.old is not None else None,
            second[each.new].number if each.new is not None else None,
        )
        for each in found
    }
    rows = lineage_of(drafts[1])
    assert read == {
        (row.old.number if row.old else None, row.new.number if row.new else None) for row in rows
    }
