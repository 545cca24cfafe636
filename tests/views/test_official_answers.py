"""Official answers: worded and published by the secretariat, read at an address that stays."""

from consultation.db import session
from consultation.models import Draft
from consultation.queries.drafts.places import place_name


def test_an_official_answer_is_worded_published_and_linked_beside_its_provision(
    secretariat, reader, world
):
    key = session.get_one(Draft, world.draft.id).provisions[0].key
    listed = f"/consultations/{world.consultation.id}/official-answers"
    page = secretariat.get(f"{listed}/new")
    given = {"question": "Does it cover tea?", "answer": "It *does*.", "provisions": key}
    read = secretariat.follow(secretariat.submit(page, **given))
    assert reader.get(read.path).status_code == 403
    assert "Does it cover tea?" not in reader.get(listed).words
    secretariat.submit(secretariat.get(f"{read.path}/publish"))
    assert "In force since" in reader.get(read.path).words
    for address in (f"/drafts/{world.draft.id}", f"/drafts/{world.draft.id}/provisions/{key}"):
        assert "Official answer: 1" in reader.get(address).words


def test_every_wording_stays_to_be_read(secretariat, reader, world):
    page = secretariat.get(f"/consultations/{world.consultation.id}/official-answers/new")
    read = secretariat.follow(secretariat.submit(page, question="Tea?", answer="Yes."))
    secretariat.submit(secretariat.get(f"{read.path}/publish"))
    secretariat.submit(secretariat.get(f"{read.path}/reword"), answer="Only green tea.")
    assert "Only green tea." not in reader.get(read.path).words
    secretariat.submit(secretariat.get(f"{read.path}/publish"))
    words = reader.get(read.path).words
    assert "Only green tea." in words
    assert "In force from" in words
    assert "Yes." in words
    secretariat.submit(secretariat.get(f"{read.path}/end"), reason="The draft says it.")
    assert "The draft says it." in reader.get(read.path).words


def test_the_bodys_own_sentence_stands_above_all_of_them(secretariat, reader, world):
    listed = f"/consultations/{world.consultation.id}/official-answers"
    secretariat.submit(secretariat.get(f"{listed}/precedence"), sentence="The draft decides.")
    assert "The draft decides." in reader.get(listed).words


def test_who_words_on_what_another_changed_meanwhile_keeps_their_text_and_sees_the_others(
    secretariat, world
):
    page = secretariat.get(f"/consultations/{world.consultation.id}/official-answers/new")
    read = secretariat.follow(secretariat.submit(page, question="Tea?", answer="Yes."))
    first, second = (secretariat.get(f"{read.path}/reword") for _ in range(2))
    to_publish = secretariat.get(f"{read.path}/publish")
    secretariat.submit(first, answer="Only green tea.")
    refused = secretariat.submit(second, answer="Only black tea.")
    assert refused.status_code == 409
    assert "Secretariat worded this anew meanwhile." in refused.words
    assert "Only green tea." in refused.words
    assert "Only black tea." in refused.text
    unread = secretariat.submit(to_publish)
    assert unread.status_code == 409
    assert "Only green tea." in unread.words
    assert secretariat.submit(refused, answer="Green or black tea.").status_code == 302


def test_a_wording_that_differs_in_its_provisions_alone_is_shown_with_them(secretariat, world):
    key, name = provision_of(world)
    page = secretariat.get(f"/consultations/{world.consultation.id}/official-answers/new")
    read = secretariat.follow(secretariat.submit(page, question="Tea?", answer="Yes."))
    page, to_publish = (secretariat.get(f"{read.path}/{act}") for act in ("reword", "publish"))
    secretariat.submit(secretariat.get(f"{read.path}/reword"), provisions=key)
    refused, unread = secretariat.submit(page), secretariat.submit(to_publish)
    for shown in (refused, unread):
        assert shown.status_code == 409
        assert f"About {name}" in shown.words
    assert f"About {name}" in secretariat.get(read.path).words
    secretariat.submit(refused)
    assert "About no provision." in secretariat.get(f"{read.path}/publish").words


def provision_of(world) -> tuple[str, str]:
    """Key and name of the one that the draft has."""
    (provision,) = session.get_one(Draft, world.draft.id).provisions
    found = provision.key, place_name(provision)
    session.remove()
    return found
