"""A code frame: its versions, what coding with it keeps, and what is refused."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultation.db import session
from consultation.errors import NotAllowedYet, RuleError, StaleEdit
from consultation.exports.data import render_data
from consultation.models import Code, CodeUse
from consultation.operations.coding import code_frames
from consultation.operations.coding.code_frames import CodeLine
from consultation.operations.coding.code_uses import Choice, code_by_hand
from consultation.operations.desk.themes import merge_themes
from consultation.operations.grouping.readings import is_decided
from consultation.operations.grouping.regrouping import is_kept
from consultation.queries.coding.code_table import code_table
from consultation.queries.coding.code_uses import uses_of
from consultation.queries.coding.codes import changes, frame_in
from consultation.queries.plenary.signing import state_hash
from tests.conftest import NOW
from tests.operations.framed import coded, of, split


def test_each_version_can_be_shown_as_it_was_and_told_from_another(world, frame):
    by = {"reason": "Clearer.", "by": world.secretariat, "now": NOW}
    code_frames.reword_code(of(frame, "T1"), "Flight", "", seen=1, **by)
    split(world, of(frame, "T2"), "T3", "T4")
    code_frames.retire_code(of(frame, "T1"), seen=3, **by)
    labels = [
        [row.label for row in frame_in(frame, version).facets.get("type", ())]
        for version in range(5)
    ]
    assert labels == [
        [], ["Escape", "Reach"], ["Flight", "Reach"], ["Flight", "Part T3", "Part T4"],
        ["Part T3", "Part T4"],
    ]  # fmt: skip
    assert changes(frame, 1, 2) == ["T1 was “Escape” and is “Flight”."]
    assert changes(frame, 2, 3) == [
        "Out of use: T2 “Reach”.",
        "New in “type”: T3 “Part T3”, split from T2.",
        "New in “type”: T4 “Part T4”, split from T2.",
    ]


def test_a_split_code_keeps_what_was_coded_with_it_and_lists_it_to_be_coded_anew(world, frame):
    coded(world, Choice(frozenset({of(frame, "T2").id})))
    part, _ = split(world, of(frame, "T2"), "T3", "T4")
    (use,) = code_table(world.consultation).anew
    assert (use.code.label, use.version) == ("Reach", 1)
    with pytest.raises(RuleError, match="out of use"):
        coded(world, Choice(frozenset({of(frame, "T2").id})))
    coded(world, Choice(frozenset({part.id})))
    assert code_table(world.consultation).anew == ()
    assert session.get_one(CodeUse, use.id).ended_at == NOW


def test_a_point_has_its_own_code_and_else_that_of_its_theme(world, frame):
    one, other = of(frame, "T1"), of(frame, "T2")
    coded(world, Choice(frozenset({one.id})))
    (count,) = code_table(world.consultation).facets["type"].counts()
    assert (count.code, count.themes, count.points, count.answers) == (one, 1, 1, 1)
    coded(world, Choice(frozenset({other.id})), subject=world.point)
    table = code_table(world.consultation, world.question)
    assert [(c.code, c.points) for c in table.facets["type"].counts()] == [(one, 0), (other, 1)]
    assert world.second_theme in table.not_coded
    assert world.theme not in table.not_coded


def test_what_fits_no_code_is_listed_with_the_code_that_is_missing(world, frame):
    coded(world, Choice(none_fits=frozenset({"type"}), proposal="Slow harms"))
    (use,) = code_table(world.consultation).none_fits
    assert (use.theme, use.facet, use.proposal) == (world.theme, "type", "Slow harms")
    coded(world, Choice())
    assert code_table(world.consultation).none_fits == ()


def test_coding_keeps_a_theme_through_an_analysis_and_no_signature_falls(world, frame):
    before = state_hash(world.question)
    coded(world, Choice(frozenset({of(frame, "T1").id})), subject=world.second_theme)
    assert state_hash(world.question) == before
    assert is_kept(world.second_theme, [])
    assert not is_decided(world.unplaced)


def test_a_theme_that_was_merged_meanwhile_is_not_coded(world, frame):
    seen = world.theme.version
    merge_themes(
        world.theme,
        world.second_theme,
        into_seen=world.second_theme.version,
        seen=seen,
        by=world.chair,
        now=NOW,
    )
    with pytest.raises(NotAllowedYet, match="This theme was merged into"):
        coded(world, Choice(frozenset({of(frame, "T1").id})))


def test_who_did_not_see_the_newest_is_refused(world, frame):
    stale = Choice(frozenset({of(frame, "T1").id}))
    coded(world, stale)
    with pytest.raises(StaleEdit, match="coded this meanwhile"):
        code_by_hand(world.theme, stale, seen=(1, 0), by=world.chair, now=NOW)
    split(world, of(frame, "T2"), "T3", "T4")
    with pytest.raises(StaleEdit, match="version 2 by now; you saw version 1"):
        code_by_hand(world.point, stale, seen=(1, 0), by=world.chair, now=NOW)
    with pytest.raises(StaleEdit):
        code_frames.retire_code(of(frame, "T1"), seen=1, reason="x", by=world.secretariat, now=NOW)


def test_what_makes_a_frame_unclear_is_refused(world, frame):
    with pytest.raises(RuleError, match="a key of “type” already"):
        code_frames.add_codes(frame, [CodeLine("type", "T1", "Else")], seen=1, by=None, now=NOW)
    with pytest.raises(RuleError, match="at least two"):
        split(world, of(frame, "T1"), "T3")
    with pytest.raises(RuleError, match="Say why"):
        code_frames.retire_code(of(frame, "T1"), seen=1, reason=" ", by=world.secretariat, now=NOW)
    with pytest.raises(RuleError, match="either a code fits, or none does"):
        coded(world, Choice(frozenset({of(frame, "T1").id}), frozenset({"type"})))
    split(world, of(frame, "T1"), "T3", "T4")
    with pytest.raises(NotAllowedYet, match="out of use since version 2"):
        split(world, of(frame, "T1"), "T5", "T6")


def test_a_pasted_list_is_refused_line_by_line():
    assert code_frames.lines_of("type; T1; Reach; a; b\n\n") == [
        CodeLine("type", "T1", "Reach", "a; b")
    ]
    with pytest.raises(RuleError, match=r"Line 1 needs .* Line 3 needs"):
        code_frames.lines_of("type; T1\ntype; T2; Reach\n; T3; x")


ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "reword", "split", "retire", "code"]), st.integers(0, 9)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_after_any_acts_every_version_and_every_coding_is_as_it_was(  # noqa: C901
    world, frame, acts
):
    start, seen, told = frame.version, {}, {}
    by = {"reason": "So.", "by": world.secretariat, "now": NOW}
    for act, pick in acts:
        seen[frame.version] = frame_in(frame, frame.version)
        rows = seen[frame.version].facets.get("type", ())
        key, version = f"K{frame.version}", frame.version
        if act == "add" or not rows:
            code_frames.add_codes(frame, [CodeLine("type", key, key)], seen=version, **by)
            continue
        code = session.get_one(Code, rows[pick % len(rows)].code_id)
        if act == "reword":
            code_frames.reword_code(code, f"Now {key}", "", seen=version, **by)
        elif act == "split":
            split(world, code, f"{key}a", f"{key}b")
        elif act == "retire":
            code_frames.retire_code(code, seen=version, **by)
        else:
            coded(world, Choice(frozenset({code.id})))
            for use in uses_of(world.theme):
                told.setdefault(use.id, (use.code_id, use.version))
    assert frame.version >= start
    assert {version: frame_in(frame, version) for version in seen} == seen
    assert {
        number: (use.code_id, use.version)
        for number in told
        for use in [session.get_one(CodeUse, number)]
    } == told


def test_the_data_export_has_the_frame_and_what_was_coded(world, frame):
    assert json.loads(render_data(world.round))["code_frame"] == {
        "version": 1,
        "codes": [
            {"facet": "type", "key": "T1", "label": "Escape", "definition": ""},
            {"facet": "type", "key": "T2", "label": "Reach", "definition": "how far"},
        ],
    }
    coded(world, Choice(frozenset({of(frame, "T1").id})))
    coded(world, Choice(none_fits=frozenset({"type"}), proposal="Silence"), subject=world.point)
    (question, *_) = json.loads(render_data(world.round))["questions"]
    plain = {"facet": "type", "version": 1}
    themes = {theme["title"]: theme["codes"] for theme in question["themes"]}
    assert themes[world.theme.title] == [plain | {"key": "T1", "label": "Escape", "missing": ""}]
    points = [point for answer in question["answers"] for point in answer.get("points", [])]
    assert [each for point in points for each in point["codes"]] == [
        plain | {"key": None, "label": None, "missing": "Silence"}
    ]
    coded(world, Choice())
    (question, *_) = json.loads(render_data(world.round))["questions"]
    assert all(theme["codes"] == [] for theme in question["themes"])
