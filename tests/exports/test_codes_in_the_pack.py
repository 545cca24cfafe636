"""Codes in every format of the pack: the frame by name and version, and the figures."""

import json
from dataclasses import replace

from consultation.exports.pack_json import render_pack_json
from tests.exports import packs
from tests.exports.test_docx_export import lines
from tests.exports.test_docx_export import opened as document_of
from tests.exports.test_xlsx_export import column
from tests.exports.test_xlsx_export import opened as workbook_of

CODED = packs.pack(
    packs.question("Q01", codes=packs.codes()), packs.question("Q02"), code_frame=packs.FRAME
)


def test_the_document_has_a_table_of_codes_for_a_question_that_was_coded():
    document = document_of(CODED)
    (table,) = [t for t in document.tables if t.cell(0, 1).text == "Code"]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Facet", "Code", "Themes", "Points", "Answers", "Organisations"],
        ["type", "T1 Escape (out of use since version 3)", "2", "40", "31", "9"],
        ["type", "Fits no code", "1", "5", "4", "0"],
        ["type", "Not coded", "0", "36", "20", "8"],
    ]
    said = lines(document)
    assert "Coded with: Code frame of Code of Conduct, version 4" in said
    assert said.count("Codes") == 1
    assert said[said.index("Codes") + 1] == "Code frame of Code of Conduct, version 4."
    assert "Fits no code of “type”: “Escape” (answer Q01/3). Missing: Slow harms." in said
    assert "Fits no code of “type”: “Escape”." in said


def test_what_fits_no_code_is_shown_in_part_and_counted():
    many = replace(packs.codes(), fits_none=packs.codes().fits_none * 12)
    said = lines(document_of(packs.pack(packs.question(codes=many), code_frame=packs.FRAME)))
    assert len([line for line in said if line.startswith("Fits no code of")]) == 20
    assert "… and 4 more that fit no code in the workbook." in said


def test_the_workbook_has_the_codes_the_themes_under_each_and_those_of_listed_points():
    book = workbook_of(CODED)
    overview = {row[0]: row[1:] for row in book["Overview"].iter_rows(values_only=True)}
    assert overview["Code frame: version"] == (4, "Code frame of Code of Conduct")
    assert column(book["Codes"], "Label") == ["Escape", "Fits no code", "Not coded"]
    assert column(book["Codes"], "Out of use since version") == [3, None, None]
    for title, figures in (("Themes", [2, 1, 0]), ("Points", [40, 5, 36]), ("Answers", [31, 4, 20]),
                           ("Organisations", [9, 0, 8])):  # fmt: skip
        assert column(book["Codes"], title) == figures
    assert column(book["Codes by theme"], "Theme")[1] == "unplaced"
    assert column(book["Codes by theme"], "Theme coded so") == ["yes", "no"]
    assert column(book["Codes by theme"], "Points") == [37, 3]
    assert column(book["Codes of points"], "Whose code") == ["its theme's"]
    assert column(book["Codes of points"], "Point") == [packs.quote().text]
    assert column(book["Fits no code"], "Missing code") == ["Slow harms", None]


def test_the_json_pack_has_them_too_and_a_pack_without_a_frame_has_none():
    read = json.loads(render_pack_json(CODED))
    assert read["code_frame"] == {"name": "Code frame of Code of Conduct", "version": 4}
    coded, plain = read["groups"][0]["questions"]
    assert [line["points"] for line in coded["codes"]["counts"]] == [40, 5, 36]
    assert plain["codes"] == {"by_theme": [], "counts": [], "fits_none": [], "points": []}
    bare = packs.pack()
    assert json.loads(render_pack_json(bare))["code_frame"] is None
    assert not [
        line for line in lines(document_of(bare)) if "Code frame" in line or line == "Codes"
    ]
    rows = workbook_of(bare)["Overview"].iter_rows(values_only=True)
    assert "Code frame: version" not in [row[0] for row in rows]
