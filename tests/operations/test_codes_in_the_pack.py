"""What was coded: the page, the pack and each of its formats say the same figures."""

import io
import json

import docx
import openpyxl
import pytest
from sqlalchemy import select

from consultation.db import session
from consultation.exports import FORMATS
from consultation.models import Quote, Stakeholder
from consultation.operations.coding.code_uses import Choice
from consultation.operations.plenary.pack import compile_pack
from consultation.queries.coding.code_table import code_table
from consultation.queries.desk.cutting import following
from tests import factories
from tests.conftest import NOW
from tests.operations.framed import coded, of, split


@pytest.fixture
def filled(world, frame):
    """Four points: under a coded theme, coded by itself, fitting none, and not coded at all."""
    second = following(world.point)
    other = factories.answer(world.question, "Keep it for ten years.", by=part_of(world))
    session.add(factories.point(other))
    session.flush()
    coded(world, Choice(frozenset({of(frame, "T1").id})))
    both = frozenset({of(frame, "T1").id, of(frame, "T2").id})
    coded(world, Choice(both), subject=second)
    none = Choice(none_fits=frozenset({"type"}), proposal="Silence")
    coded(world, none, subject=world.unplaced)
    split(world, of(frame, "T2"), "T3", "T4")
    return world


def part_of(world):
    asked = select(Stakeholder).where(Stakeholder.person == world.stakeholder)
    return session.scalars(asked).one()


def figures(count):
    return (count.themes, count.points, count.answers, count.organisations)


def test_page_pack_workbook_document_and_json_say_the_same(filled):
    coding = code_table(filled.consultation, filled.question).facets["type"]
    page = [*map(figures, coding.counts()), figures(coding.not_coded())]
    pack = compile_pack(filled.round, now=NOW)
    part = next(p for g in pack.groups for p in g.questions if p.number == filled.question.number)
    assert [figures(line) for line in part.codes.counts] == page
    assert [(line.key, line.label, line.out_of_use) for line in part.codes.counts] == [
        ("T1", "Escape", None), ("T2", "Reach", 2), ("", "Fits no code", None),
        ("", "Not coded", None),
    ]  # fmt: skip
    assert (pack.code_frame.name, pack.code_frame.version) == (
        f"Code frame of {filled.consultation.title}", 2,
    )  # fmt: skip

    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(pack)))
    rows = book["Codes"].iter_rows(min_row=2, values_only=True)
    assert [row[-4:] for row in rows if row[0] == part.number] == page

    document = docx.Document(io.BytesIO(FORMATS["docx"].render(pack)))
    (table,) = [t for t in document.tables if t.cell(0, 1).text == "Code"]
    shown = [tuple(int(cell.text) for cell in row.cells[2:]) for row in table.rows[1:]]
    assert shown == page

    read = json.loads(FORMATS["json"].render(pack))
    (told,) = [q for g in read["groups"] for q in g["questions"] if q["number"] == part.number]
    names = ("themes", "points", "answers", "organisations")
    assert [tuple(line[name] for name in names) for line in told["codes"]["counts"]] == page


def test_every_point_is_coded_fits_none_or_is_not_coded(filled):
    coding = code_table(filled.consultation, filled.question).facets["type"]
    assert [(c.code and c.code.key, *figures(c)) for c in coding.counts()] == [
        ("T1", 1, 2, 1, 1), ("T2", 0, 1, 1, 1), (None, 0, 1, 1, 1),
    ]  # fmt: skip
    assert figures(coding.not_coded()) == (0, 1, 1, 1)
    held = [coding.codes_of(point) for point in coding.points]
    assert sum(map(bool, held)) + coding.not_coded().points == len(coding.points) == 4


def test_listed_points_have_their_own_codes_or_those_of_their_theme(filled):
    second = following(filled.point)
    session.add(Quote(point=second))
    session.commit()
    codes = compile_pack(filled.round, now=NOW).groups[0].questions[0].codes
    assert [(line.text, line.key, line.is_own) for line in codes.points] == [
        (filled.point.text, "T1", False), (second.text, "T1", True), (second.text, "T2", True),
    ]  # fmt: skip


def test_the_codes_by_theme_add_up_to_those_of_the_question(filled):
    pack = compile_pack(filled.round, now=NOW)
    codes = pack.groups[0].questions[0].codes
    for line in codes.counts[:-1]:
        here = [each for each in codes.by_theme if (each.key, each.label) == (line.key, line.label)]
        assert sum(each.points for each in here) == line.points
        assert sum(each.is_own for each in here) == line.themes
    assert [(each.theme, each.key, each.is_own, each.points) for each in codes.by_theme] == [
        (filled.theme.title, "T1", True, 1), (filled.second_theme.title, "T1", False, 1),
        (filled.second_theme.title, "T2", False, 1), ("", "", False, 1),
    ]  # fmt: skip
    (unfit,) = codes.fits_none
    assert (unfit.text, unfit.missing) == (filled.unplaced.text, "Silence")
