"""A signature that was taken back is told of in each format, with the same words."""

import json

from consultation.exports.pack_json import render_pack_json
from tests.exports import packs
from tests.exports.test_docx_export import lines, opened, styled
from tests.exports.test_xlsx_export import column
from tests.exports.test_xlsx_export import opened as workbook_of


def reopened(**given):
    return packs.pack(packs.question("Q01", reopenings=(packs.reopening(**given),)))


def test_each_format_says_who_took_a_signature_back_why_and_what_changed_until_the_next():
    pack = reopened()
    document = opened(pack)
    (note,) = [line for line in styled(document, "Plenary Decided") if "Reopened" in line]
    assert note == (
        "Reopened by Ben Okri on 11 May 2027, 09:00, after Ana Lopes had signed on 10 May 2027, "
        "11:30; signed again by Ana Lopes on 12 May 2027, 11:30. Reason: New answers."
    )
    (kept,) = json.loads(render_pack_json(pack))["groups"][0]["questions"][0]["reopenings"]
    assert kept["reason"] == "New answers."
    sheet = workbook_of(pack)["Reopened"]
    told = [change.what for change in pack.groups[0].questions[0].reopenings[0].changes]
    assert column(sheet, "What changed") == [each["what"] for each in kept["changes"]] == told
    assert column(sheet, "Theme no.") == [each["theme_id"] for each in kept["changes"]] == [5, None]
    assert column(sheet, "Reason") == ["New answers."] * 2
    shown = lines(document)
    assert f"Themes: {told[0]} (theme 1 below)" in shown
    assert f"Points: {told[1]}" in shown


def test_each_format_says_that_a_question_is_not_signed_again():
    pack = reopened(signed_again_by=None, signed_again_at=None)
    assert "; not signed again yet. Reason: New answers." in "\n".join(lines(opened(pack)))
    assert set(column(workbook_of(pack)["Reopened"], "Signed again by")) == {"not signed again yet"}
    (kept,) = json.loads(render_pack_json(pack))["groups"][0]["questions"][0]["reopenings"]
    assert kept["signed_again_by"] is None


def test_a_question_that_was_never_reopened_says_nothing_of_it():
    assert "eopened" not in "\n".join(lines(opened(packs.pack())))
