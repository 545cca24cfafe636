"""The offline table on its pages: download, dry run, take."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest

from consultation.exports.comment_table import TABLE_FORMATS
from consultation.imports.comment_table import read_comment_table
from consultation.models import AnswerVersion
from tests.conftest import NOW
from tests.views.test_stakeholder import reviewing, save, versions
from tests.views.visiting import change, count, given_back


def table(world, extension="") -> str:
    return f"/rounds/{world.round.id}/table{extension}"


def downloaded(browser, world):
    response = browser.client.get(table(world, ".xlsx"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="comments-round-1.xlsx"'
    return openpyxl.load_workbook(io.BytesIO(response.data))


def upload(browser, world, workbook, name="filled.xlsx"):
    out = io.BytesIO()
    workbook.save(out)
    out.seek(0)
    return browser.submit(browser.get(table(world)), file=(out, name))


def filled(browser, world, **cells):
    """The table with texts in column 6, by what column 3 begins with."""
    workbook = downloaded(browser, world)
    for row in workbook.active.iter_rows(min_row=2):
        for start, text in cells.items():
            if str(row[2].value).startswith(start):
                row[5].value = text
    return workbook


def test_a_dry_run_shows_what_would_be_saved_and_saves_nothing(stakeholder, world):
    page = upload(stakeholder, world, filled(stakeholder, world, Q01="All of them.", measure="No."))
    assert page.status_code == 200
    assert "What filled.xlsx would change" in page.words
    assert "1 row to take, 0 that change nothing, 3 empty, 0 that cannot be taken." in page.words
    assert "All of them." in page.words
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0
    review = stakeholder.follow(stakeholder.submit(page))
    assert review.path == reviewing(world)
    assert "1 row taken. Not sent until you submit." in review.words
    assert [text for _, text, *_ in versions()] == ["All of them."]


def test_what_was_written_stands_in_the_table_and_a_change_is_one_more_version(stakeholder, world):
    save(stakeholder, world, "=1+1 is two.")
    workbook = filled(stakeholder, world)
    (row,) = [row for row in workbook.active.iter_rows(min_row=2) if row[5].value]
    assert (row[5].value, row[5].data_type) == ("=1+1 is two.", "s")
    unchanged = stakeholder.submit(
        stakeholder.get(table(world)),
        file=(io.BytesIO(stakeholder.client.get(table(world, ".docx")).data), "same.docx"),
    )
    assert "0 rows to take, 1 that change nothing" in unchanged.words
    assert "There is nothing new in it." in unchanged.words
    row[5].value = "Three."
    changed = upload(stakeholder, world, workbook)
    assert "changed: Q01" in changed.words
    stakeholder.submit(changed)
    assert [text for _, text, *_ in versions()] == ["=1+1 is two.", "Three."]


def test_rows_that_cannot_be_taken_are_named_and_the_others_can_be(stakeholder, world):
    workbook = filled(stakeholder, world, Q01="All of them.")
    workbook.active.append(["", "", "Measure 777", "", "", "Where?"])
    page = upload(stakeholder, world, workbook)
    assert "Row 6, column 3 Clause/Subclause: No provision or question" in page.words
    review = stakeholder.follow(stakeholder.submit(page))
    assert "1 row taken. Not sent until you submit. 1 row could not be taken." in review.words


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"%PDF-1.7 x", "is a paper, not a table. The table is taken as XLSX, ODS, CSV or DOCX."),
        (b"MZ\x90\x00" + bytes(99), "The table is taken as XLSX, ODS, CSV or DOCX."),
        (b"a;b\n1;2\n", "has no row with the names of the columns"),
    ],
)
def test_what_is_no_comment_table_is_refused_with_a_sentence(stakeholder, world, raw, says):
    refused = stakeholder.submit(stakeholder.get(table(world)), file=(io.BytesIO(raw), "x.xlsx"))
    assert refused.status_code == 422
    assert says in refused.words


def test_after_closing_rows_are_refused(stakeholder, world):
    page = upload(stakeholder, world, filled(stakeholder, world, Q01="All of them."))
    change(world.round, closes_at=NOW.replace(hour=0))
    refused = stakeholder.submit(page)
    assert refused.status_code == 409
    assert given_back(refused)["rows"].startswith("Row 3\n3 Clause/Subclause: Q01")
    assert given_back(refused)["rows"].endswith("6 Comments: All of them.")
    kept = stakeholder.submit(refused).text
    assert kept == f"Rows of the table:\n{given_back(refused)['rows']}"
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0
    assert not stakeholder.get(table(world)).find("input", type="file")


DEEP = "[" * 100_000


@pytest.mark.parametrize(
    "rows",
    ["", "no json", "{}", '[{"number": 2, "comment": 7}]', '[{"number": 1e999}]', DEEP],
    ids=["nothing", "no JSON", "no rows", "a number", "an infinite number", "deep"],
)
def test_rows_that_did_not_arrive_whole_are_refused(stakeholder, world, rows):
    page = upload(stakeholder, world, filled(stakeholder, world, Q01="All of them."))
    refused = stakeholder.submit(page, rows=rows)
    assert refused.status_code == 422 or rows == "{}"
    assert count(AnswerVersion, AnswerVersion.saved_at == NOW) == 0


def test_rows_of_which_nothing_can_be_read_are_given_back_as_they_came(stakeholder, world):
    page = upload(stakeholder, world, filled(stakeholder, world, Q01="All of them."))
    long = json.dumps([{"number": 2, "sheet": "x" * 2_000_000, "comment": "Tea."}])
    for rows in (DEEP, long, "no json"):
        refused = stakeholder.submit(page, rows=rows)
        assert refused.status_code in {413, 422}
        assert given_back(refused)["rows"] == rows


def test_a_text_too_long_for_a_cell_is_named_on_the_page(stakeholder, world):
    save(stakeholder, world, "Keep it. " * 5_000)
    page = stakeholder.get(table(world))
    assert "Too long for a cell of a spreadsheet, and so not in the XLSX and the ODS: Q01" in (
        page.words
    )


FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def test_there_are_four_formats_and_no_other(stakeholder, world):
    page = stakeholder.get(table(world))
    links = {a.get("href"): a.text for a in page.find("a") if "table." in a.get("href")}
    assert links == {table(world, f".{form}"): f"Download as {form.upper()}" for form in FORMATS}
    for form, mimetype in FORMATS.items():
        response = stakeholder.client.get(table(world, f".{form}"))
        assert response.content_type == mimetype
        name = f'attachment; filename="comments-round-1.{form}"'
        assert response.headers["Content-Disposition"] == name
    assert stakeholder.get(table(world, ".pdf")).status_code == 404


@pytest.mark.parametrize("form", FORMATS)
def test_in_each_format_what_is_downloaded_changes_nothing_and_is_taken_changed(
    stakeholder, world, form
):
    save(stakeholder, world, "- item\n'tis =1+1")
    raw = stakeholder.client.get(table(world, f".{form}")).data
    page = stakeholder.get(table(world))
    same = stakeholder.submit(page, file=(io.BytesIO(raw), f"same.{form}"))
    assert "0 rows to take, 1 that change nothing" in same.words
    (answered,) = [f for f in read_comment_table(raw, name="table") if f.row.comment]
    changed = replace(answered.row, comment='-5\n=2 is "five"')
    raw = TABLE_FORMATS[form].render([changed], "Comments")
    dry_run = stakeholder.submit(page, file=(io.BytesIO(raw), f"changed.{form}"))
    assert "1 row to take" in dry_run.words
    stakeholder.submit(dry_run)
    assert [text for _, text, *_ in versions()] == ["- item\n'tis =1+1", changed.comment]


def test_what_a_spreadsheet_program_left_of_a_long_text_is_not_taken_for_a_change(
    stakeholder, world
):
    save(stakeholder, world, "Keep it. " * 5_000)
    raw = stakeholder.client.get(table(world, ".csv")).data.decode()
    cut = raw.replace("Keep it. " * 5_000, ("Keep it. " * 5_000)[:32_767])
    page = stakeholder.submit(
        stakeholder.get(table(world)), file=(io.BytesIO(cut.encode()), "cut.csv")
    )
    assert "32,767 of its 45,000 characters are left" in page.words
    assert "0 rows to take" in page.words


def test_type_and_wording_of_an_answer_to_a_question_about_no_provision_are_on_its_page(
    stakeholder, world
):
    book = downloaded(stakeholder, world)
    for row in book.active.iter_rows(min_row=2):
        if str(row[2].value).startswith("Q02"):
            row[4].value, row[5].value, row[6].value = "legal", "Say so.", "The event is …"
    stakeholder.submit(upload(stakeholder, world, book))
    page = stakeholder.get(f"/questions/{world.other_question.id}/answer")
    fields = page.fields()
    assert (fields["remark"], fields["proposed"]) == ("legal", "The event is …")
    assert stakeholder.submit(page, text="", proposed="", remark="").status_code == 302


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_table_is_read_in_whatever_encoding_a_spreadsheet_saves_it(stakeholder, world, encoding):
    raw = "3 Clause/Subclause;6 Comments\r\nQ01;Le délai est trop court.\r\n".encode(encoding)
    page = stakeholder.submit(stakeholder.get(table(world)), file=(io.BytesIO(raw), "table.csv"))
    assert "Le délai est trop court." in page.words
