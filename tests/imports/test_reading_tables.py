"""A file of any kind is read as a table, or refused with a sentence that says what it is."""

import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from consultation.errors import ImportRefused
from consultation.imports import workbooks
from consultation.imports.kinds import Kind, kind_of
from consultation.imports.nested import unfolded
from consultation.imports.tables import Row, Table, read_table

ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Answers">
<table:table-row><table:table-cell office:value-type="string"
><text:p>text</text:p></table:table-cell
></table:table-row>
<table:table-row><table:table-cell office:value-type="string"
><text:p>Keep it.</text:p></table:table-cell
></table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""

ODS_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
)


def file(folder: Path, content: str | bytes, name: str = "answers.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, sheets: dict[str, list[list[Any]]], hidden: str = "") -> Path:
    path = folder / "answers.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == hidden:
                sheet.hide()
    return path


def archive(folder: Path, entries: dict[str, bytes], name: str = "answers.xlsx") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part, content in entries.items():
            # The kind of an OpenDocument is told by an entry that is stored as it is.
            packed.writestr(part, content, 0 if part == "mimetype" else None)
    return path


def refusal(path: Path, encoding: str = "utf-8-sig") -> str:
    with pytest.raises(ImportRefused) as refused:
        read_table(path, encoding=encoding)
    return str(refused.value)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path, separator):
    lines = [["id", "text"], ["1", "Keep it."], ["2", "Delete it."]]
    path = file(tmp_path, "\n".join(separator.join(line) for line in lines))
    assert read_table(path) == Table(
        ("id", "text"), (Row(2, ("1", "Keep it.")), Row(3, ("2", "Delete it.")))
    )


def test_a_comma_in_the_header_does_not_pass_for_the_separator(tmp_path):
    path = file(tmp_path, "Number, if any, or code;Answer\n1;Yes, we do\n2;No\n")
    assert read_table(path).columns == ("Number, if any, or code", "Answer")


def test_in_a_single_column_every_sign_is_text(tmp_path):
    path = file(tmp_path, 'text\nYes; on the whole, we do\n"No, ""never"""\n')
    assert [row.values for row in read_table(path).rows] == [
        ("Yes; on the whole, we do",),
        ('No, "never"',),
    ]


def test_a_mostly_ragged_table_is_still_cut_where_its_header_is(tmp_path):
    path = file(tmp_path, "id;text\n1;a;b\n2;a;b\n3;a;b\n")
    assert [len(row.values) for row in read_table(path).rows] == [3, 3, 3]


def test_a_cell_of_several_lines_counts_as_one_record(tmp_path):
    path = file(tmp_path, 'text,id\r\n"One\r\ntwo ""three""",7\r\nLast,8\r\n')
    assert read_table(path).rows == (
        Row(2, ('One\r\ntwo "three"', "7")),
        Row(3, ("Last", "8")),
    )


def test_a_position_paper_fits_a_cell(tmp_path):
    text = "word " * 100_000
    assert read_table(file(tmp_path, f"text\n{text}\n")).rows[0].values == (text,)


def test_ragged_and_empty_rows_stay_as_they_are(tmp_path):
    path = file(tmp_path, "id,text\n1,a\n2,a,b\n\n3\n")
    assert [row.values for row in read_table(path).rows] == [
        ("1", "a"), ("2", "a", "b"), (), ("3",),
    ]  # fmt: skip


def test_the_header_is_the_first_row_that_is_not_empty(tmp_path):
    table = read_table(file(tmp_path, "\n\ntext,\nKeep it.,x\n"))
    assert table == Table(("text", "column 2"), (Row(4, ("Keep it.", "x")),))


def test_other_encodings_are_read_when_named(tmp_path):
    path = file(tmp_path, "text\nCafé\n".encode("latin-1"))
    assert read_table(path, encoding="latin-1").rows[0].values == ("Café",)
    path = file(tmp_path, "text\nCafé\n".encode("utf-16"))
    assert read_table(path, encoding="utf-16").rows[0].values == ("Café",)


def test_the_byte_order_mark_is_no_part_of_the_first_name(tmp_path):
    path = file(tmp_path, b"\xef\xbb\xbftext\nx\n")
    assert read_table(path).columns == read_table(path, encoding="utf-8").columns == ("text",)


