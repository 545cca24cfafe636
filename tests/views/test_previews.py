"""What a merge or a move would change is told before it is done, and then it is so."""

import pytest

from consultation.db import session
from consultation.forms.chair import NEW
from consultation.models import MinorityPoint, Outcome, OutcomeKind, Placement, Theme
from consultation.queries.desk.themes import themes_in_order
from tests import factories
from tests.conftest import NOW
from tests.views.visiting import stored


@pytest.fixture
def shared(world):
    """An answer with a point in either theme, beside the one that is there."""
    themes = [session.merge(each) for each in (world.theme, world.second_theme)]
    question = session.merge(world.question)
    by = factories.stakeholder(consultation=question.consultation)
    answer = factories.answer(question, "Record it. But not repairs.", by=by)
    points = [factories.point(answer, 0, 10), factories.point(answer, 11, 27)]
    for point, theme in zip(points, themes, strict=True):
        session.add(Placement(point=point, theme=theme))
    session.add(MinorityPoint(point=points[0], theme=themes[0], reason="Alone.", rank=1))
    session.commit()
    for point in points:
        session.refresh(point)
    session.expunge_all()
    return points


def region(page) -> str:
    (found,) = page.find("div", id="preview")
    return " ".join("".join(found.itertext()).split())


def figures(world, theme) -> str:
    session.rollback()
    counts = next(
        line.counts for line in themes_in_order(stored(world.question)) if line.theme_id == theme.id
    )
    answers = "answer" if counts.answers == 1 else "answers"
    organisations = "organisation" if counts.organisations == 1 else "organisations"
    points = "point" if counts.points == 1 else "points"
    return (
        f"{counts.answers} {answers} from {counts.organisations} {organisations}, "
        f"{counts.points} {points}"
    )


def test_a_merge_is_told_before_it_is_done_and_then_it_is_so(chair, world, shared):
    address = f"/themes/{world.theme.id}/merge"
    told = region(chair.get(f"{address}?into={world.second_theme.id}"))
    assert "Afterwards: Leave small repairs out" in told
    assert "points on both sides" in told
    assert "Minority point. Alone. Record it." in told
    page = chair.submit(chair.get(address), address, into=str(world.second_theme.id), look="y")
    assert page.status_code == 200
    assert region(page) == told
    assert stored(world.theme).merged_into_id is None
    chair.submit(chair.get(address), address, into=str(world.second_theme.id), note="It stays.")
    assert figures(world, world.second_theme) in told


def test_no_minority_point_is_merged_away_without_a_note_and_the_theme_shows_it(
    chair, world, shared
):
    address, into = f"/themes/{world.theme.id}/merge", str(world.second_theme.id)
    page = chair.get(address)
    assert "It has 1 minority point Record it. Alone." in page.words
    page = chair.submit(page, address, into=into, note=" ")
    assert page.status_code == 422
    assert "Write the note" in page.words
    assert stored(world.theme).merged_into_id is None
    chair.submit(page, address, into=into, note="Heard with the rest.")
    told = f"“{world.theme.title}”, with a minority point. Chair noted: Heard with the rest."

    page = chair.get(f"/themes/{into}")
    assert any(told in " ".join("".join(p.itertext()).split()) for p in page.find("p"))
    assert "Heard with the rest." in chair.get(f"/questions/{world.question.id}/log").words


def test_a_theme_without_a_minority_point_is_merged_without_a_note(chair, world, shared):
    address = f"/themes/{world.second_theme.id}/merge"
    page = chair.get(address)
    assert "Note" not in page.words
    chair.submit(page, address, into=str(world.theme.id))
    assert stored(world.second_theme).merged_into_id == world.theme.id


@pytest.mark.parametrize("changed", ["theme", "second_theme"])
def test_a_merge_that_comes_too_late_is_shown_again_with_what_was_chosen(
    chair, vice_chair, world, shared, changed
):
    address, into = f"/themes/{world.theme.id}/merge", str(world.second_theme.id)
    page, rename = chair.get(address), f"/themes/{getattr(world, changed).id}/rename"
    vice_chair.submit(vice_chair.get(rename), rename, title="Another title")
    page = chair.submit(page, address, into=into, note="Heard with the rest.")
    assert page.status_code == 409
    assert "Vice Chair changed this meanwhile (rename to “Another title”" in page.words
    assert stored(world.theme).merged_into_id is None
    chosen = page.fields()
    assert (chosen["into"], chosen["note"]) == (into, "Heard with the rest.")
    chair.submit(page, address)
    assert stored(world.theme).merged_into_id == world.second_theme.id


