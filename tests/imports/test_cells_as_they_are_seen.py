"""Numbers, merged cells, sheets and errors are told as the person who filled a table sees them."""

import io
import struct
import zipfile

import docx
import openpyxl
import pytest

from consultation.db import session, transaction
from consultation.errors import ImportRefused
from consultation.imports.comment_table import packed, read_comment_table, unpacked
from consultation.imports.reader.blocks import Refused
from consultation.imports.reader.unread import unread_cells
from consultation.imports.tables import read_table
from consultation.models import Draft, Provision
from consultation.operations.contributions.comment_table import Verdict
from consultation.queries.contributions.comment_table import COLUMNS
from tests import factories
from tests.imports.test_cells_without_text import (
    HEADER,
    by_office,
    comment_rows,
    comments,
    judged,
    saved,
)

__all__ = ["judged"]


def shown(book, *cells):
    """Give cells of a workbook a value and the format that it is shown in."""
    for place, value, code in cells:
        book.active[place] = value
        book.active[place].number_format = code
    return book


FORMATS = (
    (3.1, "0.00", "3.10"), (3.1, "General", "3.1"), (0.5, "0%", "50%"), (0.125, "0%", "12.5%"),
    (2.75, "0", "2.75"), (0.5, "0.00%", "50.00%"), (7, "0.0", "7.0"), (-1.5, "0.00", "-1.50"),
    (1234.5, "#,##0.00", "1234.5"),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["made", "xlsx", "ods"])
def test_a_number_is_read_as_it_is_shown_where_nothing_of_it_is_left_out(tmp_path, kind):
    book = comment_rows(*["" for _ in FORMATS])
    shown(book, *((f"F{n}", value, code) for n, (value, code, _) in enumerate(FORMATS, 2)))
    raw = saved(book) if kind == "made" else by_office(saved(book), tmp_path, kind)
    assert [text for text, _ in comments(raw)] == [text for _, _, text in FORMATS]


def test_answers_are_read_so_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "text"])
    shown(book, ("A2", 3.1, "0.00"), ("B2", 0.5, "0%"))
    book.save(tmp_path / "answers.xlsx")
    assert read_table(tmp_path / "answers.xlsx").rows[0].values == ("3.10", "50%")


@pytest.fixture
def tenths(world):
    """Measures 3.1 and 3.10."""
    with transaction():
        draft = session.get_one(Draft, world.draft.id)
        for number in ("3.1", "3.10"):
            session.add(factories.provision(draft=draft, number=number, key=f"m-{number}"))


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_number_that_may_have_been_another_provision_is_refused(tenths, judged):
    book = comment_rows(*["Keep it."] * 5)
    for row, clause in enumerate(("3.1", "3.10", "Measure 3.1", "Measure 3.10"), 2):
        book.active[f"C{row}"] = clause
    shown(book, ("C6", 3.1, "0.00"), ("C2", 3.1, "General"))
    wrong, *right = judged(saved(book))
    assert (wrong.verdict, wrong.name, wrong.column) == (Verdict.WRONG, "Row 2", COLUMNS["clause"])
    assert "“3.1” may have been 3.10" in wrong.why
    assert "“Measure 3.10”" in wrong.why
    numbers = [row.place.number for row in right if isinstance(row.place, Provision)]
    assert numbers == ["3.10", "3.1", "3.10", "3.10"]


@pytest.mark.parametrize("kind", ["made", "xlsx", "ods"])
def test_a_comment_that_stands_in_a_cell_merged_with_one_before_it_is_named(tmp_path, kind):
    book = comment_rows(None, "Two columns.", None)
    book.active["D2"] = "Over three columns."
    book.active.merge_cells("D2:F2")
    book.active.merge_cells("F3:G3")
    book.active["A4"] = "Over all."
    book.active.merge_cells("A4:I5")
    raw = saved(book) if kind == "made" else by_office(saved(book), tmp_path, kind)
    assert comments(raw) == [
        ("", {"comment": "↔Over three columns."}),
        ("Two columns.", {}),
        ("", {"comment": "↔Over all."}),
    ]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_sentence_on_a_merged_cell_says_what_stands_where(judged):
    book = comment_rows(None)
    book.active["D2"] = "Over three columns."
    book.active.merge_cells("D2:F2")
    (row,) = judged(saved(book))
    assert (row.verdict, row.column) == (Verdict.WRONG, COLUMNS["comment"])
    assert "merged with one before it, where “Over three columns.” stands" in row.why


