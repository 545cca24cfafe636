"""Papers of every kind → headings and paragraphs, with their pages, and nothing lost."""

import shutil
import subprocess
from pathlib import Path

import pytest

from consultation.imports.papers import read_paper
from tests.conftest import missing
from tests.papers_made import (
    docx_of,
    saying,
    sentence,
    statement,
    stream,
    word_document,
    zipped,
)

BLOCKS = (
    ("Measure 1.1 The record", 1),
    ("Keep it as it is.", 0),
    ("Why", 2),
    ("It is short.\tAnd it is read.", 0),
)


def read(raw: bytes, name: str = "paper") -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in read_paper(raw, name=name).blocks]


@pytest.fixture(scope="module")
def long_paper():
    return read_paper(statement(60), name="statement.pdf")


def test_sixty_pages_keep_every_word_every_heading_and_every_page(long_paper):
    assert long_paper.kind == "pdf"
    headings = [(b.text, b.page) for b in long_paper.blocks if b.level]
    assert headings == [
        (f"Measure {page}.1 Our view of part {page}", page) for page in range(1, 61)
    ]
    paragraphs = [(b.text, b.page) for b in long_paper.blocks if not b.level]
    assert paragraphs == [
        (text, page)
        for page in range(1, 61)
        for text in (
            f"{sentence(page)} {sentence(page)}",
            f"We propose a yearly summary number {page} instead. {sentence(page)}",
        )
    ]


def test_what_runs_on_every_page_is_left_out_and_named(long_paper):
    assert set(long_paper.left_out) == {
        "“Kettle Works · Statement” (on 60 pages)", "page numbers (on 60 pages)",
    }  # fmt: skip


def test_a_docx_has_its_headings_by_style():
    assert read(word_document(*BLOCKS)) == list(BLOCKS)


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_what_libreoffice_saves_is_read_alike(kind, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        missing("no LibreOffice on this machine (Debian: apt-get install libreoffice-writer)")
    source = tmp_path / "made.docx"
    source.write_bytes(word_document(*BLOCKS))
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", kind, "--outdir", str(tmp_path / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    assert read(Path(tmp_path / "out" / f"made.{kind}").read_bytes()) == list(BLOCKS)


def test_markdown_is_told_by_its_headings_and_code_keeps_its_signs():
    raw = (
        b"# Measure 1.1\n\nKeep it\nas it is.\n\n```\n# no heading\n```\n\nWhy\n---\nIt is short.\n"
    )
    assert read_paper(raw, name="x.txt").kind == "markdown"
    assert read(raw) == [
        ("Measure 1.1", 1), ("Keep it\nas it is.", 0), ("```\n# no heading\n```", 0),
        ("Why", 2), ("It is short.", 0),
    ]  # fmt: skip


def test_plain_text_parts_at_blank_lines_and_a_short_line_is_a_heading():
    raw = "Measure 1.1\r\n\r\nKeep it. Café.\r\n\r\nDear all,\r\n\r\n- tea".encode("cp1252")
    assert read(raw) == [
        ("Measure 1.1", 1), ("Keep it. Café.", 0), ("Dear all,", 0), ("- tea", 0),
    ]  # fmt: skip


@pytest.mark.parametrize("appearance", ["/AP << /N 7 0 R >>", ""], ids=["drawn", "not drawn"])
def test_what_was_filled_into_a_pdf_form_is_read(appearance):
    form = "/AcroForm << /Fields [6 0 R] /DR << /Font << /F 5 0 R >> >> /DA (/F 12 Tf 0 g) >>"
    field = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Delete measure four.) /F 4 /P 3 0 R "
        f"/Rect [72 600 500 680] /DA (/F 12 Tf 0 g) {appearance} >>"
    )
    drawn = stream(
        b"/Tx BMC BT /F 12 Tf 2 40 Td (Delete measure four.) Tj ET EMC",
        "/Type /XObject /Subtype /Form /BBox [0 0 428 80] /Resources << /Font << /F 5 0 R >> >>",
    )
    raw = saying(field, drawn, catalog=form, page="/Annots [6 0 R]")
    assert "Delete measure four." in [text for text, _ in read(raw)]


def test_cells_in_content_controls_formulas_and_signs_of_picture_fonts_are_read():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    sign = '<w:r><w:sym w:font="{}" w:char="{}"/></w:r>'.format
    formula = (
        '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        "<m:r><m:t>x=10</m:t></m:r></m:oMath>"
    )
    raw = docx_of(
        f"<w:document {W}><w:body>"
        f"<w:tbl><w:tr>{cell('Kept')}<w:sdt><w:sdtContent>{cell('In a control')}"
        "</w:sdtContent></w:sdt></w:tr></w:tbl>"
        f"<w:p><w:r><w:t>The bound is </w:t></w:r>{formula}</w:p>"
        f"<w:p>{sign('Symbol', 'F0B3')}{sign('Wingdings', 'F0FE')}{sign('Arial', '2264')}"
        f"{sign('Symbol', 'F044')}{sign('Webdings', 'F061')}</w:p></w:body></w:document>"
    )
    assert [text for text, _ in read(raw)] == [
        "Kept | In a control", "The bound is x=10", "≥☑≤Δ\ufffd",
    ]  # fmt: skip


def test_the_name_promises_and_the_bytes_decide():
    assert read_paper(statement(1), name="letter.txt").kind == "pdf"
    assert read_paper(word_document(*BLOCKS), name="a.pdf").kind == "docx"


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_footnotes_stay_and_deleted_words_go():
    main = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>Keep it</w:t></w:r>"
        "<w:del><w:r><w:delText> not</w:delText></w:r></w:del>"
        '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        "<w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    notes = (
        f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>As is.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    raw = zipped({"word/document.xml": main, "word/footnotes.xml": notes})
    assert read(raw) == [("Keep it [As is.].", 0), ("a | b", 0)]
