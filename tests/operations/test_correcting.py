"""Correcting who somebody is: by themselves while it can be changed, by the secretariat always."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from consultation.db import session, transaction
from consultation.errors import NotAllowedYet, OrganisationTakesPart, RuleError
from consultation.models import (
    AuditEntry,
    Job,
    OpenQuestion,
    Organisation,
    Person,
    Publication,
    Receipt,
    Stakeholder,
    Submission,
)
from consultation.operations.accounts.correcting import (
    Identity,
    correct,
    correct_own,
    rename_person,
)
from consultation.operations.contributions.verification import verify
from consultation.queries.contributions.receipts import receipt_copy, receipt_file
from consultation.queries.plenary.signing import stands
from tests import factories
from tests.conftest import NOW
from tests.views.visiting import sign

HERON = Identity("Heron Institute", "Owner", "researcher", "Belgium")


def part(world) -> Stakeholder:
    return session.get_one(Submission, world.submission.id).stakeholder


def own(world, said=HERON, *, is_apart=False, now=NOW) -> Stakeholder:
    with transaction():
        author = session.get_one(Person, world.owner.id)
        correct_own(part(world), said, is_apart=is_apart, author=author, now=now)
    return part(world)


def by_secretariat(world, said=HERON, reason="A slip in the import.", now=NOW) -> Stakeholder:
    with transaction():
        by = session.get_one(Person, world.secretariat.id)
        correct(part(world), said, reason=reason, by=by, now=now)
    return part(world)


def rename(person, name, now=NOW) -> None:
    with transaction():
        rename_person(session.get_one(Person, person.id), name, now=now)


def logged() -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def bodies() -> list[str]:
    return sorted(session.scalars(select(Organisation.name)))


def another_part(world, name: str, consultation=None) -> None:
    """Somebody else, who writes for an organisation that is there or not."""
    with transaction():
        body = session.scalar(select(Organisation).where(Organisation.name == name))
        session.add(
            factories.stakeholder(
                consultation=consultation or world.consultation,
                organisation=body or factories.organisation(name=name),
            )
        )


def closed(world):
    return world.round.closes_at + timedelta(microseconds=1)


def test_the_lead_corrects_what_was_declared_while_the_round_is_open(world):
    kept = own(world, now=world.round.closes_at)
    assert (kept.organisation.name, kept.category, kept.country) == (
        "Heron Institute", "researcher", "Belgium",
    )  # fmt: skip
    entry = logged()
    assert entry.before == {
        "organisation": "Kettle Works", "category": "civil society", "country": "France",
    }  # fmt: skip
    assert entry.after["organisation"] == "Heron Institute"


def test_once_what_was_sent_cannot_be_changed_the_lead_cannot_correct_it(world):
    with pytest.raises(NotAllowedYet, match="Ask the secretariat"):
        own(world, now=closed(world))
    assert part(world).organisation.name == "Kettle Works"


def test_a_late_submission_can_be_corrected_as_long_as_it_can_be_changed(world):
    late = world.round.closes_at + timedelta(days=2)
    with transaction():
        submission = session.get_one(Submission, world.submission.id)
        submission.is_late, submission.round.late_until = True, late
    assert own(world, now=late).category == "researcher"


def test_what_was_withdrawn_hinders_no_correction(world):
    with transaction():
        session.get_one(Submission, world.submission.id).withdrawn_at = NOW
    assert own(world, now=closed(world)).category == "researcher"


def test_the_secretariat_corrects_at_any_time_and_owes_a_reason(world):
    with pytest.raises(RuleError, match="Write the reason"):
        by_secretariat(world, reason=" ", now=closed(world))
    assert by_secretariat(world, now=closed(world)).organisation.name == "Heron Institute"
    assert (logged().reason, logged().person_id) == ("A slip in the import.", world.secretariat.id)


def test_what_is_the_same_already_is_not_logged(world):
    same = Identity("Kettle Works", part(world).name, "civil society", "France")
    by_secretariat(world, same)
    assert session.scalars(select(AuditEntry)).all() == []


def test_a_persons_name_is_in_no_log(world):
    by_secretariat(world, Identity("", "Ana Heron", "company", ""))
    rename(world.owner, "Ana Maria Heron")
    said = [f"{e.before} {e.after} {e.reason}" for e in session.scalars(select(AuditEntry))]
    assert len(said) == 2
    assert "Heron" not in " ".join(said)


def test_a_corrected_name_leaves_no_organisation_behind_that_nobody_is_of(world):
    own(world)
    assert "Kettle Works" not in bodies()
    own(world, Identity("", "Owner", "company", ""))
    assert "Heron Institute" not in bodies()


def test_the_name_of_others_in_another_consultation_stays(world):
    another_part(world, "Kettle Works", factories.consultation(title="Another"))
    own(world)
    assert {"Heron Institute", "Kettle Works"} <= set(bodies())


def test_an_organisation_that_takes_part_already_is_not_taken_unasked(world):
    another_part(world, "Heron Institute")
    with pytest.raises(OrganisationTakesPart, match="write apart"):
        own(world)
    assert own(world, is_apart=True).organisation.name == "Heron Institute"
    assert bodies().count("Heron Institute") == 1


def test_a_name_that_others_have_too_is_the_secretariats_to_spell(world):
    another_part(world, "Kettle Works")
    spelt = Identity("Kettle-Works", "Owner", "company", "")
    with pytest.raises(NotAllowedYet, match="not yours alone"):
        own(world, spelt)
    by_secretariat(world, spelt)
    assert "Kettle-Works" in bodies()
    assert "Kettle Works" not in bodies()


def test_receipts_stay_as_they_are_and_the_questions_are_read_again(world):
    before = verify(receipt_file(receipt_copy(session.scalars(select(Receipt)).one())))
    own(world)
    after = json.loads(receipt_file(receipt_copy(session.scalars(select(Receipt)).one())))
    assert (after["content_hash"], after["received_for"]) == (before.claimed, "Heron Institute")
    assert verify(json.dumps(after)).computed == before.computed
    waiting = select(Job.question_id).where(Job.finished_at.is_(None))
    assert session.scalars(waiting).all() == [world.question.id]


def test_a_signature_stands_no_longer_under_figures_that_were_corrected(world):
    question, then = world.question.id, closed(world)
    sign(world, "All want a record.")
    session.add_all(vars(world).values())
    assert stands(session.get_one(OpenQuestion, question))
    by_secretariat(world, HERON, now=then)
    assert not stands(session.get_one(OpenQuestion, question))


def test_a_person_changes_their_name_and_what_still_goes_under_it(world):
    with transaction():
        part(world).name = world.owner.name
    rename(world.owner, "  Ana \n Heron ")
    assert (session.get_one(Person, world.owner.id).name, part(world).name) == ("Ana Heron",) * 2


def test_what_was_sent_under_a_name_keeps_it_once_it_cannot_be_changed(world):
    with transaction():
        part(world).name, part(world).organisation = world.owner.name, None
        part(world).publication = Publication.NAMED
    rename(world.owner, "Ana Heron", now=closed(world))
    assert session.get_one(Person, world.owner.id).name == "Ana Heron"
    assert part(world).named_as(Publication.NAMED) == "Owner"


def test_nobody_is_without_a_name(world):
    with pytest.raises(RuleError, match="has a name"):
        rename(world.owner, " ")