def test_latin_1_is_refused_with_its_line_and_the_remedy(tmp_path):
    sentence = refusal(file(tmp_path, "text\nplain\nCafé\nThé\n".encode("latin-1")))
    assert "not text in UTF-8: line 3 cannot be read" in sentence
    assert "--encoding cp1252 or --encoding latin-1" in sentence
    assert "save it as CSV in UTF-8" in sentence


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "“answers.csv” is empty."),
        (b"\n \n,\n", "“answers.csv” is empty."),
        (b"id,text\n", "has a header (row 1) and no row below it"),
        (b"id,text\n\n,\n", "has a header (row 1) and no row below it"),
        (b"text, text\na,b\n", "several columns of one name: “text”"),
        (b"text\nab\0c\n", "holds a NUL character on line 2"),
        ("text\nx\n".encode("utf-16"), "text in UTF-16. Add --encoding utf-16"),
        (
            b'id,text\n1,a\n2,"never\n3,closed\n',
            "the record that begins on line 3 a quotation mark",
        ),
        (b'id,text\n1,"a" b\n', "the record that begins on line 2 a quotation mark"),
    ],
)
def test_a_broken_csv_is_refused_with_a_sentence(tmp_path, content, expected):
    assert expected in refusal(file(tmp_path, content))


def test_an_unknown_encoding_is_refused(tmp_path):
    sentence = refusal(file(tmp_path, "text\nx\n"), encoding="klingon")
    assert sentence.startswith("There is no encoding “klingon”.")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n...", "a PDF"),
        (b'[{"text": "Keep it."}]', "a JSON file"),
        (b"\xef\xbb\xbf <!DOCTYPE html><html>", "a web page"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\x1f\x8b\x08", "a compressed file"),
    ],
)
def test_the_first_bytes_decide_not_the_name(tmp_path, content, what):
    sentence = refusal(file(tmp_path, content, "answers.xlsx"))
    assert sentence.startswith(f"“answers.xlsx” is {what}, not a table.")
    assert kind_of(b"text,id", name="answers.xlsx") is Kind.SEPARATED


def test_what_is_no_file_is_refused(tmp_path):
    assert "cannot be read: Is a directory." in refusal(tmp_path)
    assert "cannot be read: No such file or directory." in refusal(tmp_path / "answers.csv")


def test_a_workbook_is_read_whatever_its_name(tmp_path):
    path = workbook(tmp_path, {"Answers": [["text"], ["Keep it."]]}).rename(tmp_path / "a.csv")
    assert read_table(path) == Table(("text",), (Row(2, ("Keep it.",)),))


def test_cells_become_the_text_a_person_sees(tmp_path):
    cells = [5, 5.5, 900006000000000, True, date(2026, 3, 1), "#NAME?", None, "=1+1"]
    path = workbook(tmp_path, {"A": [[f"c{n}" for n in range(8)], cells]})
    assert read_table(path).rows[0].values == (
        "5", "5.5", "900006000000000", "TRUE", "2026-03-01", "#NAME?", "", "0",
    )  # fmt: skip


def test_times_are_iso(tmp_path):
    path = tmp_path / "answers.xlsx"
    with xlsxwriter.Workbook(path, {"remove_timezone": True}) as book:
        sheet = book.add_worksheet()
        clock = book.add_format({"num_format": "hh:mm"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["text", "at"])
        sheet.write_datetime(1, 0, time(9, 30), clock)
        sheet.write_datetime(1, 1, datetime(2026, 3, 1, 9, 30, tzinfo=UTC), moment)
    assert read_table(path).rows[0].values == ("09:30:00", "2026-03-01T09:30:00")


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path):
    path = workbook(tmp_path, {"A": [[], ["text"], ["one"], [], ["two"]]})
    assert read_table(path).rows == (Row(3, ("one",)), Row(4, ("",)), Row(5, ("two",)))


def test_empty_and_hidden_sheets_do_not_count(tmp_path):
    path = workbook(
        tmp_path, {"Empty": [], "A": [["text"], ["x"]], "List": [["yes"]]}, hidden="List"
    )
    assert len(read_table(path).rows) == 1


def test_which_of_several_sheets_is_meant_is_not_guessed(tmp_path):
    path = workbook(tmp_path, {"Notes": [["a"]], "Answers": [["text"], ["x"]]})
    assert "2 sheets with something on them (“Notes”, “Answers”)" in refusal(path)


