"""An outcome names the provisions that change because of it, wherever the outcome is told."""

import json
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from docx import Document

from consultation.db import session, transaction
from consultation.errors import RuleError, StaleEdit
from consultation.exports.data import render_data
from consultation.exports.docx import render_docx
from consultation.exports.pack_json import render_pack_json
from consultation.exports.xlsx import render_xlsx
from consultation.models import CodeRefusal, Draft, OutcomeKind, Provision
from consultation.models.plenary import CHANGES_THE_DRAFT
from consultation.operations.desk.undoing import redo, undo
from consultation.operations.plenary.outcomes import decide, decide_point, outcome_seen
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.desk.steps import next_to_redo, next_to_undo
from consultation.queries.desk.themes import theme_line
from consultation.queries.plenary.own_outcomes import own_outcomes_of
from consultation.queries.plenary.signed_changes import changes
from consultation.queries.plenary.signed_state import signed_state
from tests import factories
from tests.conftest import NOW
from tests.operations.framed import of

REASON = "It was unclear."
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def provisions(world) -> list[Provision]:
    """Two of the draft, of which the question is about the second."""
    with transaction():
        draft = session.get_one(Draft, world.question.draft_id)
        own = draft.provisions[0]
        other = factories.provision(draft=draft, number="9.9", kind="form", rank=-1)
        session.add(other)
    return [other, own]


def give(world, *keys, kind=OutcomeKind.IN_PART, reason=REASON):
    with transaction():
        decide(
            world.theme, kind, reason=reason, seen=world.theme.version, by=world.chair, now=NOW,
            changes=keys,
        )  # fmt: skip


def give_point(world, *keys):
    with transaction():
        decide_point(
            world.point, OutcomeKind.CLARIFIED, reason=REASON, seen=outcome_seen(world.point),
            by=world.chair, now=NOW, changes=keys,
        )  # fmt: skip


def found_in(content, name) -> set[tuple[str, ...]]:
    """Every list of that name, however deep it stands."""
    if isinstance(content, list):
        return set().union(*(found_in(each, name) for each in content))
    if not isinstance(content, dict):
        return set()
    own = {tuple(content[name])} if name in content else set()
    return own.union(*(found_in(each, name) for each in content.values()))


def names(provisions) -> tuple[str, ...]:
    return ("Form field 9.9", f"Measure {provisions[1].number}")


def test_they_are_named_in_the_order_of_the_draft(world, provisions):
    give(world, *[each.key for each in reversed(provisions)])
    assert theme_line(world.theme).changes == names(provisions)
    give_point(world, provisions[0].key)
    (own,) = own_outcomes_of(world.question)
    assert own.changes == names(provisions)[:1]


@pytest.mark.parametrize("kind", sorted(set(OutcomeKind) - CHANGES_THE_DRAFT))
def test_what_is_not_adopted_changes_no_provision(world, provisions, kind):
    with pytest.raises(RuleError, match="changes no provision"):
        give(world, provisions[0].key, kind=kind)
    assert theme_line(world.theme).outcome is None


def test_a_point_that_fares_as_its_theme_changes_no_provision_by_itself(world, provisions):
    give_point(world)
    with pytest.raises(RuleError, match="changes what its theme changes"), transaction():
        decide_point(
            world.point, None, reason="", seen=outcome_seen(world.point), by=world.chair,
            now=NOW, changes=[provisions[0].key],
        )  # fmt: skip
    assert len(own_outcomes_of(world.question)) == 1


def test_a_provision_of_no_such_draft_is_refused(world):
    with pytest.raises(RuleError, match="Choose provisions of the draft"):
        give(world, "elsewhere")


def test_they_are_undone_and_done_again_with_the_outcome(world, provisions):
    give(world, provisions[0].key)
    give(world, provisions[1].key)
    told = [theme_line(world.theme).changes]
    with transaction():
        seen = next_to_undo(world.question).id
        undo(world.question, seen=seen, by=world.chair, now=NOW)
    told.append(theme_line(world.theme).changes)
    with transaction():
        seen = next_to_redo(world.question).id
        redo(world.question, seen=seen, by=world.chair, now=NOW)
    told.append(theme_line(world.theme).changes)
    field, measure = names(provisions)
    assert told == [(measure,), (field,), (measure,)]


