"""Drafts in preparation: copied, edited, published for good; what became of each provision."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.errors import DraftPublished, NotAllowedYet, RuleError, StaleEdit
from consultation.models import AuditEntry, Draft, Lineage, Provision, QuestionKind
from consultation.operations.desk.assigning import assign
from consultation.operations.drafts import asking, drafts, editing, lineage
from consultation.operations.drafts.ordering import in_order
from consultation.permissions import Permission, may
from consultation.queries.desk.desk import questions_of
from consultation.queries.drafts.drafts import text_of
from consultation.queries.drafts.preparing import lacking
from tests import factories
from tests.conftest import NOW

MEASURES = ("1", "1.1", "1.2", "2")


@pytest.fixture
def first(world) -> Draft:
    """A published draft with two chapters, one of which has two measures."""
    chapters: dict[str, Provision] = {}
    world.draft.provisions.clear()
    return fill(world.draft, world, chapters)


def fill(draft, world, made):
    session.flush()
    for rank, number in enumerate(MEASURES, 100_000):
        made[number] = factories.provision(
            draft=draft, working_group=world.group, key=f"k{number}", number=number,
            kind="measure" if "." in number else "commitment", title=f"Title {number}",
            text=f"The first sentence of {number}. The second sentence of {number}.", rank=rank,
            parent=made.get(number.partition(".")[0]) if "." in number else None,
        )  # fmt: skip
    session.add_all(made.values())
    session.flush()
    session.refresh(draft)
    return draft


@pytest.fixture
def prepared(world) -> Draft:
    """A copy of the published draft for a second round."""
    fill(world.draft, world, {})
    return copy(world)


def copy(world, number=2):
    later = {"opens_at": NOW + timedelta(days=90), "closes_at": NOW + timedelta(days=120)}
    round_ = factories.round_(consultation=world.consultation, number=number, title="R", **later)
    session.add(round_)
    session.flush()
    return drafts.begin_from_last(
        round_, f"Draft {number}", with_questions=True, by=world.secretariat, now=NOW
    )


def named(draft: Draft) -> list[str]:
    return [p.number for p in in_order(draft)]


def of(draft: Draft, number: str) -> Provision:
    return next(p for p in in_order(draft) if p.number == number)


def paths(draft: Draft) -> set[tuple[str | None, str | None]]:
    rows = lineage.lineage_of(draft)
    return {(r.old.number if r.old else None, r.new.number if r.new else None) for r in rows}


def words(number="9", text="Words.", **given) -> editing.Words:
    return editing.Words(
        **{"kind": "measure", "number": number, "title": "T", "text": text} | given
    )


def test_the_next_draft_starts_as_a_copy_and_keys_stay(world, prepared):
    old, new = world.draft.provisions, prepared.provisions
    assert [(p.key, p.text, p.rank) for p in new] == [(p.key, p.text, p.rank) for p in old]
    assert [p.parent and p.parent.key for p in new] == [p.parent and p.parent.key for p in old]
    assert all(row.decided_by == world.secretariat for row in lineage.lineage_of(prepared))
    assert len(lineage.lineage_of(prepared)) == len(old)


def test_a_round_has_one_draft(world, prepared):
    with pytest.raises(NotAllowedYet, match="has a draft already"):
        drafts.begin_draft(prepared.round, "Another", by=world.secretariat, now=NOW)


def test_an_edit_changes_words_and_is_logged(world, prepared):
    measure = of(prepared, "1.1")
    new = words("1.1", "Other words.", title="New")
    editing.edit_provision(measure, new, seen=measure.version, by=world.secretariat, now=NOW)
    assert (measure.text, measure.title, measure.key) == ("Other words.", "New", "k1.1")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.action, entry.after["text"]) == ("edit a provision", "Other words.")


def test_a_stale_edit_is_refused_with_what_changed(world, prepared):
    measure = of(prepared, "1.1")
    seen = measure.version
    editing.edit_provision(measure, words("1.1"), seen=seen, by=world.secretariat, now=NOW)
    session.flush()
    with pytest.raises(StaleEdit, match=r"Secretariat changed this meanwhile .*text"):
        editing.edit_provision(measure, words("1.1", "Mine."), seen=seen, by=world.chair, now=NOW)


def test_moving_takes_along_what_stands_under_it_and_makes_nobodys_edit_stale(world, prepared):
    seen = {p.id: p.version for p in in_order(prepared)}
    session.get_one(Provision, of(prepared, "1").id)
    editing.move_among_siblings(of(prepared, "2"), up=True, by=world.secretariat, now=NOW)
    rest = [n for n in named(prepared) if n in MEASURES]
    assert rest in (["2", "1", "1.1", "1.2"], ["1", "2", "1.1", "1.2"])
    assert {p.id: p.version for p in in_order(prepared)} == seen


def test_the_first_cannot_go_further_up(world, prepared):
    with pytest.raises(NotAllowedYet, match="first there already"):
        editing.move_among_siblings(of(prepared, "1.1"), up=True, by=world.secretariat, now=NOW)


def test_a_provision_can_be_put_under_another_but_not_under_itself(world, prepared):
    measure, chapter = of(prepared, "1.1"), of(prepared, "2")
    editing.move_under(measure, chapter, by=world.secretariat, now=NOW)
    assert (measure.parent, named(prepared)[-2:]) == (chapter, ["2", "1.1"])
    with pytest.raises(RuleError, match="under itself"):
        editing.move_under(chapter, measure, by=world.secretariat, now=NOW)


def test_a_split_leaves_the_key_with_the_first_part_and_gives_both_the_origin(world, prepared):
    measure = of(prepared, "1.1")
    part = editing.split_provision(
        measure, measure.text.index("The second"), words("1.1a"), seen=measure.version,
        by=world.secretariat, now=NOW,
    )  # fmt: skip
    assert (measure.text, part.text) == (
        "The first sentence of 1.1.", "The second sentence of 1.1.",
    )  # fmt: skip
    assert measure.key == "k1.1"
    assert part.key not in {p.key for p in world.draft.provisions}
    assert {("1.1", "1.1"), ("1.1", "1.1a")} <= paths(prepared)
    assert named(prepared)[-4:] == ["1.1", "1.1a", "1.2", "2"]


def test_a_split_needs_words_on_both_sides(world, prepared):
    measure = of(prepared, "1.1")
    with pytest.raises(RuleError, match="Both parts"):
        editing.split_provision(measure, 0, words(), seen=1, by=world.secretariat, now=NOW)


def test_a_merger_has_the_origins_of_both_and_their_questions(world, prepared):
    first, second = of(prepared, "1.1"), of(prepared, "1.2")
    question = asking.ask(
        prepared,
        asking.Asked("Q9", "Why?", QuestionKind.TEXT, world.group.id, about=(second.id,)),
        by=world.secretariat, now=NOW,
    )  # fmt: skip
    editing.merge_with_next(
        first, words("1.1", "Both."), seen=first.version, next_seen=second.version,
        by=world.secretariat, now=NOW,
    )  # fmt: skip
    assert {("1.1", "1.1"), ("1.2", "1.1")} <= paths(prepared)
    assert "1.2" not in named(prepared)
    session.refresh(question)
    assert question.provisions == [of(prepared, "1.1")]


def test_what_is_removed_ends_with_its_reason(world, prepared):
    editing.remove_provision(
        of(prepared, "1.2"), "Said elsewhere.", seen=1, by=world.secretariat, now=NOW
    )
    (row,) = [row for row in lineage.lineage_of(prepared) if row.new_id is None]
    assert (row.old.number, row.note, row.is_proposed) == ("1.2", "Said elsewhere.", False)


def test_what_others_stand_under_is_not_removed(world, prepared):
    with pytest.raises(NotAllowedYet, match="2 provisions stand under Commitment 1"):
        editing.remove_provision(of(prepared, "1"), "", seen=1, by=world.secretariat, now=NOW)


def test_what_is_added_comes_from_nowhere_and_takes_no_key_that_was(world, prepared):
    made = editing.add_provision(
        prepared, words("k1.1"), under=of(prepared, "1"), by=world.secretariat, now=NOW
    )
    assert made.key == "k1.1-2"
    assert (None, "k1.1") in paths(prepared)
    assert named(prepared)[-2:] == ["k1.1", "2"]


def test_no_operation_touches_a_published_draft(world, prepared):
    of_first = world.draft.provisions[1]
    by = {"by": world.secretariat, "now": NOW}
    for act in (
        lambda: editing.edit_provision(of_first, words(), seen=1, **by),
        lambda: editing.add_provision(world.draft, words(), **by),
        lambda: editing.move_under(of_first, None, **by),
        lambda: editing.move_among_siblings(of_first, up=True, **by),
        lambda: editing.split_provision(of_first, 5, words(), seen=1, **by),
        lambda: editing.merge_with_next(of_first, words(), seen=1, next_seen=1, **by),
        lambda: editing.remove_provision(of_first, "", seen=1, **by),
        lambda: asking.edit_question(world.question, asked(world), seen=1, **by),
        lambda: asking.ask(world.draft, asked(world), **by),
        lambda: asking.move_question(world.question, up=True, **by),
        lambda: asking.remove_question(world.question, seen=1, **by),
        lambda: lineage.decide_origins(of_first, [], "", **by),
        lambda: lineage.decide_removed(world.draft, of_first, "", **by),
        lambda: drafts.publish_draft(world.draft, **by),
        lambda: drafts.discard_draft(world.draft, **by),
    ):
        with pytest.raises(DraftPublished, match="does not change any more"):
            act()


def asked(world, **given) -> asking.Asked:
    defaults = {
        "number": "Q5", "text": "Why?", "kind": QuestionKind.TEXT,
        "working_group_id": world.group.id,
    }  # fmt: skip
    return asking.Asked(**defaults | given)


def test_a_choice_needs_two_options_and_a_number_is_given_once(world, prepared):
    by = {"by": world.secretariat, "now": NOW}
    with pytest.raises(RuleError, match="at least two options"):
        asking.ask(prepared, asked(world, kind=QuestionKind.CHOICE, options=("one", " ")), **by)
    with pytest.raises(RuleError, match="question Q01 already"):
        asking.ask(prepared, asked(world, number="Q01"), **by)


def test_a_question_that_was_edited_meanwhile_is_not_overwritten(world, prepared):
    by = {"by": world.secretariat, "now": NOW}
    question = asking.ask(prepared, asked(world), **by)
    session.flush()
    asking.edit_question(question, asked(world, text="Why so?"), seen=1, **by)
    with pytest.raises(StaleEdit, match="edit a question: text"):
        asking.edit_question(question, asked(world, text="Why not?"), seen=1, **by)


def test_a_draft_that_lacks_something_is_not_published(world, prepared):
    measure = of(prepared, "1.1")
    lineage.decide_origins(measure, [], "", by=world.secretariat, now=NOW)
    for provision in in_order(prepared):
        provision.working_group = None
    session.flush()
    with pytest.raises(RuleError, match="No working group answers for") as refused:
        drafts.publish_draft(prepared, by=world.secretariat, now=NOW)
    assert "1 proposal waits" in str(refused.value)


def test_an_empty_draft_is_not_published(world):
    round_ = factories.round_(consultation=world.consultation, number=3)
    session.add(round_)
    session.flush()
    empty = drafts.begin_draft(round_, "Draft 3", by=world.secretariat, now=NOW)
    assert lacking(empty) == ["It has no provisions. Import a text or add the first provision."]


def test_a_draft_in_preparation_is_read_anew_each_time_and_a_published_one_is_not(world, prepared):
    before = [p.text for p in text_of(prepared).provisions]
    measure = of(prepared, "1.1")
    editing.edit_provision(measure, words("1.1", "Fresh."), seen=1, by=world.secretariat, now=NOW)
    after = [p.text for p in text_of(prepared).provisions]
    assert "Fresh." not in before
    assert "Fresh." in after
    drafts.publish_draft(prepared, by=world.secretariat, now=NOW)
    session.commit()
    assert text_of(prepared) is text_of(prepared)


def test_a_discarded_draft_leaves_nothing_but_the_log(world, prepared):
    number = prepared.id
    drafts.discard_draft(prepared, by=world.secretariat, now=NOW)
    assert session.get(Draft, number) is None
    assert session.scalars(select(Lineage)).all() == []
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc())).first() == (
        "discard a draft"
    )


def test_what_somebody_worked_on_before_publication_is_refused_with_what_to_do(world, prepared):
    by = {"by": world.secretariat, "now": NOW}
    question = asking.ask(prepared, asked(world), **by)
    session.flush()
    assign(question, world.chair, by=world.chair, now=NOW)
    with pytest.raises(NotAllowedYet, match=r"worked on Q5 before .* give it other words"):
        asking.remove_question(question, seen=1, **by)
    with pytest.raises(NotAllowedYet, match="worked on Q5 before"):
        drafts.discard_draft(prepared, **by)


def test_nobody_works_on_a_question_before_it_is_put(world, prepared):
    question = asking.ask(prepared, asked(world), by=world.secretariat, now=NOW)
    session.flush()
    for permission in (Permission.ASSIGN_QUESTION, Permission.EDIT_QUESTION):
        assert may(world.chair, permission, world.question)
        assert not may(world.chair, permission, question)
    assert may(world.secretariat, Permission.REVIEW_QUESTION, world.question)
    assert not may(world.secretariat, Permission.REVIEW_QUESTION, question)
    listed = [line.question for line in questions_of(world.chair, world.consultation)]
    assert listed == [world.question]
