"""Correcting a name, and for whom one writes, through the pages."""

from datetime import timedelta

from consultation.db import session, transaction
from consultation.models import Person, Stakeholder
from tests import factories
from tests.conftest import NOW
from tests.views.visiting import change, links, rows, stored


def who(world) -> str:
    return f"/consultations/{world.consultation.id}/together/who"


def part_of(world) -> Stakeholder:
    session.rollback()
    return session.get_one(Stakeholder, world.submission.stakeholder_id)


def close(world) -> None:
    change(world.round, opens_at=NOW - timedelta(days=9), closes_at=NOW - timedelta(days=1))


def test_a_person_changes_their_own_name(reader, world):
    account = reader.get("/account")
    assert "/account/name" in links(account)
    page = reader.follow(reader.submit(reader.get("/account/name"), person=" Ana  Heron "))
    assert "Your name is changed." in page.words
    assert stored(world.reader).name == "Ana Heron"


def test_no_name_is_refused_on_the_form(reader, world):
    page = reader.submit(reader.get("/account/name"), person="  ")
    assert page.status_code == 422
    assert "Write your name" in page.words
    assert session.get_one(Person, world.reader.id).name == "Reader"


def test_the_lead_corrects_for_whom_they_write(owner, world):
    together = owner.get(f"/consultations/{world.consultation.id}/together")
    assert "Kettle Works" in together.words
    assert who(world) in links(together)
    page = owner.get(who(world))
    assert page.fields()["organisation"] == "Kettle Works"
    after = owner.follow(owner.submit(page, organisation="Kettle Union", country="Malta"))
    assert "Kettle Union" in after.words
    kept = part_of(world)
    assert (kept.organisation.name, kept.country) == ("Kettle Union", "Malta")


def test_a_kind_that_is_not_offered_any_more_can_stay(owner, world):
    change(world.consultation, categories=["company", "researcher"])
    page = owner.get(who(world))
    assert page.fields()["category"] == "civil society"
    owner.submit(page, country="Malta")
    assert (part_of(world).category, part_of(world).country) == ("civil society", "Malta")


def test_a_correction_without_a_kind_is_refused_and_given_back(owner, world):
    page = owner.submit(owner.get(who(world)), organisation="Kettle Union", own_category=" ")
    assert page.status_code == 422
    assert page.fields()["organisation"] == "Kettle Union"


def test_a_name_that_takes_part_already_is_asked_about_on_the_form(owner, world):
    with transaction():
        consultation = session.merge(world.consultation, load=False)
        session.add(
            factories.stakeholder(
                consultation=consultation, organisation=factories.organisation(name="Heron")
            )
        )
    page = owner.submit(owner.get(who(world)), organisation="heron")
    assert page.status_code == 409
    assert page.fields()["organisation"] == "heron"
    assert owner.submit(page, apart="y").status_code == 302
    assert part_of(world).organisation.name == "Heron"


def test_after_closing_the_lead_is_sent_to_the_secretariat(owner, world):
    page = owner.get(who(world))
    close(world)
    late = owner.submit(page, organisation="Kettle Union")
    assert late.status_code == 409
    assert "Ask the secretariat to correct it" in late.words
    together = owner.get(f"/consultations/{world.consultation.id}/together")
    assert who(world) not in links(together)
    assert "ask the secretariat" in together.words
    assert part_of(world).organisation.name == "Kettle Works"


def test_the_secretariat_finds_everybody_and_corrects_with_a_reason(secretariat, world):
    close(world)
    listed = secretariat.get(f"/consultations/{world.consultation.id}/stakeholders")
    path = f"/stakeholders/{world.submission.stakeholder_id}/correct"
    assert path in links(listed)
    page = secretariat.get(path)
    refused = secretariat.submit(page, organisation="Kettle Union")
    assert refused.status_code == 422
    assert refused.fields()["organisation"] == "Kettle Union"
    after = secretariat.follow(secretariat.submit(refused, reason="They wrote to us."))
    assert "Kettle Union" in {row[0] for row in rows(after)}


def test_the_round_leads_to_who_takes_part(secretariat, world):
    page = secretariat.get(f"/rounds/{world.round.id}")
    assert f"/consultations/{world.consultation.id}/stakeholders" in links(page)