def written(*rows, merge=()) -> bytes:
    """A comment table in a DOCX, some cells of its last row merged."""
    document = docx.Document()
    table = document.add_table(0, len(HEADER))
    for row in (HEADER, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    if merge:
        first, last = merge
        table.rows[-1].cells[first].merge(table.rows[-1].cells[last])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ROW = ["", "", "Q01", "", "", "Keep it.", "", "", ""]


def test_merged_cells_of_a_document_do_not_move_the_cells_after_them():
    ((found, unread),) = comments(written(ROW, merge=(3, 4)))
    assert (found, unread) == ("Keep it.", {})
    assert comments(written(ROW, merge=(2, 4)))[0][0] == "Keep it."
    ((_, unread),) = comments(written(ROW, merge=(3, 5)))
    assert unread == {"comment": "↔Keep it."}


def test_rows_and_cells_in_content_controls_of_a_document_are_read(tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(ROW))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                start, end = content.rindex(b"<w:tr>"), content.rindex(b"</w:tr>") + 7
                row = content[start:end]
                cell = row.rindex(b"<w:tc>", 0, row.index(b"Keep it."))
                stop = row.index(b"</w:tc>", cell) + 7
                row = row[:cell] + controlled(row[cell:stop]) + row[stop:]
                content = content[:start] + controlled(row) + content[end:]
            new.writestr(name, content)
    assert comments(out.getvalue()) == [("Keep it.", {})]


def controlled(content: bytes) -> bytes:
    return b"<w:sdt><w:sdtContent>" + content + b"</w:sdtContent></w:sdt>"


def test_each_row_names_its_sheet_and_is_read_by_the_header_of_its_own():
    book = comment_rows("One.")
    book.create_sheet("More").append([])
    book["More"].append(["Comments", "Clause"])
    book["More"].append(["Two.", "Q02"])
    rows = unpacked(packed(read_comment_table(saved(book), name="filled.xlsx")))
    assert [(r.sheet, r.number, r.row.clause, r.row.comment) for r in rows] == [
        ("Sheet", 2, "Q01", "One."),
        ("More", 3, "Q02", "Two."),
    ]


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_dry_run_calls_a_row_by_its_sheet_where_there_are_several(judged):
    book = comment_rows("One.")
    assert [row.name for row in judged(saved(book))] == ["Row 2"]
    book.create_sheet("More").append(HEADER)
    book["More"].append([None, None, "Nowhere", None, None, "Two."])
    assert [row.name for row in judged(saved(book))] == ["Row 2 of “Sheet”", "Row 2 of “More”"]


def test_an_error_in_an_xls_file_is_told_as_in_an_xlsx_file(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "text"], [1, "=1/0"], [2, "Keep it."], [3, "=nonsense"], [4, '="No."']):
        book.active.append(row)
    path = tmp_path / "answers.xls"
    path.write_bytes(by_office(saved(book), tmp_path, "xls"))
    assert told(path) == [("1", {1: "#DIV/0!"}), ("2", {}), ("3", {1: "#NAME?"}), ("4", {})]


def told(path):
    return [(row.values[0], dict(row.unread)) for row in read_table(path).rows]


def record(kind: int, body: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return number + bytes([len(body)]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(*rows) -> bytes:
    """A workbook of binary records, as small as it can be; a number is the code of an error."""
    sheet = record(0x81) + record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, 1)) + record(0x91)
    for at, row in enumerate(rows):
        sheet += record(0, struct.pack("<I", at) + bytes(21))
        for column, cell in enumerate(row):
            place = struct.pack("<II", column, 0)
            is_text = isinstance(cell, str)
            sheet += record(6, place + wide(cell)) if is_text else record(3, place + bytes([cell]))
    book = record(0x9C, struct.pack("<II", 0, 1) + wide("rId1") + wide("Answers")) + record(0x90)
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", book + record(0x9D) + record(0x84))
        archive.writestr("xl/_rels/workbook.bin.rels", relations)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(0x92) + record(0x82))
    return out.getvalue()


def test_an_error_in_an_xlsb_file_is_told_as_in_an_xlsx_file(tmp_path):
    path = tmp_path / "answers.xlsb"
    path.write_bytes(xlsb(("id", "text"), ("1", 0x1D), ("2", "Keep it."), ("3", 0x2A)))
    assert told(path) == [("1", {1: "#NAME?"}), ("2", {}), ("3", {1: "#N/A"})]


def test_half_of_a_binary_workbook_is_refused(tmp_path):
    out = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(xlsb(("id", "text"), ("1", 0x1D))))
    with whole as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-30] if "sheet1" in name else content)
    path = tmp_path / "answers.xlsb"
    path.write_bytes(out.getvalue())
    with pytest.raises(ImportRefused, match="is damaged"):
        read_table(path)


def test_an_error_that_repeats_without_end_is_refused_at_once():
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names} xmlns:calcext="
        '"urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="Answers">'
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000" table:formula="of:=1/0" '
        'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    with pytest.raises(Refused, match="more than 100,000 cells with an error"):
        unread_cells(out.getvalue(), "Answers")