def test_a_signature_covers_them_and_tells_what_differs(world, provisions):
    give(world)
    give_point(world)
    none = signed_state(world.question)
    give(world, provisions[0].key)
    some = signed_state(world.question)
    told = [change.what for change in changes(none, some)]
    assert told == [
        "“Record every change”: adopted in part, changes Form field 9.9, before that no provision."
    ]
    give(world, provisions[1].key, reason="It was too long.")
    (told,) = changes(some, signed_state(world.question))
    assert told.what == (
        "“Record every change”: adopted in part, the reason is worded otherwise; changes "
        f"{names(provisions)[1]}, before that Form field 9.9."
    )
    some = signed_state(world.question)
    give_point(world, provisions[0].key)
    told = [change.what for change in changes(some, signed_state(world.question))]
    assert told == ["Of single points: 1 changed."]


def test_what_was_signed_before_outcomes_named_provisions_still_stands(world):
    give(world)
    give_point(world)
    state = signed_state(world.question)
    assert not [line for line in state["themes"] if "changes" in line]
    assert [len(own) for own in state["own outcomes"]] == [4]


def test_pack_and_data_name_them(world, provisions):
    give(world, *[each.key for each in provisions])
    give_point(world, provisions[0].key)
    pack = compile_pack(world.round, now=NOW)
    field, measure = names(provisions)
    document = Document(BytesIO(render_docx(pack)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert f"Changes: {field}, {measure}. Reason: {REASON}" in text
    assert f"clarified, decided by Chair. Changes: {field}. Reason: {REASON}" in text
    book = openpyxl.load_workbook(BytesIO(render_xlsx(pack)))
    cells = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {f"{field}, {measure}", field} <= cells
    assert found_in(json.loads(render_pack_json(pack)), "changes") >= {(field, measure), (field,)}
    question, *_ = json.loads(render_data(world.round))["questions"]
    themes = {theme["title"]: theme["changes"] for theme in question["themes"]}
    assert themes["Record every change"] == [field, measure]
    own = [p["own_outcome_changes"] for a in question["answers"] for p in a.get("points", [])]
    assert sorted(own) == [[], [], [field]]


def test_the_data_of_a_round_tell_which_codes_were_refused(world, frame):
    code = of(frame, "T2").id
    session.commit()
    with transaction():
        for where in ({"theme_id": world.theme.id}, {"point_id": world.point.id}):
            session.add(
                CodeRefusal(
                    question_id=world.question.id, code_id=code, person_id=world.chair.id, at=NOW,
                    **where,
                )
            )  # fmt: skip
    question, *_ = json.loads(render_data(world.round))["questions"]
    refused = [{"facet": "type", "key": "T2"}]
    assert [t["codes_refused"] for t in question["themes"] if t["codes_refused"]] == [refused]
    points = [p for answer in question["answers"] for p in answer.get("points", [])]
    assert [p["codes_refused"] for p in points if p["codes_refused"]] == [refused]


PROVISIONS_DIFFER = r"provisions that change: “” → “Form field 9\.9”"


def test_who_decides_on_a_theme_decided_meanwhile_is_told_which_provisions(world, provisions):
    give(world)
    seen = world.theme.version
    give(world, provisions[0].key)
    with pytest.raises(StaleEdit, match=PROVISIONS_DIFFER):
        decide(world.theme, OutcomeKind.ADOPTED, reason="", seen=seen, by=world.chair, now=LATER)


def test_who_decides_on_a_point_decided_meanwhile_is_told_which_provisions(world, provisions):
    give_point(world)
    seen = outcome_seen(world.point)
    with transaction():
        decide_point(
            world.point, OutcomeKind.CLARIFIED, reason=REASON, seen=seen, by=world.vice_chair,
            now=LATER, changes=[provisions[0].key],
        )  # fmt: skip
    with pytest.raises(StaleEdit, match=PROVISIONS_DIFFER):
        decide_point(
            world.point, OutcomeKind.ADOPTED, reason="", seen=seen, by=world.chair, now=LATER
        )
