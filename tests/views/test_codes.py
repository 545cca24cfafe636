"""The pages of the code frame and of coding."""

import pytest

from consultation.models import CodeRefusal, CodeUse
from tests.client import Browser
from tests.views.visiting import change, count


@pytest.fixture
def framed(secretariat, world) -> Browser:
    page = secretariat.get(f"/consultations/{world.consultation.id}/codes")
    assert "No code yet." in page.words
    secretariat.submit(page, lines="type; T1; Escape\ntype; T2; Reach", reason="To begin.")
    return secretariat


def test_the_secretariat_makes_a_frame_and_splits_a_code(framed, world):
    page = framed.get(f"/consultations/{world.consultation.id}/codes")
    assert "T1 Escape" in page.words
    framed.submit(framed.get("/codes/2/split"), lines="type; T3; Near\ntype; T4; Far", reason="")
    page = framed.get(f"/consultations/{world.consultation.id}/codes")
    assert "New in “type”: T3 “Near”, split from T2." in page.words
    old = framed.get(f"/consultations/{world.consultation.id}/codes?version=1")
    assert "Version 1 of 2, as it was" in old.words
    assert "T2 Reach" in old.words


def test_a_list_with_a_wrong_line_is_given_back(framed, world):
    page = framed.get(f"/consultations/{world.consultation.id}/codes")
    refused = framed.submit(page, lines="type; T9", reason="")
    assert refused.status_code == 409
    assert "Line 1 needs a facet, a key and a label" in refused.text
    assert "type; T9" in refused.text


def test_a_chair_codes_a_theme_and_reads_the_table(framed, chair, world):
    page = chair.get(f"/themes/{world.theme.id}/codes")
    chair.submit(page, codes="1")
    table = chair.get(f"/questions/{world.question.id}/coded")
    assert "T1 Escape 1 1 1" in table.words
    page = chair.get(f"/points/{world.point.id}/codes")
    chair.submit(page, none_fits="type", proposal="Slow harms")
    table = framed.get(f"/consultations/{world.consultation.id}/coded")
    assert "Missing: “Slow harms”" in table.words


def test_without_a_frame_coding_says_who_makes_one(chair, world):
    page = chair.get(f"/themes/{world.theme.id}/codes")
    assert "The secretariat adds them." in page.words


def test_codes_are_suggested_when_asked_and_none_is_ticked(secretariat, chair, world):
    frame = secretariat.get(f"/consultations/{world.consultation.id}/codes")
    labels = ("Records of every change", "Fees", "Reach", "Escape from control", "Weapons")
    lines = "\n".join(f"type; T{n}; {label}" for n, label in enumerate(labels, 1))
    secretariat.submit(frame, lines=lines, reason="To begin.")
    change(world.theme, title="Every change must be recorded")
    page = chair.get(f"/themes/{world.theme.id}/codes")
    assert "suggested" not in page.words
    page = chair.get(f"/themes/{world.theme.id}/codes?suggest=y")
    assert "1 code suggested" in page.words
    (label,) = [each for each in page.find("label") if "suggested" in "".join(each.itertext())]
    assert "T1" in "".join(label.itertext())
    assert "codes" not in page.fields()
    assert count(CodeUse) == 0


def test_a_suggestion_is_refused_and_that_is_taken_back_on_the_table(secretariat, chair, world):
    frame = secretariat.get(f"/consultations/{world.consultation.id}/codes")
    labels = ("Records of every change", "Fees", "Reach", "Escape from control", "Weapons")
    lines = "\n".join(f"type; T{n}; {label}" for n, label in enumerate(labels, 1))
    secretariat.submit(frame, lines=lines, reason="To begin.")
    page = chair.get(f"/points/{world.point.id}/codes?suggest=y")
    assert "Refuse the suggestion T1" in page.words
    refused = chair.submit(page, page.path, refused="1", codes="4")
    assert refused.headers["Location"].endswith("/codes?suggest=y")
    page = chair.get(refused.headers["Location"])
    assert "1 code refused for this point. What was ticked is kept." in page.words
    assert "Refuse the suggestion T1" not in page.words
    assert "Refused here Type: T1 “Records of every change” refused by" in page.words
    assert page.fields(page.path)["codes"] == "4"
    for reader in (secretariat, chair):
        table = reader.get(f"/consultations/{world.consultation.id}/coded")
        assert "Refused suggestions Every change must be recorded." in table.words
        assert "Small repairs" not in table.words  # the point, and not all of its answer
        assert ("Take back" in table.words) == (reader is chair)
    back = chair.submit(table, f"/points/{world.point.id}/codes/take-back")
    assert back.headers["Location"] == f"/questions/{world.question.id}/coded"
    table = chair.get(back.headers["Location"])
    assert "Taken back: that code may be suggested here again." in table.words
    assert "Refused suggestions Nothing." in table.words
    assert count(CodeRefusal) == 0
    again = chair.post(
        f"/points/{world.point.id}/codes/take-back", page.fields(page.path) | {"refused_code": "1"}
    )
    assert again.status_code == 409
    assert "That refusal is taken back already" in again.text


def test_what_is_ticked_and_refused_is_given_back_with_its_ticks(framed, chair, world):
    page = chair.get(f"/points/{world.point.id}/codes?suggest=y")
    refused = chair.submit(page, page.path, codes="1", refused="1", proposal="Silence")
    assert refused.status_code == 422
    assert "A suggestion is ticked and refused: untick one of the two." in refused.words
    assert refused.fields(refused.path)["codes"] == "1"
    assert refused.fields(refused.path)["proposal"] == "Silence"
    assert (count(CodeUse), count(CodeRefusal)) == (0, 0)


def test_points_not_coded_are_worked_off_in_a_facet(framed, chair, world):
    table = chair.get(f"/questions/{world.question.id}/coded")
    assert "Not coded in type – 3 1 1" in table.words
    listed = chair.get(f"/questions/{world.question.id}/not-coded?facet=type")
    assert "3 of 3 points are not coded in “type”." in listed.words
    (link, *_) = [a.get("href") for a in listed.find("a") if "Code it" in "".join(a.itertext())]
    page = chair.get(link)
    (back,) = page.find("a", class_="back")
    assert back.get("href") == listed.address
    listed = chair.follow(chair.submit(page, codes="1"))
    assert "2 of 3 points are not coded in “type”." in listed.words
    assert "Every change must be recorded." not in listed.words
    whole = framed.get(f"/consultations/{world.consultation.id}/coded")
    assert "2 points of Q01 not coded in type" in whole.words