def test_an_empty_workbook_is_refused(tmp_path):
    assert refusal(workbook(tmp_path, {"A": []})) == "“answers.xlsx” is empty."


def test_an_ods_is_read(tmp_path):
    path = archive(
        tmp_path,
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": ODS_CONTENT.encode(),
            "META-INF/manifest.xml": ODS_MANIFEST.encode(),
        },
        "answers.ods",
    )
    assert read_table(path) == Table(("text",), (Row(2, ("Keep it.",)),))


@pytest.mark.parametrize(
    ("entries", "what"),
    [({"word/document.xml": b""}, "a Word document"), ({"a.csv": b"text"}, "a ZIP archive")],
)
def test_other_archives_are_refused(tmp_path, entries, what):
    assert f"is {what}" in refusal(archive(tmp_path, entries))


@pytest.mark.parametrize(
    ("entries", "parts"),
    [
        ({"xl/workbook.xml": b"", "xl/bomb.xml": b"\0" * 10_500_000}, "2 parts"),
        ({f"xl/{number}": b"" for number in range(2_001)}, "2,001 parts"),
    ],
)
def test_a_zip_bomb_is_refused_from_its_directory(tmp_path, monkeypatch, entries, parts):
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda archive: pytest.fail("unpacked"))
    sentence = refusal(archive(tmp_path, entries))
    assert "would unpack to" in sentence
    assert parts in sentence


def test_many_middling_entries_are_a_bomb_too(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "UNPACKED_LIMIT", 100)
    assert "would unpack to" in refusal(workbook(tmp_path, {"A": [["text"], ["x"]]}))


def test_two_cells_in_far_corners_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "CELL_LIMIT", 100)
    path = workbook(tmp_path, {"A": [["text", "id"]] + [["x", 1]] * 60})
    assert "spans 61 rows and 2 columns" in refusal(path)


def test_a_damaged_workbook_is_refused(tmp_path):
    whole = workbook(tmp_path, {"A": [["text"], ["x"]]}).read_bytes()
    assert "is damaged" in refusal(file(tmp_path, whole[: len(whole) // 2], "half.xlsx"))
    broken = bytearray(whole)
    broken[60:90] = bytes(30)
    assert "is damaged" in refusal(file(tmp_path, bytes(broken), "broken.xlsx"))
    astray = bytearray(whole)
    astray[-4] = 200  # The directory says that it begins far behind the end.
    assert "is damaged" in refusal(file(tmp_path, bytes(astray), "astray.xlsx"))


def test_a_workbook_that_calamine_cannot_read_is_refused(tmp_path):
    path = archive(tmp_path, {"xl/workbook.xml": b"<nonsense"})
    assert "cannot be read as a workbook" in refusal(path)
    old = file(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "answers.xls")
    assert "cannot be read as a workbook" in refusal(old)


def test_a_column_of_json_objects_is_opened(tmp_path):
    lines = ["id\textra", '1\t{"country": "Malta", "n": 2}', "2\t", '3\t{"n": null, "l": ["é"]}']
    table = read_table(file(tmp_path, "\n".join(lines)))
    assert table.columns == ("id", "extra", "extra.country", "extra.n", "extra.l")
    assert [row.values[2:] for row in table.rows] == [
        ("Malta", "2", ""),
        ("",) * 3,
        ("", "", '["é"]'),
    ]


@pytest.mark.parametrize("cell", ["plain", "[1]", "{broken", '{"a":' * 100_000])
def test_a_column_with_anything_else_in_it_is_not(cell):
    rows = [('{"a": "b"}',), (cell,)]
    assert unfolded(("extra",), rows) == (("extra",), rows)


def test_ragged_rows_are_as_ragged_after_opening():
    columns, rows = unfolded(("id", "extra"), [("1", '{"a": "b"}'), ("2",), ("3", "{}", "more")])
    assert [len(row) - len(columns) for row in rows] == [0, -1, 1]


def test_a_column_of_that_name_is_not_overwritten():
    columns, rows = unfolded(("x", "x.a"), [('{"a": "nested"}', "own")])
    assert (columns, rows) == (("x", "x.a"), [('{"a": "nested"}', "own")])
