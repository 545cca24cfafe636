"""The note of a minority point: asked for where it is taken away, shown wherever it is listed."""

import json

import pytest

from consultation.db import session, transaction
from consultation.exports.data import render_data
from consultation.forms.chair import NEW
from consultation.models import MinorityPoint, Placement, Point
from tests.views.test_learning import place_of, two  # noqa: F401
from tests.views.visiting import stored

NOTE, ALONE = "They said so in the session.", "A theme that only one author speaks to."
SAID = "Small repairs need no new version."


@pytest.fixture
def heard(world):
    """The point of the second theme is a minority point; its number."""
    with transaction():
        placement = session.query(Placement).filter_by(theme_id=world.second_theme.id).one()
        session.add(
            MinorityPoint(
                point_id=placement.point_id, theme_id=world.second_theme.id, reason=ALONE, rank=1
            )
        )
        return placement.point_id


def label_of(point_id: int) -> str:
    """What the answer of a point is called."""
    label = session.get_one(Point, point_id).answer.label
    session.remove()
    return label


# A page, the form on it, and what is typed there: each takes the point from its theme.
ACTS = {
    "one point": lambda w, p: (f"/points/{p}/move", None, {"theme": str(w.theme.id)}),
    "chosen points": lambda w, p: (
        f"/themes/{w.second_theme.id}", f"/themes/{w.second_theme.id}/points",
        {"points": str(p), "theme": str(NEW), "title": "Repairs"},
    ),
    "all that is listed": lambda w, p: (
        f"/themes/{w.second_theme.id}", f"/themes/{w.second_theme.id}/points",
        {"everything": "y", "theme": str(w.theme.id)},
    ),
    "found by meaning": lambda w, p: (
        f"/questions/{w.question.id}/alike?text=repairs",
        f"/questions/{w.question.id}/alike?text=repairs",
        {"chosen": f"{p}:{w.second_theme.id}", "theme": str(NEW), "title": "Repairs"},
    ),
    "a theme": lambda w, p: (
        f"/themes/{w.second_theme.id}/merge", None, {"into": str(w.theme.id)}
    ),
    "two points": lambda w, p: (f"/points/{w.point.id}/join", None, {}),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_a_note_is_asked_for_on_the_page_and_what_was_typed_is_given_back(
    chair, world, heard, name
):
    address, action, typed = ACTS[name](world, heard)
    page = chair.get(address)
    assert "Write the note" not in page.words
    assert page.find("input", name="note")
    refused = chair.submit(page, action, **typed, note=" ")
    assert refused.status_code == 422
    assert f"Write the note: “{SAID}” ({label_of(heard)}) is a minority point." in refused.words
    (field,) = refused.find("input", name="note")
    assert field.get("aria-invalid") == "true"
    assert place_of(stored_point(heard)) == world.second_theme.id
    assert refused.fields(action).items() >= typed.items()
    done = chair.submit(refused, action, **typed, note=NOTE)
    assert done.status_code == 302
    assert place_of(stored_point(heard)) != world.second_theme.id


def stored_point(number: int) -> Point:
    session.rollback()
    return session.get(Point, number) or Point(id=number)


def test_a_suggestion_for_a_minority_point_is_accepted_with_a_note_and_refused_without(
    chair,
    two,  # noqa: F811
):
    with transaction():
        session.add(MinorityPoint(point_id=two.unplaced.id, reason="It fits no theme.", rank=1))
    address = f"/questions/{two.question.id}/suggestions?sure=7"
    page = chair.get(address)
    assert page.find("input", name="note")
    refused = chair.submit(page, address, act="accept")
    assert refused.status_code == 422
    said = f"“We like tea.” ({label_of(two.unplaced.id)})"
    assert f"Write the note: {said} is a minority point." in refused.words
    assert [b.get("value") for b in refused.find("input", name="chosen") if "checked" in b.attrib]
    assert chair.submit(refused, address, act="accept", note=NOTE).status_code == 302
    assert place_of(two.unplaced) == two.theme.id


@pytest.mark.parametrize("kind", ["point", "theme"])
def test_the_reason_of_a_discarding_is_the_note_and_the_page_says_so(chair, world, heard, kind):
    subject = f"points/{heard}" if kind == "point" else f"themes/{world.second_theme.id}"
    page = chair.get(f"/{subject}/discard")
    assert "with your reason as the note" in page.words
    chair.submit(page, reason=NOTE)
    assert f"Chair noted: {NOTE}" in chair.get(f"/themes/{world.theme.id}").words


def test_who_moves_no_minority_point_is_asked_for_none(chair, world, heard):
    address = f"/points/{world.point.id}/move"
    page = chair.get(address)
    assert not page.find("input", name="note")
    assert chair.submit(page, theme=str(world.second_theme.id)).status_code == 302
    assert not chair.get(f"/themes/{world.theme.id}").find("input", name="note")


def test_the_note_is_shown_wherever_the_point_is_listed_and_goes_with_the_act(
    chair, secretariat, world, heard
):
    page = chair.get(f"/points/{heard}/move")
    chair.submit(page, theme=str(world.theme.id), note=NOTE)
    desk = chair.get(f"/themes/{world.theme.id}")
    (section,) = desk.find("section", id="minority")
    said = " ".join("".join(section.itertext()).split())
    assert f"in {world.second_theme.title}, since moved to {world.theme.title}" in said
    assert f"Chair noted: {NOTE}" in said
    (point,) = desk.find("article", id=f"point-{heard}")
    assert f"minority point {ALONE} Chair noted: {NOTE}" in " ".join(
        "".join(point.itertext()).split()
    )
    pack = f"/rounds/{world.round.id}/pack"
    assert f"Chair noted: {NOTE}" in secretariat.get(pack).words
    told = secretariat.client.get(f"{pack}.json").get_json()["groups"][0]["questions"][0]
    assert [line["note"] for line in told["minority"]] == [NOTE]
    session.rollback()
    data = json.loads(render_data(stored(world.round)))["questions"][0]["minority_points"]
    assert [(line["note"], line["noted_by"], line["since"]) for line in data] == [
        (NOTE, "Chair", "moved to")
    ]
    chair.submit(desk, f"/questions/{world.question.id}/undo")
    (section,) = chair.get(f"/themes/{world.theme.id}").find("section", id="minority")
    assert NOTE not in "".join(section.itertext())


@pytest.fixture
def heard_since(chair, world):
    """The point of the first theme is in the second, and was found to be alone there since."""
    theme, into = world.theme.id, world.second_theme.id
    move = f"/points/{world.point.id}/move"
    chair.submit(chair.get(move), theme=str(into))
    with transaction():
        session.add(MinorityPoint(point_id=world.point.id, theme_id=into, reason=ALONE, rank=1))
    return chair.get(f"/themes/{theme}?category=individual")


def test_an_undo_asks_for_a_note_on_a_page_of_its_own_and_names_the_points(
    chair, world, heard_since
):
    undo = f"/questions/{world.question.id}/undo"
    page = chair.submit(heard_since, f"{undo}?category=individual")
    assert page.status_code == 422
    assert "It would take 1 minority point away" in page.words
    assert f"Every change must be recorded. {ALONE}" in page.words
    assert "Write the note" not in page.words
    page = chair.submit(page, None, note=" ")
    assert page.status_code == 422
    said = f"“Every change must be recorded.” ({label_of(world.point.id)})"
    assert f"Write the note: {said}" in page.words
    assert place_of(stored_point(world.point.id)) == world.second_theme.id
    long = chair.submit(page, None, note="x" * 501)
    assert long.status_code == 422
    assert "At most 500 characters." in long.words
    assert long.fields()["note"] == "x" * 501
    done = chair.submit(long, None, note=NOTE)
    assert done.status_code == 302
    assert done.headers["Location"].endswith(f"/themes/{world.theme.id}?category=individual")
    assert "Undone: move of a point" in chair.follow(done).words
    assert place_of(stored_point(world.point.id)) == world.theme.id
    (section,) = chair.get(f"/themes/{world.theme.id}").find("section", id="minority")
    assert f"Chair noted: {NOTE}" in " ".join("".join(section.itertext()).split())
    again = chair.submit(
        chair.get(f"/themes/{world.theme.id}"), f"/questions/{world.question.id}/redo"
    )
    assert again.status_code == 302
    assert place_of(stored_point(world.point.id)) == world.second_theme.id


def test_the_note_of_an_undo_that_comes_too_late_is_given_back(
    chair, vice_chair, world, heard_since
):
    undo = f"/questions/{world.question.id}/undo"
    page = chair.submit(heard_since, f"{undo}?category=individual")
    rename = f"/themes/{world.theme.id}/rename"
    vice_chair.submit(vice_chair.get(rename), title="Another title")
    late = chair.submit(page, None, note=NOTE)
    assert late.status_code == 409
    assert "Vice Chair changed this meanwhile" in late.words
    assert NOTE in late.text