def test_an_outcome_that_would_go_is_named(chair, world, shared):
    session.add(
        Outcome(
            theme_id=world.theme.id, kind=OutcomeKind.ADOPTED, decided_by_id=world.chair.id,
            decided_at=NOW,
        )
    )  # fmt: skip
    session.commit()
    address = f"/themes/{world.theme.id}/merge?into={world.second_theme.id}"
    assert "“adopted”, goes with it" in region(chair.get(address))


@pytest.fixture
def framed(world, secretariat):
    """A frame of two codes in one facet."""
    page = secretariat.get(f"/consultations/{world.consultation.id}/codes")
    secretariat.submit(page, lines="type; T1; Escape\ntype; T2; Reach", reason="To begin.")


def test_a_merge_tells_which_codes_are_lost_and_which_are_joined(chair, world, framed):
    chair.submit(chair.get(f"/themes/{world.theme.id}/codes"), codes="1")
    chair.submit(chair.get(f"/themes/{world.second_theme.id}/codes"), codes="2")
    told = region(chair.get(f"/themes/{world.theme.id}/merge?into={world.second_theme.id}"))
    assert "Code lost. Type: T1 “Escape”, 1 of the points now, none then." in told
    assert "Code joined. Type: T2 “Reach”, none of the points now, 1 then." in told
    assert "Undoing brings back what is lost." in told


def test_a_discard_tells_which_codes_go(chair, world, framed):
    address = f"/themes/{world.theme.id}/discard"
    assert "Its codes go with it" not in chair.get(address).words
    chair.submit(chair.get(f"/themes/{world.theme.id}/codes"), codes="1")
    told = chair.get(address).words
    assert "Its codes go with it" in told
    assert "Code lost. Type: T1 “Escape”, 1 of the points now, none then." in told
    assert "Not coded. Type: none of the points now, 1 then." in told


def test_where_nothing_is_coded_no_page_speaks_of_codes(chair, world, shared):
    for address in ("discard", f"merge?into={world.second_theme.id}"):
        assert "Code" not in chair.get(f"/themes/{world.theme.id}/{address}").words


@pytest.mark.parametrize("look", ["by the button", "by the address"])
def test_a_move_is_told_before_it_is_done_and_then_it_is_so(chair, world, shared, look):
    theme, into = world.theme, world.second_theme
    address = f"/themes/{theme.id}"
    fields = {"points": [str(shared[0].id)], "theme": str(into.id), "note": "It stays."}
    if look == "by the button":
        page = chair.submit(chair.get(address), f"{address}/points", **fields, look="y")
        assert page.status_code == 200
    else:
        page = chair.get(f"{address}?points={shared[0].id}&to={into.id}")
    told = region(page)
    assert stored(shared[0]).placement.theme_id == theme.id
    chair.submit(chair.get(address), f"{address}/points", **fields)
    assert figures(world, into) in told
    assert f"Left in Record every change {figures(world, theme)}" in told


def test_a_new_theme_is_told_with_its_title(chair, world, shared):
    address = f"/themes/{world.theme.id}?points={shared[0].id}&to={NEW}&title=Record+at+once"
    assert "Afterwards: Record at once 1 answer" in region(chair.get(address))


@pytest.mark.parametrize(
    "asked", ["points=999&to=1", "points=x&to=1", "points=1", "to=1", "points=1&to=tea"]
)
def test_where_nothing_is_chosen_nothing_is_told(chair, world, asked):
    assert region(chair.get(f"/themes/{world.theme.id}?{asked}")) == ""


def test_a_preview_tells_of_no_theme_but_those_of_its_question(chair, world):
    draft = factories.draft()
    consultation = draft.round.consultation
    group = factories.working_group(consultation=consultation, code="ZZ")
    question = factories.question(draft=draft, working_group=group)
    answer = factories.answer(
        question, "Ban it.", by=factories.stakeholder(consultation=consultation)
    )
    point = factories.point(answer, 0, 7)
    secret = Theme(question=question, title="A theme of others")
    session.add_all([secret, point, Placement(point=point, theme=secret)])
    session.commit()
    number = secret.id
    assert chair.get(f"/themes/{number}").status_code == 403
    page = chair.get(f"/themes/{world.theme.id}?points={world.point.id}&to={number}")
    assert "A theme of others" not in page.text
